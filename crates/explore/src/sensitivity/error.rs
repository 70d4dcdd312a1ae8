//! Why there is no answer: one sentence with a remedy.

use milepost_analysis::{design, sensitivity};

use crate::Unknown;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such name.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The run has fewer columns than the strategy has names.
    #[error("the run holds no {kind} `{name}`; run it again with all of them: milepost run")]
    NotRun {
        /// `pathway` or `measure`.
        kind: &'static str,
        /// As asked for.
        name: String,
    },
    /// Nothing to explain.
    #[error("the strategy declares no measure; write one, as in `measure harm minimise total(deaths)`")]
    NoMeasure,
    /// Nothing to draw over time.
    #[error("the strategy has no chart of one number over time; declare one, as in `chart deaths = sum(killings)`")]
    NoChart,
    /// Nothing varies.
    #[error("no uncertainty varies in this run, so nothing depends on any; declare one, as in `uncertain x in 0 .. 1`")]
    NoInputs,
    /// More columns than rows.
    #[error(
        "{futures} futures are fewer than the {inputs} uncertainties that vary, so that nothing could be told from chance; run more of them: milepost run --futures {wanted}"
    )]
    TooFewFutures {
        /// Futures of the run.
        futures: usize,
        /// Uncertainties that vary.
        inputs: usize,
        /// What would do.
        wanted: usize,
    },
    /// The same input twice.
    #[error("`{name}` was named twice; name each input once")]
    Twice {
        /// As asked for.
        name: String,
    },
    /// A delivery that others go along with.
    #[error(
        "`{name}` goes together with the other deliveries by `{actor}` (correlation {correlation}), and {method} needs inputs that are independent of each other; take all of them as one: --input deliveries.{actor}"
    )]
    Tied {
        /// As asked for.
        name: String,
        /// Whose.
        actor: String,
        /// As declared.
        correlation: f64,
        /// The method, as people call it.
        method: &'static str,
    },
    /// The design cannot be made.
    #[error(transparent)]
    Design(#[from] design::Error),
    /// The indices of a measure cannot be had.
    #[error("`{measure}` under `{pathway}`: {why}")]
    Measure {
        /// The measure.
        measure: String,
        /// The pathway.
        pathway: String,
        /// Why.
        why: sensitivity::Error,
    },
    /// A measure is unknown in some runs of a design.
    #[error(
        "`{measure}` is unknown in {unknown} of {runs} runs under `{pathway}`, and {method} needs all of them; look at a measure that is always known, or at the stored run (without --method), which leaves such futures out and counts them"
    )]
    UnknownRuns {
        /// The measure.
        measure: String,
        /// The pathway.
        pathway: String,
        /// Runs in which it is unknown.
        unknown: usize,
        /// All runs.
        runs: usize,
        /// The method, as people call it.
        method: &'static str,
    },
    /// The runs failed or were interrupted.
    #[error(transparent)]
    Run(#[from] milepost_ensemble::Error),
}
