//! Why a measure of sensitivity cannot be had: one sentence with a remedy.

/// Why a measure of sensitivity cannot be had.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Nothing to explain.
    #[error(
        "the output is {value} in every row: nothing varies, so nothing can be explained; look at an output that varies"
    )]
    Constant {
        /// Its one value.
        value: f64,
    },
    /// NaN or infinite.
    #[error("the {what} is {value} in row {row}; leave such futures out, or take one that is always known")]
    NotFinite {
        /// "input" or "output".
        what: &'static str,
        /// Row, from 0.
        row: usize,
        /// NaN or an infinity.
        value: f64,
    },
    /// Not as many outputs as rows of the design.
    #[error(
        "{found} outputs do not fit a design of {wanted} rows; pass the output of every row, in the design's order"
    )]
    Length {
        /// Outputs passed.
        found: usize,
        /// Rows of the design.
        wanted: usize,
    },
    /// Not a whole number of blocks.
    #[error(
        "{found} rows are no whole number of blocks of {step} (two and one for each input, or for second order two for each); pass the output of every row"
    )]
    Blocks {
        /// Rows passed.
        found: usize,
        /// Rows of one block.
        step: usize,
    },
    /// Too few rows for any statement.
    #[error("{found} {what} are too few; take at least {least}")]
    TooFew {
        /// What there is too little of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// The replicates differ in length.
    #[error(
        "replicates must have as many rows each, but one has {first} and another {other}; run the shorter one to its end"
    )]
    Uneven {
        /// Rows of the first.
        first: usize,
        /// Rows of one that differs.
        other: usize,
    },
    /// A measure that compares two groups has only one.
    #[error("{what} of {rows} futures are of the kind asked about: there is nothing to compare; move the threshold")]
    OneSided {
        /// "all" or "none".
        what: &'static str,
        /// How many futures there are.
        rows: usize,
    },
    /// An input that never moves.
    #[error("the input is {value} in every row, so nothing is known of its influence; leave it out")]
    StandsStill {
        /// Its one value.
        value: f64,
    },
}

/// Refuses outputs that are unknown somewhere or constant up to rounding.
pub(super) fn varying(outputs: &[f64]) -> Result<(), Error> {
    if let Some(row) = outputs.iter().position(|y| !y.is_finite()) {
        return Err(Error::NotFinite { what: "output", row, value: outputs[row] });
    }
    let low = outputs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = outputs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let nothing = high - low <= rounding(low.abs().max(high.abs()));
    if nothing { Err(Error::Constant { value: low }) } else { Ok(()) }
}

/// What may be rounding in numbers of this size.
pub(super) fn rounding(size: f64) -> f64 {
    64.0 * f64::EPSILON * size.abs()
}
