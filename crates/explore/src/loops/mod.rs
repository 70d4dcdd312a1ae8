//! Feedback loops and which one is in charge.

use serde::{Deserialize, Serialize};

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Loops {
    /// Hash of the strategy's files.
    pub strategy: String,
}
