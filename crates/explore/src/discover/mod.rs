//! Where a pathway fails.

use serde::{Deserialize, Serialize};

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Discovery {
    /// Hash of the strategy's files.
    pub strategy: String,
}
