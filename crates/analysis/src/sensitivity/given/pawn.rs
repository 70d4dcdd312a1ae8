//! PAWN: how far the output's distribution moves when an input is known.

use super::super::distribution::student_quantile;
use super::super::error::{Error, varying};
use super::super::estimate::{LEVEL, mean_and_deviation};
use super::slices::Slices;
use crate::design::random::{Purpose, Stream};

/// How often classes are dealt at random to learn what noise looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shuffles {
    /// How often; 100 is enough for a steady bar.
    pub times: usize,
    /// Seed of the shuffles.
    pub seed: u64,
}

/// The index that an input without influence would have in the same data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dummy {
    /// Its mean over shuffles: the bias of the index.
    pub mean: f64,
    /// Its standard deviation.
    pub deviation: f64,
    /// What none of all inputs without influence exceeds, in 95 of 100 studies.
    pub bar: f64,
    /// How often it was dealt.
    pub times: usize,
}

impl Dummy {
    /// What one input without influence exceeds with this probability, for whoever looks at more than the inputs of one
    /// study, or wants to be surer.
    pub fn bar_at(&self, probability: f64) -> f64 {
        let times = self.times as f64;
        self.mean + student_quantile(1.0 - probability, times - 1.0) * self.deviation * (1.0 + 1.0 / times).sqrt()
    }
}

/// PAWN of one input.
#[derive(Debug, Clone, PartialEq)]
pub struct Pawn {
    /// Kolmogorov and Smirnov's distance of each class from all rows, lowest values of the input first.
    pub distances: Vec<f64>,
    /// The index: their mean, 0 to 1.
    pub mean: f64,
    /// Their median.
    pub median: f64,
    /// The greatest of them.
    pub greatest: f64,
    /// What the index would be without influence.
    pub dummy: Dummy,
}

impl Pawn {
    /// Whether the index can be told from that of an input without influence.
    pub fn is_distinct(&self) -> bool {
        self.mean > self.dummy.bar
    }

    /// What is left of the index above its bias; none if it cannot be told from noise.
    pub fn above_noise(&self) -> Option<f64> {
        self.is_distinct().then_some(self.mean - self.dummy.mean)
    }
}

/// PAWN of each input for one output.
///
/// # Errors
/// Outputs that are not as many as the rows sorted, unknown or constant; fewer than two shuffles.
pub fn pawn(inputs: &[Slices], outputs: &[f64], shuffles: Shuffles) -> Result<Vec<Pawn>, Error> {
    varying(outputs)?;
    if shuffles.times < 2 {
        return Err(Error::TooFew { what: "shuffles", found: shuffles.times, least: 2 });
    }
    let ranks = Ranks::new(outputs);
    // Inputs with classes of the same sizes share their dummy: it depends on nothing else.
    let mut dummies: Vec<(&[u32], Dummy)> = Vec::new();
    inputs
        .iter()
        .map(|slices| {
            if slices.rows() != outputs.len() {
                return Err(Error::Length { found: outputs.len(), wanted: slices.rows() });
            }
            let known = dummies.iter().find(|(counts, _)| *counts == slices.counts).map(|(_, dummy)| *dummy);
            let dummy = known.unwrap_or_else(|| ranks.dummy(slices, inputs.len(), shuffles));
            if known.is_none() {
                dummies.push((&slices.counts, dummy));
            }
            let classes: Vec<u32> = ranks.order.iter().map(|row| slices.class[*row as usize]).collect();
            Ok(summed_up(ranks.distances(&classes, &slices.counts), dummy))
        })
        .collect()
}

fn summed_up(distances: Vec<f64>, dummy: Dummy) -> Pawn {
    let mut sorted = distances.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let (mean, _) = mean_and_deviation(&sorted);
    let middle = sorted.len() / 2;
    let median = if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 };
    Pawn { mean, median, greatest: sorted[sorted.len() - 1], distances, dummy }
}

/// The rows in the order of their outputs.
struct Ranks {
    order: Vec<u32>,
    /// Where groups of equal outputs end.
    ends: Vec<u32>,
}

impl Ranks {
    fn new(outputs: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..outputs.len() as u32).collect();
        order.sort_unstable_by(|a, b| outputs[*a as usize].total_cmp(&outputs[*b as usize]));
        let mut end = 0;
        let groups = order.chunk_by(|a, b| outputs[*a as usize] == outputs[*b as usize]);
        let ends = groups.map(|group| {
            end += group.len() as u32;
            end
        });
        let ends = ends.collect();
        Ranks { order, ends }
    }

    /// Each class's distance from all rows; `classes` in the order of the outputs.
    ///
    /// Between two rows of a class its own distribution stands still while that of all rows rises, so the distance is
    /// greatest right after one of its rows or right before the next: each row is looked at once.
    fn distances(&self, classes: &[u32], counts: &[u32]) -> Vec<f64> {
        let all = classes.len() as f64;
        let mut seen = vec![0u32; counts.len()];
        let mut widest = vec![0.0f64; counts.len()];
        let mut start = 0;
        for end in &self.ends {
            let group = &classes[start as usize..*end as usize];
            let mut look = |seen: &[u32], passed: u32| {
                for class in group {
                    let k = *class as usize;
                    let gap = f64::from(seen[k]) / f64::from(counts[k]) - f64::from(passed) / all;
                    widest[k] = widest[k].max(gap.abs());
                }
            };
            look(&seen, start);
            group.iter().for_each(|class| seen[*class as usize] += 1);
            look(&seen, *end);
            start = *end;
        }
        widest
    }

    /// The index of classes dealt at random.
    fn dummy(&self, slices: &Slices, inputs: usize, shuffles: Shuffles) -> Dummy {
        let mut classes = slices.class.clone();
        let index = |number: usize| {
            shuffle(&mut classes, Stream::new(shuffles.seed, Purpose::Shuffle, number as u64));
            mean_and_deviation(&self.distances(&classes, &slices.counts)).0
        };
        let indices: Vec<f64> = (0..shuffles.times).map(index).collect();
        let (mean, deviation) = mean_and_deviation(&indices);
        // Where a further draw lies, at a level that holds for all inputs together (Bonferroni).
        let dummy = Dummy { mean, deviation, bar: mean, times: shuffles.times };
        Dummy { bar: dummy.bar_at((1.0 - LEVEL) / inputs as f64), ..dummy }
    }
}

/// Fisher and Yates's shuffle.
fn shuffle(classes: &mut [u32], stream: Stream) {
    for last in (1..classes.len()).rev() {
        classes.swap(last, stream.below(last as u64, last as u64 + 1) as usize);
    }
}
