//! The study: what loops there are, then how much of the change each makes in every future.

use milepost_ensemble::in_parallel;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use milepost_ensemble::Error as RunError;
use milepost_strategy::model::*;
use milepost_syntax::nearest;

use super::Search;
use super::charge::Watched;
use super::chosen::Chosen;
use super::find::{Circle, Web, links_of};
use super::groups::{self, Grouped};
use super::plain::Plain;
use super::run::{Draw, Step, Tape};
use super::score::{Link, score};
use super::watch;
use crate::ask;
use milepost_analysis::loops::Circles;

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

    pub(super) fn draw(&self) -> Draw {
        Draw { seed: self.seed, drawn: self.drawn, allow_nan: self.allow_nan }
    }

    pub(super) fn workers(&self) -> usize {
        milepost_ensemble::workers(self.threads)
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
        let looked = in_parallel(self.question.workers(), self.variants.len(), |k| {
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
            let scores = links.iter().zip(looked);
            let strength: BTreeMap<Link, f64> = scores.map(|(link, row)| (*link, row[moment].abs())).collect();
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
        let tapes = in_parallel(question.workers(), self.variants.len(), |k| {
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

/// The pathways named, in declared order, or those that are choices.
fn pathways(strategy: &Strategy, names: &[String]) -> Result<Vec<Variant>, Error> {
    let known = || strategy.pathways.iter().map(|p| p.name.as_str());
    if let Some(name) = names.iter().find(|name| !known().any(|k| k == *name)) {
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
