//! From runs to indices.

use std::ops::Range;

use milepost_analysis::design::{Blocks, Order};
use milepost_analysis::sensitivity::sobol::{Convergence as Converged, Indices, bootstrap, of_replicates};
use milepost_analysis::sensitivity::{self, Estimate};

use super::super::Error;
use super::super::found::{Group as Found, Pair, Sobol, Timed, TimedGroup};
use super::super::groups::Group;
use super::super::parts::{Convergence, Direction, Intervals, Kind, Share, Verdict};
use super::design::Swaps;

/// Draws of the bootstrap, where there is a single scramble.
const RESAMPLES: usize = 1_000;

/// Runs of a design.
pub(super) struct Analysis<'a> {
    pub swaps: &'a Swaps<'a>,
    /// `[block][column][future]`
    pub outcomes: &'a [Vec<Vec<f64>>],
    pub seed: u64,
}

impl Analysis<'_> {
    /// The shares of one measure.
    pub fn measure(
        &self,
        column: usize,
        pathway: &str,
        measure: &str,
        method: &'static str,
        direction: &dyn Fn(&Group) -> Option<Direction>,
    ) -> Result<Sobol, Error> {
        let names = || (measure.to_string(), pathway.to_string());
        let unknown = self.unknown(column);
        if unknown > 0 {
            let runs = self.outcomes.len() * self.futures();
            let (measure, pathway) = names();
            return Err(Error::UnknownRuns { measure, pathway, unknown, runs, method });
        }
        let groups = self.groups(std::slice::from_ref(&column));
        let found = self.indices(column, &groups).map_err(|why| {
            let (measure, pathway) = names();
            Error::Measure { measure, pathway, why }
        })?;
        Ok(self.told(&groups, &found, direction))
    }

    fn told(&self, groups: &[usize], found: &Indices, direction: &dyn Fn(&Group) -> Option<Direction>) -> Sobol {
        let group = |place: usize| &self.swaps.groups[groups[place]];
        let title = |place: usize| group(place).driver.title.clone();
        let one = |place: usize| Found {
            driver: group(place).driver.clone(),
            first: Share::of(found.first[place]),
            total: Share::of(found.total[place]),
            direction: direction(group(place)),
        };
        let mut all: Vec<Found> = (0..groups.len()).map(one).collect();
        // Strongest first; the others and luck, which are no single uncertainties, stay behind.
        let behind = |g: &Found| matches!(g.driver.kind, Kind::Others | Kind::Luck);
        all.sort_by(|a, b| {
            behind(a).cmp(&behind(b)).then_with(|| match behind(a) {
                true => std::cmp::Ordering::Equal,
                false => b.total.value.total_cmp(&a.total.value),
            })
        });
        let pairs = found.second.iter().flat_map(|pairs| pairs.iter());
        let pair = |(j, k, second): (usize, usize, &Estimate)| Pair {
            one: title(j),
            other: title(k),
            second: Share::of(*second),
        };
        let mut pairs: Vec<Pair> = pairs.map(pair).collect();
        pairs.sort_by(|a, b| b.second.value.total_cmp(&a.second.value));
        let halves = found.first.iter().chain(&found.total).map(|estimate| estimate.half);
        let verdict = match found.convergence {
            Converged::Enough => Verdict::Enough,
            Converged::TooWide { index, input, half, base } => {
                Verdict::TooWide { index: index.into(), input: title(input), half: half.min(f64::MAX), needed: base }
            }
            Converged::HalvesDiffer { index, input, first, second } => {
                Verdict::HalvesDiffer { index: index.into(), input: title(input), first, second }
            }
        };
        Sobol {
            samples: self.swaps.samples,
            replicates: self.swaps.replicates,
            seed: self.seed,
            mean: found.mean,
            variance: found.variance,
            groups: all,
            pairs,
            intervals: self.intervals(),
            convergence: Convergence { widest: halves.fold(0.0, f64::max).min(f64::MAX), verdict },
        }
    }

    /// The shares of a series, whose times are columns.
    pub fn over_time(&self, columns: Range<usize>, times: &[f64]) -> Timed {
        let all: Vec<usize> = columns.collect();
        let groups = self.groups(&all);
        let found: Vec<Option<Indices>> = all
            .iter()
            .map(|&column| if self.unknown(column) > 0 { None } else { self.indices(column, &groups).ok() })
            .collect();
        let shares = |place: usize, of: fn(&Indices) -> &[Estimate]| -> Vec<Option<Share>> {
            found.iter().map(|indices| indices.as_ref().map(|indices| Share::of(of(indices)[place]))).collect()
        };
        let timed = |place: usize| TimedGroup {
            driver: self.swaps.groups[groups[place]].driver.clone(),
            first: shares(place, |indices| &indices.first),
            total: shares(place, |indices| &indices.total),
        };
        Timed {
            samples: self.swaps.samples,
            replicates: self.swaps.replicates,
            seed: self.seed,
            times: times.to_vec(),
            deviation: found.iter().map(|indices| indices.as_ref().map(|i| i.variance.max(0.0).sqrt())).collect(),
            groups: (0..groups.len()).map(timed).collect(),
            intervals: self.intervals(),
        }
    }

    fn intervals(&self) -> Intervals {
        if self.swaps.replicates > 1 { Intervals::Replicates } else { Intervals::Bootstrap }
    }

    /// Futures of a block.
    fn futures(&self) -> usize {
        (self.swaps.samples * self.swaps.replicates) as usize
    }

    fn unknown(&self, column: usize) -> usize {
        self.outcomes.iter().flat_map(|block| &block[column]).filter(|y| !y.is_finite()).count()
    }

    /// The groups to look at: luck only where other luck changes any run of these columns.
    fn groups(&self, columns: &[usize]) -> Vec<usize> {
        let changes = |group: usize| {
            let (plain, swapped) = (&self.outcomes[0], &self.outcomes[1 + group]);
            let bits = |values: &[f64]| values.iter().map(|y| y.to_bits()).collect::<Vec<u64>>();
            columns.iter().any(|&column| bits(&plain[column]) != bits(&swapped[column]))
        };
        let kind = |group: usize| self.swaps.groups[group].driver.kind;
        (0..self.swaps.groups.len()).filter(|&group| kind(group) != Kind::Luck || changes(group)).collect()
    }

    /// The indices of some groups, from the blocks that swap them.
    fn indices(&self, column: usize, groups: &[usize]) -> Result<Indices, sensitivity::Error> {
        let all = self.swaps.groups.len();
        let order = if self.swaps.pairs { Order::Second } else { Order::First };
        let crossed = groups.iter().map(|group| 1 + group);
        let back = groups.iter().map(|group| 1 + all + group).filter(|_| self.swaps.pairs);
        let taken: Vec<usize> =
            std::iter::once(0).chain(crossed).chain(back).chain([self.outcomes.len() - 1]).collect();
        let blocks = Blocks { inputs: groups.len(), order };
        let samples = self.swaps.samples as usize;
        let rows = |number: usize| -> Vec<f64> {
            let base = number * samples..(number + 1) * samples;
            base.flat_map(|i| taken.iter().map(move |&block| self.outcomes[block][column][i])).collect()
        };
        let replicates: Vec<Vec<f64>> = (0..self.swaps.replicates as usize).map(rows).collect();
        match &replicates[..] {
            [single] => bootstrap(blocks, single, RESAMPLES, self.seed),
            several => of_replicates(blocks, &several.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        }
    }
}
