use milepost_analysis::robustness::Unusable;
use thiserror::Error;

use crate::Misnamed;

/// Why nothing was compared.  Each is one sentence with the remedy.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Error {
    /// A name that stands for nothing.
    #[error(transparent)]
    Misnamed(#[from] Misnamed),
    /// What is no choice.
    #[error("pathway `{0}` stands for comparison and is no choice, so it has no rank; leave it out")]
    Comparison(String),
    /// Nothing to compare with.
    #[error("{}; a rank takes two, so run another pathway or name one with --pathway", only(.0))]
    TooFew(Vec<String>),
    /// Nothing to judge by.
    #[error("the strategy declares no measure; write one, as in `measure harm minimise total(deaths)`")]
    NoMeasure,
    /// A measure that cannot be judged.
    #[error("measure `{measure}`: {why}")]
    Unusable {
        /// The measure.
        measure: String,
        /// Why.
        why: Unusable,
    },
}

fn only(pathways: &[String]) -> String {
    match pathways {
        [one] => format!("only `{one}` is there to choose"),
        _ => "no pathway of this run can be chosen".into(),
    }
}
