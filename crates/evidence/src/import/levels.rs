//! Rows of a level: of each period only the last row counts, so they wait until the file has been read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::calendar::Period;
use crate::read::Row;

/// The last rows by period and element; memory grows with these, not with the file.
#[derive(Default)]
pub(super) struct Levels {
    last: BTreeMap<(i64, Option<usize>, String), (Period, Row)>,
}

impl Levels {
    /// Holds a row for a period; gives back the line of the row that counts no more, and of the one that does.
    pub fn hold(&mut self, period: Period, row: &Row) -> Option<(u64, u64)> {
        let place = if row.element.is_none() { row.place.join(",") } else { String::new() };
        let key = (period.index, row.element, place);
        match self.last.get_mut(&key) {
            None => {
                self.last.insert(key, (period, row.clone()));
                None
            }
            Some((_, held)) => {
                let until = |r: &Row| -> Date { r.to.min(period.to) };
                if until(row) < until(held) {
                    return Some((row.line, held.line));
                }
                let old = std::mem::replace(held, row.clone());
                Some((old.line, row.line))
            }
        }
    }

    /// The next row, by period and element.
    pub fn next(&mut self) -> Option<(Period, Row)> {
        self.last.pop_first().map(|(_, held)| held)
    }
}
