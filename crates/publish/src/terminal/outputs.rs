//! What `milepost run` prints of a bare model: where its outputs lie in the end.

use milepost_ensemble::summary::LEVELS;

use super::grid::{Column, Grid};
use super::{Ink, wrapped};
use crate::numbers::{count, percent};
use crate::phrase::counted;
use crate::view::View;

/// The quantiles shown, as positions in [`LEVELS`].
const SHOWN: [usize; 5] = [0, 2, 3, 4, 6];

/// Writes the table: a row for each output.
pub(crate) fn write(view: &View, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let time = &view.strategy.time;
    let futures = counted(view.futures as usize, "future", "futures");
    let title = format!("At the end, time {} {}, over {futures}: so many of them lie below", time.end, time.unit);
    let mut out = String::new();
    for line in wrapped(title.trim(), width, 0).lines() {
        out += &format!("{}\n", ink.strong(line));
    }
    let Some(pathway) = view.summary.pathways.first() else { return out };
    let mut columns: Vec<Column> =
        SHOWN.iter().map(|at| Column { head: vec![percent(LEVELS[*at])], cells: Vec::new() }).collect();
    columns.push(Column { head: vec!["unit".into()], cells: Vec::new() });
    let mut notes = String::new();
    for measure in &view.measures {
        let values = &pathway.measures[measure.index].values;
        for (column, at) in columns.iter_mut().zip(SHOWN) {
            let text = if values.known == 0 { "-".into() } else { measure.number(values, values.quantiles[at]) };
            column.cells.push((text, at == 3));
        }
        if let Some(units) = columns.last_mut() {
            units.cells.push((measure.unit(view.words), false));
        }
        if values.unknown > 0 {
            let text = format!("{} has no finite value in {} futures", measure.measure.name, count(values.unknown));
            notes += &wrapped(&text, width, 0);
        }
    }
    if columns.last().is_some_and(|units| units.cells.iter().all(|(text, _)| text.is_empty())) {
        columns.pop();
    }
    let rows = view.measures.iter().map(|m| m.measure.name.clone()).collect();
    out += &Grid { rows, columns }.write(width, ink);
    out + &notes
}
