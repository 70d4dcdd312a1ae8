//! Columns of inputs over the same futures: what discovery and sensitivity look at.

use std::collections::BTreeSet;

mod error;
#[cfg(test)]
mod tests;

pub use error::Unfit;

/// What the numbers of a column are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind<'a> {
    /// Any finite number.
    Real,
    /// Whole numbers.
    Integer,
    /// The numbers 0, 1, ... of these names.
    Categorical(&'a [String]),
}

/// One input: a value per future.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// As people read it in sentences.
    pub name: &'a str,
    /// The unit's text; empty where there is none.
    pub unit: &'a str,
    /// What the numbers are.
    pub kind: Kind<'a>,
    /// One per row; a category is the number of its name.
    pub values: &'a [f64],
}

impl Column<'_> {
    /// Whether every row has the same value, so that nothing can depend on it.
    pub fn is_constant(&self) -> bool {
        self.values.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// The lowest and the highest value; both 0 in a column without rows.
    pub fn range(&self) -> (f64, f64) {
        let Some(&first) = self.values.first() else { return (0.0, 0.0) };
        self.values.iter().fold((first, first), |(lo, hi), &value| (lo.min(value), hi.max(value)))
    }

    /// How many categories there are; 0 for numbers.
    pub fn categories(&self) -> usize {
        match self.kind {
            Kind::Categorical(names) => names.len(),
            Kind::Real | Kind::Integer => 0,
        }
    }
}

/// Columns of equal length, checked once: at least one, names differ, numbers finite, whole where they must be.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    columns: Vec<Column<'a>>,
    rows: usize,
}

impl<'a> Table<'a> {
    /// Checks the columns.
    ///
    /// # Errors
    /// Says which column is unfit, at which row, and what to do.
    pub fn new(columns: Vec<Column<'a>>) -> Result<Self, Unfit> {
        let rows = columns.first().ok_or(Unfit::NoColumns)?.values.len();
        if rows >= u32::MAX as usize {
            return Err(Unfit::TooManyRows { rows });
        }
        let mut names = BTreeSet::new();
        for column in &columns {
            if !names.insert(column.name) {
                return Err(Unfit::SameName { name: column.name.into() });
            }
            check(column, rows)?;
        }
        Ok(Table { columns, rows })
    }

    /// The columns, in the order given.
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// How many rows every column has.
    pub fn rows(&self) -> usize {
        self.rows
    }
}

fn check(column: &Column, rows: usize) -> Result<(), Unfit> {
    let name = || column.name.to_string();
    if column.values.len() != rows {
        return Err(Unfit::Length { name: name(), rows: column.values.len(), expected: rows });
    }
    let at = |fits: &dyn Fn(f64) -> bool| column.values.iter().position(|&value| !fits(value));
    if let Some(row) = at(&f64::is_finite) {
        return Err(Unfit::NotFinite { name: name(), row });
    }
    match column.kind {
        Kind::Real => Ok(()),
        Kind::Integer => match at(&|value| value.fract() == 0.0) {
            Some(row) => Err(Unfit::NotWhole { name: name(), row, value: column.values[row] }),
            None => Ok(()),
        },
        Kind::Categorical(names) => {
            match at(&|value| value.fract() == 0.0 && (0.0..names.len() as f64).contains(&value)) {
                Some(row) => {
                    Err(Unfit::NoCategory { name: name(), row, value: column.values[row], categories: names.len() })
                }
                None => Ok(()),
            }
        }
    }
}
