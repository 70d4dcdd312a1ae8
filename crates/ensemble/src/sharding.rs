//! Simulating shards: tiles on threads, reductions and tables when a shard's last tile is done.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use milepost_engine::{Batches, Points, Tally};

use crate::flow::Work;
use crate::outcomes::append;
use crate::shard::{TILE, blocks, common};
use crate::simulate::{Simulate, Tile};
use crate::state::{State, Values, compare, judge};
use crate::store::{Rows, Store};
use crate::study::Study;
use crate::{Error, Progress};

/// The shards still to be made.
pub(crate) struct Sharding<'a, S> {
    /// What is run.
    pub study: &'a Study<'a, S>,
    /// All shards.
    pub shards: &'a [Range<u64>],
    /// Those to be made, as indices.
    pub todo: Vec<usize>,
    /// Where they go.
    pub store: &'a dyn Store,
    /// Who is told.
    pub progress: &'a dyn Progress,
    /// Who may stop it.
    pub cancel: &'a AtomicBool,
    /// Runs in shards that were finished.
    pub made: AtomicU64,
    /// Where the futures of the shards at work lie, by unit.
    pub placed: Mutex<BTreeMap<usize, Placed>>,
}

/// Where the futures of a shard lie, once somebody has worked it out: it is the same for all runs.
pub(crate) type Placed = Arc<OnceLock<Points>>;

impl<S: Simulate> Sharding<'_, S> {
    /// Where the futures of a shard lie; `None` where everything is drawn.
    fn points(&self, unit: usize) -> Option<Placed> {
        let layout = self.study.plan.layout.as_ref()?;
        let placed = self.placed.lock().unwrap_or_else(PoisonError::into_inner).entry(unit).or_default().clone();
        placed.get_or_init(|| layout.points(self.shards[self.todo[unit]].clone()));
        Some(placed)
    }

    /// Every run's tiles, in the order of runs and members.
    fn tiles(&self, shard: &Range<u64>) -> Vec<(usize, Range<u64>)> {
        let of = |run: usize| blocks(&self.study.members_of(run, shard), TILE).map(move |tile| (run, tile));
        (0..self.study.runs.len()).flat_map(of).collect()
    }
}

impl<S: Simulate> Work for Sharding<'_, S> {
    type Part = Tile;
    type Error = Error;

    fn jobs(&self, unit: usize) -> usize {
        let count = |members: Range<u64>| blocks(&members, TILE).count();
        let shard = &self.shards[self.todo[unit]];
        (0..self.study.runs.len()).map(|run| count(self.study.members_of(run, shard))).sum()
    }

    fn job(&self, unit: usize, job: usize) -> Result<Tile, Error> {
        let (run, members) = self.tiles(&self.shards[self.todo[unit]]).swap_remove(job);
        let count = members.end - members.start;
        let simulate = &self.study.runs[run].simulate;
        let points = self.points(unit);
        let points = points.as_ref().and_then(|points| points.get());
        let tile = simulate.simulate(members, points, self.cancel).map_err(|fault| self.study.explain(run, fault))?;
        self.progress.advance(count);
        Ok(tile)
    }

    fn finish(&self, unit: usize, tiles: Vec<Tile>) -> Result<(), Error> {
        let index = self.todo[unit];
        let shard = self.shards[index].clone();
        let study = self.study;
        let runs = self.tiles(&shard).into_iter().map(|(run, _)| run);
        let Gathered { values, parameters, charts, notices } =
            gather(study.runs.len(), study.times().len(), runs.zip(tiles));

        let mut pathways =
            compare(&study.strategy.measures, &values[study.pathways()], study.reference, &study.choices);
        for (state, (charts, notices)) in pathways.iter_mut().zip(charts.into_iter().zip(notices)) {
            state.charts = charts;
            let told = |column: Vec<f64>| Tally::of(column.into_iter().filter(|much| *much > 0.0));
            state.notices = notices.into_iter().map(told).collect();
        }
        let judged = common(&shard, &study.plan.claim_members());
        let claims = judge(&study.judges, &values, &study.run_of, 0..(judged.end - judged.start) as usize);
        let state = State { members: shard.end - shard.start, pathways, claims };
        let rows = Rows { members: shard.clone(), parameters: &parameters, outcomes: &values[study.pathways()] };
        self.store.keep(index, &rows, state)?;
        self.placed.lock().unwrap_or_else(PoisonError::into_inner).remove(&unit);
        self.made.fetch_add(study.runs_of(&shard), Ordering::Relaxed);
        Ok(())
    }
}

/// A shard's tiles put together.
struct Gathered {
    /// `[run][measure][member]`
    values: Values,
    /// `[uncertainty][member]`, of the first run.
    parameters: Vec<Vec<f64>>,
    /// `[run][chart][time]`
    charts: Vec<Vec<Vec<Tally>>>,
    /// `[run][notice][member]`
    notices: Vec<Vec<Vec<f64>>>,
}

fn gather(runs: usize, times: usize, tiles: impl Iterator<Item = (usize, Tile)>) -> Gathered {
    let mut all = Gathered {
        values: vec![Vec::new(); runs],
        parameters: Vec::new(),
        charts: Vec::new(),
        notices: vec![Vec::new(); runs],
    };
    let mut charts = vec![Vec::new(); runs];
    for (run, tile) in tiles {
        append(&mut all.values[run], tile.measures);
        append(&mut all.notices[run], tile.notices);
        if run == 0 {
            append(&mut all.parameters, tile.parameters);
        }
        charts[run].push(tile.charts);
    }
    all.charts = charts.into_iter().map(|tiles| whole(&tiles, times)).collect();
    all
}

/// The distributions of a run, `[chart][time]`, from its tiles.
fn whole(tiles: &[Batches], times: usize) -> Vec<Vec<Tally>> {
    let mut all = Tally::of_parts(&tiles.iter().collect::<Vec<_>>()).into_iter();
    let charts = all.len() / times.max(1);
    (0..charts).map(|_| all.by_ref().take(times).collect()).collect()
}
