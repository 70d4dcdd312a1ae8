//! Whether the model has the causal links that the source states.

use serde::{Deserialize, Serialize};

/// Every link, in declared order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Links {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Futures each was asked of.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// One per link.
    pub links: Vec<LinkFinding>,
}

/// What was found of a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LinkFinding {
    /// Its name.
    pub name: String,
    /// The finding.
    pub finding: Finding,
    /// Shares of futures in which the target moved with the stated sign, against it, and not at all.
    pub with: f64,
    /// Against it.
    pub against: f64,
    /// Not at all.
    pub unmoved: f64,
}

/// What can be found of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finding {
    /// With the stated sign in at least 90 % of futures.
    Found,
    /// Against it in more than half of them.
    Contradicted,
    /// Neither: the sign is open, or little moves.
    Weak,
    /// The model leaves it out, and says why.
    Absent,
}
