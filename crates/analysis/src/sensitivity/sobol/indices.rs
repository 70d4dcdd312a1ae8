//! Indices with intervals over replicated scrambles.

use super::super::error::{Error, varying};
use super::super::estimate::student_factor;
use super::convergence::{Convergence, judge};
use super::point::{Pairs, Point};
use super::sums::Sums;
use crate::design::Blocks;
use crate::sensitivity::Estimate;

/// Sobol' indices of one output, with 95 % intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// S1 of each input.
    pub first: Vec<Estimate>,
    /// ST of each input.
    pub total: Vec<Estimate>,
    /// S2 of each pair, if the design was of second order.
    pub second: Option<Pairs<Estimate>>,
    /// Mean of the output.
    pub mean: f64,
    /// Variance of the output.
    pub variance: f64,
    /// How the intervals were made.
    pub intervals: Intervals,
    /// Whether N was enough for S1 and ST.
    pub convergence: Convergence,
}

/// How intervals were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intervals {
    /// Student's, over this many independent scrambles.
    Replicates(usize),
    /// From drawing base points again this often: too wide for a Sobol' sequence.
    Bootstrap(usize),
}

/// The least number of base points: halves of two points each.
pub(super) const LEAST_BASE: usize = 4;

/// The indices of one design without intervals, from its outputs in the design's order.
///
/// # Errors
/// Outputs that are no whole number of blocks, unknown or constant; fewer than four base points.
pub fn point(blocks: Blocks, outputs: &[f64]) -> Result<Point, Error> {
    Halves::of(blocks, outputs)?.whole().point()
}

/// The indices with intervals over at least two independent scrambles of the same design.
///
/// # Errors
/// As [`point`]; a single replicate; replicates of different lengths.
pub fn of_replicates(blocks: Blocks, replicates: &[&[f64]]) -> Result<Indices, Error> {
    same_length(replicates.iter().map(|outputs| outputs.len()))?;
    let halves: Vec<Halves> = replicates.iter().map(|outputs| Halves::of(blocks, outputs)).collect::<Result<_, _>>()?;
    over_replicates(&halves)
}

/// At least two replicates, all of one length.
pub(super) fn same_length(mut lengths: impl ExactSizeIterator<Item = usize>) -> Result<(), Error> {
    let found = lengths.len();
    if found < 2 {
        return Err(Error::TooFew { what: "replicates", found, least: 2 });
    }
    let first = lengths.next().unwrap_or(0);
    match lengths.find(|other| *other != first) {
        Some(other) => Err(Error::Uneven { first, other }),
        None => Ok(()),
    }
}

/// Student's intervals over what replicates give.
pub(super) fn over_replicates(halves: &[Halves]) -> Result<Indices, Error> {
    let points: Vec<Point> = halves.iter().map(|half| half.whole().point()).collect::<Result<_, _>>()?;
    let factor = student_factor(points.len());
    let estimate = |value: &dyn Fn(&Point) -> f64| {
        let values: Vec<f64> = points.iter().map(value).collect();
        Estimate::with_factor(&values, factor)
    };
    let inputs = points[0].first.len();
    let first: Vec<Estimate> = (0..inputs).map(|j| estimate(&|p| p.first[j])).collect();
    let total: Vec<Estimate> = (0..inputs).map(|j| estimate(&|p| p.total[j])).collect();
    let second = points[0].second.as_ref().map(|_| {
        let pair =
            |j, k| estimate(&|p: &Point| p.second.as_ref().and_then(|s| s.get(j, k)).copied().unwrap_or(f64::NAN));
        Pairs::new(inputs, pair)
    });
    let mean = estimate(&|p| p.mean).value;
    let variance = estimate(&|p| p.variance).value;
    let convergence = judge(&first, &total, halves);
    let intervals = Intervals::Replicates(halves.len());
    Ok(Indices { first, total, second, mean, variance, intervals, convergence })
}

/// The sums of a design's first and second half of base points.
#[derive(Debug, Clone)]
pub(super) struct Halves {
    pub(super) base: usize,
    pub(super) sums: [Sums; 2],
}

impl Halves {
    /// Both halves of outputs in memory.
    pub(super) fn of(blocks: Blocks, outputs: &[f64]) -> Result<Self, Error> {
        let base = base_points(blocks, outputs.len())?;
        varying(outputs)?;
        // The mean of the differences from the first value: exact enough wherever the outputs lie.
        let centre = outputs[0] + outputs.iter().map(|y| y - outputs[0]).sum::<f64>() / outputs.len() as f64;
        let mut halves = Halves::empty(blocks, base, centre);
        for (index, y) in outputs.chunks_exact(blocks.step()).enumerate() {
            halves.push(index, y);
        }
        Ok(halves)
    }

    pub(super) fn empty(blocks: Blocks, base: usize, centre: f64) -> Self {
        Halves { base, sums: [Sums::new(blocks, centre), Sums::new(blocks, centre)] }
    }

    pub(super) fn push(&mut self, index: usize, y: &[f64]) {
        self.sums[usize::from(index >= self.base / 2)].push(y, 1.0);
    }

    pub(super) fn whole(&self) -> Sums {
        let mut whole = self.sums[0].clone();
        whole.add(&self.sums[1]);
        whole
    }
}

/// How many base points so many rows are.
pub(super) fn base_points(blocks: Blocks, rows: usize) -> Result<usize, Error> {
    let step = blocks.step();
    if !rows.is_multiple_of(step) {
        return Err(Error::Blocks { found: rows, step });
    }
    let found = rows / step;
    if found < LEAST_BASE {
        return Err(Error::TooFew { what: "base points", found, least: LEAST_BASE });
    }
    Ok(found)
}
