use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::bucket::{OCTAVE, bucket, magnitude};

/// Counts of values to 8 significant bits.
///
/// A value is counted under itself rounded to sign, exponent and 7 further bits of the mantissa: the relative error is
/// at most 2^-8, integers up to 256 are exact, and merging adds integers, so its order does not matter.
/// Below the normal range (2.2e-308) the error is absolute.
#[derive(Clone, Debug, Default)]
pub struct Histogram(Counts<u64>);

/// Counts in integers of type C.  Those of one block of members fit 16 bits, and more of them fit the cache.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts<C> {
    zeros: u64,
    positive: Magnitudes<C>,
    negative: Magnitudes<C>,
}

/// Counts by magnitude.  Most lie within a few powers of two of each other, in a window; the others are few.
#[derive(Clone, Debug, Default)]
struct Magnitudes<C> {
    base: u32,
    window: Vec<C>,
    others: BTreeMap<u32, u64>,
}

/// An integer to count with.
pub(crate) trait Count: Copy + Default + From<u8> + Into<u64> + AddAssign {}
impl Count for u16 {}
impl Count for u64 {}

/// A window spans at most this many counts, a factor of 10^9.
const WIDEST: u32 = 32 * OCTAVE;

impl Histogram {
    /// Counts values; unknown ones (NaN) are passed over.
    pub fn add(&mut self, values: &[f64]) {
        self.0.add(values);
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Histogram) {
        self.merge_counts(&other.0);
    }

    pub(crate) fn merge_counts<C: Count>(&mut self, other: &Counts<C>) {
        self.0.zeros += other.zeros;
        self.0.positive.merge(&other.positive);
        self.0.negative.merge(&other.negative);
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.ascending().map(|(_, count)| count).sum()
    }

    /// Rounded values and how often they occurred, from the lowest to the highest.
    pub fn ascending(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        let negative = self.0.negative.ascending().rev().map(|(key, count)| (-magnitude(key), count));
        let zero = (self.0.zeros > 0).then_some((0.0, self.0.zeros));
        let positive = self.0.positive.ascending().map(|(key, count)| (magnitude(key), count));
        negative.chain(zero).chain(positive)
    }

    /// The least rounded value that a share `p` of the values does not exceed; NaN if there are none.
    pub fn quantile(&self, p: f64) -> f64 {
        let total = self.count();
        let rank = ((p * total as f64).ceil() as u64).clamp(1, total.max(1));
        let mut seen = 0;
        for (value, count) in self.ascending() {
            seen += count;
            if seen >= rank {
                return value;
            }
        }
        f64::NAN
    }
}

/// The same counts, wherever they are kept.
impl PartialEq for Histogram {
    fn eq(&self, other: &Histogram) -> bool {
        self.ascending().eq(other.ascending())
    }
}

impl<C: Count> Counts<C> {
    pub(crate) fn add(&mut self, values: &[f64]) {
        for &value in values {
            let key = bucket(value);
            if value > 0.0 {
                self.positive.add(key);
            } else if value < 0.0 {
                self.negative.add(key);
            } else if value == 0.0 {
                self.zeros += 1;
            }
        }
    }

    /// Back to none, keeping the memory.
    pub(crate) fn clear(&mut self) {
        self.zeros = 0;
        self.positive.clear();
        self.negative.clear();
    }
}

impl<C: Count> Magnitudes<C> {
    #[inline]
    fn add(&mut self, key: u32) {
        match self.counted(key) {
            Some(counted) => *counted += C::from(1),
            None => *self.others.entry(key).or_default() += 1,
        }
    }

    /// The count of a key in the window, if it may be as wide as that.
    #[inline]
    fn counted(&mut self, key: u32) -> Option<&mut C> {
        if key.wrapping_sub(self.base) as usize >= self.window.len() && !self.widen(key) {
            return None;
        }
        self.window.get_mut(key.wrapping_sub(self.base) as usize)
    }

    /// Makes the window wide enough for a key, if it may be that wide.
    #[cold]
    fn widen(&mut self, key: u32) -> bool {
        let octave = key / OCTAVE * OCTAVE;
        if self.window.is_empty() {
            self.base = octave;
        }
        let low = self.base.min(octave);
        let high = (self.base + self.window.len() as u32).max(octave + OCTAVE);
        if high - low > WIDEST {
            return false;
        }
        let mut window = vec![C::default(); (high - low) as usize];
        let at = (self.base - low) as usize;
        window[at..at + self.window.len()].copy_from_slice(&self.window);
        (self.base, self.window) = (low, window);
        true
    }

    fn clear(&mut self) {
        self.window.fill(C::default());
        self.others.clear();
    }

    /// Keys that occurred, ascending, and how often: those below the window, in it, and above.  A key that was seen
    /// before the window grew over it is in both places.
    fn ascending(&self) -> impl DoubleEndedIterator<Item = (u32, u64)> + '_ {
        let end = self.base + self.window.len() as u32;
        let before = self.others.range(..self.base).map(|(&key, &count)| (key, count));
        let after = self.others.range(end..).map(|(&key, &count)| (key, count));
        let within = (self.base..end).map(|key| {
            let other = self.others.get(&key).copied().unwrap_or(0);
            (key, self.window[(key - self.base) as usize].into() + other)
        });
        before.chain(within).chain(after).filter(|&(_, count)| count > 0)
    }
}

impl Magnitudes<u64> {
    fn merge<C: Count>(&mut self, other: &Magnitudes<C>) {
        for (key, count) in other.ascending() {
            match self.counted(key) {
                Some(counted) => *counted += count,
                None => *self.others.entry(key).or_default() += count,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> Histogram {
        let mut h = Histogram::default();
        h.add(values);
        h
    }

    #[test]
    fn small_integers_and_infinities_are_exact() {
        for x in (-256..=256).map(f64::from).chain([f64::INFINITY, f64::NEG_INFINITY]) {
            assert_eq!(of(&[x]).quantile(0.5), x);
        }
        assert_eq!(of(&[-0.0]), of(&[0.0]));
        assert_eq!(of(&[f64::NAN]).count(), 0);
        assert!(of(&[]).quantile(0.5).is_nan());
    }

    #[test]
    fn quantiles_go_from_the_lowest_to_the_highest() {
        let h = of(&[3.0, -2.0, -1.0, 0.0, 200.0, -1.0]);
        let values: Vec<_> = h.ascending().collect();
        assert_eq!(values, [(-2.0, 1), (-1.0, 2), (0.0, 1), (3.0, 1), (200.0, 1)]);
        assert_eq!([0.0, 0.1, 0.5, 0.51, 1.0].map(|p| h.quantile(p)), [-2.0, -2.0, -1.0, 0.0, 200.0]);
    }

    #[test]
    fn values_far_apart_are_counted_too() {
        let values = [1e-300, 1.0, 1e300, 1e9, 1e-9, 1e5, 1e300, 1e-5, f64::MAX, 5e-324];
        let h = of(&values);
        assert_eq!(h.count(), 10);
        let mut reversed = values;
        reversed.reverse();
        assert_eq!(of(&reversed), h);
        let found: Vec<f64> = h.ascending().map(|(value, _)| value).collect();
        assert!(found.is_sorted() && found.len() == 9);
    }

    proptest! {
        #[test]
        fn the_relative_error_is_below_four_in_a_thousand(x in prop::num::f64::NORMAL) {
            let rounded = of(&[x]).quantile(0.5);
            prop_assert!(((rounded - x) / x).abs() <= 1.0 / 256.0 || rounded.is_infinite());
        }

        #[test]
        fn merging_is_counting_together(a in prop::collection::vec(prop::num::f64::ANY, 0..80), cut in 0..80_usize) {
            let cut = cut.min(a.len());
            let (mut left, right) = (of(&a[..cut]), of(&a[cut..]));
            left.merge(&right);
            prop_assert_eq!(&left, &of(&a));
            let mut other = right;
            other.merge(&of(&a[..cut]));
            prop_assert_eq!(other, left);
        }
    }
}
