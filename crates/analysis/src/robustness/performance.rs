use std::cmp::Ordering;

use thiserror::Error;

/// Which values of a measure are better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// High ones.
    Maximise,
    /// Low ones.
    Minimise,
}

impl Direction {
    /// The value such that more is better.
    pub(super) fn oriented(self, value: f64) -> f64 {
        match self {
            Direction::Maximise => value,
            Direction::Minimise => -value,
        }
    }

    /// Whether a value is as good as the threshold or better.
    pub fn meets(self, value: f64, threshold: f64) -> bool {
        self.oriented(value) >= self.oriented(threshold)
    }
}

/// One measure of several alternatives over the same futures.
#[derive(Clone, Debug)]
pub struct Performance<'a> {
    direction: Direction,
    values: &'a [&'a [f64]],
    /// Per alternative and future, negated where less is better.
    oriented: Vec<Vec<f64>>,
}

impl<'a> Performance<'a> {
    /// Takes per alternative one value per future.
    ///
    /// # Errors
    /// No alternative, no future, unequal lengths, or an unknown value.
    pub fn new(direction: Direction, values: &'a [&'a [f64]]) -> Result<Self, Unusable> {
        let futures = values.first().ok_or(Unusable::NoAlternatives)?.len();
        if futures == 0 {
            return Err(Unusable::NoFutures);
        }
        for (alternative, values) in values.iter().enumerate() {
            if values.len() != futures {
                return Err(Unusable::Length { alternative, futures: values.len(), expected: futures });
            }
            if let Some(future) = values.iter().position(|value| !value.is_finite()) {
                return Err(Unusable::Unknown { alternative, future });
            }
        }
        let orient = |values: &&[f64]| values.iter().map(|&value| direction.oriented(value)).collect();
        Ok(Performance { direction, values, oriented: values.iter().map(orient).collect() })
    }

    /// Which values are better.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// How many alternatives there are.
    pub fn alternatives(&self) -> usize {
        self.values.len()
    }

    /// How many futures there are.
    pub fn futures(&self) -> usize {
        self.values[0].len()
    }

    /// The values as they were given.
    pub fn values(&self) -> &'a [&'a [f64]] {
        self.values
    }

    /// Per alternative and future, such that more is better.
    pub(super) fn oriented(&self) -> &[Vec<f64>] {
        &self.oriented
    }

    /// Per alternative and future, what it falls short of the best alternative there, as a number that is never above 0.
    pub(super) fn regret(&self) -> Vec<Vec<f64>> {
        let mut best = self.oriented[0].clone();
        for values in &self.oriented[1..] {
            best.iter_mut().zip(values).for_each(|(best, &value)| *best = best.max(value));
        }
        self.oriented
            .iter()
            .map(|values| values.iter().zip(&best).map(|(value, best)| value - best).collect())
            .collect()
    }
}

/// Why a measure cannot be judged.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Unusable {
    /// Nothing to compare.
    #[error("there is no alternative to judge; give at least one pathway")]
    NoAlternatives,
    /// Nothing to judge by.
    #[error("there is no future to judge by; run at least one")]
    NoFutures,
    /// Alternatives under different futures.
    #[error(
        "alternative {alternative} has {futures} futures where the first has {expected}; run all under the same futures"
    )]
    Length {
        /// From 0.
        alternative: usize,
        /// Its futures.
        futures: usize,
        /// Those of the first.
        expected: usize,
    },
    /// A value that is not known.
    #[error(
        "alternative {alternative} has no known value in future {future}; leave that future out for all alternatives"
    )]
    Unknown {
        /// From 0.
        alternative: usize,
        /// From 0.
        future: usize,
    },
    /// A weight or percentile that is no share.
    #[error("{name} is {value} but must lie between 0 and 1")]
    Share {
        /// Which.
        name: &'static str,
        /// Given.
        value: f64,
    },
    /// A threshold nothing can be compared with.
    #[error("the threshold is not a finite number; state one")]
    Threshold,
    /// No criterion, or criteria over other alternatives or futures.
    #[error("the criteria speak of different alternatives or futures, or there is none; give each the same ones")]
    Criteria,
}

/// Sorted copies, ascending.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Numbers that differ by rounding only are equal.
pub(super) fn compare(a: f64, b: f64) -> Ordering {
    let scale = a.abs().max(b.abs());
    if (a - b).abs() <= 1e-12 * scale { Ordering::Equal } else { a.total_cmp(&b) }
}
