//! One sheet of a workbook, or a delimited text, as cells.

use super::address::Cell;
use std::borrow::Cow;

/// So many filled cells of one sheet are kept; more is another kind of file.
pub(super) const MOST_CELLS: usize = 4_000_000;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A number, also one written as text; a date as the days that spreadsheets count, a truth value as 0 or 1.
    Number(f64),
    /// A text, without blanks around it, or the name of a fault such as `#DIV/0!`.
    Text(Box<str>),
}

impl Value {
    /// The value of a text as it stands in a cell: nothing, a number, or a text.
    pub fn of_text(text: &str) -> Option<Value> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        Some(number(text).map_or_else(|| Value::Text(text.into()), Value::Number))
    }

    /// As an element's name: whole numbers without a point.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Value::Number(n) => Cow::Owned(n.to_string()),
            Value::Text(text) => Cow::Borrowed(text),
        }
    }
}

/// A number in plain or scientific notation, finite; `inf`, `nan` and the like are texts.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    text.parse().ok().filter(|n: &f64| plain && n.is_finite())
}

/// Filled cells in the order of rows.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sheet {
    cells: Vec<(Cell, Value)>,
    rows: u32,
    columns: u32,
}

impl Sheet {
    /// A sheet of cells in any order; of two at one place the later one holds.
    pub fn new(mut cells: Vec<(Cell, Value)>) -> Sheet {
        if !cells.is_sorted_by(|a, b| a.0 < b.0) {
            cells.reverse();
            cells.sort_by_key(|c| c.0);
            cells.dedup_by_key(|c| c.0);
        }
        let rows = cells.last().map_or(0, |c| c.0.row + 1);
        let columns = cells.iter().map(|c| c.0.column + 1).max().unwrap_or(0);
        Sheet { cells, rows, columns }
    }

    /// The value at a place, if the cell is filled.
    pub fn at(&self, row: u32, column: u32) -> Option<&Value> {
        let place = self.cells.binary_search_by_key(&Cell { row, column }, |c| c.0).ok()?;
        Some(&self.cells[place].1)
    }

    /// Rows up to the last filled one.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Columns up to the last filled one.
    pub fn columns(&self) -> u32 {
        self.columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_numbers_are_numbers() {
        for (text, n) in [("1.5", 1.5), (" -2e3\t", -2000.0), ("007", 7.0), ("+.5", 0.5)] {
            assert_eq!(Value::of_text(text), Some(Value::Number(n)), "{text}");
        }
        for text in ["inf", "NaN", "1,5", "1e999", "-", "0x10", "12 m", "#N/A"] {
            assert_eq!(Value::of_text(text), Some(Value::Text(text.into())), "{text}");
        }
        assert_eq!(Value::of_text(" \t"), None);
        assert_eq!((Value::Number(3.0).name(), Value::Number(0.5).name()), ("3".into(), "0.5".into()));
    }

    #[test]
    fn the_later_of_two_cells_at_one_place_holds() {
        let cell = |row, column, n| (Cell { row, column }, Value::Number(n));
        let sheet = Sheet::new(vec![cell(1, 0, 1.0), cell(0, 4, 2.0), cell(1, 0, 3.0)]);
        assert_eq!(sheet.at(1, 0), Some(&Value::Number(3.0)));
        assert_eq!((sheet.at(0, 0), sheet.rows(), sheet.columns()), (None, 2, 5));
    }
}
