//! Due dates, and how often they were moved.

use jiff::civil::Date;
use milepost_strategy::model::{VariableId, VariableKind};

use super::{Case, Deadline, Found, Obligation, State};
use crate::moment::{days, last_day};

/// When a milestone of an element is due.
pub(super) fn milestone(case: &Case, id: VariableId, flat: usize, found: &Found) -> Option<Deadline> {
    let VariableKind::Milestone(m) = &case.strategy.variable(id).kind else { return None };
    let declared = m.due_date.and_then(last_day).or_else(|| case.moment.day_before(m.due?))?;
    let names = [case.strategy.variable(id).name.clone(), case.strategy.element_of(id, flat)];
    let met = found.since.as_ref().filter(|_| found.state == State::Met).and_then(|day| day.parse().ok());
    Some(deadline(case, &names, declared, met))
}

/// A due date as declared, after its moves.
fn deadline(case: &Case, names: &[String], declared: Date, met: Option<Date>) -> Deadline {
    let mine = case.facts.moves.iter().filter(|m| names.contains(&m.subject) && m.known <= case.moment.day);
    let moves: Vec<_> = mine.collect();
    let due = moves.last().map_or(declared, |m| m.to);
    Deadline {
        due: due.to_string(),
        declared: declared.to_string(),
        days_left: days(case.moment.day, due),
        late_days: met.map(|met| days(due, met).max(0)),
        moved: moves.len(),
        moved_days: moves.iter().map(|m| days(m.from, m.to)).sum(),
        moves: moves.iter().map(|m| (m.from.to_string(), m.to.to_string(), m.reason.clone(), m.by.clone())).collect(),
    }
}

/// All obligations, by due date.
pub(super) fn obligations(case: &Case) -> Vec<Obligation> {
    let strategy = case.strategy;
    let mut all: Vec<Obligation> = strategy
        .obligations
        .iter()
        .map(|o| Obligation {
            name: o.name.clone(),
            title: o.title.clone(),
            parties: o.parties.map(|p| p.map(|a| strategy.actors[a.index()].title.clone())),
            proof: o.evidence.clone(),
            deadline: o
                .due_date
                .and_then(last_day)
                .map(|declared| deadline(case, std::slice::from_ref(&o.name), declared, None)),
            state: case.facts.standings.get(&o.name).cloned(),
        })
        .collect();
    all.sort_by_key(|o| o.deadline.as_ref().map_or((1, String::new()), |d| (0, d.due.clone())));
    all
}
