//! Sums of floats without rounding.
//!
//! A sum is kept as a few floats that do not overlap, whose exact sum it is (Shewchuk 1997, "Adaptive precision
//! floating-point arithmetic and fast robust geometric predicates"), and rounded once, when it is read.  So what is
//! added and taken away again leaves nothing behind, and the order of adding does not matter.

/// An exact sum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sum {
    /// Not overlapping, growing in magnitude, none of them zero.
    parts: Vec<f64>,
}

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, x: f64) {
        let mut x = x;
        let mut kept = 0;
        for i in 0..self.parts.len() {
            let (sum, rest) = two_sum(x, self.parts[i]);
            if rest != 0.0 {
                self.parts[kept] = rest;
                kept += 1;
            }
            x = sum;
        }
        self.parts.truncate(kept);
        if x != 0.0 {
            self.parts.push(x);
        }
    }

    /// Adds another sum.
    pub fn add_sum(&mut self, other: &Sum) {
        other.parts.iter().for_each(|part| self.add(*part));
    }

    /// The float nearest to the sum; ties to even.
    pub fn value(&self) -> f64 {
        let mut parts = self.parts.iter().rev();
        let Some(mut sum) = parts.next().copied() else { return 0.0 };
        for part in parts.by_ref() {
            let (high, low) = two_sum(sum, *part);
            sum = high;
            if low != 0.0 {
                // A tie that a smaller part decides: go to that side.
                if let Some(next) = parts.next()
                    && (low < 0.0) == (*next < 0.0)
                {
                    let (twice, whole) = (low * 2.0, sum + low * 2.0);
                    if whole - sum == twice {
                        sum = whole;
                    }
                }
                break;
            }
        }
        sum
    }

    /// The parts as text, to be kept: `0.1 3`.
    pub fn text(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|p| format!("{p:e}")).collect();
        parts.join(" ")
    }

    /// Reads what [`text`](Sum::text) wrote.
    pub fn parse(text: &str) -> Option<Sum> {
        let parts = text.split_whitespace().map(|p| p.parse().ok());
        Some(Sum { parts: parts.collect::<Option<_>>()? })
    }
}

/// The rounded sum and what rounding took away (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_in = sum - a;
    let a_in = sum - b_in;
    (sum, (a - a_in) + (b - b_in))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(numbers: &[f64]) -> Sum {
        let mut sum = Sum::default();
        numbers.iter().for_each(|n| sum.add(*n));
        sum
    }

    #[test]
    fn known_sums() {
        assert_eq!(of(&[]).value(), 0.0);
        // Ten times 0.1 is 0.9999999999999999 when added one by one.
        assert_eq!(of(&[0.1; 10]).value(), 1.0);
        assert_eq!(of(&[1e16, 1.0, -1e16]).value(), 1.0);
        // 2^53 + 1 lies half way between two floats: to even, and up by the least bit more.
        let half = 9_007_199_254_740_992.0;
        assert_eq!(of(&[half, 1.0]).value(), half);
        assert_eq!(of(&[half, 1.0, 1e-300]).value(), half + 2.0);
        assert_eq!(of(&[half, 1.0, -1e-300]).value(), half);
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_nothing_is_left(
            numbers in proptest::collection::vec((-1e18f64..1e18).prop_union(-1.0..1.0), 0..40)
        ) {
            let forth = of(&numbers);
            let back: Vec<f64> = numbers.iter().rev().copied().collect();
            prop_assert_eq!(forth.value().to_bits(), of(&back).value().to_bits());
            prop_assert_eq!(&Sum::parse(&forth.text()), &Some(forth.clone()));
            let mut all = forth.clone();
            numbers.iter().for_each(|n| all.add(-n));
            prop_assert_eq!(all, Sum::default());
        }

        #[test]
        fn it_is_the_nearest_float(numbers in proptest::collection::vec(-(1i64 << 62)..1i64 << 62, 0..60)) {
            // Whole numbers have a sum that integers know exactly.
            let floats: Vec<f64> = numbers.iter().map(|n| *n as f64).collect();
            let exact: i128 = floats.iter().map(|x| *x as i128).sum();
            prop_assert_eq!(of(&floats).value(), exact as f64);
        }
    }
}
