//! A table of votes as text to [`Votes`], with every row that could not be used said by its line.

mod cell;
mod header;
mod row;

use std::collections::BTreeMap;

use crate::{Count, Unit, Votes};
use header::{Column, Header, header};
use row::Row;

/// Something wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Finding {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong and what was done about it.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(line: u64, message: String) -> Finding {
        Finding { line, message }
    }
}

/// What a table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The votes; a unit without a usable row is unknown.
    pub votes: Votes,
    /// What is wrong, by line.
    pub findings: Vec<Finding>,
    /// Rows that claim to be a total, in order.
    pub totals: Vec<Total>,
    /// Units without a row.
    pub missing: Vec<String>,
    /// How many rows have each status, in order of first mention; empty without a column `status`.
    pub statuses: Vec<(String, usize)>,
}

/// A row that claims to be a total.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    /// Line of the file.
    pub line: u64,
    /// What it calls itself.
    pub label: String,
    /// What is summed (`valid`, `yes`), what the row says, and what the units sum to where they are all known.
    pub sums: Vec<(String, u64, Option<u64>)>,
}

/// Reads a table of votes.
///
/// `units` are the units of the strategy in their order; without any, the rows are the units.  `key` may head the column of units
/// instead of `unit`.  `asked` are the options that the rule asks for; one without a column is unknown everywhere.
///
/// # Errors
/// There is no header with a column of units, no row of any unit, or the text is no CSV at all.
pub fn read_votes(text: &str, units: &[String], key: &str, asked: &[String]) -> Result<Table, Finding> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| Finding::new(e.position().map_or(1, |p| p.line()), e.to_string()))?;
        let line = record.position().map_or(1, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|c| c.trim().to_string()).collect();
        if cells.iter().any(|c| !c.is_empty()) {
            records.push((line, cells));
        }
    }
    let Some((_, first)) = records.first() else { return Err(Finding::new(1, "the file is empty".into())) };
    let mut findings = Vec::new();
    let mut head = header(first, key, &mut findings);
    if !head.columns.contains(&Column::Unit) {
        let why = format!("no column holds the units; head it `unit` or `{key}`");
        return Err(Finding::new(1, why));
    }
    for option in asked {
        if !head.options.contains(option) {
            let why = format!("there is no column `{option}`, so nobody knows its votes");
            findings.push(Finding::new(1, why));
            head.options.push(option.clone());
        }
    }
    if head.options.len() == 1 {
        // What is valid and not for the one option is for the others.
        head.options.push("other".into());
    }
    let mut reading = Reading { head, units, rows: BTreeMap::new(), names: Vec::new(), totals: Vec::new(), findings };
    for (line, cells) in &records[1..] {
        reading.row(*line, cells);
    }
    reading.lone_total();
    if reading.names.is_empty() {
        let why = format!("no row can be read that holds votes of a {key}, so there is nothing to count");
        return Err(reading.findings.into_iter().find(|f| f.line > 1).unwrap_or(Finding::new(1, why)));
    }
    Ok(reading.table())
}

/// A reading under way.
struct Reading<'a> {
    head: Header,
    units: &'a [String],
    /// Rows by unit.
    rows: BTreeMap<String, Vec<Row>>,
    /// Units in order of first mention.
    names: Vec<String>,
    totals: Vec<Row>,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn row(&mut self, line: u64, cells: &[String]) {
        let (found, wanted) = (cells.len(), self.head.columns.len());
        if found != wanted {
            let why = format!("this row has {found} cells and the header {wanted}; it is not read");
            return self.findings.push(Finding::new(line, why));
        }
        let Some(row) = Row::read(line, cells, &self.head, &mut self.findings) else { return };
        if ["total", "national", "sum", "all"].contains(&first_word(&row.unit.name).as_str()) {
            return self.totals.push(row);
        }
        let name = row.unit.name.clone();
        if !self.units.is_empty() && !self.units.contains(&name) {
            let near = nearest(&name, self.units);
            let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            let why = format!("the strategy has no `{name}`, so its votes count nowhere{near}");
            return self.findings.push(Finding::new(line, why));
        }
        if !self.names.contains(&name) {
            self.names.push(name.clone());
        }
        self.rows.entry(name).or_default().push(row);
    }

    /// Where there are no units, the whole is one.
    fn lone_total(&mut self) {
        if self.units.is_empty() && self.names.is_empty() && self.totals.len() == 1 {
            let whole = self.totals.remove(0);
            self.names.push(whole.unit.name.clone());
            self.rows.insert(whole.unit.name.clone(), vec![whole]);
        }
    }

    fn table(mut self) -> Table {
        let names = if self.units.is_empty() { self.names.clone() } else { self.units.to_vec() };
        let (mut units, mut missing) = (Vec::new(), Vec::new());
        let mut statuses: Vec<(String, usize)> = Vec::new();
        for name in &names {
            let rows = self.rows.remove(name).unwrap_or_default();
            if rows.is_empty() {
                missing.push(name.clone());
            }
            for status in rows.iter().filter_map(|r| r.status.clone()) {
                match statuses.iter_mut().find(|(s, _)| *s == status) {
                    Some((_, n)) => *n += 1,
                    None => statuses.push((status, 1)),
                }
            }
            units.push(self.unit(name, &rows));
        }
        let options = self.head.options.clone();
        let votes = Votes { options, units };
        let totals = self.totals.iter().map(|row| total(row, &votes)).collect();
        self.findings.sort();
        Table { votes, findings: self.findings, totals, missing, statuses }
    }

    /// A unit by its rows: disputed where there are several that differ, unknown where the figures contradict each other.
    fn unit(&mut self, name: &str, rows: &[Row]) -> Unit {
        let unknown = Unit::unknown(name, self.head.options.len());
        let mut unit: Option<Unit> = None;
        for row in rows {
            let read = match row.unit.clone().tightened() {
                Ok(read) => read,
                Err(why) => {
                    let why = format!("{why}; its votes are taken as unknown");
                    self.findings.push(Finding::new(row.line, why));
                    unknown.clone()
                }
            };
            unit = Some(match unit {
                None => read,
                Some(first) => {
                    let at = rows[0].line;
                    let how = if first == read {
                        "says the same"
                    } else {
                        "its figures are taken as disputed between the two"
                    };
                    let why = format!("a second row for {name}, beside line {at}; {how}");
                    self.findings.push(Finding::new(row.line, why));
                    disputed(&first, &read)
                }
            });
        }
        unit.unwrap_or(unknown)
    }
}

/// What covers the figures of both.
fn disputed(a: &Unit, b: &Unit) -> Unit {
    let turnout = a.turnout.zip(b.turnout).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
    Unit {
        name: a.name.clone(),
        options: a.options.iter().zip(&b.options).map(|(a, b)| a.hull(*b)).collect(),
        valid: a.valid.hull(b.valid),
        invalid: a.invalid.hull(b.invalid),
        cast: a.cast.hull(b.cast),
        registered: a.registered.hull(b.registered),
        away: a.away.hull(b.away),
        turnout,
    }
}

/// A total against the sum of the units.
fn total(row: &Row, votes: &Votes) -> Total {
    let all = Unit::sum(&votes.units, votes.options.len());
    let rows = [("valid", row.unit.valid, all.valid), ("cast", row.unit.cast, all.cast)];
    let options = votes.options.iter().enumerate().map(|(i, o)| (o.as_str(), row.unit.options[i], all.options[i]));
    let rows = rows.into_iter().chain([("registered", row.unit.registered, all.registered)]).chain(options);
    let sums = rows.filter_map(|(what, said, sum)| Some((what.to_string(), said.known()?, Count::known(sum))));
    Total { line: row.line, label: row.unit.name.clone(), sums: sums.collect() }
}

fn first_word(name: &str) -> String {
    name.split([' ', ':', ',']).next().unwrap_or_default().to_lowercase()
}

/// The unit that a misspelt name most likely means: the one with most pairs of letters in common, if that is half of them.
fn nearest<'a>(name: &str, units: &'a [String]) -> Option<&'a String> {
    let pairs = |s: &str| {
        let letters: Vec<char> = s.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        letters.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>()
    };
    let ours = pairs(name);
    let alike = |unit: &String| {
        let mut theirs = pairs(unit);
        let all = ours.len() + theirs.len();
        let both = ours.iter().filter(|p| theirs.iter().position(|t| t == *p).map(|i| theirs.swap_remove(i)).is_some());
        (2000 * both.count()).checked_div(all).unwrap_or(0)
    };
    let best = units.iter().map(|u| (alike(u), u)).max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)));
    best.filter(|(score, _)| *score >= 500).map(|(_, unit)| unit)
}
