//! An exact bar for a share.

/// A share that must be reached or passed: `numerator / denominator`, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Threshold {
    /// Upper part of the fraction.
    pub numerator: u64,
    /// Lower part; never 0.
    pub denominator: u64,
    /// The share must be passed (`>`), not only reached (`>=`).
    pub strict: bool,
}

impl Threshold {
    /// At least `numerator / denominator`.
    pub fn at_least(numerator: u64, denominator: u64) -> Threshold {
        Threshold { numerator, denominator: denominator.max(1), strict: false }
    }

    /// More than `numerator / denominator`.
    pub fn more_than(numerator: u64, denominator: u64) -> Threshold {
        Threshold { strict: true, ..Threshold::at_least(numerator, denominator) }
    }

    /// Whether `part` of `whole` meets the bar.  Of nothing no share is reached.
    pub fn met(self, part: u64, whole: u64) -> bool {
        let left = u128::from(part) * u128::from(self.denominator);
        let right = u128::from(whole) * u128::from(self.numerator);
        whole > 0 && (left > right || (left == right && !self.strict))
    }

    /// The least whole number that meets the bar of `whole`, of which there may be more than votes.
    pub fn target(self, whole: u128) -> Option<u128> {
        let scaled = whole.checked_mul(u128::from(self.numerator))?;
        let below = u128::from(self.denominator.max(1));
        Some(if self.strict { scaled / below + 1 } else { scaled.div_ceil(below) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thirds_is_not_0_67() {
        let bar = Threshold::at_least(2, 3);
        assert!(bar.met(479_172, 718_758) && !bar.met(479_171, 718_758));
        assert!(!Threshold::more_than(2, 3).met(479_172, 718_758));
        assert_eq!((bar.target(718_758), Threshold::more_than(2, 3).target(718_758)), (Some(479_172), Some(479_173)));
        assert!(!Threshold::at_least(0, 1).met(0, 0), "of nothing no share is reached");
    }
}
