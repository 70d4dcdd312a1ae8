use thiserror::Error;

/// Why columns are no table.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Unfit {
    /// Nothing to look at.
    #[error("there is no input column; give at least one that varies over the futures")]
    NoColumns,
    /// Rows are numbered in 32 bits.
    #[error("{rows} rows are more than can be numbered; take a part of the futures")]
    TooManyRows {
        /// How many there are.
        rows: usize,
    },
    /// Two inputs that a sentence could not tell apart.
    #[error("two input columns are called `{name}`; rename one")]
    SameName {
        /// Of both.
        name: String,
    },
    /// Columns of different length.
    #[error("input `{name}` has {rows} rows where the first column has {expected}; give every column the same futures")]
    Length {
        /// The column.
        name: String,
        /// Its rows.
        rows: usize,
        /// Those of the first.
        expected: usize,
    },
    /// An unknown or infinite input.
    #[error("input `{name}` is not a finite number in row {row}; leave that future out")]
    NotFinite {
        /// The column.
        name: String,
        /// From 0.
        row: usize,
    },
    /// A broken number in a column of whole ones.
    #[error("input `{name}` is {value} in row {row} but declared a whole number; declare it real")]
    NotWhole {
        /// The column.
        name: String,
        /// From 0.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// A category without a name.
    #[error(
        "input `{name}` is category {value} in row {row} but has {categories} names, numbered from 0; add the name"
    )]
    NoCategory {
        /// The column.
        name: String,
        /// From 0.
        row: usize,
        /// What stands there.
        value: f64,
        /// How many names there are.
        categories: usize,
    },
}
