//! The second half of the study: every chosen loop in every future.

use milepost_ensemble::in_parallel;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use milepost_ensemble::{Error as RunError, Progress};
use milepost_strategy::model::*;

use super::charge::{self, Watched};
use super::groups::Grouped;
use super::kept::Kept;
use super::run::Tape;
use super::study::{Error, Question};
use super::work::Merging;
use super::{Loops, PathwayLoops, Search, Unscored};
use milepost_analysis::loops::{Circles, Periods, Sums};

/// Futures in a block: the unit of work, and of what is kept.
const BLOCK: u64 = 64;

/// Version of what is kept of a block.
const FORMAT: u64 = 2;

/// A study whose loops are chosen: what is left is to run them.
pub struct Chosen {
    pub(super) question: Question,
    pub(super) strategy: Strategy,
    pub(super) grouped: Grouped,
    pub(super) circles: Circles,
    pub(super) watched: Vec<Watched>,
    pub(super) tapes: Vec<Tape>,
    pub(super) names: Vec<String>,
    pub(super) search: Search,
    pub(super) unscored: Vec<Unscored>,
    /// Rows of the numbers that are watched.
    pub(super) rows: Vec<usize>,
    /// What the blocks depend on.
    pub(super) recipe: String,
}

impl Chosen {
    /// How loops were looked for.
    pub fn search(&self) -> Search {
        self.search
    }

    /// Runs (pathway x future) in all.
    pub fn runs(&self) -> u64 {
        self.tapes.len() as u64 * self.question.futures
    }

    /// Makes a few of the runs, so that the caller can tell how long all will take on one thread: their number.
    ///
    /// # Errors
    /// As [`Chosen::run`].
    pub fn probe(&self, cancel: &AtomicBool) -> Result<u64, Error> {
        let futures = self.question.futures.min(BLOCK);
        if let Some(tape) = self.tapes.first() {
            self.block(tape, 0..futures, cancel)?;
        }
        Ok(futures)
    }

    /// Threads that [`Chosen::run`] uses.
    pub fn threads(&self) -> usize {
        self.question.workers().min(self.tapes.len() * self.blocks()).max(1)
    }

    /// Runs everything.  With a folder, finished blocks are kept there until all is done, and the same call goes on from
    /// them after an interruption.
    ///
    /// # Errors
    /// A number that is not finite, or the interruption: see [`Error`].
    pub fn run(&self, folder: Option<&Path>, progress: &dyn Progress, cancel: &AtomicBool) -> Result<Loops, Error> {
        let (blocks, total) = (self.blocks(), self.runs());
        let jobs = blocks * self.tapes.len();
        let kept = Kept::new(folder, &format!("{} {BLOCK} {FORMAT}", self.recipe));
        let members = |block: usize| {
            let first = block as u64 * BLOCK;
            first..(first + BLOCK).min(self.question.futures)
        };
        progress.start(total, 0);
        let done = AtomicUsize::new(0);
        let merging = Merging::new(self.tapes.len());
        let failed = in_parallel(self.question.workers(), jobs, |job| {
            let (pathway, block) = (job / blocks, job % blocks);
            let members = members(block);
            // A shorter last block is another block.
            let number = job * BLOCK as usize + (members.end - members.start) as usize - 1;
            let count = members.end - members.start;
            let sums = match kept.block(number) {
                Some(sums) => sums,
                None if cancel.load(Ordering::Relaxed) => return Err(RunError::Interrupted { done: 0, total: 0 }),
                None => {
                    let sums = self.block(&self.tapes[pathway], members, cancel)?;
                    kept.keep(number, &sums);
                    sums
                }
            };
            merging.put(pathway, block, sums);
            done.fetch_add(count as usize, Ordering::Relaxed);
            progress.advance(count);
            Ok(())
        });
        if let Some(error) = failed.into_iter().find_map(Result::err) {
            return Err(Error::Run(match error {
                RunError::Interrupted { .. } => {
                    RunError::Interrupted { done: done.load(Ordering::Relaxed) as u64, total }
                }
                other => other,
            }));
        }
        progress.finish();
        kept.clear(jobs * BLOCK as usize);
        let pathways = merging.sums().into_iter().zip(&self.names).map(|(sums, name)| self.pathway(name, &sums));
        Ok(self.answer(pathways.collect()))
    }

    fn blocks(&self) -> usize {
        self.question.futures.div_ceil(BLOCK) as usize
    }

    fn block(&self, tape: &Tape, members: std::ops::Range<u64>, cancel: &AtomicBool) -> Result<Sums, RunError> {
        let time = &self.strategy.time;
        let mut periods =
            Periods::new(&self.circles, time.report_every as usize, time.steps as usize, self.rows.clone());
        let mut sums = Sums::default();
        tape.play(members, cancel, |step| {
            if let Some(futures) = periods.take(step.step, step.rows) {
                sums.count(&futures, &self.circles, &self.grouped.candidate);
            }
        })?;
        Ok(sums)
    }

    fn pathway(&self, name: &str, sums: &Sums) -> PathwayLoops {
        let found = charge::pathway(name, sums, &self.circles, &self.grouped.loops, &self.watched);
        self.grouped.with_unscored(found)
    }

    fn answer(&self, pathways: Vec<PathwayLoops>) -> Loops {
        let time = &self.strategy.time;
        let every = time.report_every.max(1);
        let ends = (1..=time.steps).filter(|n| n.is_multiple_of(every) || *n == time.steps);
        Loops {
            strategy: self.question.strategy.clone(),
            futures: self.question.futures,
            seed: self.question.seed,
            search: self.search,
            partitions: self.grouped.partitions.clone(),
            loops: self.grouped.all_loops(),
            unscored: self.unscored.clone(),
            times: ends.map(|n| time.start + f64::from(n) * time.step).collect(),
            pathways,
        }
    }
}
