//! A table that is written row by row.

use milepost_ensemble::{Column, Values};

/// A table whose columns are known, to which rows are added.
pub(super) struct Rows {
    columns: Vec<Column>,
}

/// A value in a row.
pub(super) enum Cell<'a> {
    /// A text; an empty one is none.
    Text(&'a str),
    /// A number; NaN is none.
    Number(f64),
}

impl From<Option<f64>> for Cell<'_> {
    fn from(value: Option<f64>) -> Self {
        Cell::Number(value.unwrap_or(f64::NAN))
    }
}

impl From<f64> for Cell<'_> {
    fn from(value: f64) -> Self {
        Cell::Number(value)
    }
}

impl From<u64> for Cell<'_> {
    fn from(value: u64) -> Self {
        Cell::Number(value as f64)
    }
}

impl From<usize> for Cell<'_> {
    fn from(value: usize) -> Self {
        Cell::Number(value as f64)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(value: &'a str) -> Self {
        Cell::Text(value)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(value: &'a String) -> Self {
        Cell::Text(value)
    }
}

impl Rows {
    /// A table of columns of texts, then of numbers.
    pub(super) fn of(texts: &[&str], numbers: &[&str]) -> Rows {
        let column = |name: &&str, values| Column { name: name.to_string(), unit: String::new(), values };
        let texts = texts.iter().map(|name| column(name, Values::Text(Vec::new())));
        let numbers = numbers.iter().map(|name| column(name, Values::Number(Vec::new())));
        Rows { columns: texts.chain(numbers).collect() }
    }

    /// Adds a row; its cells are those of the columns, in order.
    pub(super) fn push<const N: usize>(&mut self, cells: [Cell; N]) {
        debug_assert_eq!(N, self.columns.len(), "one cell for each column");
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (&mut column.values, cell) {
                (Values::Text(values), Cell::Text(text)) => values.push(text.into()),
                (Values::Number(values), Cell::Number(number)) => values.push(number),
                (Values::Text(values), Cell::Number(number)) => values.push(number.to_string()),
                (Values::Number(values), Cell::Text(_)) => values.push(f64::NAN),
                (Values::Whole(_), _) => {}
            }
        }
    }

    /// The table.
    pub(super) fn columns(self) -> Vec<Column> {
        self.columns
    }
}
