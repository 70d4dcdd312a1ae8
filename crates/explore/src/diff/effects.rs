//! What the changes did, under the same futures.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use milepost_ensemble::summary::Verdict;
use milepost_ensemble::{Outcomes, Plan, Progress, Tally, outcomes, run};
use milepost_strategy::model::{Hypothesis, Strategy, Variant};

use super::{Comparison, Diff, Error, Judgement, Measure, Pathway, Side};
use crate::progress::Forward;

/// Futures that are tallied together, so that sums have the same bits however many are run at a time.
const BLOCK: usize = 256;

/// Futures that are run and compared at a time, so that memory does not grow with their number.
const ROUND: u64 = 32 * BLOCK as u64;

/// Runs both sides and says how they differ.
pub(super) fn compare(
    diff: &mut Diff,
    a: Side,
    b: Side,
    measures: &[String],
    comparison: &Comparison,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<(), Error> {
    let pathways: Vec<&str> = b.strategy.pathways.iter().map(|p| p.name.as_str()).collect();
    let both = |name: &str| a.strategy.pathways.iter().any(|p| p.name == name);
    let pathways: Vec<&str> = pathways.into_iter().filter(|name| both(name)).collect();
    let judged = hypotheses(a.strategy, b.strategy);
    let work = Work { comparison, pathways: &pathways, measures, judged: &judged, progress, cancel };
    progress.start(work.runs(a.strategy) + work.runs(b.strategy), 0);
    diff.pathways = work.pathways(a, b)?;
    let (before, after) = (work.verdicts(a)?, work.verdicts(b)?);
    progress.finish();
    for (a, b) in before.into_iter().zip(after) {
        match (a.verdict, a.share) == (b.verdict, b.share) {
            true => diff.same_verdicts += 1,
            false => diff.verdicts.push(Judgement { name: b.name.clone(), a, b }),
        }
    }
    Ok(())
}

/// The names of the hypotheses that both declare, in the order of the second.
fn hypotheses(a: &Strategy, b: &Strategy) -> Vec<String> {
    let both = |h: &&Hypothesis| a.hypotheses.iter().any(|other| other.name == h.name);
    b.hypotheses.iter().filter(both).map(|h| h.name.clone()).collect()
}

struct Work<'a> {
    comparison: &'a Comparison,
    pathways: &'a [&'a str],
    measures: &'a [String],
    judged: &'a [String],
    progress: &'a dyn Progress,
    cancel: &'a AtomicBool,
}

impl Work<'_> {
    /// Runs of a side, at most.
    fn runs(&self, strategy: &Strategy) -> u64 {
        let claims = if self.judged.is_empty() { 0 } else { 1 + strategy.variants.len() - strategy.pathways.len() };
        let pathways = if self.measures.is_empty() { 0 } else { self.pathways.len() };
        (pathways + claims) as u64 * self.comparison.futures
    }

    fn plan(&self, members: Range<u64>) -> Plan {
        let Comparison { seed, threads, allow_nan, .. } = *self.comparison;
        Plan { threads, allow_nan, charts: false, ..Plan::new(members, seed) }
    }

    /// What became of each pathway.
    fn pathways(&self, a: Side, b: Side) -> Result<Vec<Pathway>, Error> {
        let mut sums = vec![vec![Sums::default(); self.measures.len()]; self.pathways.len()];
        if self.measures.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.comparison.futures;
        for first in (0..all).step_by(ROUND as usize) {
            let members = first..all.min(first + ROUND);
            let (before, after) = (self.outcomes(a, members.clone())?, self.outcomes(b, members)?);
            let pairs = sums.iter_mut().zip(before.measures.iter().zip(&after.measures));
            for (sums, (before, after)) in pairs {
                for (sums, (before, after)) in sums.iter_mut().zip(before.iter().zip(after)) {
                    sums.take(before, after);
                }
            }
        }
        let unit = |side: Side, name: &str| {
            let measure = side.strategy.measures.iter().find(|m| m.name == name);
            measure.map(|m| (m.unit.to_string(), side.strategy.time.unit.clone()))
        };
        let measure = |(name, sums): (&String, Sums)| sums.measure(name, unit(a, name) != unit(b, name));
        let pathway = |(name, sums): (&&str, Vec<Sums>)| Pathway {
            name: name.to_string(),
            measures: self.measures.iter().zip(sums).map(measure).collect(),
        };
        Ok(self.pathways.iter().zip(sums).map(pathway).collect())
    }

    /// `[pathway][measure][future]`
    fn outcomes(&self, side: Side, members: Range<u64>) -> Result<Outcomes, Error> {
        let mut strategy = side.strategy.clone();
        let asked = |name: &String| side.strategy.measures.iter().find(|m| m.name == *name).cloned();
        strategy.measures = self.measures.iter().filter_map(asked).collect();
        // Pathways come first among the variants, in their order.
        let plain = |name: &&str| strategy.pathways.iter().position(|p| p.name == **name);
        let variants = self.pathways.iter().filter_map(plain).filter_map(|i| strategy.variants.get(i).cloned());
        let variants: Vec<Variant> = variants.collect();
        outcomes(&strategy, &variants, &self.plan(members), &Forward(self.progress), self.cancel)
            .map_err(|cause| Error::Run { side: side.name.into(), cause })
    }

    /// The verdicts on the hypotheses that both declare, in the same order on both sides.
    fn verdicts(&self, side: Side) -> Result<Vec<Verdict>, Error> {
        if self.judged.is_empty() {
            return Ok(Vec::new());
        }
        let mut strategy = side.strategy.clone();
        let asked = |name: &String| side.strategy.hypotheses.iter().find(|h| h.name == *name).cloned();
        strategy.hypotheses = self.judged.iter().filter_map(asked).collect();
        // What no claim speaks of is left out; the reference, or some pathway, is always run.
        let least = strategy.reference.map_or(0, |id| id.index());
        let pathways = strategy.pathways.get(least).map(|p| p.name.clone()).into_iter().collect();
        let plan = Plan { pathways, ..self.plan(0..self.comparison.futures) };
        let summary = run(&strategy, &plan, None, &Forward(self.progress), self.cancel);
        Ok(summary.map_err(|cause| Error::Run { side: side.name.into(), cause })?.claims)
    }
}

/// What one measure under one pathway came to on both sides.
#[derive(Clone, Default)]
struct Sums {
    a: Tally,
    b: Tally,
    difference: Tally,
    differs: bool,
}

impl Sums {
    /// Takes in the futures that follow, before and after.
    fn take(&mut self, before: &[f64], after: &[f64]) {
        for (before, after) in before.chunks(BLOCK).zip(after.chunks(BLOCK)) {
            let pairs = || before.iter().zip(after);
            self.a.merge(&Tally::of(before.iter().copied()));
            self.b.merge(&Tally::of(after.iter().copied()));
            self.difference.merge(&Tally::of(pairs().map(|(a, b)| b - a)));
            self.differs |= pairs().any(|(a, b)| a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan()));
        }
    }

    fn measure(self, name: &str, other_unit: bool) -> Measure {
        let difference = if other_unit { Tally::default() } else { self.difference };
        Measure {
            name: name.into(),
            other_unit,
            same: !self.differs && !other_unit,
            a: self.a.spread(),
            b: self.b.spread(),
            difference: difference.spread(),
        }
    }
}
