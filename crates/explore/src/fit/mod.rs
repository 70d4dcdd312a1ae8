//! Which futures agree with what was counted, and how well they do where they were not asked to.
//!
//! *What is compared.*  A period's quantity is, for counted and modelled alike, the average over those of its reporting
//! periods (months, say) that have evidence: of a flow its rate over the month, of a level its value at the month's end.
//! Months without evidence are left out of both sides; a period with evidence of less than half of its months is left
//! out whole.  The elements of an indicator are averaged each over its own months and then summed; an element with less
//! than half of its months is left out of both sums.
//!
//! *What the model reports* is what the indicator observes, less the share under-reported as drawn in that future and, month
//! by month, the share that the model hides beside it.  The
//! noise and the delay of publication are left out, so that the bands are those of the model and its under-reporting:
//! narrower than what would be published, least so where periods are long and places large.
//!
//! *A future is kept* if in every period of every `keep` line what the model reports lies between what was counted /
//! (1 + within) and what was counted x (1 + within), whole country.
//!
//! *A period is covered* if what was counted lies within the middle 50 % or 90 % of the futures kept: for periods of
//! `judge` lines, whole country and place by place.
//!
//! *An uncertainty is narrowed* if its values in the futures kept and in those not kept differ by more than chance
//! explains: the two-sample test of Kolmogorov and Smirnov at 5 %, shared out over all uncertainties (Bonferroni), with
//! the asymptotic critical distance sqrt(-ln(a/2)/2) sqrt((n + m)/(n m)) (Smirnov 1948).  Kept and not kept are
//! disjoint samples, as that test asks.  Categories are taken in the order in which they are declared.

mod counted;
mod error;
mod narrowed;
mod reported;
mod study;
#[cfg(test)]
mod tests;

use milepost_ensemble::summary::Spread;
use serde::{Deserialize, Serialize};

pub use error::Error;
pub use study::fit;

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
    /// Uncertainties that vary, the most narrowed first.
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
    /// For a categorical one: each category with its share of all futures tried and of those kept; else empty.
    pub categories: Vec<(String, f64, f64)>,
    /// Largest distance between the distribution functions of futures kept and not kept (Kolmogorov and Smirnov).
    pub distance: f64,
    /// Distance that chance alone exceeds for any uncertainty in 5 of 100 such choices; 1 where all futures are kept.
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
    /// Shares of futures in which the pathway does better than the reference by more than matters, before and after;
    /// `None` for the reference itself.
    pub better: Option<(f64, f64)>,
}
