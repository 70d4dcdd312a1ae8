//! Whether the model has the causal links that the source states.
//!
//! A link says that more of its source is more (or less) of its target within some time of the decision, under a
//! pathway: the one it names, else the reference.  It is asked of every future by two runs under the same draws, one as
//! it is and one with the source moved from the decision on (see [`milepost_strategy::model::Nudge`]).
//!
//! *How far the source is moved.*  A lever or an uncertainty with a range by a tenth of that range; another share by
//! 0.1; anything else by a quarter of itself.  It is moved upwards, unless a lever, uncertainty or share is so near its
//! upper end (1, for a share) under that pathway that it would be moved past it: if its mean over the futures and the
//! time looked at is, it is moved downwards, and the answer is turned round.
//!
//! *What is looked at.*  The target's average from the decision to `within` after it, or to the end; averaged over its
//! elements too.  It has moved in a future if the two runs differ by more than a billionth of the larger of them.
//! Where either run leaves it unknown, it has not moved.
//!
//! *What is found.*  See [`Finding`].
//!
//! A link that is found holds in the model near the pathway it is asked of; it says nothing of how strong it is.

mod study;
#[cfg(test)]
mod tests;

use milepost_ensemble::Plan;
use serde::{Deserialize, Serialize};

pub use study::links;

/// This version of milepost.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every link, in declared order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Links {
    /// The version of milepost that asked.
    #[serde(default)]
    pub milepost: String,
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Futures each was asked of.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// One per link.
    pub links: Vec<LinkFinding>,
}

impl Links {
    /// Whether [`links`] would find the same again: the same files, futures, seed and version.
    pub fn answer(&self, plan: &Plan) -> bool {
        let futures = plan.members.end - plan.members.start;
        (self.milepost.as_str(), &self.strategy, self.futures, self.seed)
            == (VERSION, &plan.strategy, futures, plan.seed)
    }
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
