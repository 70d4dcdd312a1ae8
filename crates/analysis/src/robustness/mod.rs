//! How robust alternatives are over the same futures, by many yardsticks, and where the yardsticks disagree.
//!
//! After McPhail et al. (2018), *Robustness metrics: how are they calculated, when should they be used and why do they give
//! different results?*  All metrics are maximised; a measure of which less is better is negated first.

mod comparison;
mod metric;
mod performance;
mod satisfice;
#[cfg(test)]
mod tests;

pub use comparison::{Comparison, Judged, ranks};
pub use metric::Metric;
pub use performance::{Direction, Performance, Unusable};
pub use satisfice::{Criterion, Satisficed, satisfice};
