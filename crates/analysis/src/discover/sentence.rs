use super::choose::{measure, rounded};
use super::digits;
use super::question::Question;
use super::region::{Limit, Region};
use crate::table::{Column, Kind};

/// The words for a row of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    /// What one does: `fails`.
    pub does: &'a str,
    /// What several do: `fail`.
    pub do_so: &'a str,
    /// What they are: `failures`.
    pub cases: &'a str,
}

impl Default for Words<'_> {
    fn default() -> Self {
        Words { does: "fails", do_so: "fail", cases: "failures" }
    }
}

/// A box as a sentence: `fails when guarantees < 0.2 and militia recruitment > 0.007: 77 % of those futures fail, 75 % of all
/// failures`.
///
/// The bounds are rounded first and the shares counted in the rounded box, so that the sentence is true as it stands.
pub fn sentence(question: &Question, region: &Region, words: Words) -> String {
    let step = measure(question, rounded(question, region));
    let columns = question.table().columns();
    let parts =
        step.region.restricted().into_iter().map(|column| phrase(&columns[column], &step.region.limits[column]));
    let parts: Vec<String> = parts.collect();
    let when = if parts.is_empty() { String::from("in any future") } else { format!("when {}", parts.join(" and ")) };
    verdict(&when, (step.rows, step.cases), question.cases(), words)
}

/// `fails when ...: 77 % of those futures fail, 75 % of all failures`.
pub(super) fn verdict(when: &str, held: (usize, usize), all: usize, words: Words) -> String {
    let (rows, cases) = held;
    let Words { does, do_so, cases: name } = words;
    if rows == 0 {
        return format!("{does} {when}: no future is there");
    }
    let counted = |share: &str| share.contains(" of ");
    let those = match digits::share(cases, rows) {
        share if counted(&share) && cases == rows => format!("all {rows} of those futures {do_so}"),
        share if counted(&share) => {
            format!("{cases} of those {rows} futures {}", if cases == 1 { does } else { do_so })
        }
        share => format!("{share} of those futures {do_so}"),
    };
    let of_all = match digits::share(cases, all) {
        share if counted(&share) && cases == all => format!("all {all} {name}"),
        share if counted(&share) => format!("{cases} of all {all} {name}"),
        share => format!("{share} of all {name}"),
    };
    format!("{does} {when}: {those}, {of_all}")
}

/// One limit in words.  A bound that some row meets exactly says so: `≥`, else `>`.
pub(super) fn phrase(column: &Column, limit: &Limit) -> String {
    let (least, most) = column.range();
    let unit = if column.unit.is_empty() { String::new() } else { format!(" {}", column.unit) };
    let number = |bound: f64| {
        let text = digits::text(bound, most - least);
        // A bound that was not rounded is said in full: the sentence has to be true.
        if text.parse() == Ok(bound) { text } else { bound.to_string() }
    };
    // Strict or not makes a difference only where some row has exactly this value.
    let sign = |strict: &'static str, met: &'static str, bound: f64| {
        if column.values.contains(&bound) { met } else { strict }
    };
    let name = column.name;
    match limit {
        Limit::Open => format!("{name} is anything"),
        Limit::Interval { lower: Some(lower), upper: Some(upper) } if lower == upper => {
            format!("{name} = {}{unit}", number(*lower))
        }
        Limit::Interval { lower: Some(lower), upper: Some(upper) } => {
            format!("{name} is from {} to {}{unit}", number(*lower), number(*upper))
        }
        Limit::Interval { lower: Some(lower), upper: None } => {
            format!("{name} {} {}{unit}", sign(">", "≥", *lower), number(*lower))
        }
        Limit::Interval { lower: None, upper: Some(upper) } => {
            format!("{name} {} {}{unit}", sign("<", "≤", *upper), number(*upper))
        }
        Limit::Interval { lower: None, upper: None } => format!("{name} is anything"),
        Limit::Among(among) => format!("{name} is {}", categories(column, among)),
    }
}

fn categories(column: &Column, among: &[bool]) -> String {
    let Kind::Categorical(names) = column.kind else { return String::new() };
    let inside: Vec<&str> =
        names.iter().zip(among).filter(|(_, inside)| **inside).map(|(name, _)| name.as_str()).collect();
    let outside: Vec<&str> =
        names.iter().zip(among).filter(|(_, inside)| !**inside).map(|(name, _)| name.as_str()).collect();
    if inside.len() > 2 && outside.len() < inside.len() {
        format!("not {}", outside.join(" or "))
    } else {
        inside.join(" or ")
    }
}
