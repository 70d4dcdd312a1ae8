//! One element of something that is judged.

use milepost_strategy::model::{VariableId, VariableKind};

use super::history::{Stretch, day, stretches};
use super::{Case, Found, State, Subject, Why, deadline, evidence, firing, part, unobserved};
use crate::evaluate::Count;

/// How an element stands.
pub(super) fn found(case: &Case, subject: &Subject, flat: usize) -> Found {
    let strategy = case.strategy;
    let variable = strategy.variable(subject.id);
    let why: Vec<Why> = subject
        .whens
        .iter()
        .map(|(role, judged)| Why {
            role,
            truth: judged.told(flat).next().and_then(|n| case.values(Count::Best).truth_after(judged.truth, flat, n)),
            parts: part::parts(case, judged, flat),
        })
        .collect();
    let element = (!variable.dims.is_empty()).then(|| strategy.element_names(&variable.dims, flat));
    let mut found = match &variable.kind {
        VariableKind::Trigger(_) => firing::found(case, subject, flat),
        _ => latched(case, subject.id, flat),
    };
    found.element = element;
    found.rests_on = evidence::used(case, subject, flat);
    if found.state == State::Unknown {
        found.unknown_because = unobserved::because(case, subject, flat, &found.rests_on);
    }
    found.would_change = part::changes(case, subject, &found, &why);
    found.why = why;
    if let VariableKind::Milestone(_) = variable.kind {
        found.deadline = deadline::milestone(case, subject.id, flat, &found);
    }
    found
}

/// A condition or a milestone.
fn latched(case: &Case, id: VariableId, flat: usize) -> Found {
    let all = stretches(case, id, flat, Count::Best);
    let now = all.last().map_or(State::Unknown, |last| last.state);
    let at = |count| stretches(case, id, flat, count).last().map_or(State::Unknown, |last| last.state);
    let (at_lowest, at_highest) = (at(Count::Lowest), at(Count::Highest));
    let known = all.iter().rev().find(|s| s.state != State::Unknown);
    let text = |step: u32| day(case, step).map(|d| d.to_string());
    let last_known = known.filter(|_| now == State::Unknown).and_then(|s| Some((text(s.to)?, s.state)));
    Found {
        element: None,
        state: now,
        since: all.last().and_then(|last| text(last.from)),
        last_known,
        at_lowest,
        at_highest,
        depends_on_count: at_lowest != now || at_highest != now,
        not_judged: gaps(&all),
        why: Vec::new(),
        rests_on: Vec::new(),
        unknown_because: Vec::new(),
        would_change: Vec::new(),
        deadline: None,
        firing: None,
    }
}

/// Judgements that could not be made after the first that could.
fn gaps(all: &[Stretch]) -> u32 {
    let unknown = all.iter().skip_while(|s| s.state == State::Unknown).filter(|s| s.state == State::Unknown);
    unknown.map(|s| s.count).sum()
}
