//! How triggers and conditions would do, over futures: false alarms, delays and flips, beside what they should have said.
//!
//! What one should have said is its own predicate, read from what its indicators observe: without delay, noise and
//! under-reporting.  A trigger's response moves nothing here, as it would prevent what it is judged by.  The arithmetic is
//! [`milepost_analysis::timing::alarm`], the same that judges a real history.

mod sides;
mod study;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use sides::{Plan, Question, Side};
pub use study::{Cast, rehearse};

/// What triggers and conditions did over futures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// Reporting periods of each future.
    pub periods: usize,
    /// Each trigger and condition that reads an indicator, in declared order.
    pub signals: Vec<Rehearsed>,
    /// Triggers that cannot be judged, and why, as the end of a sentence.
    pub unscored: Vec<(String, String)>,
}

/// One trigger or condition, over futures and elements: a case is an element in a future.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// The trigger or condition.
    pub signal: String,
    /// Cases.
    pub cases: u64,
    /// Of these, those with a false alarm.
    pub with_false_alarm: u64,
    /// False alarms in all.
    pub false_alarms: u64,
    /// Spells of what it is there for.
    pub called_for: u64,
    /// Of these, those it told of.
    pub told: u64,
    /// Of these, those it missed.
    pub missed: u64,
    /// How many spells it told of after so many periods.
    pub delays: Vec<u64>,
    /// How often it went on or off.
    pub flips: u64,
    /// Spells that cannot be judged.
    pub open: u64,
}

impl Rehearsed {
    /// Adds a case.
    pub fn add(&mut self, alarm: &milepost_analysis::timing::Alarm) {
        self.cases += 1;
        self.with_false_alarm += u64::from(alarm.false_alarms > 0);
        self.false_alarms += alarm.false_alarms as u64;
        self.called_for += alarm.called_for as u64;
        self.told += alarm.told as u64;
        self.missed += alarm.missed as u64;
        self.flips += alarm.flips as u64;
        self.open += alarm.open as u64;
        for delay in &alarm.delays {
            if self.delays.len() <= *delay {
                self.delays.resize(delay + 1, 0);
            }
            self.delays[*delay] += 1;
        }
    }

    /// Adds other cases.
    pub fn merge(&mut self, other: &Rehearsed) {
        self.cases += other.cases;
        self.with_false_alarm += other.with_false_alarm;
        self.false_alarms += other.false_alarms;
        self.called_for += other.called_for;
        self.told += other.told;
        self.missed += other.missed;
        self.flips += other.flips;
        self.open += other.open;
        if self.delays.len() < other.delays.len() {
            self.delays.resize(other.delays.len(), 0);
        }
        self.delays.iter_mut().zip(&other.delays).for_each(|(mine, more)| *mine += more);
    }

    /// The periods after which a share of the spells it told of were told; `None` where there are none.
    pub fn delay(&self, share: f64) -> Option<usize> {
        let all: u64 = self.delays.iter().sum();
        let mut sum = 0;
        let reached = self.delays.iter().position(|n| {
            sum += n;
            sum as f64 >= share * all as f64
        });
        reached.filter(|_| all > 0)
    }
}
