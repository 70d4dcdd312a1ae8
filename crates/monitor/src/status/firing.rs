//! Triggers: when they fired, by when the authority must decide, what it decided, when it was over.

use jiff::civil::Date;
use milepost_strategy::model::{Trigger, VariableKind};

use super::history::{day, judgements};
use super::{Case, Firing, Found, State, Subject};
use crate::evaluate::Count;

/// A firing, by steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fired {
    pub on: u32,
    pub ended: Option<u32>,
}

/// How a trigger stands for an element.
pub(super) fn found(case: &Case, subject: &Subject, flat: usize) -> Found {
    let at = |count| standing(case, subject, flat, count);
    let (now, firing, not_judged) = at(Count::Best);
    let (at_lowest, at_highest) = (at(Count::Lowest).0, at(Count::Highest).0);
    let text = |step: u32| day(case, step).map(|d| d.to_string());
    let since = match (now, firing) {
        (State::Fired, Some(fired)) => text(fired.on),
        (State::Quiet, Some(Fired { ended: Some(step), .. })) => text(step),
        _ => None,
    };
    Found {
        element: None,
        state: now,
        since,
        last_known: None,
        at_lowest,
        at_highest,
        depends_on_count: at_lowest != now || at_highest != now,
        not_judged,
        why: Vec::new(),
        rests_on: Vec::new(),
        unknown_because: Vec::new(),
        would_change: Vec::new(),
        deadline: None,
        firing: firing.and_then(|fired| told(case, subject, flat, fired)),
    }
}

/// State, the last firing, and judgements that could not be made.
fn standing(case: &Case, subject: &Subject, flat: usize, count: Count) -> (State, Option<Fired>, u32) {
    let VariableKind::Trigger(trigger) = &case.strategy.variable(subject.id).kind else {
        return (State::Unknown, None, 0);
    };
    let (all, open, last) = firings(case, subject, trigger, flat, count);
    let state = match (all.last(), last) {
        (Some(Fired { ended: None, .. }), _) => State::Fired,
        (_, None) => State::Unknown,
        _ => State::Quiet,
    };
    (state, all.last().copied(), open)
}

/// Every firing, as the latch of the program has them: it fires where it is idle and known to, and is over where it is
/// known to be after its delay.  Then how many judgements could not be made, and what the last one said.
pub(super) fn firings(
    case: &Case,
    subject: &Subject,
    trigger: &Trigger,
    flat: usize,
    count: Count,
) -> (Vec<Fired>, u32, Option<bool>) {
    let values = case.values(count);
    let truth = |role: &str, step: u32| {
        let judged = subject.whens.iter().find(|(r, _)| *r == role);
        judged.map(|(_, judged)| {
            let due = step.is_multiple_of(judged.when.every.max(1));
            (due, values.truth_after(judged.truth, flat, step).filter(|_| due))
        })
    };
    let delay = (trigger.within / case.moment.step_length() - 1e-9).ceil().max(0.0) as u32;
    let every = trigger.second.as_ref().map_or(trigger.fires.every, |s| s.every.max(trigger.fires.every)).max(1);
    let (mut all, mut open, mut last): (Vec<Fired>, u32, Option<bool>) = (Vec::new(), 0, None);
    let mut known = false;
    for step in judgements(case, subject.id) {
        let due = step.is_multiple_of(every);
        let fires = match (truth("fires", step), truth("second source", step)) {
            (Some((_, a)), None) => a,
            (Some((_, a)), Some((_, b))) if a == Some(false) || b == Some(false) => Some(false),
            (Some((_, a)), Some((_, b))) => a.zip(b).map(|(a, b)| a && b),
            (None, _) => None,
        };
        let fires = fires.filter(|_| due);
        if due {
            known |= fires.is_some();
            open += u32::from(known && fires.is_none());
            last = fires;
        }
        let idle = all.last().is_none_or(|f| f.ended.is_some());
        if idle {
            if fires == Some(true) {
                all.push(Fired { on: step, ended: None });
            }
            continue;
        }
        let ends = truth("ends", step).and_then(|(_, ends)| ends) == Some(true);
        if let Some(fired) = all.last_mut().filter(|f| ends && step >= f.on + delay) {
            fired.ended = Some(step);
        }
    }
    (all, open, last)
}

fn told(case: &Case, subject: &Subject, flat: usize, fired: Fired) -> Option<Firing> {
    let variable = case.strategy.variable(subject.id);
    let VariableKind::Trigger(trigger) = &variable.kind else { return None };
    let on = day(case, fired.on)?;
    let decide_by = case.moment.after(on, trigger.within).unwrap_or(on);
    let names = [variable.name.clone(), case.strategy.element_of(subject.id, flat)];
    let ended = fired.ended.and_then(|step| day(case, step));
    let mine =
        |known: Date| known >= on && known <= case.moment.day && ended.is_none_or(|end| known <= end.max(decide_by));
    let decision = case.facts.decisions.iter().rev().find(|d| names.contains(&d.subject) && mine(d.known));
    Some(Firing {
        on: on.to_string(),
        decide_by: decide_by.to_string(),
        decision: decision
            .map(|d| (if d.acts { "act" } else { "decline" }.to_string(), d.known.to_string(), d.reason.clone())),
        ended: ended.map(|d| d.to_string()),
    })
}
