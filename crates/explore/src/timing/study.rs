//! From a question to runs, and from runs to an answer.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use milepost_analysis::timing::Tipping;
use milepost_ensemble::{Outcomes, Plan, Progress, outcomes, outcomes_kept};
use milepost_strategy::model::*;

use super::bars::{Bar, Kept, bars, period_ends};
use super::boards::{Boarded, Candidate, boarded, first, shares, tips};
use super::error::unknown;
use super::held::{Regime, choices, regimes};
use super::triggers::{Allowed, Asked, Span, Truths, asked, judge};
use super::{Aside, Error, Held, Own, Question, Scored, Timing, span};
use crate::ask;
use crate::progress::Forward;

/// Futures of each variant in a probe.
const PROBED: u64 = 64;

/// A question made ready: what will be run is known.
pub struct Study {
    /// With a pathway for each regime held alone, and with conditions that triggers are asked by.
    strategy: Strategy,
    question: Question,
    choices: Vec<PathwayId>,
    regimes: Vec<Regime>,
    triggers: Vec<Asked>,
    unscored: Vec<Aside>,
    early: f64,
}

/// One round of runs: variants that are asked the same.
struct Round {
    strategy: Strategy,
    variants: Vec<Variant>,
    /// Triggers judged in it.
    triggers: Vec<usize>,
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
            let known = || strategy.measures.iter().map(|m| m.name.as_str()).collect();
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

    /// First the regimes held alone and the choices, asked for their bars; then the choices, asked for triggers, once for
    /// each trigger whose response moves anything, without it, and once for all others.
    fn rounds(&self, bars: &[Bar]) -> Vec<Round> {
        let with = |measures: Vec<Measure>| Strategy { measures, ..self.strategy.clone() };
        let alone = self.regimes.iter().map(|r| (r.held, format!("{} alone", self.name_of(r.id))));
        let own = self.choices.iter().map(|&id| (id, self.strategy.pathways[id.index()].name.clone()));
        let variant = |(pathway, name)| Variant { name, pathway, without: vec![], with: vec![], nudge: None };
        let mut measures: Vec<Measure> = bars.iter().flat_map(Bar::asks).collect();
        measures.extend(self.cost().cloned());
        let first =
            Round { strategy: with(measures), variants: alone.chain(own).map(variant).collect(), triggers: Vec::new() };
        let mut rounds = vec![first];
        let moves = |k: &usize| match &self.strategy.variables[self.triggers[*k].id.index()].kind {
            VariableKind::Trigger(trigger) => !trigger.then.is_empty(),
            _ => false,
        };
        let (moving, still): (Vec<usize>, Vec<usize>) = (0..self.triggers.len()).partition(moves);
        let groups = moving.into_iter().map(|k| vec![k]).chain((!still.is_empty()).then_some(still));
        for triggers in groups {
            let asks = |k: &usize| {
                let trigger = &self.triggers[*k];
                let posts = trigger.watched.iter().flat_map(|watched| watched.asks.clone());
                trigger.asks.iter().cloned().chain(posts).collect::<Vec<_>>()
            };
            let mut strategy = with(triggers.iter().flat_map(asks).collect());
            for &k in &triggers {
                if let VariableKind::Trigger(t) = &mut strategy.variables[self.triggers[k].id.index()].kind {
                    t.then.clear();
                }
            }
            let variants = self.choices.iter().map(|&id| ask::plain(&strategy, id)).collect();
            rounds.push(Round { strategy, variants, triggers });
        }
        rounds
    }

    fn name_of(&self, id: RegimeId) -> &str {
        &self.strategy.regimes[id.index()].name
    }

    fn cost(&self) -> Option<&Measure> {
        let name = self.question.cost.as_ref()?;
        self.strategy.measures.iter().find(|m| m.name == *name)
    }

    /// When everything tips, and what follows from it.
    fn tipping(&self, bars: &[Bar], found: &Outcomes, timing: &mut Timing) -> Result<(), Error> {
        let horizon = self.strategy.time.end;
        let mut all: Vec<Vec<Kept>> = Vec::new();
        for columns in &found.measures {
            let mut at = 0;
            let mut kept = Vec::new();
            for bar in bars {
                let count = bar.periods() + 1;
                kept.push(bar.kept(&columns[at..at + count], self.question.window, horizon)?);
                at += count;
            }
            all.push(kept);
        }
        let standing = self.standing(bars, &all, timing)?;
        let told = |bar: &Bar| {
            let (measure, level) = (bar.measure.name.clone(), bar.level());
            super::Bar { measure, acceptable: bar.acceptable, level }
        };
        timing.bars = bars.iter().zip(&standing).filter(|(_, stands)| **stands).map(|(bar, _)| told(bar)).collect();
        let chosen = |kept: Vec<Kept>| kept.into_iter().zip(&standing).filter(|(_, s)| **s).map(|(k, _)| k).collect();
        let all: Vec<Vec<Kept>> = all.into_iter().map(chosen).collect();
        let futures = self.question.futures as usize;
        let joint: Vec<(Vec<Tipping>, Vec<Option<usize>>)> =
            all.iter().map(|kept| first(kept, futures, horizon)).collect();
        let (held, own) = all.split_at(self.regimes.len());
        for (k, (regime, kept)) in self.regimes.iter().zip(held).enumerate() {
            let declared = &self.strategy.regimes[regime.id.index()];
            let each = kept.iter().map(|bar| tips(&bar.tipping, std::slice::from_ref(bar)));
            timing.regimes.push(Held {
                name: declared.name.clone(),
                title: declared.title.clone(),
                following: self.strategy.pathways[regime.following.index()].name.clone(),
                lead: regime.lead.clone(),
                tips: tips(&joint[k].0, kept)?,
                bars: each.collect::<Result<_, _>>()?,
                fails_first: shares(&joint[k].1, kept.len()),
            });
        }
        for ((id, kept), (tippings, which)) in self.choices.iter().zip(own).zip(&joint[self.regimes.len()..]) {
            let path = &self.strategy.pathways[id.index()];
            timing.pathways.push(Own {
                name: path.name.clone(),
                title: path.title.clone(),
                regimes: path.stages.iter().map(|stage| self.name_of(stage.regime).to_string()).collect(),
                tips: tips(tippings, kept)?,
                fails_first: shares(which, kept.len()),
            });
        }
        let Boarded { transfers, options, sequences } = self.weighed(&joint, found, timing)?;
        (timing.transfers, timing.options, timing.sequences) = (transfers, options, sequences);
        Ok(())
    }

    /// Whether each bar is one to keep: it is kept at the start in at least half of the futures under some variant.
    fn standing(&self, bars: &[Bar], all: &[Vec<Kept>], timing: &mut Timing) -> Result<Vec<bool>, Error> {
        let futures = self.question.futures as usize;
        let mut standing = Vec::new();
        for (k, bar) in bars.iter().enumerate() {
            let failing = all.iter().map(|kept| kept[k].failing.iter().filter(|f| **f).count()).min().unwrap_or(0);
            let stands = 2 * failing <= futures;
            standing.push(stands);
            if !stands {
                let share = match failing == futures {
                    true => "all futures".into(),
                    false => format!("{failing} of {futures} futures"),
                };
                let why = format!("its bar is not met at the start in {share}, so it is to be reached and not kept");
                timing.aside.push(Aside { name: bar.measure.name.clone(), why });
            }
        }
        if let (false, Some(aside)) = (self.question.measures.is_empty(), timing.aside.first()) {
            return Err(Error::CannotTip { name: aside.name.clone(), why: aside.why.clone() });
        }
        if standing.iter().all(|stands| !stands) {
            return Err(Error::NothingTips(told(&timing.aside)));
        }
        Ok(standing)
    }

    fn weighed(
        &self,
        joint: &[(Vec<Tipping>, Vec<Option<usize>>)],
        found: &Outcomes,
        timing: &mut Timing,
    ) -> Result<Boarded, Error> {
        let reference = self.strategy.reference.filter(|id| self.choices.contains(id)).unwrap_or(self.choices[0]);
        let begins = self.strategy.pathways[reference.index()].stages.first().map(|stage| stage.regime);
        let in_force = self.regimes.iter().position(|r| Some(r.id) == begins).unwrap_or(0);
        timing.in_force = self.name_of(self.regimes[in_force].id).into();
        let mut all = Vec::new();
        for (k, regime) in self.regimes.iter().enumerate() {
            let rate = match &self.question.cost {
                None => 0.0,
                Some(measure) => self.rate(measure, regime, found.measures[k].last().map_or(&[], Vec::as_slice))?,
            };
            all.push(Candidate {
                name: self.name_of(regime.id),
                tippings: &joint[k].0,
                lead: regime.lead.time + self.question.margin,
                cost: if self.question.cost.is_none() { 1.0 } else { 0.0 },
                rate,
            });
        }
        let axis = &self.strategy.time;
        let times = period_ends(axis, axis.decide, axis.end);
        Ok(boarded(&all, in_force, &times, (axis.decide, self.question.changes, self.question.often))?)
    }

    /// The mean of the cost for each unit of time from the decision to the end.
    fn rate(&self, measure: &str, regime: &Regime, values: &[f64]) -> Result<f64, Error> {
        let axis = &self.strategy.time;
        let value = values.iter().sum::<f64>() / values.len().max(1) as f64;
        if !(value.is_finite() && value >= 0.0) {
            return Err(Error::CostValue { measure: measure.into(), regime: self.name_of(regime.id).into(), value });
        }
        Ok(value / (axis.end - axis.decide).max(axis.step))
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

fn told(aside: &[Aside]) -> String {
    aside.iter().map(|a| format!("`{}`: {}", a.name, a.why)).collect::<Vec<_>>().join("; ")
}
