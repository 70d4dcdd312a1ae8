//! Where a pathway fails: boxes of inputs in which its failures are dense, read off a stored run.
//!
//! A future fails where a measure lies outside its `acceptable` bar, or where `--fails` says so; an unknown value is not
//! met, so it fails, and is counted.  Every input that varies is searched, categories included.  Nothing is run.
//!
//! **Memory**: the stored run takes 8 bytes for each future and column (inputs, and measures under each pathway); one
//! question takes at most about 20 bytes more for each future and input while it is searched.  A million futures of a
//! hundred inputs take 2 GB beside the run; questions are searched side by side only as far as [`Study::workers`] allows.

mod boxes;
mod error;
mod fails;
mod keep;
mod shown;
mod study;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use fails::Fails;
pub use keep::kept;
use serde::{Deserialize, Serialize};
pub use study::{Question, Study};

/// Failures below which nothing is searched, and futures that hold: the halves of the resampling test have half as many.
pub const LEAST: u64 = 20;

/// Lines in the picture of the outcomes.
pub const SAMPLED: usize = 300;

/// A quasi-p value above which chance explains a limit.
pub const BY_CHANCE: f64 = 0.05;

/// Where one pathway fails on one measure; kept as JSON beside the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discovery {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// The futures looked at.
    pub run: Run,
    /// The pathway.
    pub pathway: String,
    /// The measure.
    pub measure: String,
    /// What a failure is.
    pub fails: Fails,
    /// How it was searched.
    pub settings: Settings,
    /// Futures that fail.
    pub failures: u64,
    /// Those of them in which the measure is unknown.
    pub unknown: u64,
    /// How many inputs vary and were searched.
    pub searched: u64,
    /// What came of it.
    pub finding: Finding,
    /// The boxes, the first found first; none where nothing could be searched.
    pub boxes: Vec<FoundBox>,
    /// Leaves of a small classification tree, those with the highest share of failures first.
    pub tree: Vec<Leaf>,
    /// The inputs that boxes and leaves speak of.
    pub inputs: Vec<InputRange>,
    /// What the measures come to in the futures that fail and in those that do not.
    pub outcomes: Vec<Split>,
    /// Futures drawn as lines; one discovery of each pathway keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
}

/// The futures that were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// First member.
    pub first: u64,
    /// How many.
    pub futures: u64,
    /// Seed of the run.
    pub seed: u64,
}

/// How a question was searched.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Share of the box that a peel takes off.
    pub alpha: f64,
    /// Least share of all futures in a box.
    pub mass: f64,
    /// Boxes sought at most.
    pub boxes: usize,
    /// Step of the first trajectory that was asked for.
    pub step: Option<usize>,
    /// Seed of the resampling test.
    pub seed: u64,
}

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It was searched for boxes.
    Searched,
    /// No future fails.
    NoneFails,
    /// Every future fails.
    AllFail,
    /// Fewer than [`LEAST`] fail.
    FewFail,
    /// Fewer than [`LEAST`] do not.
    FewHold,
}

/// A box with the trajectory it stands on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundBox {
    /// Futures in play: all, less those in earlier boxes.
    pub before: Held,
    /// Every box on the way, from all futures to the smallest.
    pub trajectory: Vec<Step>,
    /// The step to show where nobody chose one.
    pub suggested: usize,
    /// The step that the box was made of.
    pub chosen: usize,
    /// Inputs that the step limits and the box does not, as chance explains their limits; none where the step was chosen.
    pub dropped: Vec<String>,
    /// Its limits; none where it is the whole.
    pub limits: Vec<Limit>,
    /// What it holds.
    pub held: Held,
    /// The limits in round numbers, as a sentence says them, and what lies in those.
    pub said: Said,
    /// Halves of the futures that were searched to see which limits come again; only for the first box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub halves: Option<u64>,
}

/// Futures and how many of them fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Futures.
    pub futures: u64,
    /// Those that fail.
    pub failures: u64,
}

/// One box on the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What it holds.
    pub held: Held,
    /// Share of all failures that it holds.
    pub coverage: f64,
    /// Share of its futures that fail.
    pub density: f64,
    /// Share of all futures that it holds.
    pub mass: f64,
    /// Names of the inputs that it limits.
    pub inputs: Vec<String>,
}

/// What a box says of one input, in the unit people read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Name of the input.
    pub input: String,
    /// Not below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<Bound>,
    /// Not above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<Bound>,
    /// One of these categories; empty for a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub among: Vec<String>,
    /// Quasi-p value of the categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quasi_p: Option<f64>,
    /// Share of the halves in which the input is limited again, at the step nearest in coverage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_by_coverage: Option<f64>,
    /// The same at the step nearest in density.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_by_density: Option<f64>,
}

/// One bound of a number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// Where it lies; it belongs to the box.
    pub at: f64,
    /// Whether some future has exactly this value, so that `<` and `≤` differ.
    pub met: bool,
    /// The probability that as many failures lie in the box if the bound changed nothing.  The same futures chose the box,
    /// so it ranks and tests nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quasi_p: Option<f64>,
}

/// A box in round numbers, counted anew.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Its limits.
    pub limits: Vec<Limit>,
    /// What it holds, earlier boxes left out.
    pub held: Held,
}

/// A leaf of the tree in round numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leaf {
    /// What leads to it.
    pub limits: Vec<Limit>,
    /// What it holds.
    pub held: Held,
}

/// An input and where its values lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputRange {
    /// Its column in `futures.parquet`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Unit; empty where there is none.
    pub unit: String,
    /// Lowest and highest value in the run.
    pub range: (f64, f64),
    /// Names of its categories; empty for a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
}

/// One measure in the futures that fail and in those that do not: one in ten lies below the first number, half below the
/// second, nine in ten below the third.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// The measure.
    pub measure: String,
    /// Where it fails; `None` where nothing is known.
    pub failing: Option<[f64; 3]>,
    /// Where it does not.
    pub holding: Option<[f64; 3]>,
    /// Unknown values in either.
    pub unknown: [u64; 2],
}

/// Some futures, evenly over all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Numbers of the futures.
    pub futures: Vec<u64>,
    /// Per measure its name and one value for each future; `None` is unknown.
    pub measures: Vec<(String, Vec<Option<f64>>)>,
}

impl Held {
    /// Share that fails; 0 of none.
    pub fn density(&self) -> f64 {
        if self.futures == 0 { 0.0 } else { self.failures as f64 / self.futures as f64 }
    }
}

impl Limit {
    /// The quasi-p values of its bounds.
    pub fn quasi_ps(&self) -> impl Iterator<Item = f64> + '_ {
        let bounds = [self.lower, self.upper].into_iter().flatten().filter_map(|bound| bound.quasi_p);
        bounds.chain(self.quasi_p)
    }

    /// Whether chance explains each of its bounds.
    pub fn by_chance(&self) -> bool {
        let mut known = self.quasi_ps().peekable();
        known.peek().is_some() && known.all(|p| p > BY_CHANCE)
    }
}

impl FoundBox {
    /// Whether it explains little: chance explains all its limits, or its futures fail hardly more often than those in play
    /// (the share that fails rises by less than a quarter, and the share that does not falls by less than a fifth; or most
    /// fail anyway and two in a hundred more do).
    pub fn is_weak(&self) -> bool {
        let (base, density) = (self.before.density(), self.held.density());
        let hardly = density < 1.25 * base && 1.0 - density > 0.8 * (1.0 - base);
        let hardly = hardly || base > 0.5 && density < base + 0.02;
        // No limits at all are all explained by chance.
        hardly || self.limits.iter().all(Limit::by_chance)
    }
}
