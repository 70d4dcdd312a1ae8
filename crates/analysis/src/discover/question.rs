use thiserror::Error;

use crate::table::Table;

/// A table of inputs and, for every row, whether it is of interest (mostly: whether the strategy fails there).
///
/// Both answers occur, every input varies, and there are more rows than inputs.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    table: &'a Table<'a>,
    interest: &'a [bool],
    cases: usize,
}

impl<'a> Question<'a> {
    /// Checks that there is something to find.
    ///
    /// # Errors
    /// Says why not.
    pub fn new(table: &'a Table<'a>, interest: &'a [bool]) -> Result<Self, Refused> {
        let (rows, inputs) = (table.rows(), table.columns().len());
        if interest.len() != rows {
            return Err(Refused::Length { answers: interest.len(), rows });
        }
        if rows <= inputs {
            return Err(Refused::FewRows { rows, inputs });
        }
        if let Some(column) = table.columns().iter().find(|column| column.is_constant()) {
            return Err(Refused::Constant { name: column.name.into() });
        }
        match interest.iter().filter(|&&of_interest| of_interest).count() {
            0 => Err(Refused::None { rows }),
            cases if cases == rows => Err(Refused::All { rows }),
            cases => Ok(Question { table, interest, cases }),
        }
    }

    /// The inputs.
    pub fn table(&self) -> &'a Table<'a> {
        self.table
    }

    /// Per row, whether it is of interest.
    pub fn interest(&self) -> &'a [bool] {
        self.interest
    }

    /// How many rows are of interest.
    pub fn cases(&self) -> usize {
        self.cases
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.interest.len()
    }
}

/// Why nothing can be discovered.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Refused {
    /// One answer per row is needed.
    #[error("{answers} answers for {rows} futures; give one per future")]
    Length {
        /// Given.
        answers: usize,
        /// Needed.
        rows: usize,
    },
    /// Too little to learn from.
    #[error(
        "{rows} futures are too few for {inputs} inputs; run more futures than there are inputs, better a hundred times as many"
    )]
    FewRows {
        /// Futures.
        rows: usize,
        /// Inputs.
        inputs: usize,
    },
    /// Nothing can depend on what does not vary.
    #[error("input `{name}` is the same in every future; leave it out or give it a range")]
    Constant {
        /// The column.
        name: String,
    },
    /// Nothing to explain.
    #[error("none of the {rows} futures is of interest, so nothing tells them apart; move the threshold")]
    None {
        /// Futures.
        rows: usize,
    },
    /// Nothing to compare with.
    #[error("all {rows} futures are of interest, so nothing tells them apart; move the threshold")]
    All {
        /// Futures.
        rows: usize,
    },
    /// A setting that is no share.
    #[error("{name} is {value} but must lie between {low} and {high}")]
    Setting {
        /// Which.
        name: &'static str,
        /// Given.
        value: f64,
        /// Exclusive lower end.
        low: f64,
        /// Exclusive upper end.
        high: f64,
    },
    /// A setting that leaves no room.
    #[error("{name} is {value} but must be more than {low}")]
    TooLow {
        /// Which.
        name: &'static str,
        /// Given.
        value: usize,
        /// Exclusive lower end.
        low: usize,
    },
    /// Earlier boxes hold everything of interest.
    #[error("no future of interest is left outside the boxes found so far; there is no further box")]
    NothingLeft,
}

/// Whether `value` lies strictly between `low` and `high`.
pub(super) fn within(name: &'static str, value: f64, low: f64, high: f64) -> Result<(), Refused> {
    if value > low && value < high { Ok(()) } else { Err(Refused::Setting { name, value, low, high }) }
}
