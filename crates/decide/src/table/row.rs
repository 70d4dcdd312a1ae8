//! One row of a table of votes.

use super::Finding;
use super::cell::{count, nothing, percent, shown};
use super::header::{Column, Header};
use crate::votes::TURNOUT;
use crate::{Count, Unit};

/// A row as it was read, before its figures are held against each other.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub line: u64,
    pub unit: Unit,
    pub status: Option<String>,
}

impl Row {
    /// Reads a row; a cell that cannot be read is unknown and said.
    pub fn read(line: u64, cells: &[String], head: &Header, findings: &mut Vec<Finding>) -> Option<Row> {
        let mut unit = Unit::unknown("", head.options.len());
        let (mut status, mut invalid) = (None, None::<Count>);
        let mut percents = Vec::new();
        for (cell, column) in cells.iter().zip(&head.columns) {
            let mut number = || {
                count(cell).unwrap_or_else(|why| {
                    findings.push(Finding::new(line, format!("{why}; it is taken as unknown")));
                    Count::unknown()
                })
            };
            match column {
                Column::Unit => unit.name = cell.clone(),
                Column::Valid => unit.valid = number(),
                // Invalid and blank may stand in two columns.
                Column::Invalid => {
                    let more = number();
                    invalid = Some(invalid.map_or(more, |sum| sum.plus(more)));
                }
                Column::Cast => unit.cast = number(),
                Column::Registered => unit.registered = number(),
                Column::Votes(option) => unit.options[*option] = number(),
                Column::Status => status = (!nothing(cell)).then(|| cell.clone()),
                Column::Words => {}
                Column::Turnout | Column::Percent(_) => match percent(cell) {
                    Err(why) => findings.push(Finding::new(line, format!("{why}; it is taken as unknown"))),
                    Ok(None) => {}
                    Ok(Some(bounds)) => match column {
                        Column::Percent(option) => percents.push((option.clone(), bounds, cell.clone())),
                        _ => unit.turnout = Some(bounds),
                    },
                },
            }
        }
        if unit.name.is_empty() {
            findings.push(Finding::new(line, "this row names no unit; it is not read".into()));
            return None;
        }
        unit.invalid = invalid.unwrap_or(unit.invalid);
        for (option, bounds, cell) in percents {
            if let Some(i) = head.options.iter().position(|o| *o == option) {
                percent_of(line, &mut unit, i, &option, bounds, &cell, findings);
            }
        }
        Some(Row { line, unit, status })
    }
}

/// Holds a percent against the count beside it, or bounds the count by it where there is none.
fn percent_of(
    line: u64,
    unit: &mut Unit,
    option: usize,
    name: &str,
    bounds: (u64, u64),
    cell: &str,
    findings: &mut Vec<Finding>,
) {
    let votes = unit.options[option];
    let sum = unit.options.iter().fold(Count::exact(0), |sum, v| sum.plus(*v));
    let Some(valid) = unit.valid.known().or(sum.known()).filter(|v| *v > 0) else { return };
    let scaled = |share: u64| u128::from(valid) * u128::from(share);
    let below = u128::from(TURNOUT);
    let least = u64::try_from(scaled(bounds.0).div_ceil(below)).unwrap_or(0);
    let most = u64::try_from(scaled(bounds.1) / below).unwrap_or(u64::MAX);
    match votes.known() {
        None if votes.is_unknown() && least <= most => unit.options[option] = Count::between(least, most),
        // A count that was rounded to a whole vote from the percent may lie half a vote outside.
        Some(n) if n.saturating_add(1) < least || n > most.saturating_add(1) => {
            let found = shown(n, valid);
            let said = cell.trim_end_matches('%').trim();
            let who = unit.name.clone();
            let why = format!("{who}: {n} of {valid} votes are {found} % {name}, the percentage beside it says {said}");
            findings.push(Finding::new(line, format!("{why}; the count is taken")));
        }
        _ => {}
    }
}
