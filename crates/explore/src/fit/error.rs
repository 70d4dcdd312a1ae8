//! Why a fit says nothing: one sentence with a remedy.

/// Futures kept, below which nothing is said.
pub(super) const FEWEST: usize = 20;

/// Why a fit says nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The futures could not be run.
    #[error(transparent)]
    Run(#[from] milepost_ensemble::Error),
    /// An indicator has too little evidence.
    #[error(
        "fit `{fit}`: {line} has evidence for less than half of the months of every period; add rows, or choose other dates"
    )]
    NoEvidence {
        /// The fit.
        fit: String,
        /// Indicator and dates.
        line: String,
    },
    /// Too few futures agree.
    #[error(
        "fit `{fit}`: {kept} of {futures} futures agree with what was counted, and {FEWEST} are needed to say anything; {}; try more futures, allow more with `within`, or look at what the model reports there",
        alone(.lines)
    )]
    TooFew {
        /// The fit.
        fit: String,
        /// Futures kept.
        kept: usize,
        /// Futures tried.
        futures: usize,
        /// Indicator and dates of each line, and the futures that it alone keeps, the strictest first.
        lines: Vec<(String, usize)>,
    },
}

/// Which line excludes most.
fn alone(lines: &[(String, usize)]) -> String {
    let [(first, kept), rest @ ..] = lines else { return "no line keeps any".into() };
    let mut text = format!("{first} excludes most and alone keeps {kept}");
    for (line, kept) in rest {
        text += &format!(", {line} {kept}");
    }
    text
}
