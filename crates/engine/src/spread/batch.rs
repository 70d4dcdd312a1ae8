//! Values that come together, on their way into a distribution.

use super::{add, key};

/// A few hundred values, known by their buckets.
///
/// Thousands of series are counted at hundreds of times: as long as values still come, a list of their buckets is made
/// faster than counts, and is not larger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    pub(super) known: u64,
    pub(super) unknown: u64,
    /// From the first value to the last.
    pub(super) sum: f64,
    pub(super) min: f64,
    pub(super) max: f64,
    /// The bucket of each known value; where all have the same, that one alone.
    keys: Box<[i32]>,
}

impl Batch {
    /// Takes some values; those that are not finite are unknown.
    pub fn of(values: &[f64]) -> Batch {
        // The whole list, without stopping at the first that is not: that is several at a time.
        if values.iter().fold(true, |all, value| all & value.is_finite()) {
            return Batch::of_known(values);
        }
        let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        Batch { unknown: (values.len() - known.len()) as u64, ..Batch::of_known(&known) }
    }

    fn of_known(values: &[f64]) -> Batch {
        let Some(&first) = values.first() else { return Batch::default() };
        let (mut sum, mut min, mut max) = (0.0, first, first);
        for &value in values {
            sum += value;
            min = if value < min { value } else { min };
            max = if value > max { value } else { max };
        }
        let alike = key(min) == key(max);
        let keys = values[..if alike { 1 } else { values.len() }].iter().map(|value| key(*value)).collect();
        Batch { known: values.len() as u64, unknown: 0, sum, min, max, keys }
    }

    /// How many values each of its keys stands for.
    fn each(&self) -> u64 {
        if self.keys.len() == 1 { self.known } else { 1 }
    }
}

/// Ascending buckets and how many values of all batches each holds, in a list that has no room it does not need.
pub(super) fn counted(batches: &[&Batch]) -> Vec<(i32, u32)> {
    let some = || batches.iter().filter(|batch| batch.known > 0);
    let low = some().map(|batch| key(batch.min)).min().unwrap_or(0);
    let high = some().map(|batch| key(batch.max)).max().unwrap_or(0);
    let keys: usize = some().map(|batch| batch.keys.len()).sum();
    let span = high.abs_diff(low) as usize + 1;
    // A count for every bucket from the lowest to the highest is the faster way, unless most of them stay empty.
    if span <= 8 * keys { in_span(batches, low, span) } else { sorted(batches, keys) }
}

fn in_span(batches: &[&Batch], low: i32, span: usize) -> Vec<(i32, u32)> {
    let mut counts = vec![0_u64; span];
    for batch in batches {
        let each = batch.each();
        for key in &batch.keys {
            counts[key.abs_diff(low) as usize] += each;
        }
    }
    let mut buckets = Vec::with_capacity(counts.iter().filter(|count| **count > 0).count());
    for (key, &count) in (low..).zip(&counts) {
        add(&mut buckets, key, count);
    }
    buckets
}

fn sorted(batches: &[&Batch], keys: usize) -> Vec<(i32, u32)> {
    let mut all = Vec::with_capacity(keys);
    for batch in batches {
        all.extend(batch.keys.iter().map(|key| (*key, batch.each())));
    }
    all.sort_unstable();
    let mut buckets = Vec::new();
    for run in all.chunk_by(|a, b| a.0 == b.0) {
        add(&mut buckets, run[0].0, run.iter().map(|(_, count)| count).sum());
    }
    buckets.shrink_to_fit();
    buckets
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Tally;

    /// What merging the distribution of each batch, one after the other, gives.
    fn one_by_one(batches: &[Vec<f64>]) -> Tally {
        let mut whole = Tally::default();
        for batch in batches {
            whole.merge(&Tally::of(batch.iter().copied()));
        }
        whole
    }

    fn at_once(batches: &[Vec<f64>]) -> Tally {
        let batches: Vec<Batch> = batches.iter().map(|batch| Batch::of(batch)).collect();
        Tally::of_batches(&batches.iter().collect::<Vec<_>>())
    }

    #[test]
    fn values_all_alike_take_one_key() {
        let batch = Batch::of(&[7.0; 300]);
        assert_eq!((batch.keys.len(), batch.known), (1, 300));
        let batches = [vec![7.0; 300], vec![f64::NAN; 2], vec![7.0, 8.0]];
        assert_eq!(at_once(&batches), one_by_one(&batches));
        assert_eq!(at_once(&batches).spread().known, 302);
        assert_eq!(at_once(&[]), Tally::default());
    }

    /// Close together, far apart, of both signs, alike and unknown.
    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![1.0..2.0, -1e3..1e3, prop::num::f64::ANY, Just(0.0), Just(-0.0), Just(5.0)]
    }

    proptest! {
        #[test]
        fn counting_at_once_is_merging_one_by_one(
            batches in prop::collection::vec(prop::collection::vec(value(), 0..40), 0..6)
        ) {
            prop_assert_eq!(at_once(&batches), one_by_one(&batches));
        }

        #[test]
        fn what_lies_close_together_too(
            batches in prop::collection::vec(prop::collection::vec(1.0..2.0, 0..40), 0..6)
        ) {
            prop_assert_eq!(at_once(&batches), one_by_one(&batches));
        }

        #[test]
        fn both_ways_count_the_same(values in prop::collection::vec(-3.0..3.0_f64, 1..60)) {
            let batch = Batch::of(&values);
            let (low, high) = (key(batch.min), key(batch.max));
            let keys = batch.keys.len();
            let batches = [&batch];
            prop_assert_eq!(in_span(&batches, low, high.abs_diff(low) as usize + 1), sorted(&batches, keys));
        }
    }
}
