//! What drives each measure: Sobol' indices, Morris, regional and given-data measures, over time.

use serde::{Deserialize, Serialize};

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Hash of the strategy's files.
    pub strategy: String,
}
