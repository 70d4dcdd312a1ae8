//! Use-by dates of regimes, decision dates, transfers, triggers.

use serde::{Deserialize, Serialize};

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Timing {
    /// Hash of the strategy's files.
    pub strategy: String,
}
