//! Use-by dates of regimes, decision dates, transfers, and how well triggers warn.
//!
//! - A **bar** is a measure that has an `acceptable` number and keeps it at first.  A regime **tips** in a future when the
//!   first bar fails in it: a total, peak or duration when what has come together so far passes its bar, a level when it
//!   fails in so many reporting periods one after the other.
//! - A regime is **held** from the decision on to the end, with the recommendations of the first choice that keeps to it, else
//!   of the first that has it.  When it tips is a distribution over futures, in which those without failure are beyond the
//!   horizon.
//! - A successor must be decided its **lead** before that: its longest ramp, unless it is given.
//! - A **trigger** is judged against its own predicate, read from what its indicators observe instead of from what they
//!   report, in a run in which its response moves nothing: else a trigger on time would prevent what it is judged by.
//!
//! After Haasnoot et al. (2013) and Raso, Kwakkel and Timmermans (2019); the arithmetic is [`milepost_analysis::timing`].

mod answer;
mod bars;
mod boards;
mod error;
mod held;
mod question;
mod rounds;
mod scored;
mod span;
mod study;
#[cfg(test)]
mod tests;
mod triggers;
pub(crate) use triggers::truth;

use serde::{Deserialize, Serialize};

pub use error::Error;
pub use question::Question;
pub use scored::{Best, Counts, Judged, Scored, Threshold};
pub use span::span;
pub use study::Study;

/// What was found; kept as JSON beside the run.  Times are on the strategy's axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// When the choice begins.
    pub decide: f64,
    /// How far was looked.
    pub horizon: f64,
    /// Length of a reporting period: no date is finer.
    pub period: f64,
    /// Reporting periods one after the other in which a level must fail.
    pub window: u32,
    /// Time that is kept in hand before a regime tips.
    pub margin: f64,
    /// What must be kept.
    pub bars: Vec<Bar>,
    /// Measures with a bar that are none to keep, and why.
    pub aside: Vec<Aside>,
    /// Each regime held alone, in declared order.
    pub regimes: Vec<Held>,
    /// The strategy's own choices, run as they are.
    pub pathways: Vec<Own>,
    /// The regime in force at the decision.
    pub in_force: String,
    /// Which regime can follow which.
    pub transfers: Vec<Transfer>,
    /// What is left to choose from while the regime in force lasts.
    pub options: Vec<Options>,
    /// Sequences from the regime in force that no other one dominates.
    pub sequences: Vec<Sequence>,
    /// What sequences cost by: a measure, or `None` for the number of changes.
    pub cost: Option<String>,
    /// The share of the futures that need it in which a transfer must hold to be part of a sequence.
    pub often: f64,
    /// Triggers, each under each choice.
    pub triggers: Vec<Scored>,
    /// Triggers that cannot be judged, and why.
    pub unscored: Vec<Aside>,
    /// An alarm that comes so long before it should is for nothing.
    pub early: f64,
    /// What a miss costs where a false alarm costs 1.
    pub miss_cost: f64,
}

/// A measure whose bar must be kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// The measure.
    pub measure: String,
    /// Its bar, in canonical units.
    pub acceptable: f64,
    /// Whether it is judged as a level, by several periods one after the other, and not by what has come together so far.
    pub level: bool,
}

/// What was left out, and why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// Name.
    pub name: String,
    /// In words, as the end of a sentence.
    pub why: String,
}

/// When something tips, over futures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tips {
    /// By when one in ten futures has tipped; `None` beyond the horizon.
    pub first: Option<f64>,
    /// Half of them.
    pub half: Option<f64>,
    /// Nine in ten.
    pub last: Option<f64>,
    /// Share of futures that never tip up to the horizon.
    pub never: f64,
    /// Share of futures in which a bar is failed at the start already, whatever is chosen.
    pub at_start: f64,
    /// `(end of a reporting period, share tipped by then)`, where the share rises.
    pub curve: Vec<(f64, f64)>,
    /// Futures in which something that is judged was unknown at some time, which counts as failing.
    pub unknown: u64,
}

/// A regime that is held from the decision on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// The pathway whose recommendations it comes with.
    pub following: String,
    /// Time from its decision to it being in force.
    pub lead: Lead,
    /// When the first bar fails.
    pub tips: Tips,
    /// When each bar fails, in the order of [`Timing::bars`].
    pub bars: Vec<Tips>,
    /// Share of the tipping futures in which each bar is the first to fail.
    pub fails_first: Vec<f64>,
}

/// Time from decision to force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lead {
    /// How long.
    pub time: f64,
    /// The lever with the longest ramp, which it was taken from; `None` where it was given or there is no ramp.
    pub lever: Option<String>,
    /// Whether it was given.
    pub given: bool,
}

/// A pathway of the strategy, as it was run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Own {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Its regimes.
    pub regimes: Vec<String>,
    /// When the first bar fails.
    pub tips: Tips,
    /// Share of the tipping futures in which each bar is the first to fail.
    pub fails_first: Vec<f64>,
}

/// A change from one regime to another when the first tips.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// The regime that tips.
    pub from: String,
    /// The one that follows.
    pub to: String,
    /// Share of futures in which the first tips.
    pub needed: f64,
    /// Share of those in which the second tips later.
    pub lasting: f64,
    /// Share of those that need it in which the second lasts longer and can still be decided in time.
    pub in_time: f64,
    /// When it must be decided, as a band over all futures: in one of ten by this time.
    pub first: Option<f64>,
    /// In half by this time.
    pub half: Option<f64>,
    /// In nine of ten by this time.
    pub last: Option<f64>,
    /// Share of all futures in which it would have had to be decided before the decision.
    pub too_late: f64,
}

/// What is left to choose from at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// When.
    pub time: f64,
    /// Mean number of regimes that can still follow in time and last longer, over the futures in which the regime in force
    /// tips.
    pub mean: f64,
    /// Share of those futures in which none can.
    pub none: f64,
}

/// Regimes one after the other, each in force until it tips.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// Names, the one in force first.
    pub regimes: Vec<String>,
    /// When the last of them that can be had tips.
    pub tips: Tips,
    /// Mean over futures of what it costs: changes made, or the measure.
    pub cost: f64,
}
