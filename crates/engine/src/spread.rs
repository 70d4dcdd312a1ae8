//! Distributions over futures that can be merged and kept: counts, sum, extremes and a histogram of relative accuracy.

mod batches;
mod packed;

pub use batches::Batches;

use serde::{Deserialize, Serialize};

use crate::bucket::{bucket, magnitude};

/// A distribution: quantiles to a relative accuracy of 0.4 % (exact in counts).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Futures with a known value.
    pub known: u64,
    /// Futures where it is unknown.
    pub unknown: u64,
    /// Mean.
    pub mean: f64,
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
    /// Quantiles at 5, 10, 25, 50, 75, 90, 95 %.
    pub quantiles: [f64; 7],
}

/// The levels of [`Spread::quantiles`].
pub const LEVELS: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// A distribution over futures.  Values that are not finite are unknown.
///
/// Counts merge exactly; the sum is the sum of the merged sums in the order of the merges, so that its bits depend on
/// the fixed blocks that were merged and on nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    totals: Totals,
    /// Ascending buckets and how many values each holds; one that holds more than fit stands more than once.
    #[serde(with = "packed")]
    buckets: Vec<(i32, u32)>,
}

/// Everything but the counts of buckets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Totals {
    known: u64,
    unknown: u64,
    sum: f64,
    min: f64,
    max: f64,
}

impl Totals {
    /// Adds those of the futures that follow.
    fn add(&mut self, next: &Totals) {
        if next.known > 0 {
            let first = self.known == 0;
            self.min = if first || next.min < self.min { next.min } else { self.min };
            self.max = if first || next.max > self.max { next.max } else { self.max };
            self.sum += next.sum;
        }
        self.known += next.known;
        self.unknown += next.unknown;
    }
}

impl Tally {
    /// The distribution of some values, summed from first to last.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Tally {
        let batches = Batches::from_iter([values.into_iter().collect()]);
        Tally::of_parts(&[&batches]).remove(0)
    }

    /// Adds the distribution of the futures that follow.
    pub fn merge(&mut self, next: &Tally) {
        if next.totals.known > 0 {
            self.buckets = merged(&self.buckets, &next.buckets);
        }
        self.totals.add(&next.totals);
    }

    /// What people read of it.
    pub fn spread(&self) -> Spread {
        let Totals { known, unknown, sum, min, max } = self.totals;
        if known == 0 {
            return Spread { unknown, ..Spread::default() };
        }
        // Rounding may carry the mean of equal values past them.
        let mean = (sum / known as f64).clamp(min, max);
        Spread { known, unknown, mean, min, max, quantiles: LEVELS.map(|level| self.quantile(level)) }
    }

    /// The quantile, interpolated between neighbouring ranks.
    fn quantile(&self, level: f64) -> f64 {
        let rank = level * (self.totals.known - 1) as f64;
        let (below, above) = (self.ranked(rank.floor() as u64), self.ranked(rank.ceil() as u64));
        (below + (above - below) * (rank - rank.floor())).clamp(self.totals.min, self.totals.max)
    }

    /// The value of this rank, counted from 0; the extremes are exact.
    fn ranked(&self, rank: u64) -> f64 {
        let Totals { known, min, max, .. } = self.totals;
        if rank == 0 {
            return min;
        }
        if rank + 1 >= known {
            return max;
        }
        let mut seen = 0;
        for &(key, count) in &self.buckets {
            seen += u64::from(count);
            if rank < seen {
                return counted(key).clamp(min, max);
            }
        }
        max
    }
}

/// The bucket of a finite value, growing with the value.
fn key(value: f64) -> i32 {
    let size = bucket(value) as i32;
    if value < 0.0 { -size } else { size }
}

/// The value that a key counts.
fn counted(key: i32) -> f64 {
    let size = magnitude(key.unsigned_abs());
    if key < 0 { -size } else { size }
}

/// Both lists of counts in one.  There are as many as tens of thousands of these lists, so none holds room it does not need.
fn merged(a: &[(i32, u32)], b: &[(i32, u32)]) -> Vec<(i32, u32)> {
    let mut out = Vec::with_capacity(a.len() + b.len() - shared(a, b));
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let take_a = j == b.len() || (i < a.len() && a[i].0 <= b[j].0);
        let (key, count) = if take_a { a[i] } else { b[j] };
        if take_a {
            i += 1
        } else {
            j += 1
        }
        add(&mut out, key, u64::from(count));
    }
    out
}

/// How many buckets are in both lists.
fn shared(a: &[(i32, u32)], b: &[(i32, u32)]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let order = a[i].0.cmp(&b[j].0);
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
        both += usize::from(order.is_eq());
    }
    both
}

/// Adds to the last bucket, which is this one or a smaller one.
fn add(buckets: &mut Vec<(i32, u32)>, key: i32, mut count: u64) {
    if let Some(last) = buckets.last_mut().filter(|last| last.0 == key) {
        let fits = count.min(u64::from(u32::MAX - last.1));
        last.1 += fits as u32;
        count -= fits;
    }
    while count > 0 {
        let fits = count.min(u64::from(u32::MAX));
        buckets.push((key, fits as u32));
        count -= fits;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_known_is_all_zero() {
        let spread = Tally::of([f64::NAN, f64::INFINITY]).spread();
        assert_eq!(spread, Spread { unknown: 2, ..Spread::default() });
    }

    #[test]
    fn equal_values_give_exactly_that_value() {
        let spread = Tally::of([0.1; 77]).spread();
        assert_eq!((spread.mean, spread.quantiles), (0.1, [0.1; 7]));
    }

    #[test]
    fn quantiles_are_within_the_promised_accuracy() {
        // The exact quantiles of 1..=1001 by linear interpolation are 1 + 1000 q.
        for (scale, shift) in [(1.0, 0.0), (1e-9, 0.0), (-3.0, 0.0), (1.0, -500.5)] {
            let spread = Tally::of((1..=1001).map(|k| f64::from(k) * scale + shift)).spread();
            for (level, found) in LEVELS.into_iter().zip(spread.quantiles) {
                let level = if scale < 0.0 { 1.0 - level } else { level };
                let exact = (1.0 + 1000.0 * level) * scale + shift;
                assert!((found - exact).abs() <= 0.004 * exact.abs() + 1e-12, "{found} for {exact}");
            }
        }
    }

    #[test]
    fn merging_blocks_counts_like_one_block() {
        let values: Vec<f64> = (0..1000).map(|k| f64::from(k * 7919 % 1009) - 300.0).collect();
        let mut parts = Tally::default();
        for block in values.chunks(100) {
            parts.merge(&Tally::of(block.iter().copied()));
        }
        let whole = Tally::of(values);
        assert_eq!(parts, whole, "whole numbers sum exactly, so even the sums agree");
    }

    #[test]
    fn more_than_a_bucket_holds_is_counted_all_the_same() {
        let many = |known: u64| {
            let mut buckets = Vec::new();
            add(&mut buckets, key(1.0), known - 1);
            add(&mut buckets, key(2.0), 1);
            Tally { totals: Totals { known, min: 1.0, max: 2.0, ..Totals::default() }, buckets }
        };
        let mut all = many(5_000_000_000);
        all.merge(&many(4_000_000_000));
        let held = |key: i32| all.buckets.iter().filter(|b| b.0 == key).map(|b| u64::from(b.1)).sum::<u64>();
        assert_eq!((held(key(1.0)), held(key(2.0))), (8_999_999_998, 2));
        assert!(all.buckets.is_sorted_by_key(|b| b.0));
        assert_eq!((all.ranked(8_999_999_997), all.ranked(8_999_999_998)), (1.0, 2.0));
    }

    #[test]
    fn values_are_counted_near_themselves_and_small_whole_numbers_exactly() {
        for value in [1.0, -1.0, 0.3, 1e300, -1e-300, 1.7e308, f64::MIN_POSITIVE, -0.999] {
            let near = counted(key(value));
            assert!((near - value).abs() <= value.abs() / 256.0, "{value} is counted as {near}");
        }
        for value in (-256..=256).map(f64::from) {
            assert_eq!(counted(key(value)), value);
        }
        assert_eq!(Tally::of([f64::MAX; 5]).spread().quantiles, [f64::MAX; 7]);
    }
}
