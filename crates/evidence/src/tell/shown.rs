//! A series as a table, and the rows behind its figures.

use jiff::civil::Date;
use milepost_record::Store;
use milepost_strategy::model::{Strategy, Type};

use crate::calendar::Period;
use crate::export::withheld;
use crate::series::{Cell, Origin, Series, indicator};
use crate::tell::{Table, count, counted, number, wrapped};

/// Rows listed at most; `period` and `element` choose.
const MOST_ROWS: usize = 60;

/// What is to be shown.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Only this element.
    pub element: Option<String>,
    /// Only periods that have ended by this day.
    pub as_of: Option<Date>,
    /// Only the period in which this day lies.
    pub period: Option<Date>,
    /// The rows behind the figures too.
    pub rows: bool,
}

/// A series as it was known on a day.
///
/// # Errors
/// A sentence where an element or a period is not there, or the record cannot be read.
pub fn shown(
    strategy: &Strategy,
    series: &Series,
    store: Option<&dyn Store>,
    (known, wanted): (Date, &Shown),
    width: usize,
) -> Result<String, String> {
    let elements = elements(series, wanted)?;
    let periods = periods(series, wanted)?;
    let mut out = head(strategy, series, known, width)?;
    let known_at: Vec<usize> = periods
        .iter()
        .copied()
        .filter(|p| elements.iter().any(|e| series.values[*p][*e].is_some()) || series.unassigned[*p].is_some())
        .collect();
    let (Some(first), Some(last)) = (known_at.first(), known_at.last()) else {
        out += "nothing was known\n";
        return Ok(out);
    };
    out += &format!("\n{}", table(series, (&elements, wanted), *first..=*last, width));
    out += &outside(series, &periods, *first, *last, width);
    if wanted.rows {
        out += &match (&series.origin, store) {
            (Origin::Record, Some(store)) => rows(series, store, (&elements, wanted), &known_at, known, width)?,
            _ => "\nthe table is read as it is; `milepost evidence import` records its rows one by one\n".into(),
        };
    }
    Ok(out)
}

fn elements(series: &Series, wanted: &Shown) -> Result<Vec<usize>, String> {
    let Some(name) = &wanted.element else { return Ok((0..series.elements.len()).collect()) };
    match series.elements.iter().position(|e| e == name) {
        Some(e) => Ok(vec![e]),
        None => Err(match milepost_syntax::nearest(name, series.elements.iter().map(String::as_str)) {
            Some(near) => format!("`{}` has no element `{name}`; did you mean `{near}`?", series.indicator),
            None if series.elements.len() == 1 => format!("`{}` has no elements", series.indicator),
            None => format!("`{}` has no element `{name}`; it has {}", series.indicator, series.elements.join(", ")),
        }),
    }
}

fn periods(series: &Series, wanted: &Shown) -> Result<Vec<usize>, String> {
    if let Some(day) = wanted.period {
        return match series.at(day) {
            Some(at) => Ok(vec![at]),
            None => Err(format!("{day} lies outside the periods of `{}`", series.indicator)),
        };
    }
    let until = wanted.as_of.unwrap_or(Date::MAX);
    Ok((0..series.periods.len()).filter(|p| series.periods[*p].to <= until).collect())
}

fn head(strategy: &Strategy, series: &Series, known: Date, width: usize) -> Result<String, String> {
    let v = strategy.variable(series.variable);
    let unit = match (&v.ty, v.display.text.as_str()) {
        (Type::Number(_), unit) if !unit.is_empty() => format!(" ({unit})"),
        _ => String::new(),
    };
    let what = if indicator(strategy, series.variable)?.averages {
        "totals of each period"
    } else {
        "at the end of each period"
    };
    let from = match &series.origin {
        Origin::Record => "from the record".to_string(),
        Origin::Table { file } => {
            format!("from {file} by the lag that the indicator declares; the record has no rows of it")
        }
        Origin::Nowhere => "it declares no file of evidence, and the record has no rows of it".into(),
    };
    Ok(wrapped(&format!("{}{unit}, {what}, as known on {known}, {from}", series.indicator), width, 2))
}

fn table(
    series: &Series,
    (elements, wanted): (&[usize], &Shown),
    range: std::ops::RangeInclusive<usize>,
    width: usize,
) -> String {
    let periods: Vec<usize> = range.collect();
    let cell = |c: &Option<Cell>| c.as_ref().map_or("unknown".to_string(), |c| figure(c, series.per_figure));
    let mut columns: Vec<(String, Vec<String>)> = elements
        .iter()
        .map(|e| {
            let name = if series.elements[*e].is_empty() { "all".to_string() } else { series.elements[*e].clone() };
            (name, periods.iter().map(|p| cell(&series.values[*p][*e])).collect())
        })
        .collect();
    let unassigned = periods.iter().any(|p| series.unassigned[*p].is_some());
    if unassigned && wanted.element.is_none() {
        let cells = periods
            .iter()
            .map(|p| series.unassigned[*p].as_ref().map_or(String::new(), |c| figure(c, series.per_figure)));
        columns.push(("unassigned".into(), cells.collect()));
    }
    let names = periods.iter().map(|p| series.periods[*p].label()).collect();
    Table { corner: String::new(), names, columns }.write(width)
}

/// A figure as people read it, with its least and most where they differ.
pub(super) fn figure(cell: &Cell, per_figure: f64) -> String {
    let told = |x: f64| number(x * per_figure);
    if cell.low == cell.high {
        return told(cell.best);
    }
    format!("{} ({} to {})", told(cell.best), told(cell.low), told(cell.high))
}

/// What is left out before the first and behind the last figure.
fn outside(series: &Series, periods: &[usize], first: usize, last: usize, width: usize) -> String {
    let label = |p: Option<&usize>| p.map_or(String::new(), |p| series.periods[*p].label());
    let before: Vec<usize> = periods.iter().copied().filter(|p| *p < first).collect();
    let behind: Vec<usize> = periods.iter().copied().filter(|p| *p > last).collect();
    let span = |list: &[usize]| match list.len() {
        1 => label(list.first()),
        _ => format!("{} to {}", label(list.first()), label(list.last())),
    };
    let told: Vec<String> = [before, behind].iter().filter(|l| !l.is_empty()).map(|l| span(l)).collect();
    if told.is_empty() { String::new() } else { wrapped(&format!("unknown: {}", told.join(", ")), width, 2) }
}

fn rows(
    series: &Series,
    store: &dyn Store,
    (elements, wanted): (&[usize], &Shown),
    periods: &[usize],
    known: Date,
    width: usize,
) -> Result<String, String> {
    let mut out = String::from("\nrows behind these figures\n");
    let mut left = MOST_ROWS;
    let mut names: Vec<&str> = elements.iter().map(|e| series.elements[*e].as_str()).collect();
    if wanted.element.is_none() && !names.contains(&"") {
        names.push("");
    }
    let mut hidden = 0;
    for period in periods.iter().map(|p| series.periods[*p]) {
        for name in &names {
            if left == 0 {
                hidden += 1;
                continue;
            }
            out += &behind(series, store, name, &period, known, (width, &mut left))?;
        }
    }
    if hidden > 0 {
        let help = format!("{} more figures are not taken apart; --period and --element choose", count(hidden));
        out += &wrapped(&help, width, 2);
    }
    Ok(out)
}

fn behind(
    series: &Series,
    store: &dyn Store,
    element: &str,
    period: &Period,
    known: Date,
    (width, left): (usize, &mut usize),
) -> Result<String, String> {
    let rows = store.rows_of(&series.indicator, element, period.from, known).map_err(|e| e.to_string())?;
    if rows.is_empty() {
        return Ok(String::new());
    }
    let whose = match element {
        "" if series.elements.len() > 1 => " unassigned".to_string(),
        "" => String::new(),
        name => format!(" {name}"),
    };
    let mut out = format!("{}{whose}\n", period.label());
    let shown = rows.len().min(*left);
    for row in rows.iter().take(shown) {
        out += &wrapped(&format!("  {}", told(row, element, period)), width, 4);
    }
    *left -= shown;
    if rows.len() > shown {
        out += &format!("  and {}\n", counted((rows.len() - shown) as u64, "more row", "more rows"));
    }
    Ok(out)
}

/// One row: its number, what it says, since when it was known, and who contests it.
fn told(row: &milepost_record::Row, element: &str, period: &Period) -> String {
    let event = &row.event;
    let id = event.id.as_deref().unwrap_or("-");
    let mut text = format!("event {}: ", event.seq);
    if withheld(event) {
        text += &format!("`{id}`, a row of ACLED, whose terms forbid showing it");
    } else {
        let count = event.counts.iter().find(|c| c.element == element && c.period == period.from);
        let days = match event.valid {
            Some((from, to)) if from == to => from.to_string(),
            Some((from, to)) => format!("{from} to {to}"),
            None => String::new(),
        };
        let place: Vec<&str> =
            event.body["place"].as_array().into_iter().flatten().filter_map(|p| p.as_str()).collect();
        let place = if place.is_empty() { String::new() } else { format!(" {}", place.join(", ")) };
        let figure =
            count.map_or(String::new(), |c| figure(&Cell { low: c.low, best: c.best, high: c.high, rows: 1 }, 1.0));
        let line = event.body["line"].as_u64().map_or(String::new(), |l| format!(", line {l} of its file"));
        let whole = event.body["best"].as_f64().filter(|best| count.is_some_and(|c| c.best != *best));
        let whole = whole.map_or(String::new(), |best| format!(" of {}", number(best)));
        let source = event.body["source"].as_str().map_or(String::new(), |s| format!(", {s}"));
        text += &format!("{days}{place}: {figure}{whole} (`{id}`{line}{source})");
    }
    text += &format!(", known {}", event.known);
    for contest in &row.contested {
        text += &format!("; contested by {} on {}: {}", contest.by, contest.known, contest.why);
    }
    text
}
