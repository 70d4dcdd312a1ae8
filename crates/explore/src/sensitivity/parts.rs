//! What answers are made of: shares with their intervals, directions, who drives something, whether enough was run.

use milepost_analysis::sensitivity::{Estimate, sobol};
use serde::{Deserialize, Serialize};

/// An index with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The estimate; noise may carry it below 0.
    pub value: f64,
    /// Half the width of the interval.
    pub half: f64,
    /// Whether it can be told from 0; where not, only `high` is to be shown.
    pub distinct: bool,
}

impl Share {
    pub(super) fn new(estimate: Estimate, distinct: bool) -> Share {
        // JSON has no infinity; an interval that wide says nothing either way.
        Share { value: estimate.value, half: estimate.half.min(f64::MAX), distinct }
    }

    pub(super) fn of(estimate: Estimate) -> Share {
        Share::new(estimate, estimate.reading().distinct().is_some())
    }

    /// The estimate, if it can be told from 0.
    pub fn told(&self) -> Option<f64> {
        self.distinct.then_some(self.value)
    }

    /// Upper end of the interval, from 0 to 1.
    pub fn high(&self) -> f64 {
        (self.value + self.half).clamp(0.0, 1.0)
    }

    /// Lower end of the interval, from 0 to 1.
    pub fn low(&self) -> f64 {
        (self.value - self.half).clamp(0.0, 1.0)
    }
}

/// Which way an output goes with an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More of the input, more of the output.
    Raises,
    /// More of the input, less of the output.
    Lowers,
    /// No direction that could be told from chance.
    Neither,
    /// A category has no more and less: the output is highest and lowest, on average over its ranks, under these.
    Between {
        /// Category with the highest output.
        highest: String,
        /// Category with the lowest.
        lowest: String,
    },
}

/// Whether enough was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Convergence {
    /// Half the width of the widest interval.
    pub widest: f64,
    /// What follows from it.
    pub verdict: Verdict,
}

/// What follows from the widths of intervals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All intervals are narrow enough.
    Enough,
    /// One is too wide.
    TooWide {
        /// Which index.
        index: Index,
        /// Title of its input.
        input: String,
        /// Half the width of its interval.
        half: f64,
        /// How many futures, base points or trajectories should do, if errors fall with the root of their number.
        needed: u64,
    },
    /// The first half of the points gives another answer than the second.
    HalvesDiffer {
        /// Which index.
        index: Index,
        /// Title of its input.
        input: String,
        /// From the first half.
        first: f64,
        /// From the second half.
        second: f64,
    },
}

/// Which index of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Index {
    /// S1: the input's share alone.
    First,
    /// ST: its share with all it does together with others.
    Total,
    /// mu*: the mean size of its effects.
    Size,
}

impl From<sobol::Index> for Index {
    fn from(index: sobol::Index) -> Index {
        match index {
            sobol::Index::First => Index::First,
            sobol::Index::Total => Index::Total,
        }
    }
}

/// PAWN of an input beside that of one without influence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pawn {
    /// The index.
    pub value: f64,
    /// Mean of the index over dummies.
    pub dummy: f64,
    /// What chance makes of it at most.
    pub bar: f64,
    /// Whether it lies above the bar.
    pub distinct: bool,
}

/// Where failing futures lie along an input.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regional {
    /// Kolmogorov and Smirnov's distance between futures that fail and that pass.
    pub distance: f64,
    /// How often chance alone makes so great a distance, one input looked at.
    pub p: f64,
    /// Whether it can be told from chance, all inputs looked at.
    pub distinct: bool,
    /// Whether failures lie at the high values (after `at`), not the low ones; of a category, by its number.
    pub high: bool,
    /// The best single cut, in the unit people read.
    pub at: f64,
}

/// What stands behind a group of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A single uncertainty.
    Input,
    /// A lever that the run varied.
    Lever,
    /// All deliveries of an actor, which are tied.
    Deliveries,
    /// All other uncertainties.
    Others,
    /// What is drawn at steps.
    Luck,
}

/// Who drives something: common to groups of all methods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// Name, as it can be typed behind `--input`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What stands behind it.
    pub kind: Kind,
    /// Uncertainties in it.
    pub members: u64,
}

/// How intervals were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intervals {
    /// Over independent scrambles.
    Replicates,
    /// By drawing the points of a single scramble again: too wide.
    Bootstrap,
}
