//! Runs at the points of a design, block by block.
//!
//! A block is a row of the design's scheme (A, or A with one group from B) for all base points of all replicates.  What is
//! drawn at steps is keyed by a future's number: blocks that share their luck are runs of the same futures, and luck is
//! swapped by taking others.  So one future stands for one base point of one replicate, in every block.

use milepost_ensemble::{in_parallel, workers};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use milepost_ensemble::{Plan, Points, Progress, outcomes_kept};
use milepost_strategy::model::{Strategy, Variant};

use super::Error;
use crate::progress::Forward;

/// What is run, and where finished runs are kept.
pub(super) struct Runs<'a> {
    /// The strategy, its measures being what is asked.
    pub strategy: &'a Strategy,
    /// The pathway.
    pub variant: &'a Variant,
    /// Seed, threads, and what becomes of a value that is no number; its members play no part.
    pub plan: &'a Plan,
    /// Folder of finished runs.
    pub folder: &'a Path,
    /// Told of runs done.
    pub progress: &'a dyn Progress,
    /// Raised to stop.
    pub cancel: &'a AtomicBool,
}

impl Runs<'_> {
    /// Every measure of every future of `n` blocks: `[block][measure][future]`.
    ///
    /// # Errors
    /// The first that failed.
    pub fn all(
        &self,
        n: usize,
        block: impl Fn(usize) -> (Range<u64>, Points) + Sync,
    ) -> Result<Vec<Vec<Vec<f64>>>, Error> {
        let threads = workers(self.plan.threads);
        let inner = threads.div_ceil(n.max(1));
        let failed = AtomicBool::new(false);
        let stopped = || milepost_ensemble::Error::Interrupted { done: 0, total: 0 };
        let done = in_parallel(threads, n, |k| {
            if failed.load(Ordering::Relaxed) || self.cancel.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            let (members, points) = block(k);
            let plan = Plan { members, threads: inner, ..self.plan.clone() };
            let variants = std::slice::from_ref(self.variant);
            let progress = Forward(self.progress);
            let run = outcomes_kept(self.folder, self.strategy, variants, &plan, Some(&points), &progress, self.cancel);
            let run = run.inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            Ok(run.measures.into_iter().next().unwrap_or_default())
        });
        let interrupted = |e: &milepost_ensemble::Error| matches!(e, milepost_ensemble::Error::Interrupted { .. });
        let (done, errors): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
        // What stopped the others says more than that they were stopped.
        let first = errors.into_iter().filter_map(Result::err).min_by_key(interrupted);
        match first {
            Some(error) => Err(error.into()),
            None => Ok(done.into_iter().flatten().collect()),
        }
    }
}

/// Futures in a probe.
const PROBED: u64 = 128;

/// About how many seconds so many runs in so many blocks take, by a few of them run here.  Every block makes its program
/// ready by itself.
pub(super) fn seconds(
    strategy: &Strategy,
    variant: &Variant,
    plan: &Plan,
    blocks: u64,
    runs: u64,
    cancel: &AtomicBool,
) -> Result<f64, Error> {
    let timed = |futures: u64| -> Result<f64, Error> {
        let begun = Instant::now();
        let plan = Plan { members: 0..futures, threads: 1, ..plan.clone() };
        milepost_ensemble::outcomes(strategy, std::slice::from_ref(variant), &plan, &(), cancel)?;
        Ok(begun.elapsed().as_secs_f64())
    };
    let (one, many) = (timed(1)?, timed(PROBED)?);
    let each = (many - one).max(0.0) / (PROBED - 1) as f64;
    let threads = workers(plan.threads).min(runs.max(1) as usize) as f64;
    Ok((one * blocks as f64 + each * runs as f64) / threads)
}
