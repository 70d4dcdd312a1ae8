//! Measures and uncertainties of any variants, future by future, in memory: what studies are made from.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use milepost_engine::Points;
use milepost_strategy::model::{Strategy, Variant};

use crate::flow::{Work, flow};
use crate::hash::Hasher;
use crate::parallel::in_parallel;
use crate::shard::{TILE, blocks, shards};
use crate::simulate::{Engine, Purpose, Simulate, Tile};
use crate::store::Kept;
use crate::study::explain;
use crate::{Error, Plan, Progress};

/// Variants made ready at a time: their programs are held in memory together.
const AT_ONCE: usize = 32;

/// Version of what is kept of a block.
const FORMAT: u64 = 1;

/// What variants came to under the same futures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    /// `[variant][measure][future]`, in canonical units; NaN is unknown.
    pub measures: Vec<Vec<Vec<f64>>>,
    /// Names of the uncertainties, as [`milepost_ir::Parameter::name`].
    pub parameters: Vec<String>,
    /// `[uncertainty][future]`: what was drawn, the same for all variants.
    pub drawn: Vec<Vec<f64>>,
}

/// Runs variants over the plan's members and keeps every measure of every future.  The plan's pathways, claims and
/// charts play no part.  Memory grows with variants x measures x futures.
///
/// The strategy may be a copy whose measures were replaced by what a study asks.
///
/// # Errors
/// One sentence each: see [`Error`].  Nothing is kept of what was interrupted.
pub fn outcomes(
    strategy: &Strategy,
    variants: &[Variant],
    plan: &Plan,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Outcomes, Error> {
    outcomes_at(strategy, variants, plan, None, progress, cancel)
}

/// As [`outcomes`], with uncertainties at the points of a design instead of drawn; [`stream`](milepost_ir::stream) of an
/// uncertainty's name in [`Outcomes::parameters`] is that of its points.
///
/// # Errors
/// As [`outcomes`].
pub fn outcomes_at(
    strategy: &Strategy,
    variants: &[Variant],
    plan: &Plan,
    points: Option<&Points>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Outcomes, Error> {
    Asked { strategy, plan, points, kept: None, progress, cancel }.all(variants)
}

/// As [`outcomes_at`], kept in a folder in blocks of 4,096 members of a variant as they are made: the same call goes on
/// where it was interrupted, and runs nothing the second time.
///
/// # Errors
/// As [`outcomes`], except that finished blocks stay; the folder cannot be written.
pub fn outcomes_kept(
    folder: &Path,
    strategy: &Strategy,
    variants: &[Variant],
    plan: &Plan,
    points: Option<&Points>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Outcomes, Error> {
    let kept = Kept::open(folder)?;
    Asked { strategy, plan, points, kept: Some(&kept), progress, cancel }.all(variants)
}

/// What is asked of some variants.
struct Asked<'a> {
    strategy: &'a Strategy,
    plan: &'a Plan,
    points: Option<&'a Points>,
    kept: Option<&'a Kept<'a>>,
    progress: &'a dyn Progress,
    cancel: &'a AtomicBool,
}

impl Asked<'_> {
    fn all(&self, variants: &[Variant]) -> Result<Outcomes, Error> {
        let blocks = shards(&self.plan.members)?;
        let futures = self.plan.members.end - self.plan.members.start;
        let total = futures * variants.len() as u64;
        let recipe = self.kept.map(|_| self.recipe());
        let (mut all, mut made) = (Outcomes::default(), 0);
        for (round, some) in variants.chunks(AT_ONCE).enumerate() {
            let ready = in_parallel(self.plan.workers(), some.len(), |k| {
                Engine::new(self.strategy, &some[k], Purpose::Claim, self.plan)
            });
            let engines = ready.into_iter().collect::<Result<Vec<_>, _>>()?;
            if let (true, Some(first)) = (all.measures.is_empty(), engines.first()) {
                all.parameters = first.parameters();
            }
            let runs = Runs::new(self, some, &engines, &blocks, recipe.as_deref());
            if round == 0 {
                self.progress.start(total, runs.found());
            } else {
                self.progress.advance(runs.found());
            }
            let units = 0..runs.todo.len();
            let ended = flow(&runs, units, self.plan.workers(), self.cancel);
            made += runs.members_done();
            let interrupted = Error::Interrupted { done: made, total };
            ended.map_err(|error| if matches!(error, Error::Interrupted { .. }) { interrupted } else { error })?;
            let mut done = runs.done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter();
            for _ in some {
                let mut whole = Tile::default();
                for block in done.by_ref().take(blocks.len()) {
                    let Some(block) = block else { return Err(Error::Interrupted { done: made, total }) };
                    append(&mut whole.measures, block.measures);
                    append(&mut whole.parameters, block.parameters);
                }
                all.measures.push(whole.measures);
                if all.drawn.is_empty() {
                    all.drawn = whole.parameters;
                }
            }
        }
        self.progress.finish();
        Ok(all)
    }

    /// Hash of what all blocks depend on.
    fn recipe(&self) -> String {
        let mut hasher = Hasher::default();
        hasher.text(env!("CARGO_PKG_VERSION"));
        hasher.numbers([FORMAT, TILE, self.plan.seed, self.plan.allow_nan.into()]);
        self.points.into_iter().flat_map(Points::words).for_each(|word| hasher.number(word));
        hasher.finish()
    }
}

/// One unit is a block of a variant, one job a tile of it.
struct Runs<'a> {
    asked: &'a Asked<'a>,
    variants: &'a [Variant],
    engines: &'a [Engine],
    blocks: &'a [Range<u64>],
    /// Keys of all blocks, where they are kept.
    keys: Vec<String>,
    /// Places of the blocks that are not there yet: block after block of a variant, variant after variant.
    todo: Vec<usize>,
    /// Every block that is there.
    done: Mutex<Vec<Option<Tile>>>,
}

impl<'a> Runs<'a> {
    fn new(
        asked: &'a Asked<'a>,
        variants: &'a [Variant],
        engines: &'a [Engine],
        blocks: &'a [Range<u64>],
        recipe: Option<&str>,
    ) -> Runs<'a> {
        let places = 0..variants.len() * blocks.len();
        let key = |place: usize, recipe: &str| {
            let block = &blocks[place % blocks.len()];
            let mut hasher = Hasher::default();
            hasher.text(recipe);
            engines[place / blocks.len()].hash(&mut hasher);
            hasher.numbers([block.start, block.end]);
            hasher.finish()
        };
        let keys: Vec<String> = recipe.map(|r| places.clone().map(|k| key(k, r)).collect()).unwrap_or_default();
        let find = |place: usize| asked.kept.and_then(|kept| kept.find(keys.get(place)?));
        let done: Vec<Option<Tile>> = places.clone().map(find).collect();
        let todo: Vec<usize> = places.filter(|place| done[*place].is_none()).collect();
        if let Some(kept) = asked.kept {
            todo.iter().filter_map(|place| keys.get(*place)).for_each(|key| kept.sweep(key));
        }
        Runs { asked, variants, engines, blocks, keys, todo, done: Mutex::new(done) }
    }

    fn block(&self, place: usize) -> &Range<u64> {
        &self.blocks[place % self.blocks.len()]
    }

    /// Runs in the blocks that were there before.
    fn found(&self) -> u64 {
        let all: u64 = self.blocks.iter().map(|block| block.end - block.start).sum();
        let todo: u64 = self.todo.iter().map(|place| self.block(*place).end - self.block(*place).start).sum();
        all * self.variants.len() as u64 - todo
    }

    /// Runs in the blocks that are there now.
    fn members_done(&self) -> u64 {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let there = done.iter().enumerate().filter(|(_, tile)| tile.is_some());
        there.map(|(place, _)| self.block(place).end - self.block(place).start).sum()
    }
}

impl Work for Runs<'_> {
    type Part = Tile;
    type Error = Error;

    fn jobs(&self, unit: usize) -> usize {
        blocks(self.block(self.todo[unit]), TILE).count()
    }

    fn job(&self, unit: usize, job: usize) -> Result<Tile, Error> {
        let place = self.todo[unit];
        let members = blocks(self.block(place), TILE).nth(job).unwrap_or_default();
        let (count, variant) = (members.end - members.start, place / self.blocks.len());
        let tile = self.engines[variant].at_points(members, self.asked.points, self.asked.cancel);
        let tile = tile.map_err(|fault| explain(self.asked.strategy, &self.variants[variant], fault))?;
        self.asked.progress.advance(count);
        Ok(tile)
    }

    fn finish(&self, unit: usize, tiles: Vec<Tile>) -> Result<(), Error> {
        let mut whole = Tile::default();
        for tile in tiles {
            append(&mut whole.measures, tile.measures);
            append(&mut whole.parameters, tile.parameters);
        }
        let place = self.todo[unit];
        if let (Some(kept), Some(key)) = (self.asked.kept, self.keys.get(place)) {
            kept.keep(key, &whole)?;
        }
        self.done.lock().unwrap_or_else(PoisonError::into_inner)[place] = Some(whole);
        Ok(())
    }
}

/// Appends the members that follow to each column.
pub(crate) fn append(columns: &mut Vec<Vec<f64>>, next: Vec<Vec<f64>>) {
    if columns.is_empty() {
        *columns = next;
        return;
    }
    for (mine, theirs) in columns.iter_mut().zip(next) {
        mine.extend(theirs);
    }
}
