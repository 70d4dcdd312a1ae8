//! Values that come together, on their way into distributions.

use std::ops::Range;

use super::{Tally, Totals, add, key};

/// A few hundred futures' values of series after series, known by their buckets.
///
/// Thousands of series are counted at hundreds of times: while values still come, a list of their buckets is made
/// faster than counts are and is not larger; all lists lie behind each other, in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batches {
    batches: Vec<Batch>,
    /// The bucket of each known value; where a batch has only one, that one alone.
    keys: Vec<i32>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Batch {
    totals: Totals,
    /// Its part of the keys.
    keys: Range<usize>,
}

impl Batches {
    /// None yet, with room for so many and for the values of all of them.
    pub fn with_room(batches: usize, values: usize) -> Batches {
        Batches { batches: Vec::with_capacity(batches), keys: Vec::with_capacity(values) }
    }

    /// Gives back the room that was not needed.
    pub fn fit(&mut self) {
        self.keys.shrink_to_fit();
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.batches.len()
    }

    /// No list of values came.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// Adds a batch; values that are not finite are unknown.
    pub fn push(&mut self, values: &[f64]) {
        // The whole list, without stopping at the first that is not: that is several at a time.
        if values.iter().fold(true, |all, value| all & value.is_finite()) {
            return self.push_known(values, 0);
        }
        let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        self.push_known(&known, (values.len() - known.len()) as u64);
    }

    fn push_known(&mut self, values: &[f64], unknown: u64) {
        let start = self.keys.len();
        let mut totals = Totals { unknown, ..Totals::default() };
        if let Some(&first) = values.first() {
            let (mut sum, mut min, mut max) = (0.0, first, first);
            for &value in values {
                sum += value;
                min = if value < min { value } else { min };
                max = if value > max { value } else { max };
            }
            let shown = if key(min) == key(max) { &values[..1] } else { values };
            self.keys.extend(shown.iter().map(|value| key(*value)));
            totals = Totals { known: values.len() as u64, unknown, sum, min, max };
        }
        self.batches.push(Batch { totals, keys: start..self.keys.len() });
    }

    /// The totals of a batch, its keys, and how many values each of them stands for.
    fn batch(&self, at: usize) -> (&Totals, &[i32], u64) {
        let Batch { totals, keys } = &self.batches[at];
        (totals, &self.keys[keys.clone()], if keys.len() == 1 { totals.known } else { 1 })
    }
}

impl FromIterator<Vec<f64>> for Batches {
    fn from_iter<T: IntoIterator<Item = Vec<f64>>>(lists: T) -> Batches {
        let mut all = Batches::default();
        lists.into_iter().for_each(|values| all.push(&values));
        all
    }
}

impl Tally {
    /// The distributions of series whose values came in parts, which hold as many batches each: what merging the
    /// distributions of the parts in their order would give, sooner.
    pub fn of_parts(parts: &[&Batches]) -> Vec<Tally> {
        let of = |at: usize| {
            let mut tally = Tally { buckets: counted(parts, at), ..Tally::default() };
            parts.iter().for_each(|part| tally.totals.add(part.batch(at).0));
            tally
        };
        (0..parts.first().map_or(0, |part| part.len())).map(of).collect()
    }
}

/// Ascending buckets and how many values of all parts each holds, in a list that has no room it does not need.
fn counted(parts: &[&Batches], at: usize) -> Vec<(i32, u32)> {
    let batches = || parts.iter().map(|part| part.batch(at)).filter(|(totals, ..)| totals.known > 0);
    let low = batches().map(|(totals, ..)| key(totals.min)).min().unwrap_or(0);
    let high = batches().map(|(totals, ..)| key(totals.max)).max().unwrap_or(0);
    let keys: usize = batches().map(|(_, keys, _)| keys.len()).sum();
    let span = high.abs_diff(low) as usize + 1;
    // A count for every bucket from the lowest to the highest is the faster way, unless most of them stay empty.
    if span <= 8 * keys { in_span(batches(), low, span) } else { sorted(batches(), keys) }
}

fn in_span<'a>(batches: impl Iterator<Item = (&'a Totals, &'a [i32], u64)>, low: i32, span: usize) -> Vec<(i32, u32)> {
    let mut counts = vec![0_u64; span];
    for (_, keys, each) in batches {
        for key in keys {
            counts[key.abs_diff(low) as usize] += each;
        }
    }
    let mut buckets = Vec::with_capacity(counts.iter().filter(|count| **count > 0).count());
    for (key, &count) in (low..).zip(&counts) {
        add(&mut buckets, key, count);
    }
    buckets
}

fn sorted<'a>(batches: impl Iterator<Item = (&'a Totals, &'a [i32], u64)>, keys: usize) -> Vec<(i32, u32)> {
    let mut all = Vec::with_capacity(keys);
    for (_, keys, each) in batches {
        all.extend(keys.iter().map(|key| (*key, each)));
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

    /// What merging the distribution of each part, one after the other, gives.
    fn one_by_one(parts: &[Vec<f64>]) -> Tally {
        let mut whole = Tally::default();
        for part in parts {
            whole.merge(&Tally::of(part.iter().copied()));
        }
        whole
    }

    fn at_once(parts: &[Vec<f64>]) -> Vec<Tally> {
        let parts: Vec<Batches> = parts.iter().map(|part| Batches::from_iter([vec![1.0], part.clone()])).collect();
        Tally::of_parts(&parts.iter().collect::<Vec<_>>())
    }

    #[test]
    fn values_all_alike_take_one_key() {
        let batches = Batches::from_iter([vec![7.0; 300], vec![7.0, 8.0], vec![f64::NAN; 2], vec![]]);
        assert_eq!((batches.len(), batches.keys.len()), (4, 3));
        assert_eq!(batches.batch(0).2, 300);
        let parts = [vec![7.0; 300], vec![f64::NAN; 2], vec![7.0, 8.0]];
        assert_eq!(at_once(&parts), [Tally::of([1.0; 3]), one_by_one(&parts)]);
        assert_eq!(one_by_one(&parts).spread().known, 302);
        assert_eq!(Tally::of_parts(&[]), []);
    }

    /// Close together, far apart, of both signs, alike and unknown.
    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![1.0..2.0, -1e3..1e3, prop::num::f64::ANY, Just(0.0), Just(-0.0), Just(5.0)]
    }

    proptest! {
        #[test]
        fn counting_at_once_is_merging_one_by_one(
            parts in prop::collection::vec(prop::collection::vec(value(), 0..40), 1..6)
        ) {
            prop_assert_eq!(&at_once(&parts)[1], &one_by_one(&parts));
        }

        #[test]
        fn what_lies_close_together_too(
            parts in prop::collection::vec(prop::collection::vec(1.0..2.0, 0..40), 1..6)
        ) {
            prop_assert_eq!(&at_once(&parts)[1], &one_by_one(&parts));
        }

        #[test]
        fn both_ways_count_the_same(values in prop::collection::vec(-3.0..3.0_f64, 1..60)) {
            let batches = Batches::from_iter([values]);
            let batch = batches.batch(0);
            let (low, high) = (key(batch.0.min), key(batch.0.max));
            let span = high.abs_diff(low) as usize + 1;
            prop_assert_eq!(in_span([batch].into_iter(), low, span), sorted([batch].into_iter(), batch.1.len()));
        }
    }
}
