//! What each part of a strategy is worth, and which parts hold the rest hostage.
//!
//! The *gain* of a set of parts is the improvement over the reference of the pathway without all other parts, in the
//! measure's direction, future by future.  From it follow, for each part,
//!
//! - what is *lost* without it: the gain of all parts minus the gain of all others (leave one out);
//! - what it adds *alone*: the gain of it alone minus the gain of none (add one in);
//! - its *Shapley value*: its contribution when it joins, on average over all orders in which the parts may come
//!   (Shapley 1953).  The values of all parts add up to the gain of all minus the gain of none.
//!
//! The gain of none need not be nothing: regimes also move levers that are no part's.  It is kept as [`Worth::rest`].
//!
//! A part *holds the strategy hostage* in a future when more than half of the gain is lost without it [report,
//! paragraph 5].
//!
//! Up to ten parts that move anything, all sets are run and the values are exact.  With more, orders are drawn:
//! each with its reverse (antithetic; Lomeli et al. 2019, arXiv:1901.00617; Mitchell et al. 2022, *JMLR* 23), all of
//! them under the same futures.  Another block of futures for each order would tell the mean a little better, but a
//! single future would then be seen under two orders only, and the bands over futures would show the orders' chance
//! instead of the futures'.

mod game;
mod parts;
mod study;
mod sums;
#[cfg(test)]
mod tests;

use crate::Unknown;
use std::sync::atomic::AtomicBool;

use milepost_ensemble::Progress;
use milepost_ensemble::summary::Spread;
use milepost_strategy::model::Strategy;
use serde::{Deserialize, Serialize};

pub use study::Study;

/// Parts that move anything, up to which all sets are run.
pub const EXACT: usize = 10;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Pathway to take apart; where none is named, the first choice that follows all recommendations, else the last
    /// that is not the reference.
    pub pathway: Option<String>,
    /// Measures; the first declared where none is named.
    pub measures: Vec<String>,
    /// What is taken out.
    pub by: By,
    /// Futures; where not given, 1,000 when all sets are run and 256 when orders are drawn.
    pub futures: Option<u64>,
    /// Key of all random numbers, also of the orders.
    pub seed: u64,
    /// Orders to draw, a multiple of two (else one more is drawn); where not given, all are counted up to ten parts
    /// that move anything, and 12 are drawn with more.
    pub orders: Option<u64>,
    /// Threads; 0 for as many as the machine has.  They change no result.
    pub threads: usize,
    /// Futures in which a stock is not finite are counted as unknown instead of refused.
    pub allow_nan: bool,
    /// Hash of the strategy's files, for the record.
    pub strategy: String,
}

impl Question {
    /// The default question by elements, recommendations or actors.
    pub fn new(by: By) -> Question {
        Question {
            pathway: None,
            measures: Vec::new(),
            by,
            futures: None,
            seed: 1,
            orders: None,
            threads: 0,
            allow_nan: false,
            strategy: String::new(),
        }
    }
}

/// Why there is no answer: one sentence with a remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing to compare with.
    #[error("the strategy names no reference to gain against; write `reference NAME` in its `strategy` block")]
    NoReference,
    /// Nothing to take apart.
    #[error("the strategy has no pathway besides the reference `{0}`; declare the one to take apart")]
    NoPathway(String),
    /// The reference against itself.
    #[error("`{0}` is the reference and gains nothing over itself; name another pathway with --pathway")]
    IsReference(String),
    /// No such name.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// Nothing to judge by.
    #[error("the strategy declares no measure; write one, as in `measure harm minimise total(deaths)`")]
    NoMeasure,
    /// Nothing to take out.
    #[error("the strategy declares no {0} to take out; choose other parts with --by")]
    NoParts(&'static str),
    /// Orders are needed.
    #[error("there must be at least 2 orders: the error of the shares is estimated from them")]
    TooFewOrders,
    /// The runs failed or were interrupted.
    #[error(transparent)]
    Run(#[from] milepost_ensemble::Error),
}

/// What parts are worth, one [`Worth`] per measure asked for, all from the same runs.
///
/// # Errors
/// One sentence each: see [`Error`].  Nothing is kept of what was interrupted.
pub fn worth(
    strategy: &Strategy,
    question: &Question,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Vec<Worth>, Error> {
    Study::new(strategy, question)?.run(progress, cancel)
}

/// What parts are worth under one measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Pathway taken apart.
    pub pathway: String,
    /// Pathway that gains are against.
    #[serde(default)]
    pub reference: String,
    /// Measure.
    pub measure: String,
    /// What is taken out: elements, recommendations or actors.
    pub by: By,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// Orders of the parts that were drawn for Shapley shares; `None` where all were counted.
    pub orders: Option<u64>,
    /// Gain of the whole pathway over the reference.
    pub gain: Spread,
    /// Share of futures in which the whole gain is at least what matters (and more than nothing); shares of gain are
    /// over these.
    pub gaining: f64,
    /// The gain of none of the parts: what no part accounts for.
    #[serde(default)]
    pub rest: Rest,
    /// Whether some part holds the rest hostage.
    #[serde(default)]
    pub hostage: Hostage,
    /// Parts, the worthiest first.
    pub parts: Vec<PartWorth>,
}

/// The gain of none of the parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// The gain.
    pub gain: Spread,
    /// Its mean over the futures in which every part's Shapley value is known: the Shapley means and this add up to
    /// the mean whole gain there.
    pub mean: f64,
    /// Share of the mean whole gain.
    pub share: f64,
    /// Share of the whole gain, future by future, over gaining futures.
    pub shares: Spread,
}

/// How often at least one part holds the rest hostage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hostage {
    /// Gaining futures in which the loss of every part is known.
    pub judged: u64,
    /// Share of these in which more than half of the gain is lost without at least one part.
    pub share: f64,
    /// The part without which most is lost in most of the futures with a hostage.
    pub typical: Option<String>,
    /// In what share of the futures with a hostage it is that part.
    pub typically: f64,
}

/// What parts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Elements.
    #[default]
    Element,
    /// Recommendations.
    Recommendation,
    /// Actors.
    Actor,
}

impl By {
    /// `element`
    pub fn one(self) -> &'static str {
        match self {
            By::Element => "element",
            By::Recommendation => "recommendation",
            By::Actor => "actor",
        }
    }

    /// `elements`
    pub fn many(self) -> &'static str {
        match self {
            By::Element => "elements",
            By::Recommendation => "recommendations",
            By::Actor => "actors",
        }
    }
}

/// What one part is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartWorth {
    /// Name.
    pub name: String,
    /// Title, or name.
    pub title: String,
    /// Whether it moves anything in this pathway.  What does not was not run: it is worth exactly nothing.
    #[serde(default)]
    pub moves: bool,
    /// Actors of its recommendations that move anything and of its levers that are moved, in declared order.
    #[serde(default)]
    pub holders: Vec<String>,
    /// Gain that is lost without it, in the measure's unit: the whole gain minus the gain without it.
    pub lost: Spread,
    /// What it adds alone: the gain of it alone minus the gain of none of the parts.
    pub alone: Spread,
    /// Shapley value: its mean contribution over all orders in which parts may come.
    pub shapley: Spread,
    /// Its mean over futures, and the standard error of that from the orders drawn (0 where all were counted).
    pub mean: f64,
    /// Standard error.
    pub error: f64,
    /// Share of the mean whole gain.
    pub share: f64,
    /// Share of the whole gain, future by future, over gaining futures.
    #[serde(default)]
    pub shares: Spread,
    /// Share of gaining futures in which more than half of the gain is lost without it: it holds the strategy hostage.
    pub hostage: f64,
}
