//! What each part of a strategy is worth, and which parts hold the rest hostage.

use milepost_ensemble::summary::Spread;
use serde::{Deserialize, Serialize};

/// What parts are worth under one measure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Worth {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Pathway taken apart.
    pub pathway: String,
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
    /// Share of futures in which the whole gain is more than what matters; shares of gain are over these.
    pub gaining: f64,
    /// Parts, the worthiest first.
    pub parts: Vec<PartWorth>,
}

/// What parts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Elements.
    Element,
    /// Recommendations.
    Recommendation,
    /// Actors.
    Actor,
}

/// What one part is worth.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PartWorth {
    /// Name.
    pub name: String,
    /// Title, or name.
    pub title: String,
    /// Gain that is lost without it, in the measure's unit: the whole gain minus the gain without it.
    pub lost: Spread,
    /// Gain of the reference with it alone.
    pub alone: Spread,
    /// Shapley value: its mean contribution over all orders in which parts may come.
    pub shapley: Spread,
    /// Its mean over futures, and the standard error of that from the orders drawn (0 where all were counted).
    pub mean: f64,
    /// Standard error.
    pub error: f64,
    /// Share of the mean whole gain.
    pub share: f64,
    /// Share of gaining futures in which more than half of the gain is lost without it: it holds the strategy hostage.
    pub hostage: f64,
}
