//! How something stood after each judgement.

use jiff::civil::Date;
use milepost_strategy::model::{VariableId, VariableKind};

use super::{Case, State};
use crate::evaluate::{Count, Values};

/// A state from one judgement on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub state: State,
    /// The step of the first judgement.
    pub from: u32,
    /// The step of the last.
    pub to: u32,
    /// How many there were.
    pub count: u32,
}

/// Steps at which a variable is judged, to the day asked about.
pub(super) fn judgements(case: &Case, id: VariableId) -> Vec<u32> {
    let every: Vec<u32> = match &case.strategy.variable(id).kind {
        VariableKind::Condition(c) => std::iter::once(c.holds.every).chain(c.lost.iter().map(|w| w.every)).collect(),
        VariableKind::Milestone(m) => vec![m.met.every],
        VariableKind::Trigger(t) => {
            let fires = t.second.as_ref().map_or(t.fires.every, |s| s.every.max(t.fires.every));
            std::iter::once(fires).chain(t.ends.iter().map(|w| w.every)).collect()
        }
        _ => Vec::new(),
    };
    (1..=case.moment.step).filter(|n| every.iter().any(|e| n.is_multiple_of((*e).max(1)))).collect()
}

/// States of a condition or a milestone, one stretch after the other.
pub(super) fn stretches(case: &Case, id: VariableId, flat: usize, count: Count) -> Vec<Stretch> {
    let values: &Values = case.values(count);
    let milestone = matches!(case.strategy.variable(id).kind, VariableKind::Milestone(_));
    let mut out: Vec<Stretch> = Vec::new();
    let mut held = false;
    for step in judgements(case, id) {
        let state = match values.truth_after(id, flat, step) {
            None => State::Unknown,
            Some(true) if milestone => State::Met,
            Some(true) => State::Holds,
            Some(false) if held => State::Lost,
            Some(false) => State::NotMet,
        };
        held |= state == State::Holds;
        match out.last_mut() {
            Some(last) if last.state == state => {
                last.to = step;
                last.count += 1;
            }
            _ => out.push(Stretch { state, from: step, to: step, count: 1 }),
        }
    }
    out
}

/// The day of a judgement.
pub(super) fn day(case: &Case, step: u32) -> Option<Date> {
    case.moment.day_of(step)
}
