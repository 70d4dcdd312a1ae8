//! From a question to runs, and from runs to an answer.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Outcomes, Plan, Progress, outcomes, outcomes_kept};
use milepost_strategy::model::*;

use super::answer::told;
use super::bars::{bars, period_ends};
use super::held::{Regime, choices, regimes};
use super::rounds::Round;
use super::triggers::{Allowed, Asked, Span, Truths, asked, judge};
use super::{Aside, Error, Question, Scored, Timing, span};
use crate::asked::unknown;
use crate::progress::Forward;

/// Futures of each variant in a probe.
const PROBED: u64 = 64;

/// A question made ready: what will be run is known.
pub struct Study {
    /// With a pathway for each regime held alone, and with conditions that triggers are asked by.
    pub(super) strategy: Strategy,
    pub(super) question: Question,
    pub(super) choices: Vec<PathwayId>,
    pub(super) regimes: Vec<Regime>,
    pub(super) triggers: Vec<Asked>,
    unscored: Vec<Aside>,
    early: f64,
}

impl Study {
    /// Finds the bars, regimes and triggers, and what they are asked.
    ///
    /// # Errors
    /// Names that are not there, or nothing to keep: see [`Error`].
    pub fn new(strategy: &Strategy, question: &Question) -> Result<Study, Error> {
        let (found, aside) = bars(strategy, &question.measures)?;
        if found.is_empty() {
            return Err(Error::NothingTips(told(&aside)));
        }
        let periods = period_ends(&strategy.time, strategy.time.decide, strategy.time.end).len();
        if question.window == 0 || question.window as usize > periods {
            return Err(Error::Window { window: question.window, periods });
        }
        if let Some(name) = &question.cost {
            let known = || strategy.measures.iter().map(|m| m.name.as_str());
            let measure = strategy.measures.iter().find(|m| m.name == *name);
            let measure = measure.ok_or_else(|| unknown("measure", name, known()))?;
            if measure.maximise {
                return Err(Error::Cost(name.clone()));
            }
        }
        let mut copy = strategy.clone();
        let choices = choices(strategy);
        let regimes = regimes(&mut copy, &question.leads)?;
        let (mut triggers, mut unscored) = (Vec::new(), Vec::new());
        let mut truths = Truths::default();
        for (k, variable) in strategy.variables.iter().enumerate() {
            if let VariableKind::Trigger(_) = variable.kind {
                match asked(&mut copy, &mut truths, VariableId(k as u32)) {
                    Ok(asked) => triggers.push(asked),
                    Err(why) => unscored.push(Aside { name: variable.name.clone(), why }),
                }
            }
        }
        // Half a year: long enough to act, short enough that the alarm was about this.  Axes in other units convert.
        let half_year = span(&strategy.time, "6 month").unwrap_or(strategy.time.end - strategy.time.decide);
        let early = question.early.unwrap_or(half_year);
        let question = question.clone();
        Ok(Study { strategy: copy, question, choices, regimes, triggers, unscored, early })
    }

    /// Number of regimes, of pathways and of triggers that are looked at.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (self.regimes.len(), self.choices.len(), self.triggers.len())
    }

    /// Runs (variant x future) in all.
    pub fn runs(&self) -> u64 {
        let variants: usize = self.rounds(&[]).iter().map(|round| round.variants.len()).sum();
        variants as u64 * self.question.futures
    }

    /// Makes a few of the runs, so that the caller can tell how long all will take: the number of runs made.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub fn probe(&self, cancel: &AtomicBool) -> Result<u64, Error> {
        let (bars, _) = bars(&self.strategy, &self.question.measures)?;
        let plan = self.plan(PROBED.min(self.question.futures));
        let mut made = 0;
        for round in self.rounds(&bars).iter().take(2) {
            let some = &round.variants[..round.variants.len().min(4)];
            outcomes(&round.strategy, some, &plan, &(), cancel)?;
            made += some.len() as u64 * plan.members.end;
        }
        Ok(made)
    }

    /// Runs everything; what is finished is kept in the folder, so that the same question goes on where it stopped.
    ///
    /// # Errors
    /// A bar that cannot tip, a number that is not finite, or the interruption: see [`Error`].
    pub fn run(&self, folder: &Path, progress: &dyn Progress, cancel: &AtomicBool) -> Result<Timing, Error> {
        let (bars, aside) = bars(&self.strategy, &self.question.measures)?;
        let plan = self.plan(self.question.futures);
        progress.start(self.runs(), 0);
        let mut rounds = self.rounds(&bars).into_iter();
        let mut timing = Timing { aside, unscored: self.unscored.clone(), ..self.frame() };
        if let Some(round) = rounds.next() {
            let found = run(folder, &round, &plan, progress, cancel)?;
            self.tipping(&bars, &found, &mut timing)?;
        }
        let mut scored = Vec::new();
        for round in rounds {
            let found = run(folder, &round, &plan, progress, cancel)?;
            self.score(&round, &found, &mut scored)?;
        }
        progress.finish();
        scored.sort_by_key(|(order, _)| *order);
        timing.triggers = scored.into_iter().map(|(_, scored)| scored).collect();
        Ok(timing)
    }

    fn frame(&self) -> Timing {
        let (axis, asked) = (&self.strategy.time, &self.question);
        Timing {
            strategy: asked.strategy.clone(),
            futures: asked.futures,
            seed: asked.seed,
            decide: axis.decide,
            horizon: axis.end,
            period: f64::from(axis.report_every.max(1)) * axis.step,
            window: asked.window,
            margin: asked.margin,
            cost: asked.cost.clone(),
            often: asked.often,
            early: self.early,
            miss_cost: asked.miss_cost,
            ..Timing::default()
        }
    }

    fn plan(&self, futures: u64) -> Plan {
        let Question { seed, threads, allow_nan, ref strategy, .. } = self.question;
        Plan { threads, allow_nan, charts: false, strategy: strategy.clone(), ..Plan::new(0..futures, seed) }
    }

    pub(super) fn name_of(&self, id: RegimeId) -> &str {
        &self.strategy.regimes[id.index()].name
    }

    /// Judges the triggers of a round under every choice, with their places in the order of the answer.
    fn score(&self, round: &Round, found: &Outcomes, scored: &mut Vec<((usize, usize), Scored)>) -> Result<(), Error> {
        let axis = &self.strategy.time;
        let span = Span { start: axis.start, decide: axis.decide, end: axis.end, step: axis.step };
        let Question { grace, miss_cost, seed, .. } = self.question;
        let allowed = Allowed { grace, early: self.early, miss_cost, seed };
        for (p, columns) in found.measures.iter().enumerate() {
            let mut at = 0;
            for &k in &round.triggers {
                let asked = &self.triggers[k];
                let posts = asked.watched.as_ref().map_or(0, |watched| watched.asks.len());
                let count = asked.asks.len() + posts;
                let variable = &self.strategy.variables[asked.id.index()];
                let title = variable.title.clone().unwrap_or_else(|| variable.name.replace('_', " "));
                let pathway = &self.strategy.pathways[self.choices[p].index()].name;
                let indicator = asked
                    .watched
                    .as_ref()
                    .map_or("", |watched| self.strategy.variables[watched.simple.indicator.index()].name.as_str());
                let named = (variable.name.as_str(), title.as_str(), pathway.as_str());
                let one = judge(asked, named, indicator, &columns[at..at + count], (&span, &allowed))?;
                scored.push(((k, p), one));
                at += count;
            }
        }
        Ok(())
    }
}

fn run(
    folder: &Path,
    round: &Round,
    plan: &Plan,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Outcomes, Error> {
    let Round { strategy, variants, .. } = round;
    Ok(outcomes_kept(folder, strategy, variants, plan, None, &Forward(progress), cancel)?)
}
