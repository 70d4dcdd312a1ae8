//! `GET XLS/DIRECT SUBSCRIPT`.

use super::address::{self, Area, Cell};
use super::{Call, Workbooks, bounded};
use milepost_syntax::Diagnostic;

impl Workbooks<'_> {
    /// The names of a dimension's elements, each after the prefix: the filled cells from the first to the last, row by
    /// row.  Where the last cell is only a row or only a column, or nothing, they run to the end of what is filled.  The
    /// first cell may be the name of all of them.
    ///
    /// # Errors
    /// No file, sheet or cell, no filled cell there, more than a million cells.
    pub fn subscript(&mut self, call: &Call) -> Result<Vec<String>, Diagnostic> {
        let sheet = self.sheet(call)?;
        let end = Cell { row: sheet.rows().saturating_sub(1), column: sheet.columns().saturating_sub(1) };
        let area = match address::cell(&call.cell) {
            Some(first) => Area { first, last: self.last(call, end)? },
            None => self.named(call, &call.cell)?,
        };
        // What lies beyond the filled cells is empty, however far the call reaches.
        let last = Cell { row: area.last.row.min(end.row), column: area.last.column.min(end.column) };
        let mut names = Vec::new();
        if last.row >= area.first.row && last.column >= area.first.column {
            let area = Area { last, ..area };
            bounded(call, area.height().checked_mul(area.width()))?;
            for row in area.first.row..=last.row {
                let values = (area.first.column..=last.column).filter_map(|column| sheet.at(row, column));
                names.extend(values.map(|value| format!("{}{}", call.prefix, value.name())));
            }
        }
        if names.is_empty() {
            let message = format!("the cells of `{}` from `{}` on are empty", call.file, call.cell);
            return Err(call.fault(message).help("name the cells that hold the elements"));
        }
        Ok(names)
    }

    fn last(&self, call: &Call, end: Cell) -> Result<Cell, Diagnostic> {
        let text = call.along.as_str();
        if text.is_empty() {
            return Ok(end);
        }
        let whole = address::cell(text);
        let row = || address::row(text).map(|row| Cell { row, ..end });
        let column = || address::column(text).map(|column| Cell { column, ..end });
        whole.or_else(row).or_else(column).ok_or_else(|| {
            call.fault(format!("`{text}` is neither a cell such as `B5` nor a row or a column"))
                .help("write the last cell of the elements")
        })
    }
}
