//! The study: what loops there are, then how much of the change each makes in every future.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use milepost_ensemble::{Error as RunError, Progress};
use milepost_strategy::model::*;
use milepost_syntax::nearest;

use super::charge::{self, Watched};
use super::find::{Circle, Web, links_of};
use super::groups::{self, Grouped};
use super::kept::Kept;
use super::plain::Plain;
use super::run::{Draw, Step, Tape};
use super::score::{Link, score};
use super::shares::{Circles, Periods, Sums};
use super::watch;
use super::{Loops, PathwayLoops, Search, Unscored};
use crate::ask;

/// As many circles are all enumerated; beyond it the strongest paths are followed.
const MOST_CIRCLES: usize = 1_000;

/// As many circles are scored in every future; the weakest are left out.
const MOST_SCORED: usize = 200;

/// As many circles are kept from the strongest paths, before the weakest are left out.
const MOST_STRONGEST: usize = 20_000;

/// Circles through the variables of a named loop that are looked for.
const MOST_THROUGH: usize = 400;

/// Futures of each pathway in which strong paths are looked for, and moments in each.
const LOOKED_AT: u64 = 8;
const MOMENTS: usize = 36;

/// Futures in a block: the unit of work, and of what is kept.
const BLOCK: u64 = 64;

/// Futures where the question names no number.
pub const FUTURES: u64 = 256;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Pathways by name; empty for those that are choices.
    pub pathways: Vec<String>,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// Whether uncertainties are drawn, rather than at their defaults.
    pub drawn: bool,
    /// Threads; 0 for as many as the machine has.
    pub threads: usize,
    /// Whether futures in which a stock is not finite are gone on with.
    pub allow_nan: bool,
    /// Hash of the strategy's files, for the record.
    pub strategy: String,
}

impl Question {
    /// All choices, in 256 futures.
    pub fn new() -> Question {
        Question {
            pathways: Vec::new(),
            futures: FUTURES,
            seed: 1,
            drawn: true,
            threads: 0,
            allow_nan: false,
            strategy: String::new(),
        }
    }

    fn draw(&self) -> Draw {
        Draw { seed: self.seed, drawn: self.drawn, allow_nan: self.allow_nan }
    }

    fn workers(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        }
    }
}

impl Default for Question {
    fn default() -> Question {
        Question::new()
    }
}

/// Why there is no answer: one sentence with a remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Scores are defined for Euler's method.
    #[error(
        "loops are scored step by step, which holds for Euler's method only, and the model is computed with {0}; \
         write `method euler`, with a smaller step if it needs one"
    )]
    Method(&'static str),
    /// Nothing leads back to itself.
    #[error("no stock of the model leads back to itself, so there is no feedback loop to look at")]
    NoLoops,
    /// No future.
    #[error("there are no futures to run; ask for one at least, as in --futures 256")]
    NoFutures,
    /// A run failed, or was interrupted.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// A question made ready: the circles of the model are known.
pub struct Study {
    question: Question,
    strategy: Strategy,
    plain: Plain,
    web: Web,
    variants: Vec<Variant>,
    /// All circles, where there are few.
    circuits: Option<Vec<Circle>>,
}

/// A study whose loops are chosen: what is left is to run them.
pub struct Chosen {
    question: Question,
    strategy: Strategy,
    grouped: Grouped,
    circles: Circles,
    watched: Vec<Watched>,
    tapes: Vec<Tape>,
    names: Vec<String>,
    search: Search,
    unscored: Vec<Unscored>,
    /// Rows of the numbers that are watched.
    rows: Vec<usize>,
    /// What the blocks depend on.
    recipe: String,
}

impl Study {
    /// Finds pathways and circles.
    ///
    /// # Errors
    /// A method other than Euler's, a pathway that is not there, no circle: see [`Error`].
    pub fn new(strategy: &Strategy, question: &Question) -> Result<Study, Error> {
        match strategy.time.method {
            Method::Euler => {}
            Method::Rk2 => return Err(Error::Method("Heun's")),
            Method::Rk4 => return Err(Error::Method("Runge and Kutta's")),
        }
        if question.futures == 0 {
            return Err(Error::NoFutures);
        }
        let variants = pathways(strategy, &question.pathways)?;
        let plain = Plain::of(strategy);
        let web = Web::of(plain.links.keys().copied());
        if !web.variables().any(|id| plain.is_stock(id)) {
            return Err(Error::NoLoops);
        }
        let circuits = web.circuits(MOST_CIRCLES);
        Ok(Study { question: question.clone(), strategy: strategy.clone(), plain, web, variants, circuits })
    }

    /// Names of the pathways, stocks and variables on circles, and the number of circles, where they can be counted.
    pub fn size(&self) -> (Vec<&str>, usize, usize, Option<usize>) {
        let names = self.variants.iter().map(|v| v.name.as_str()).collect();
        let declared = |stock: bool| {
            let on = self.web.variables().filter(|id| self.plain.is_stock(*id) == stock || !stock);
            on.map(|id| self.plain.declared(id)).collect::<BTreeSet<_>>().len()
        };
        (names, declared(true), declared(false), self.circuits.as_ref().map(Vec::len))
    }

    /// Looks at a few futures of each pathway, and chooses the loops that are scored in all.
    ///
    /// # Errors
    /// As [`Chosen::run`].
    pub fn choose(self, cancel: &AtomicBool) -> Result<Chosen, Error> {
        let links = self.web.links();
        let looked = self.look(&links, cancel)?;
        let partitions = groups::partitions(&self.plain, &self.web);
        let named: Vec<Vec<Circle>> =
            self.strategy.loops.iter().map(|l| self.web.through(&l.variables(), MOST_THROUGH)).collect();
        let all = self.circuits.is_some();
        let mut circles: BTreeSet<Circle> = match &self.circuits {
            Some(circuits) => circuits.iter().cloned().collect(),
            None => self.strongest(&links, &looked),
        };
        circles.extend(named.iter().flatten().cloned());
        let circles: Vec<Circle> =
            circles.into_iter().filter(|c| c.iter().any(|id| self.plain.is_stock(*id))).collect();
        let weighed = groups::weigh(&circles, &links, &partitions, &looked);
        let grouped = groups::group(&self.strategy, &self.plain, &partitions, &weighed, &named, MOST_SCORED);
        let search = Search {
            all,
            moments: if all { 0 } else { looked.first().map_or(0, |row| row.len() as u64) },
            found: circles.len() as u64,
            scored: grouped.circles.len() as u64,
            left_out: grouped.left_out,
        };
        self.ready(grouped, search)
    }

    /// `[link, then partition][moment]`: scores and whether anything moves.
    fn look(&self, links: &[Link], cancel: &AtomicBool) -> Result<Vec<Vec<f64>>, Error> {
        let mut scored = score(&self.plain, links);
        let mut rows = scored.scores.clone();
        for partition in groups::partitions(&self.plain, &self.web) {
            rows.push(scored.moving(&partition.stocks));
        }
        let (every, steps) = (self.strategy.time.report_every.max(1) as usize, self.strategy.time.steps as usize);
        let periods = steps / every;
        // Within a period: at its ends observers publish and series step.
        let moments: BTreeSet<usize> =
            (0..MOMENTS).map(|k| (k * periods.max(1) / MOMENTS) * every + every.div_ceil(2)).collect();
        let futures = if self.question.drawn { self.question.futures.min(LOOKED_AT) } else { 1 };
        let looked = in_order(self.question.workers(), self.variants.len(), |k| {
            let tape = Tape::new(&scored.strategy, &self.variants[k], &rows, self.question.draw())?;
            let mut seen: Vec<Vec<f64>> = vec![Vec::new(); rows.len()];
            tape.play(0..futures, cancel, |step: Step| {
                if moments.contains(&step.step) {
                    seen.iter_mut().zip(step.rows).for_each(|(all, row)| all.extend(row));
                }
            })?;
            Ok::<_, RunError>(seen)
        });
        let mut out: Vec<Vec<f64>> = vec![Vec::new(); rows.len()];
        for seen in looked {
            out.iter_mut().zip(seen?).for_each(|(all, row)| all.extend(row));
        }
        Ok(out)
    }

    fn strongest(&self, links: &[Link], looked: &[Vec<f64>]) -> BTreeSet<Circle> {
        let starts: Vec<_> = self.web.variables().filter(|id| self.plain.is_stock(*id)).collect();
        let mut found = BTreeSet::new();
        for moment in 0..looked.first().map_or(0, Vec::len) {
            let strength: BTreeMap<Link, f64> =
                links.iter().enumerate().map(|(k, link)| (*link, looked[k][moment].abs())).collect();
            self.web.strongest(&starts, &strength, &mut found);
            if found.len() > MOST_STRONGEST {
                break;
            }
        }
        found
    }

    fn ready(self, grouped: Grouped, search: Search) -> Result<Chosen, Error> {
        let links: BTreeSet<Link> = grouped.circles.iter().flat_map(|c| links_of(c).collect::<Vec<_>>()).collect();
        let links: Vec<Link> = links.into_iter().collect();
        let row = |link: Link| links.binary_search(&link).unwrap_or_default();
        let mut scored = score(&self.plain, &links);
        let mut variables = scored.scores.clone();
        let moving: Vec<usize> = grouped
            .stocks
            .iter()
            .map(|stocks| {
                variables.push(scored.moving(stocks));
                variables.len() - 1
            })
            .collect();
        let mut rows = Vec::new();
        let mut watched = Vec::new();
        for (measure, body) in watch::leading(&self.strategy) {
            let distances = watch::distances(&self.plain, &grouped, &body);
            variables.push(scored.watch(format!("watched for {}", measure.name), body));
            rows.push(variables.len() - 1);
            watched.push(Watched { measure: measure.name.clone(), maximise: measure.maximise, distances });
        }
        let circles = Circles {
            links: grouped.circles.iter().map(|c| links_of(c).map(row).collect()).collect(),
            group: grouped.group.clone(),
            partition: grouped.partition.clone(),
            moving,
        };
        let question = &self.question;
        let tapes = in_order(question.workers(), self.variants.len(), |k| {
            Tape::new(&scored.strategy, &self.variants[k], &variables, question.draw())
        });
        let tapes = tapes.into_iter().collect::<Result<Vec<_>, _>>()?;
        let recipe = format!(
            "{:?}",
            (env!("CARGO_PKG_VERSION"), &question.strategy, question.draw(), &circles, &self.strategy.title, &watched)
        );
        Ok(Chosen {
            names: self.variants.iter().map(|v| v.name.clone()).collect(),
            unscored: groups::unscored(&self.strategy, &self.plain),
            question: self.question,
            strategy: self.strategy,
            grouped,
            circles,
            watched,
            tapes,
            search,
            rows,
            recipe,
        })
    }
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
    pub fn run(
        &self,
        folder: Option<&std::path::Path>,
        progress: &dyn Progress,
        cancel: &AtomicBool,
    ) -> Result<Loops, Error> {
        let (blocks, total) = (self.blocks(), self.runs());
        let jobs = blocks * self.tapes.len();
        let kept = Kept::new(folder, &format!("{} {BLOCK}", self.recipe));
        let members = |block: usize| {
            let first = block as u64 * BLOCK;
            first..(first + BLOCK).min(self.question.futures)
        };
        progress.start(total, 0);
        let done = AtomicUsize::new(0);
        let merging = Merging::new(self.tapes.len());
        let failed = in_order(self.question.workers(), jobs, |job| {
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
            if let Some(futures) = periods.take(&step) {
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

/// Blocks of each pathway, merged in order as they come in, so that few are held at a time.
struct Merging {
    pathways: Vec<Mutex<(Sums, usize, BTreeMap<usize, Sums>)>>,
}

impl Merging {
    fn new(pathways: usize) -> Merging {
        Merging { pathways: (0..pathways).map(|_| Mutex::default()).collect() }
    }

    fn put(&self, pathway: usize, block: usize, sums: Sums) {
        let mut held = self.pathways[pathway].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (total, next, waiting) = &mut *held;
        waiting.insert(block, sums);
        while let Some(sums) = waiting.remove(next) {
            total.merge(sums);
            *next += 1;
        }
    }

    fn sums(self) -> Vec<Sums> {
        let inner = |m: Mutex<(Sums, usize, BTreeMap<usize, Sums>)>| {
            m.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).0
        };
        self.pathways.into_iter().map(inner).collect()
    }
}

/// The pathways named, in declared order, or those that are choices.
fn pathways(strategy: &Strategy, names: &[String]) -> Result<Vec<Variant>, Error> {
    let known = || strategy.pathways.iter().map(|p| p.name.as_str());
    for name in names.iter().filter(|name| !known().any(|k| k == *name)) {
        return Err(Error::Run(RunError::UnknownPathway {
            name: name.clone(),
            nearest: nearest(name, known()).map(String::from),
            known: known().map(String::from).collect(),
        }));
    }
    let choice = |p: &Pathway| if names.is_empty() { !p.comparison } else { names.contains(&p.name) };
    let all = strategy.pathways.iter().enumerate();
    let mut chosen: Vec<PathwayId> = all.clone().filter(|(_, p)| choice(p)).map(|(k, _)| PathwayId(k as u32)).collect();
    if chosen.is_empty() {
        chosen = all.map(|(k, _)| PathwayId(k as u32)).collect();
    }
    if chosen.is_empty() {
        return Err(Error::Run(RunError::NoPathways));
    }
    Ok(chosen.into_iter().map(|id| ask::plain(strategy, id)).collect())
}

/// Does `job` for 0..n on some threads; the results in order.
fn in_order<T: Send>(threads: usize, n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let k = next.fetch_add(1, Ordering::Relaxed);
            if k >= n {
                return done;
            }
            done.push((k, job(k)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(n)).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(k, _)| *k);
    done.into_iter().map(|(_, result)| result).collect()
}
