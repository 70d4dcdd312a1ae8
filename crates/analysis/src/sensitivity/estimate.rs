//! A number with its uncertainty, and what may be said of it.

use super::distribution::student_quantile;

/// How sure intervals are.
pub const LEVEL: f64 = 0.95;

/// An estimate with a symmetric 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate; noise may carry an index below 0 or above 1.
    pub value: f64,
    /// Half the width of the interval.
    pub half: f64,
}

/// What may be said of an estimate of something that cannot be negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// It is above 0.
    Distinct(Estimate),
    /// The interval reaches 0: no value should be shown, only that it is below `at_most`.
    NotDistinguishable {
        /// The upper end of the interval.
        at_most: f64,
    },
}

impl Estimate {
    /// The mean of independent replicates, with Student's interval (at least two values).
    pub fn of_replicates(values: &[f64]) -> Self {
        Self::with_factor(values, student_factor(values.len()))
    }

    /// As [`Self::of_replicates`], the factor of as many values being at hand.
    pub(super) fn with_factor(values: &[f64], factor: f64) -> Self {
        let (value, deviation) = mean_and_deviation(values);
        Estimate { value, half: factor * deviation }
    }

    /// Lower end of the interval.
    pub fn low(&self) -> f64 {
        self.value - self.half
    }

    /// Upper end of the interval.
    pub fn high(&self) -> f64 {
        self.value + self.half
    }

    /// Whether it can be told from 0.
    pub fn reading(&self) -> Reading {
        // Written so that an unknown interval tells nothing apart.
        if self.low() > 0.0 {
            Reading::Distinct(*self)
        } else {
            Reading::NotDistinguishable { at_most: self.high().max(0.0) }
        }
    }
}

impl Reading {
    /// The estimate, if it can be told from 0.
    pub fn distinct(self) -> Option<Estimate> {
        match self {
            Reading::Distinct(estimate) => Some(estimate),
            Reading::NotDistinguishable { .. } => None,
        }
    }
}

/// Half the width of Student's interval of a mean of n values, in their standard deviations.
pub(super) fn student_factor(n: usize) -> f64 {
    student_quantile(0.5 + LEVEL / 2.0, n as f64 - 1.0) / (n as f64).sqrt()
}

/// Mean and standard deviation (divided by n - 1; 0 for a single value).
pub(super) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, if values.len() > 1 { (squares / (n - 1.0)).sqrt() } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: mean 2, standard error 1/sqrt(3), t(0.975, 2) = 4.302653.
    #[test]
    fn students_interval() {
        let estimate = Estimate::of_replicates(&[1.0, 2.0, 3.0]);
        assert_eq!(estimate.value, 2.0);
        assert!((estimate.half - 4.302_652_73 / 3.0f64.sqrt()).abs() < 1e-7);
        assert_eq!(estimate.reading(), Reading::NotDistinguishable { at_most: estimate.high() });
        assert!(Estimate { value: 2.0, half: 1.9 }.reading().distinct().is_some());
        assert!(Estimate { value: 2.0, half: f64::NAN }.reading().distinct().is_none());
    }
}
