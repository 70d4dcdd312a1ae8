//! How robust each pathway is, by which yardstick.

use serde::{Deserialize, Serialize};

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Robustness {
    /// Hash of the strategy's files.
    pub strategy: String,
}
