//! What an import did.

use std::io;

use crate::finding::{Finding, Kind};
use crate::import::{Imported, Outcome};
use crate::tell::{Table, count, counted, number, wrapped};

/// Names of places that are shown.
const MOST_STRANGERS: usize = 8;

/// What an import did, for people; `list` is where all findings are, `dir` the strategy's folder.
pub fn imported(done: &Imported, dir: &str, list: &str, width: usize) -> String {
    let mut out = numbers(&done.outcomes, width);
    for outcome in &done.outcomes {
        out += &beside(outcome, width);
    }
    if done.outcomes.iter().any(|o| o.by_lag) {
        let text = "on a first import a row that does not say when it was published was known when the indicator's \
                    `known after` says; --known DATE says otherwise";
        out += &format!("\n{}", wrapped(text, width, 0));
    }
    let total: u64 = done.outcomes.iter().flat_map(|o| o.findings.values()).sum();
    if total > 0 {
        out += &format!("\n{} in {list}\n", counted(total, "finding", "findings, all of them"));
    }
    let recorded = match (&done.appended, &done.stopped) {
        (Some(a), _) => {
            let last = a.first + a.events - 1;
            format!("recorded as events {} to {}", a.first, last)
        }
        (None, Some(stop)) => format!("nothing recorded: {stop}"),
        (None, None) => "nothing recorded: the record has all of it".into(),
    };
    out += &format!("\n{recorded}\n");
    if let (None, Some(outcome)) = (&done.stopped, done.outcomes.first()) {
        out += &format!("next: milepost evidence show {dir} {}\n", outcome.indicator);
    }
    out
}

/// Rows by what became of them; columns that would be empty are left out.
fn numbers(outcomes: &[Outcome], width: usize) -> String {
    type Column = (&'static str, bool, fn(&Outcome) -> u64);
    let columns: [Column; 12] = [
        ("rows", true, |o| o.kept.rows),
        ("new", true, |o| o.kept.new),
        ("changed", true, |o| o.kept.changed),
        ("already", true, |o| o.kept.same),
        ("doubled", false, |o| o.kept.doubled),
        ("earlier", false, |o| o.kept.earlier),
        ("no figure", false, |o| o.kept.no_figure),
        ("rejected", true, |o| o.kept.rejected),
        ("elsewhere", false, |o| o.kept.elsewhere),
        ("unassigned", false, |o| o.kept.unassigned),
        ("gone", false, |o| o.kept.gone),
        ("withdrawn", false, |o| o.kept.withdrawn),
    ];
    let told = columns.iter().filter(|(_, always, of)| *always || outcomes.iter().any(|o| of(o) > 0));
    let table = Table {
        corner: String::new(),
        names: outcomes.iter().map(|o| o.indicator.clone()).collect(),
        columns: told
            .map(|(head, _, of)| (head.to_string(), outcomes.iter().map(|o| count(of(o))).collect()))
            .collect(),
    };
    table.write(width)
}

/// What the numbers do not say.
fn beside(outcome: &Outcome, width: usize) -> String {
    let mut out = format!("\n{} from {} ({})\n", outcome.indicator, outcome.file, outcome.layout);
    let mut say = |text: String| out += &wrapped(&format!("  {text}"), width, 2);
    if outcome.seen {
        say("this very file was imported before".into());
    }
    if let Some((from, to)) = outcome.known {
        let how = if outcome.by_lag { ", by the indicator's lag" } else { "" };
        let when = if from == to { format!("known on {from}") } else { format!("known from {from} to {to}") };
        say(format!("{when}{how}"));
    }
    if outcome.covered > 0 {
        say(format!("in {} that the file covers, no row means none", counted(outcome.covered, "period", "periods")));
    }
    if !outcome.strangers.is_empty() {
        say(strangers(outcome));
    }
    for kind in Kind::ALL {
        let all = outcome.findings.get(&kind).copied().unwrap_or_default();
        if all == 0 || kind == Kind::Note || kind == Kind::Unassigned {
            continue;
        }
        let first: Vec<&Finding> = outcome.first.iter().filter(|f| f.kind == kind).collect();
        for finding in &first {
            let place = if finding.line > 0 { format!("line {}: ", finding.line) } else { String::new() };
            say(format!("{place}{}; {}", finding.cause, finding.remedy));
        }
        let more = all.saturating_sub(first.len() as u64);
        if more > 0 {
            say(format!("and {} more of this kind ({})", count(more), kind.word()));
        }
    }
    out
}

fn strangers(outcome: &Outcome) -> String {
    let mut named: Vec<_> = outcome.strangers.iter().collect();
    // The many first; equal ones by name.
    named.sort_by(|a, b| b.1.rows.cmp(&a.1.rows).then(a.0.cmp(b.0)));
    let shown = named.iter().take(MOST_STRANGERS).map(|(name, s)| {
        let name = if name.is_empty() { "no place".to_string() } else { format!("`{name}`") };
        let near = s.nearest.as_ref().map_or(String::new(), |n| format!(", nearest `{n}`"));
        format!("{name} ({}, {}{near})", counted(s.rows, "row", "rows"), number(s.figure))
    });
    let shown = shown.collect::<Vec<_>>().join("; ");
    let more = named.len().saturating_sub(MOST_STRANGERS);
    let more = if more > 0 { format!("; and {more} more names") } else { String::new() };
    format!("counted for the whole only, as no place of the strategy is called so: {shown}{more}")
}

/// The list of all findings, as CSV.
pub struct FindingList<W: io::Write>(csv::Writer<W>);

impl<W: io::Write> FindingList<W> {
    /// Begins a list.
    ///
    /// # Errors
    /// Those of writing.
    pub fn new(out: W) -> io::Result<FindingList<W>> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["indicator", "file", "line", "kind", "kept", "cause", "remedy"])?;
        Ok(FindingList(writer))
    }

    /// Adds a finding.
    ///
    /// # Errors
    /// Those of writing.
    pub fn add(&mut self, indicator: &str, file: &str, finding: &Finding) -> io::Result<()> {
        let line = if finding.line > 0 { finding.line.to_string() } else { String::new() };
        let kept = if finding.kind.rejects() { "no" } else { "yes" };
        let cells = [indicator, file, &line, finding.kind.word(), kept, &finding.cause, &finding.remedy];
        Ok(self.0.write_record(cells)?)
    }

    /// Ends the list.
    ///
    /// # Errors
    /// Those of writing.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}
