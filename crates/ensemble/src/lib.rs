//! Pathways times futures: shards, resume, bands, regret and the verdicts on claims.
//!
//! [`run`] is the front door.  It
//!
//! 1. lowers the chosen pathways and the variants that hypotheses speak of (`study`);
//! 2. splits the futures into shards of 4,096 members, and those into tiles of 256 for the threads (`shard`, `flow`);
//! 3. reduces each finished shard and keeps it (`sharding`, `state`, `claims`, `store`);
//! 4. merges all shards in member order and says what came of it (`summarise`).
//!
//! A result depends on the strategy, the seed and the members only: not on the threads, the instruction set or how
//! often the run was interrupted.  Memory does not grow with the number of futures, except for the values of claims on
//! the whole ensemble, which are bounded by [`Plan::claims`].

mod both;
mod claims;
mod digits;
mod error;
#[cfg(test)]
mod fake;
mod flow;
mod hash;
mod live;
mod outcomes;
mod parallel;
mod plan;
mod progress;
mod shard;
mod sharding;
mod simulate;
mod single;
mod state;
mod store;
mod study;
mod summarise;
pub mod summary;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use hash::hash_of_files;
pub use live::{Lived, Origin, Part, Piece, Ready, lived};
pub use milepost_engine::Points;
pub use milepost_engine::Tally;
pub use milepost_ir::stream;
pub use outcomes::{Outcomes, outcomes, outcomes_at, outcomes_kept};
pub use parallel::{in_parallel, workers};
pub use plan::{Layout, Plan};
pub use progress::Progress;
pub use single::{Single, SingleError, single};
pub use store::{
    Column, Digest, Record, Stored, StoredColumn, Values, read, read_table, stored, table_size, write_table,
    write_whole,
};

use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use milepost_engine::Isa;
use milepost_strategy::model::Strategy;

use crate::sharding::Sharding;
use crate::simulate::{Engine, Simulate};
use crate::state::State;
use crate::store::{Folder, Memory, Store};
use crate::study::Study;
use crate::summary::{Provenance, Summary};

/// Runs pathways under many futures and says what came of it.
///
/// With a folder, results are written there (`futures.parquet`, `outcomes.parquet`, `bands.parquet`, `run.json`), and
/// shards that an earlier call finished are not run again.  Raising `cancel` ends the run within one tile; the same
/// call continues it.
///
/// # Errors
/// One sentence each: see [`Error`].
pub fn run(
    strategy: &Strategy,
    plan: &Plan,
    folder: Option<&Path>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Summary, Error> {
    Ok(run_beside(strategy, plan, folder, progress, cancel, |_| ())?.0)
}

/// As [`run`]; `work` is done with the summary while the results are written, on another thread.
///
/// # Errors
/// As [`run`]; what `work` yields is lost then.
pub fn run_beside<T: Send>(
    strategy: &Strategy,
    plan: &Plan,
    folder: Option<&Path>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
    work: impl FnOnce(&Summary) -> T + Send,
) -> Result<(Summary, T), Error> {
    let shards = shard::shards(&plan.members)?;
    let study = Study::new(strategy, plan, |variant, purpose| Engine::new(strategy, variant, purpose, plan))?;
    run_study(&study, &shards, folder, progress, cancel, work)
}

/// As [`run_beside`], of anything that simulates.
fn run_study<S: Simulate, T: Send>(
    study: &Study<S>,
    shards: &[Range<u64>],
    folder: Option<&Path>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
    work: impl FnOnce(&Summary) -> T + Send,
) -> Result<(Summary, T), Error> {
    let Some(path) = folder else {
        let (summary, _) = ensemble(study, shards, &Memory::default(), progress, cancel)?;
        let done = work(&summary);
        return Ok((summary, done));
    };
    let folder = Folder::open(path, study, shards)?;
    let (summary, total) = ensemble(study, shards, &folder, progress, cancel)?;
    let all = shards.iter().map(|shard| study.runs_of(shard)).sum();
    let (done, published) = both::both(|| work(&summary), || folder.publish(&summary, &total, cancel));
    published.map_err(|error| interrupted(error, all, all))?;
    Ok((summary, done))
}

/// Makes the shards that are missing, and merges all.
fn ensemble<S: Simulate>(
    study: &Study<S>,
    shards: &[Range<u64>],
    store: &dyn Store,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<(Summary, State), Error> {
    let runs = |some: &[usize]| some.iter().map(|shard| study.runs_of(&shards[*shard])).sum::<u64>();
    let (held, todo): (Vec<usize>, Vec<usize>) = (0..shards.len()).partition(|shard| store.holds(*shard));
    let (resumed, left) = (runs(&held), runs(&todo));
    progress.start(resumed + left, resumed);

    let begun = Instant::now();
    let threads = study.plan.workers();
    let units = 0..todo.len();
    let sharding =
        Sharding { study, shards, todo, store, progress, cancel, made: AtomicU64::new(0), placed: Mutex::default() };
    let ended = flow::flow(&sharding, units, threads, cancel);
    let made = sharding.made.load(Ordering::Relaxed);
    let done = resumed + made;
    ended.map_err(|error| interrupted(error, done, resumed + left))?;
    if made < left {
        return Err(Error::Interrupted { done, total: resumed + left });
    }
    progress.finish();

    let provenance = Provenance {
        milepost: env!("CARGO_PKG_VERSION").into(),
        program: study.programs.clone(),
        strategy: study.plan.strategy.clone(),
        design: study.plan.design.clone(),
        seed: study.plan.seed,
        first: study.plan.members.start,
        last: study.plan.members.end,
        claim_futures: study.plan.claim_members().end - study.plan.claim_members().start,
        threads,
        seconds: begun.elapsed().as_secs_f64(),
        runs: made,
        resumed,
        engine: study.plan.isa.map_or_else(Isa::best, |isa| isa.min(Isa::best())).to_string(),
    };
    let total = store.total()?;
    Ok((summarise::summarise(study, &total, provenance), total))
}

/// An interruption with its counts; any other error as it is.
fn interrupted(error: Error, done: u64, total: u64) -> Error {
    match error {
        Error::Interrupted { .. } => Error::Interrupted { done, total },
        other => other,
    }
}
