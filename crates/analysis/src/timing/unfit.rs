use thiserror::Error;

/// Why nothing can be said about timing.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Unfit {
    /// Series and times do not match.
    #[error("the series of future {future} has {samples} samples for {times} times; give one per time")]
    Length {
        /// From 0.
        future: usize,
        /// Given.
        samples: usize,
        /// Needed.
        times: usize,
    },
    /// Times that do not go forward.
    #[error("the times do not rise at sample {sample}; give at least one, each later than the one before")]
    Times {
        /// From 0.
        sample: usize,
    },
    /// A run or window of no or too many samples.
    #[error("{what} is {samples} samples but must be from 1 to {most}")]
    Window {
        /// What it is for.
        what: &'static str,
        /// Given.
        samples: usize,
        /// The length of a series.
        most: usize,
    },
    /// A number outside its range.
    #[error("{what} is {value} but must be {needed}")]
    Number {
        /// What it is for.
        what: &'static str,
        /// Given.
        value: f64,
        /// In words.
        needed: &'static str,
    },
    /// Different numbers of futures.
    #[error("{given} futures for {what} where there are {needed}; use the same futures for all")]
    Futures {
        /// For what.
        what: String,
        /// Given.
        given: usize,
        /// Needed.
        needed: usize,
    },
    /// A number of an action that is not there.
    #[error("action {action} speaks of action {other}, of which there are only {count}, numbered from 0")]
    NoAction {
        /// Which speaks.
        action: usize,
        /// Of which.
        other: usize,
        /// How many there are.
        count: usize,
    },
    /// Too much to list.
    #[error("there are more than {most} pathways; ask for fewer steps or a higher share of futures per transfer")]
    ManyPathways {
        /// The bound.
        most: usize,
    },
    /// Nothing to choose from, or nothing to choose by.
    #[error("{what}; {remedy}")]
    Nothing {
        /// What is missing.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
}

/// A number that must be finite and not below 0.
pub(super) fn not_negative(what: &'static str, value: f64) -> Result<(), Unfit> {
    let fits = value.is_finite() && value >= 0.0;
    if fits { Ok(()) } else { Err(Unfit::Number { what, value, needed: "a number from 0 up" }) }
}

/// A share above 0, at most 1.
pub(super) fn share(what: &'static str, value: f64) -> Result<(), Unfit> {
    if value > 0.0 && value <= 1.0 {
        Ok(())
    } else {
        Err(Unfit::Number { what, value, needed: "above 0 and at most 1" })
    }
}
