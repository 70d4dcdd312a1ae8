//! Which futures agree with what was counted, and how well they do where they were not asked to.

use milepost_ensemble::summary::Spread;
use serde::{Deserialize, Serialize};

/// The outcome of one `fit` declaration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FitSummary {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Name of the declaration.
    pub name: String,
    /// Futures tried.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// Members kept, ascending.
    pub kept: Vec<u64>,
    /// Periods the futures were chosen by.
    pub keep: Vec<Period>,
    /// Periods they were not.
    pub judge: Vec<Period>,
    /// Share of the judged periods (of elements as well, where the indicator has them) whose count lies within the
    /// middle 50 % and 90 % of the kept futures.
    pub coverage: Vec<Coverage>,
    /// Uncertainties, the most narrowed first.
    pub parameters: Vec<Narrowed>,
    /// Measures of every pathway that is a choice, over all futures tried and over those kept.
    pub measures: Vec<KeptMeasure>,
}

/// One period of one indicator, whole country.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Period {
    /// Indicator.
    pub indicator: String,
    /// Start and end, in the unit of time.
    pub from: f64,
    /// End.
    pub to: f64,
    /// What was counted; per unit of time for a flow.  In canonical units.
    pub counted: f64,
    /// What the model reports, over all futures tried.
    pub before: Spread,
    /// Over those kept.
    pub after: Spread,
}

/// How often what was counted lies within bands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Coverage {
    /// In words: `civilian_deaths, national`, `civilian_deaths, by governorate`.
    pub of: String,
    /// Periods judged.
    pub periods: u64,
    /// Those within the middle 50 %.
    pub within_50: u64,
    /// Those within the middle 90 %.
    pub within_90: u64,
}

/// An uncertainty before and after.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Narrowed {
    /// Name, as in `futures.parquet`.
    pub name: String,
    /// Over all futures tried.
    pub before: Spread,
    /// Over those kept.
    pub after: Spread,
    /// Largest distance between the two distribution functions (Kolmogorov and Smirnov).
    pub distance: f64,
    /// Distance that chance alone exceeds in 5 of 100 such choices, corrected for the number of uncertainties.
    pub chance: f64,
    /// Whether the data say anything about it: `distance > chance`.
    pub identified: bool,
}

/// A measure under a pathway, before and after.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptMeasure {
    /// Pathway.
    pub pathway: String,
    /// Measure.
    pub measure: String,
    /// Over all futures tried.
    pub before: Spread,
    /// Over those kept.
    pub after: Spread,
    /// Shares of futures in which the pathway does better than the reference by more than matters, before and after.
    pub better: Option<(f64, f64)>,
}
