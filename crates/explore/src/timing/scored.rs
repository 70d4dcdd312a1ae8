//! What is found of triggers.

use serde::{Deserialize, Serialize};

/// How a trigger did under a pathway.  A case is a future, or an element in a future for a trigger over dimensions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// Name.
    pub trigger: String,
    /// Title, or name.
    pub title: String,
    /// The pathway.
    pub pathway: String,
    /// Elements it is judged for in each future; 1 without dimensions.
    pub elements: u64,
    /// How late it may fire: the delay allowed to the authority and the longest delay of publication, or what was given.
    pub grace: f64,
    /// What it did, in cases.
    pub counts: Counts,
    /// Cases in which what it is there for has come at the decision already.
    pub at_decision: u64,
    /// Mean time from firing to when it should have fired, where both happened: negative where it is late.
    pub mean_lead: Option<f64>,
    /// The threshold that does best, or why none is sought.
    pub threshold: Threshold,
}

/// Verdicts, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// It should have fired, and did so in time.
    pub on_time: u64,
    /// It should have fired, and did so too late.
    pub late: u64,
    /// It should have fired, but did so so long before that it was for nothing.
    pub early: u64,
    /// It should have fired, and did not.
    pub missed: u64,
    /// It should not have fired, and did.
    pub false_alarm: u64,
    /// It should not have fired, and did not.
    pub quiet: u64,
    /// The horizon comes before it is known.
    pub open: u64,
}

impl Counts {
    /// Cases in which it should have fired.
    pub fn called_for(&self) -> u64 {
        self.on_time + self.late + self.early + self.missed
    }

    /// Cases in which it should not have fired.
    pub fn not_called_for(&self) -> u64 {
        self.false_alarm + self.quiet
    }
}

/// What is known of the best threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// None is sought: why, as the end of a sentence.
    NotSought(String),
    /// Found on half of the futures, judged on the others.
    Found(Best),
}

impl Default for Threshold {
    fn default() -> Self {
        Threshold::NotSought(String::new())
    }
}

/// The threshold that costs least on what an observer sees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// The indicator.
    pub indicator: String,
    /// Whether it fires above the threshold.
    pub above: bool,
    /// As declared, in canonical units.
    pub declared: f64,
    /// The best.
    pub best: f64,
    /// Futures that judged.
    pub judged: u64,
    /// What the declared one did in these.
    pub with_declared: Judged,
    /// What the best one did in these.
    pub with_best: Judged,
    /// Cost per future of a trigger that never fires; `None` where all are open.
    pub cost_of_none: Option<f64>,
}

/// A threshold, judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// What it did.
    pub counts: Counts,
    /// Mean cost per future; `None` where all are open.
    pub cost: Option<f64>,
}
