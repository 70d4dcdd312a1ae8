//! From a question to runs, and from runs to an answer.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Plan, Progress, outcomes};
use milepost_strategy::model::{Measure, PathwayId, Strategy, Variant};

use super::game::{Game, Set};
use super::parts::{Declared, parts};
use super::sums::{BLOCK, Sums};
use super::{EXACT, Error, PartWorth, Question, Worth};
use crate::ask;
use crate::asked::unknown;
use crate::progress::Forward;

/// Bytes of outcomes that are held at a time; there are more rounds of fewer futures where they would be more.
const MEMORY: usize = 96 << 20;

/// Futures of all sets, and of drawn orders, where the question names no number.
const FUTURES: [u64; 2] = [1_000, 256];

/// Orders that are drawn where the question names no number.  With an order goes its reverse, so interactions of two
/// parts are shared exactly; 12 told the shares of 44 recommendations to within half a percent of the gain.
const ORDERS: u64 = 12;

/// Futures of each variant in a probe.
const PROBED: u64 = 128;

/// A question made ready: what will be run is known.
pub struct Study {
    /// The strategy, with the measures asked for only: what nothing else needs is not computed.
    strategy: Strategy,
    question: Question,
    pathway: PathwayId,
    reference: PathwayId,
    futures: u64,
    parts: Vec<Declared>,
    /// The parts that move anything, as indices.
    playing: Vec<usize>,
    game: Game,
    /// The reference, then one for each set of the game.
    variants: Vec<Variant>,
}

impl Study {
    /// Finds the pathway, the measures, the parts, and the sets of them to run.
    ///
    /// # Errors
    /// Names that are not there, or nothing to take apart: see [`Error`].
    pub fn new(strategy: &Strategy, question: &Question) -> Result<Study, Error> {
        let reference = strategy.reference.ok_or(Error::NoReference)?;
        let pathway = pathway(strategy, question.pathway.as_deref(), reference)?;
        let mut strategy = strategy.clone();
        strategy.measures = measures(&strategy, &question.measures)?;
        let parts = parts(&strategy, pathway, reference, question.by);
        if parts.is_empty() {
            return Err(Error::NoParts(question.by.one()));
        }
        if question.orders.is_some_and(|orders| orders < 2) {
            return Err(Error::TooFewOrders);
        }
        let playing: Vec<usize> = (0..parts.len()).filter(|&i| parts[i].moves).collect();
        let exact = question.orders.is_none() && playing.len() <= EXACT;
        let game = match exact {
            true => Game::exact(playing.len()),
            false => {
                let pairs = question.orders.unwrap_or(ORDERS).div_ceil(2) as usize;
                Game::drawn(playing.len(), pairs, question.seed)
            }
        };
        let plain = strategy.pathways[reference.index()].name.clone();
        let plain = Variant { name: plain, ..ask::plain(&strategy, reference) };
        let sets = game.sets.iter().map(|set| variant(&strategy, pathway, &parts, &playing, set));
        let variants = std::iter::once(plain).chain(sets).collect();
        let futures = question.futures.unwrap_or(FUTURES[usize::from(!exact)]);
        let question = question.clone();
        Ok(Study { strategy, question, pathway, reference, futures, parts, playing, game, variants })
    }

    /// Name of the pathway taken apart.
    pub fn pathway(&self) -> &str {
        &self.strategy.pathways[self.pathway.index()].name
    }

    /// Name of the pathway that gains are against.
    pub fn reference(&self) -> &str {
        &self.strategy.pathways[self.reference.index()].name
    }

    /// Number of parts, and of those that move anything.
    pub fn parts(&self) -> (usize, usize) {
        (self.parts.len(), self.playing.len())
    }

    /// Sets of parts that will be run, the orders drawn if not all sets are, and futures of each.
    pub fn sets(&self) -> (u64, Option<u64>, u64) {
        (self.game.sets.len() as u64, self.orders(), self.futures)
    }

    /// Runs (variant x future) in all.
    pub fn runs(&self) -> u64 {
        self.variants.len() as u64 * self.futures
    }

    /// Makes a few of the runs, so that the caller can tell how long all will take: the number of runs made.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub fn probe(&self, cancel: &AtomicBool) -> Result<u64, Error> {
        let plan = self.plan(0, PROBED.min(self.futures));
        let some = 2 * std::thread::available_parallelism().map_or(1, usize::from);
        let some = &self.variants[..some.min(self.variants.len())];
        outcomes(&self.strategy, some, &plan, &(), cancel)?;
        Ok(some.len() as u64 * plan.members.end)
    }

    /// Runs everything.
    ///
    /// # Errors
    /// A number that is not finite, or the interruption: see [`Error`].
    pub fn run(&self, progress: &dyn Progress, cancel: &AtomicBool) -> Result<Vec<Worth>, Error> {
        let measures = &self.strategy.measures;
        let mut sums: Vec<Sums> =
            measures.iter().map(|m| Sums::new(&self.game, self.playing.len(), m.matters)).collect();
        progress.start(self.runs(), 0);
        let round = self.round();
        for first in (0..self.futures).step_by(round) {
            let last = (first + round as u64).min(self.futures);
            let plan = self.plan(first, last);
            let found = outcomes(&self.strategy, &self.variants, &plan, &Forward(progress), cancel)?;
            for (k, sums) in sums.iter_mut().enumerate() {
                let columns: Vec<&[f64]> = found.measures.iter().map(|v| v[k].as_slice()).collect();
                take(sums, &self.game, &measures[k], &columns);
            }
        }
        progress.finish();
        Ok(measures.iter().zip(&sums).map(|(measure, sums)| self.answer(measure, sums)).collect())
    }

    /// Futures that are run at a time, in whole blocks.
    fn round(&self) -> usize {
        let each = 8 * self.variants.len() * self.strategy.measures.len();
        (MEMORY / each / BLOCK).max(1) * BLOCK
    }

    fn plan(&self, first: u64, last: u64) -> Plan {
        let Question { seed, threads, allow_nan, .. } = self.question;
        Plan { threads, allow_nan, charts: false, ..Plan::new(first..last, seed) }
    }

    fn orders(&self) -> Option<u64> {
        let all = self.question.orders.is_none() && self.playing.len() <= EXACT;
        (!all).then_some(2 * self.game.groups() as u64)
    }

    fn answer(&self, measure: &Measure, sums: &Sums) -> Worth {
        let mut parts: Vec<PartWorth> = self.parts.iter().map(|p| nothing(p, self.futures)).collect();
        for (i, &part) in self.playing.iter().enumerate() {
            let found = sums.part(i);
            parts[part] = PartWorth {
                lost: found.lost,
                alone: found.alone,
                shapley: found.shapley,
                shares: found.shares,
                mean: found.mean,
                error: found.error,
                share: found.share,
                hostage: found.hostage,
                ..parts[part].clone()
            };
        }
        // Stable: equals stay in declared order, and what moves nothing comes last.
        parts.sort_by(|a, b| b.moves.cmp(&a.moves).then(b.mean.total_cmp(&a.mean)));
        Worth {
            strategy: self.question.strategy.clone(),
            pathway: self.pathway().into(),
            reference: self.reference().into(),
            measure: measure.name.clone(),
            by: self.question.by,
            futures: self.futures,
            seed: self.question.seed,
            orders: self.orders(),
            gain: sums.gain(),
            gaining: sums.gaining(),
            rest: sums.rest(),
            hostage: sums.hostage(|i| self.parts[self.playing[i]].name.clone()),
            parts,
        }
    }
}

/// Turns the measure of every variant into gains, future by future, and adds them up.  The reference comes first.
fn take(sums: &mut Sums, game: &Game, measure: &Measure, columns: &[&[f64]]) {
    let Some((reference, sets)) = columns.split_first() else { return };
    let sign = if measure.maximise { 1.0 } else { -1.0 };
    let futures: Vec<usize> = (0..reference.len()).collect();
    let mut gain = vec![0.0; sets.len()];
    for block in futures.chunks(BLOCK) {
        let values = block.iter().map(|&future| {
            for (gain, set) in gain.iter_mut().zip(sets) {
                *gain = sign * (set[future] - reference[future]);
            }
            game.values(&gain)
        });
        sums.take(&values.collect::<Vec<_>>());
    }
}

/// A part that moves nothing is worth nothing, in every future.
fn nothing(part: &Declared, futures: u64) -> PartWorth {
    let zero = milepost_ensemble::summary::Spread { known: futures, ..Default::default() };
    PartWorth {
        name: part.name.clone(),
        title: part.title.clone(),
        moves: part.moves,
        holders: part.holders.clone(),
        lost: zero.clone(),
        alone: zero.clone(),
        shapley: zero.clone(),
        shares: zero,
        ..PartWorth::default()
    }
}

fn variant(strategy: &Strategy, pathway: PathwayId, parts: &[Declared], playing: &[usize], set: &Set) -> Variant {
    let out: Vec<&Declared> =
        playing.iter().zip(set).filter(|(_, inside)| !**inside).map(|(&i, _)| &parts[i]).collect();
    let names = out.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(" and ");
    let plain = ask::plain(strategy, pathway);
    let name = if out.is_empty() { plain.name.clone() } else { format!("{} without {names}", plain.name) };
    Variant { name, without: out.iter().map(|p| p.part).collect(), ..plain }
}

/// The pathway named, or the one that carries the strategy.
fn pathway(strategy: &Strategy, name: Option<&str>, reference: PathwayId) -> Result<PathwayId, Error> {
    let all = || strategy.pathways.iter().enumerate().map(|(i, p)| (PathwayId(i as u32), p));
    if let Some(name) = name {
        let names = || strategy.pathways.iter().map(|p| p.name.as_str());
        let found = all().find(|(_, p)| p.name == name).map(|(id, _)| id);
        let found = found.ok_or_else(|| unknown("pathway", name, names()))?;
        return if found == reference { Err(Error::IsReference(name.into())) } else { Ok(found) };
    }
    let others: Vec<_> = all().filter(|(id, _)| *id != reference).collect();
    let recommended = strategy.recommendations.len();
    let follows_all = |p: &milepost_strategy::model::Pathway| recommended > 0 && p.follows.len() == recommended;
    let carrying = others.iter().find(|(_, p)| !p.comparison && follows_all(p));
    let chosen = carrying.or_else(|| others.iter().rfind(|(_, p)| !p.comparison)).or_else(|| others.last());
    let name = || strategy.pathways[reference.index()].name.clone();
    chosen.map(|(id, _)| *id).ok_or_else(|| Error::NoPathway(name()))
}

/// The measures named, none twice, or the first declared.
fn measures(strategy: &Strategy, names: &[String]) -> Result<Vec<Measure>, Error> {
    if names.is_empty() {
        return strategy.measures.first().map(|m| vec![m.clone()]).ok_or(Error::NoMeasure);
    }
    let mut found: Vec<Measure> = Vec::new();
    for name in names {
        let known = || strategy.measures.iter().map(|m| m.name.as_str());
        let measure = strategy.measures.iter().find(|m| m.name == *name);
        let measure = measure.ok_or_else(|| unknown("measure", name, known()))?;
        if found.iter().all(|m| m.name != measure.name) {
            found.push(measure.clone());
        }
    }
    Ok(found)
}
