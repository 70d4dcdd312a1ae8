use milepost_analysis::timing::Unfit;
use thiserror::Error;

use crate::Unknown;

/// Why nothing can be said about timing.
#[derive(Debug, Error)]
pub enum Error {
    /// No such name.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// Nothing to keep.
    #[error(
        "no measure has a bar, so nothing can tip; say what is acceptable, as in `measure harm minimise total(deaths) \
         acceptable <= 1000 person`"
    )]
    NoBars,
    /// A measure without a bar.
    #[error("measure `{0}` has no bar, so nothing can tip by it; write `acceptable` and a number behind it")]
    NoBar(String),
    /// Bars that cannot be kept for a while.
    #[error("no bar can tip: {0}; choose a measure that keeps its bar at first, with --measure")]
    NothingTips(String),
    /// A bar asked for that cannot tip.
    #[error("`{name}` cannot tip, as {why}; choose a measure that keeps its bar at first")]
    CannotTip {
        /// The measure.
        name: String,
        /// As the end of a sentence.
        why: String,
    },
    /// No regime to hold.
    #[error(
        "no choice of the strategy has a regime; write one, as in `regime present {{ }}` and `pathway stay = present`"
    )]
    NoRegime,
    /// Longer than there is.
    #[error(
        "a level must fail in {window} periods one after the other, but only {periods} lie between the decision and the end; ask for fewer with --window"
    )]
    Window {
        /// Asked for.
        window: u32,
        /// There are.
        periods: usize,
    },
    /// A cost that may be negative.
    #[error("sequences cannot cost by `{0}`, which is not minimised; name a measure that is, or none")]
    Cost(String),
    /// A cost that is unknown or below zero.
    #[error(
        "sequences cannot cost by `{measure}`: its mean under `{regime}` is {value}, not a number from 0 up; name another measure, or none"
    )]
    CostValue {
        /// The measure.
        measure: String,
        /// The regime.
        regime: String,
        /// What was found.
        value: f64,
    },
    /// Wrong numbers.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The runs failed or were interrupted.
    #[error(transparent)]
    Run(#[from] milepost_ensemble::Error),
}
