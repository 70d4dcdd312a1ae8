//! What triggers and conditions said as it was known, beside what they would have said at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use milepost_analysis::timing::{Alarm, alarm};
use milepost_strategy::model::{Strategy, VariableId, VariableKind};
use serde::Serialize;

use crate::evaluate::{Asked, Count, Values};
use crate::{Facts, Moment};

/// A trigger or a condition, scored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signal {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Reporting periods that it must lag, as its slowest indicator does.
    pub lag: usize,
    /// By element, in the order of the dimension; one that is national.
    pub scores: Vec<Score>,
}

/// What one element's signal did, as [`Alarm`] counts it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// The element; `None` for what is national.
    pub element: Option<String>,
    /// Periods in which it is known what it said and what it should have.
    pub judged: usize,
    /// Spells of what it is there for.
    pub called_for: usize,
    /// Of these, those it told of.
    pub told: usize,
    /// Of these, those it missed.
    pub missed: usize,
    /// Periods from the beginning of each spell told to its telling.
    pub delays: Vec<usize>,
    /// Spells in which it spoke without what it is there for.
    pub false_alarms: usize,
    /// Spells of either kind that cannot be judged.
    pub open: usize,
    /// How often it went on or off.
    pub flips: usize,
}

impl Score {
    fn new(element: Option<String>, alarm: Alarm) -> Score {
        let Alarm { judged, called_for, told, missed, delays, false_alarms, open, flips, .. } = alarm;
        Score { element, judged, called_for, told, missed, delays, false_alarms, open, flips }
    }
}

/// Truths by signal and flat element, period by period; `None` is unknown.
type Truths = BTreeMap<(VariableId, usize), Vec<Option<bool>>>;

/// What signals said at the end of each period on what was known then.
pub(super) struct Told {
    said: Truths,
}

impl Told {
    pub fn new(strategy: &Strategy, ids: &[VariableId]) -> Told {
        Told { said: cells(strategy, ids).map(|cell| (cell, Vec::new())).collect() }
    }

    /// Adds the period that ends at a moment, on the facts known then.
    pub fn add(&mut self, strategy: &Strategy, facts: &Facts, (moment, step): (&Moment, u32)) -> Result<(), String> {
        if self.said.is_empty() {
            return Ok(());
        }
        let ids: Vec<VariableId> = self.said.keys().map(|(id, _)| *id).collect::<BTreeSet<_>>().into_iter().collect();
        let heard = Heard::new(strategy, &ids, facts, moment)?;
        for ((id, flat), said) in &mut self.said {
            said.push(heard.says(*id, *flat, step));
        }
        Ok(())
    }
}

/// What signals would have said at the ends of periods, had everything been published at once.
pub(super) fn truth(
    strategy: &Strategy,
    ids: &[VariableId],
    facts: &Facts,
    (last, ends): (&Moment, &[(u32, Date, String)]),
) -> Result<Truths, String> {
    if ids.is_empty() {
        return Ok(Truths::new());
    }
    let mut prompt = strategy.clone();
    for variable in &mut prompt.variables {
        if let VariableKind::Indicator(indicator) = &mut variable.kind {
            indicator.lag = 0;
        }
    }
    let heard = Heard::new(&prompt, ids, facts, last)?;
    let said = |(id, flat)| ends.iter().map(|(step, ..)| heard.says(id, flat, *step)).collect();
    Ok(cells(strategy, ids).map(|cell| (cell, said(cell))).collect())
}

/// A run over facts, with what triggers fire by.
struct Heard {
    values: Values,
    /// The truth of what a trigger fires by, and of its second source.
    fires: BTreeMap<VariableId, Vec<VariableId>>,
}

impl Heard {
    fn new(strategy: &Strategy, ids: &[VariableId], facts: &Facts, moment: &Moment) -> Result<Heard, String> {
        let mut asked = Asked::new(strategy, moment);
        let mut fires = BTreeMap::new();
        for id in ids {
            asked.variable(*id);
            if let VariableKind::Trigger(t) = &strategy.variable(*id).kind {
                let whens = std::iter::once(&t.fires).chain(&t.second);
                let truths = whens.map(|when| asked.predicate(strategy, *id, when, moment).truth).collect();
                fires.insert(*id, truths);
            }
        }
        Ok(Heard { values: asked.run(&facts.evidence(Count::Best))?, fires })
    }

    /// What it says after a step.  A trigger that has not fired is quiet only where it is known that it should not.
    fn says(&self, id: VariableId, flat: usize, step: u32) -> Option<bool> {
        let said = self.values.truth_after(id, flat, step);
        let Some(fires) = self.fires.get(&id).filter(|_| said == Some(false)) else { return said };
        let sources: Vec<Option<bool>> = fires.iter().map(|w| self.values.truth_after(*w, flat, step)).collect();
        if sources.contains(&Some(false)) || !sources.contains(&None) { said } else { None }
    }
}

fn cells(strategy: &Strategy, ids: &[VariableId]) -> impl Iterator<Item = (VariableId, usize)> {
    ids.iter().flat_map(|id| (0..size(strategy, *id)).map(|flat| (*id, flat)))
}

/// The scores.
pub(super) fn signals(
    strategy: &Strategy,
    signals: &[(VariableId, usize)],
    told: &Told,
    truth: &Truths,
) -> Vec<Signal> {
    let scored = |(id, lag): &(VariableId, usize)| {
        let variable = strategy.variable(*id);
        let title = variable.title.clone().unwrap_or_else(|| variable.name.clone());
        let element = |flat| (!variable.dims.is_empty()).then(|| strategy.element_names(&variable.dims, flat));
        let judged = |flat: usize| {
            let alarm = alarm(told.said.get(&(*id, flat))?, truth.get(&(*id, flat))?, *lag);
            Some(Score::new(element(flat), alarm))
        };
        let scores = (0..size(strategy, *id)).filter_map(judged).collect();
        Signal { name: variable.name.clone(), title, lag: *lag, scores }
    };
    signals.iter().map(scored).collect()
}

fn size(strategy: &Strategy, id: VariableId) -> usize {
    strategy.size(&strategy.variable(id).dims)
}
