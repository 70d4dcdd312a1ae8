//! How robust each pathway is, by which yardstick: read off a stored run, of which nothing is run again.
//!
//! The eleven metrics of McPhail et al. (2018) for each measure, with the ranks that each gives, and in how many futures all
//! bars are met at once.  Pathways `for comparison` are no choices and are left out, also of regret.
//!
//! **Unknown values**: a bar is not met where its measure is unknown.  The other metrics cannot be worked out from a value
//! that is not there; they leave a future out for all pathways where one of them has none, and [`Judged::left_out`] counts it.

mod error;
mod study;
#[cfg(test)]
mod tests;

pub use error::Error;
use serde::{Deserialize, Serialize};
pub use study::{Question, robustness};

use crate::discover::Run;

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Robustness {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// The futures looked at.
    pub run: Run,
    /// Pathways compared, in the order they were run.
    pub pathways: Vec<String>,
    /// One for each measure, in declared order.
    pub measures: Vec<Judged>,
    /// All bars at once; `None` where no measure has one.
    pub bars: Option<Bars>,
}

/// One measure by all metrics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The measure.
    pub measure: String,
    /// Larger is better.
    pub maximise: bool,
    /// Unit of its values; empty where there is none.
    pub unit: String,
    /// What is good enough, in that unit.
    pub threshold: Option<f64>,
    /// Per pathway, futures in which it is unknown.
    pub unknown: Vec<u64>,
    /// Futures left out of all metrics but the share of futures good enough, as some pathway has no known value there.
    pub left_out: u64,
    /// The metrics, in the literature's order; none where nothing is known anywhere.
    pub metrics: Vec<Row>,
}

/// One metric of one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// As the literature calls it.
    pub metric: String,
    /// What it asks, in plain words.
    pub asks: String,
    /// What its values are.
    pub kind: Kind,
    /// Per pathway, in the measure's own direction and unit; `None` where it is undefined.
    pub values: Vec<Option<f64>>,
    /// Per pathway, 1 for the best; equals share a rank.
    pub ranks: Vec<Option<usize>>,
}

/// What the values of a metric are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A value of the measure, in its direction.
    Value,
    /// A distance in the measure's unit, at least 0: less is better.
    Distance,
    /// A number without a unit: more is better.
    Number,
    /// A share of the futures: more is better.
    Share,
}

/// Several bars together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    /// The measures.
    pub measures: Vec<String>,
    /// One for each pathway compared.
    pub pathways: Vec<Met>,
}

/// How often bars are met under one pathway, as shares of all futures; unknown is not met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Met {
    /// All of them at once.
    pub all: f64,
    /// Each of them.
    pub each: Vec<f64>,
    /// Each as the only one that is not met: what giving it up would win.
    pub alone_missed: Vec<f64>,
}

impl Row {
    /// The pathways that share rank 1, if the metric tells any apart.
    pub fn best(&self) -> Vec<usize> {
        let decides = self.ranks.iter().flatten().any(|&rank| rank > 1);
        (0..self.ranks.len()).filter(|&at| decides && self.ranks[at] == Some(1)).collect()
    }
}

impl Judged {
    /// Which pathways are best by which metrics (as positions): the set with the most metrics first.  More than one: the choice
    /// of metric changes the answer.
    pub fn winners(&self) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut winners: Vec<(Vec<usize>, Vec<usize>)> = vec![];
        for (at, row) in self.metrics.iter().enumerate() {
            let best = row.best();
            if best.is_empty() {
                continue;
            }
            match winners.iter_mut().find(|(pathways, _)| *pathways == best) {
                Some((_, metrics)) => metrics.push(at),
                None => winners.push((best, vec![at])),
            }
        }
        // Stable: equal numbers stay in the order of the metrics.
        winners.sort_by_key(|(_, metrics)| std::cmp::Reverse(metrics.len()));
        winners
    }
}

impl Bars {
    /// The bar that binds a pathway: the one met least often, the first of equals, if any is missed at all.
    pub fn binding(&self, pathway: usize) -> Option<usize> {
        let each = &self.pathways.get(pathway)?.each;
        let least = (0..each.len()).reduce(|least, at| if each[at] < each[least] { at } else { least })?;
        (each[least] < 1.0).then_some(least)
    }
}
