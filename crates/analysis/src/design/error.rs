//! Why a design cannot be made: one sentence with a remedy.

/// Why a design cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not a row asked for.
    #[error("a design of no rows says nothing; ask for at least one")]
    NoRows,
    /// Nothing varies.
    #[error("nothing varies: the design has no column; declare an uncertainty or a lever that may move")]
    NoColumns,
    /// A Sobol' design keeps its balance only at powers of two.
    #[error("a Sobol' design is balanced only at powers of two, and {asked} is none; ask for {}", nearest(.below, .above))]
    NotPowerOfTwo {
        /// Rows asked for.
        asked: u64,
        /// The power of two below.
        below: u64,
        /// The power of two above; none where it would be too many.
        above: Option<u64>,
    },
    /// More columns than there are direction numbers.
    #[error("{asked} columns are more than the {most} that the Sobol' sequence is tabulated for; {remedy}")]
    TooManyColumns {
        /// Columns asked for.
        asked: usize,
        /// Columns there are.
        most: usize,
        /// What to do instead.
        remedy: &'static str,
    },
    /// More rows than allowed.
    #[error("{what} has {rows} rows, more than the {most} allowed; {remedy}")]
    TooManyRows {
        /// The design, as people call it.
        what: &'static str,
        /// How many rows it would have.
        rows: u128,
        /// How many there may be.
        most: u64,
        /// What to do instead.
        remedy: &'static str,
    },
    /// A column without a level.
    #[error("column {column} of the factorial design has no level; give it at least one")]
    NoLevels {
        /// Which column, from 0.
        column: usize,
    },
    /// Morris's grid needs an even number of levels.
    #[error("Morris's grid needs an even number of levels, at least 2, and {levels} is none; 4 is usual")]
    Levels {
        /// Levels asked for.
        levels: u32,
    },
    /// Inputs that depend on each other.
    #[error(
        "{first} and {second} depend on each other, and {method} needs independent inputs; use a Latin hypercube and measures from given data, or let one of the two stand still"
    )]
    Dependent {
        /// The method, as people call it.
        method: &'static str,
        /// One of the two.
        first: String,
        /// The other.
        second: String,
    },
}

fn nearest(below: &u64, above: &Option<u64>) -> String {
    match above {
        Some(above) => format!("{below} or {above}"),
        None => below.to_string(),
    }
}
