//! Intervals from a single design, too wide.

use super::super::error::Error;
use super::super::estimate::mean_and_deviation;
use super::convergence::judge;
use super::indices::{Halves, Indices, Intervals};
use super::point::{Pairs, Point};
use super::sums::Sums;
use crate::design::Blocks;
use crate::design::random::{Purpose, Stream};
use crate::sensitivity::Estimate;

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The indices of one design with intervals from drawing its base points again `resamples` times (Archer, Saltelli &
/// Sobol' 1997): 1.96 standard deviations of the resampled indices, as SALib.  Base points of a Sobol' sequence are more
/// even than random ones, so these intervals are too wide, often tenfold; prefer
/// [`of_replicates`](super::of_replicates).
///
/// # Errors
/// As [`point`](super::point); fewer than two resamples.
pub fn bootstrap(blocks: Blocks, outputs: &[f64], resamples: usize, seed: u64) -> Result<Indices, Error> {
    if resamples < 2 {
        return Err(Error::TooFew { what: "resamples", found: resamples, least: 2 });
    }
    let halves = Halves::of(blocks, outputs)?;
    let Point { first, total, second, mean, variance } = halves.whole().point()?;
    let drawn: Vec<Point> = (0..resamples)
        // A resample in which the output happens to be constant has no indices.
        .filter_map(|number| resample(blocks, outputs, mean, Stream::new(seed, Purpose::Resample, number as u64)))
        .collect();
    let half = |value: &dyn Fn(&Point) -> f64| {
        let values: Vec<f64> = drawn.iter().map(value).collect();
        if values.len() < 2 { f64::INFINITY } else { Z * mean_and_deviation(&values).1 }
    };
    let estimates = |values: &[f64], of: fn(&Point) -> &[f64]| -> Vec<Estimate> {
        let estimate = |(j, value): (usize, &f64)| Estimate { value: *value, half: half(&|p| of(p)[j]) };
        values.iter().enumerate().map(estimate).collect()
    };
    let first = estimates(&first, |p| &p.first);
    let total = estimates(&total, |p| &p.total);
    let second = second.map(|pairs| {
        let pairs = estimates(pairs.values(), |p| p.second.as_ref().map_or(&[], Pairs::values));
        let mut pairs = pairs.into_iter();
        Pairs::new(blocks.inputs, |_, _| pairs.next().unwrap_or(Estimate { value: f64::NAN, half: f64::NAN }))
    });
    let convergence = judge(&first, &total, &[halves]);
    Ok(Indices { first, total, second, mean, variance, intervals: Intervals::Bootstrap(resamples), convergence })
}

/// The indices of as many base points drawn with replacement.
fn resample(blocks: Blocks, outputs: &[f64], centre: f64, stream: Stream) -> Option<Point> {
    let base = outputs.len() / blocks.step();
    let mut times = vec![0.0; base];
    for draw in 0..base as u64 {
        times[stream.below(draw, base as u64) as usize] += 1.0;
    }
    let mut sums = Sums::new(blocks, centre);
    for (y, times) in outputs.chunks_exact(blocks.step()).zip(times).filter(|(_, times)| *times > 0.0) {
        sums.push(y, times);
    }
    sums.point().ok()
}
