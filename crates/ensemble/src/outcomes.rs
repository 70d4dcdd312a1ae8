//! Measures and uncertainties of any variants, future by future, in memory: what studies are made from.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use milepost_engine::Points;
use milepost_strategy::model::{Strategy, Variant};

use crate::flow::{Work, flow};
use crate::shard::{TILE, blocks, shards};
use crate::simulate::{Engine, Purpose, Simulate, Tile};
use crate::study::{explain, in_parallel};
use crate::{Error, Plan, Progress};

/// Variants made ready at a time: their programs are held in memory together.
const AT_ONCE: usize = 32;

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
    shards(&plan.members)?;
    let futures = plan.members.end - plan.members.start;
    progress.start(futures * variants.len() as u64, 0);
    let mut all = Outcomes::default();
    for some in variants.chunks(AT_ONCE) {
        let ready = in_parallel(plan.workers(), some.len(), |k| Engine::new(strategy, &some[k], Purpose::Claim, plan));
        let engines = ready.into_iter().collect::<Result<Vec<_>, _>>()?;
        if let (true, Some(first)) = (all.measures.is_empty(), engines.first()) {
            all.parameters = first.parameters();
        }
        let tiles: Vec<Range<u64>> = blocks(&plan.members, TILE).collect();
        let done = std::sync::Mutex::new(vec![None; some.len()]);
        let runs =
            Runs { strategy, variants: some, engines: &engines, tiles: &tiles, done: &done, points, progress, cancel };
        flow(&runs, 0..some.len(), plan.workers(), cancel)?;
        for tile in done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            let Some(tile): Option<Tile> = tile else {
                let done = futures * all.measures.len() as u64;
                return Err(Error::Interrupted { done, total: futures * variants.len() as u64 });
            };
            all.measures.push(tile.measures);
            if all.drawn.is_empty() {
                all.drawn = tile.parameters;
            }
        }
    }
    progress.finish();
    Ok(all)
}

/// As [`outcomes_at`], kept in a folder block by block as they are made, so that the same call goes on where it was
/// interrupted.
///
/// # Errors
/// As [`outcomes`]; the folder cannot be written.
pub fn outcomes_kept(
    folder: &std::path::Path,
    strategy: &Strategy,
    variants: &[Variant],
    plan: &Plan,
    points: Option<&Points>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Outcomes, Error> {
    let _ = folder;
    outcomes_at(strategy, variants, plan, points, progress, cancel)
}

/// One unit is a variant, one job a tile of it.
struct Runs<'a> {
    strategy: &'a Strategy,
    variants: &'a [Variant],
    engines: &'a [Engine],
    tiles: &'a [Range<u64>],
    done: &'a std::sync::Mutex<Vec<Option<Tile>>>,
    points: Option<&'a Points>,
    progress: &'a dyn Progress,
    cancel: &'a AtomicBool,
}

impl Work for Runs<'_> {
    type Part = Tile;
    type Error = Error;

    fn jobs(&self, _: usize) -> usize {
        self.tiles.len()
    }

    fn job(&self, unit: usize, job: usize) -> Result<Tile, Error> {
        let members = self.tiles[job].clone();
        let count = members.end - members.start;
        let tile = self.engines[unit].at_points(members, self.points, self.cancel);
        let tile = tile.map_err(|fault| explain(self.strategy, &self.variants[unit], fault))?;
        self.progress.advance(count);
        Ok(tile)
    }

    fn finish(&self, unit: usize, tiles: Vec<Tile>) -> Result<(), Error> {
        let mut whole = Tile::default();
        for tile in tiles {
            append(&mut whole.measures, tile.measures);
            append(&mut whole.parameters, tile.parameters);
        }
        self.done.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[unit] = Some(whole);
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
