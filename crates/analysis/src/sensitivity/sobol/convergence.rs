//! Was N enough?

use super::indices::Halves;
use crate::design::Sobol;
use crate::sensitivity::Estimate;

/// How far off an index may be: this much, or a tenth of it for large ones.  Sarrazin, Pianosi & Wagener 2016,
/// *Environ. Model. Softw.* 79, 135-152, call indices converged when their intervals are narrower than 0.05.
pub const TOLERANCE: f64 = 0.05;

/// Which index of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// S1.
    First,
    /// ST.
    Total,
}

/// Whether N was enough for S1 and ST of every input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Convergence {
    /// All intervals are narrower than [`TOLERANCE`] or a tenth of the index to each side, and both halves of the base
    /// points give the same answer within that.
    Enough,
    /// An interval is too wide.
    TooWide {
        /// The index whose interval is widest against what is allowed.
        index: Index,
        /// Its input.
        input: usize,
        /// Half the width of its interval.
        half: f64,
        /// How many base points should do, if errors fall with the root of N; for smooth outputs they fall faster.
        base: u64,
    },
    /// The intervals are narrow, but the first half of the base points gives another answer than the second.
    HalvesDiffer {
        /// The index that differs most.
        index: Index,
        /// Its input.
        input: usize,
        /// From the first half.
        first: f64,
        /// From the second half.
        second: f64,
    },
}

/// What is allowed for an index.
fn allowed(value: f64) -> f64 {
    TOLERANCE.max(0.1 * value.abs())
}

/// Judges the intervals, then the halves of all replicates together.
pub(super) fn judge(first: &[Estimate], total: &[Estimate], halves: &[Halves]) -> Convergence {
    let all = || both(first, total);
    let worst = all().map(|(index, input, e)| (e.half / allowed(e.value), index, input, e.half));
    if let Some((excess, index, input, half)) = greatest(worst).filter(|(excess, ..)| *excess > 1.0) {
        let wanted = halves[0].base as f64 * excess * excess;
        // As a float the conversion saturates, so that a hopeless width asks for the most there is.
        let base = (wanted.ceil() as u64).min(Sobol::MOST_ROWS).next_power_of_two();
        return Convergence::TooWide { index, input, half, base };
    }
    let sides = [0, 1].map(|side| mean_of(halves, side));
    let differing = all().filter_map(|(index, input, e)| {
        let [first, second] = [0, 1].map(|side| sides[side].as_ref().map(|values| values[place(index, input)]));
        let (first, second) = (first?, second?);
        Some(((first - second).abs() / (2.0 * allowed(e.value)), index, input, (first, second)))
    });
    match greatest(differing).filter(|(excess, ..)| *excess > 1.0) {
        Some((_, index, input, (first, second))) => Convergence::HalvesDiffer { index, input, first, second },
        None => Convergence::Enough,
    }
}

fn both<'a>(first: &'a [Estimate], total: &'a [Estimate]) -> impl Iterator<Item = (Index, usize, &'a Estimate)> {
    let first = first.iter().enumerate().map(|(input, e)| (Index::First, input, e));
    first.chain(total.iter().enumerate().map(|(input, e)| (Index::Total, input, e)))
}

/// Place of an index in [`mean_of`].
fn place(index: Index, input: usize) -> usize {
    2 * input + usize::from(index == Index::Total)
}

/// S1 and ST of each input from one half, on average over replicates; none where a half is constant.
fn mean_of(halves: &[Halves], side: usize) -> Option<Vec<f64>> {
    let mut sum: Vec<f64> = Vec::new();
    for half in halves {
        let point = half.sums[side].point().ok()?;
        let values = point.first.iter().zip(&point.total).flat_map(|(first, total)| [*first, *total]);
        sum.resize(2 * point.first.len(), 0.0);
        sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value / halves.len() as f64);
    }
    Some(sum)
}

/// The entry with the greatest number in front; the first among equals.
fn greatest<T>(entries: impl Iterator<Item = (f64, Index, usize, T)>) -> Option<(f64, Index, usize, T)> {
    entries.reduce(|best, next| if next.0 > best.0 { next } else { best })
}
