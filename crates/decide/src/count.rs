//! A figure that is known, bounded or unknown.

/// What stands for no upper bound: far above any count of people, far below where sums overflow.
pub(crate) const UNBOUNDED: u64 = 1 << 60;

/// The whole numbers from `low` to `high` that a figure may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count {
    low: u64,
    high: u64,
}

impl Count {
    /// A known figure.
    pub fn exact(n: u64) -> Count {
        Count::between(n, n)
    }

    /// A figure of which only bounds are known, or which is disputed between them.
    pub fn between(low: u64, high: u64) -> Count {
        let low = low.min(UNBOUNDED);
        Count { low, high: high.clamp(low, UNBOUNDED) }
    }

    /// At least so many, with no upper bound.
    pub fn at_least(low: u64) -> Count {
        Count::between(low, UNBOUNDED)
    }

    /// A figure that nobody knows.
    pub fn unknown() -> Count {
        Count::at_least(0)
    }

    /// The least it may be.
    pub fn low(self) -> u64 {
        self.low
    }

    /// The most it may be; `None` where there is no bound.
    pub fn high(self) -> Option<u64> {
        (self.high < UNBOUNDED).then_some(self.high)
    }

    /// The most it may be, unbounded as a very large number.
    pub(crate) fn top(self) -> u64 {
        self.high
    }

    /// The figure, where it is known.
    pub fn known(self) -> Option<u64> {
        (self.low == self.high).then_some(self.low)
    }

    /// Whether nothing at all is known of it.
    pub fn is_unknown(self) -> bool {
        self == Count::unknown()
    }

    /// What holds of both bounds; `None` where they contradict each other.
    pub(crate) fn meet(self, other: Count) -> Option<Count> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Count { low, high })
    }

    /// What covers both: a figure that two sources dispute.
    pub(crate) fn hull(self, other: Count) -> Count {
        Count { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    pub(crate) fn plus(self, other: Count) -> Count {
        Count { low: cap(self.low + other.low), high: cap(self.high + other.high) }
    }

    /// What is left of it when `part` of it is taken: bounds of `self - part`.
    pub(crate) fn less(self, part: Count) -> Count {
        let high = if self.high == UNBOUNDED { UNBOUNDED } else { self.high.saturating_sub(part.low) };
        // Of a part without bound nothing surely remains.
        let low = if part.high == UNBOUNDED { 0 } else { self.low.saturating_sub(part.high) };
        Count { low: low.min(high), high }
    }
}

fn cap(n: u64) -> u64 {
    n.min(UNBOUNDED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_add_and_subtract() {
        let a = Count::between(10, 20);
        assert_eq!(a.plus(Count::exact(5)), Count::between(15, 25));
        assert_eq!(a.less(Count::between(3, 4)), Count::between(6, 17));
        assert_eq!(a.less(Count::unknown()), Count::between(0, 20));
        assert_eq!(a.plus(Count::unknown()), Count::at_least(10));
        assert_eq!(a.meet(Count::at_least(15)), Some(Count::between(15, 20)));
        assert_eq!(a.meet(Count::exact(21)), None);
        assert_eq!((a.high(), Count::unknown().high()), (Some(20), None));
    }
}
