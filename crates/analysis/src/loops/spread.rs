//! How something between 0 and 1 lies over futures: counts in narrow classes, which merge.

/// Classes between 0 and 1: narrow at the low end, where most loops are, and 3 % wide at the high one.
const CLASSES: usize = 64;

/// Counts: of exactly 0, then of each class.
pub(super) const COUNTS: usize = CLASSES + 1;

/// How a share lies over futures.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    counts: [f64; COUNTS],
}

impl Default for Spread {
    fn default() -> Spread {
        Spread { counts: [0.0; COUNTS] }
    }
}

impl Spread {
    /// Counts a future.
    pub fn add(&mut self, share: f64) {
        let class = match share {
            s if s > 0.0 => 1 + ((s.sqrt() * CLASSES as f64) as usize).min(CLASSES - 1),
            _ => 0,
        };
        self.counts[class] += 1.0;
    }

    /// Counts those that another counted.
    pub fn merge(&mut self, other: &Spread) {
        self.counts.iter_mut().zip(other.counts).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Lower quartile, median, upper quartile: within a class as if its futures lay evenly in it, so off by 3 % at most, and
    /// by 1 % below a tenth.
    pub fn quartiles(&self) -> [f64; 3] {
        let all: f64 = self.counts.iter().sum();
        [0.25, 0.5, 0.75].map(|level| {
            let (wanted, mut passed) = (level * all, 0.0);
            for (class, count) in self.counts.iter().enumerate() {
                if passed + count >= wanted && *count > 0.0 {
                    let within = (wanted - passed) / count;
                    return if class == 0 { 0.0 } else { end(class - 1) + within * (end(class) - end(class - 1)) };
                }
                passed += count;
            }
            0.0
        })
    }

    /// As numbers, to be kept.
    pub fn numbers(&self) -> &[f64; COUNTS] {
        &self.counts
    }

    /// Reads what [`Spread::numbers`] gave.
    pub fn of_numbers(numbers: &mut impl Iterator<Item = f64>) -> Option<Spread> {
        let mut spread = Spread::default();
        for count in &mut spread.counts {
            *count = numbers.next()?;
        }
        Some(spread)
    }
}

/// Upper end of a class, counted from 1.
fn end(class: usize) -> f64 {
    (class as f64 / CLASSES as f64).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(shares: &[f64]) -> Spread {
        let mut spread = Spread::default();
        shares.iter().for_each(|s| spread.add(*s));
        spread
    }

    #[test]
    fn quartiles_lie_within_a_class_of_the_true_ones() {
        let shares: Vec<f64> = (0..1000).map(|k| (f64::from(k) + 0.5) / 1000.0).collect();
        let found = of(&shares).quartiles();
        for (found, level) in found.iter().zip([0.25, 0.5, 0.75]) {
            assert!((found - level).abs() < 2e-3, "{found} {level}");
        }
        let steep: Vec<f64> = shares.iter().map(|s| s.powi(4)).collect();
        for (found, level) in of(&steep).quartiles().iter().zip([0.25_f64, 0.5, 0.75]) {
            assert!((found - level.powi(4)).abs() <= 0.01, "{found} {level}");
        }
    }

    #[test]
    fn what_does_nothing_in_most_futures_lies_at_0() {
        assert_eq!(of(&[0.0, 0.0, 0.0, 0.0, 1.0]).quartiles(), [0.0, 0.0, 0.0]);
        let [low, middle, high] = of(&[0.0, 0.0, 0.9, 0.9]).quartiles();
        assert_eq!((low, middle), (0.0, 0.0));
        // The class of 0.9 reaches from (60/64)^2 to (61/64)^2; half of its futures lie below the quartile.
        let middle = (60.0_f64.powi(2) + 61.0_f64.powi(2)) / 2.0 / 64.0_f64.powi(2);
        assert!((high - middle).abs() < 1e-12, "{high}");
        assert_eq!(of(&[]).quartiles(), [0.0; 3]);
        assert!(of(&[1.0]).quartiles().iter().all(|q| (0.96..=1.0).contains(q)));
    }

    #[test]
    fn parts_add_up_and_are_read_as_kept() {
        let (a, b) = (of(&[0.1, 0.5]), of(&[0.0, 0.7, 1.0]));
        let mut both = a.clone();
        both.merge(&b);
        assert_eq!(both, of(&[0.0, 0.1, 0.5, 0.7, 1.0]));
        assert_eq!(Spread::of_numbers(&mut both.numbers().iter().copied()), Some(both));
        assert_eq!(Spread::of_numbers(&mut [1.0].into_iter()), None);
    }
}
