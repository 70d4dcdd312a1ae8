//! How a strategy stands at a date.

mod deadline;
mod evidence;
mod finding;
mod firing;
mod history;
mod part;
mod types;
mod unobserved;

pub use types::*;

use std::collections::BTreeSet;

use jiff::civil::Date;
use milepost_strategy::model::{Strategy, VariableId, VariableKind, When};
use milepost_syntax::SourceMap;

use crate::evaluate::{Asked, Count, JudgedWhen, Values};
use crate::words::{persistence, snippet, title};
use crate::{Facts, Moment, Rows};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The day.
    pub as_of: Date,
    /// Only what was known by the end of this day; all that is known where absent.  The facts are already chosen so.
    pub known_at: Option<Date>,
    /// Only this element of any dimension, such as `Anbar`.
    pub element: Option<String>,
}

/// What a finding is made from.
struct Case<'a> {
    strategy: &'a Strategy,
    sources: &'a SourceMap,
    facts: &'a Facts,
    rows: &'a dyn Rows,
    moment: Moment,
    /// By count, in the order of [`Count::ALL`].
    values: Vec<Values>,
}

impl Case<'_> {
    fn values(&self, count: Count) -> &Values {
        &self.values[count as usize]
    }
}

/// Something that is judged, with its predicates.
struct Subject {
    id: VariableId,
    whens: Vec<(&'static str, JudgedWhen)>,
}

/// How the strategy stands.
///
/// # Errors
/// A sentence where the day lies outside the strategy's time, or an element is unknown.
pub fn status(
    strategy: &Strategy,
    sources: &SourceMap,
    facts: &Facts,
    rows: &dyn Rows,
    question: &Question,
) -> Result<Status, String> {
    let moment = Moment::new(strategy, question.as_of)?;
    if let Some(element) = &question.element {
        known_element(strategy, element)?;
    }
    let mut asked = Asked::new(strategy, &moment);
    let mut subjects = subjects(strategy, &mut asked, &moment);
    let best = facts.evidence(Count::Best);
    let first = asked.run(&best)?;
    for subject in &mut subjects {
        for (_, judged) in &mut subject.whens {
            asked.parts(strategy, subject.id, judged, &first, &moment);
        }
    }
    let values = Count::ALL.map(|count| asked.run(&facts.evidence(count))).into_iter().collect::<Result<_, _>>()?;
    let case = Case { strategy, sources, facts, rows, moment, values };
    let narrow = question.element.is_some();
    let mut status = Status {
        strategy: strategy.title.clone(),
        as_of: question.as_of.to_string(),
        known_at: question.known_at.map(|day| day.to_string()),
        judged_to: match case.moment.last_end(strategy.time.report_every) {
            0 => None,
            end => case.moment.day_of(end).map(|day| day.to_string()),
        },
        only: question.element.clone(),
        conditions: Vec::new(),
        milestones: Vec::new(),
        triggers: Vec::new(),
        obligations: if narrow { Vec::new() } else { deadline::obligations(&case) },
        unobserved: if narrow { Vec::new() } else { unobserved::list(&case, &subjects) },
        sources: evidence::sources(&case, &subjects),
    };
    for subject in &subjects {
        let Some(group) = group(&case, subject, question.element.as_deref()) else { continue };
        match strategy.variable(subject.id).kind {
            VariableKind::Condition(_) => status.conditions.push(group),
            VariableKind::Milestone(_) => status.milestones.push(group),
            _ => status.triggers.push(group),
        }
    }
    let due = |g: &Group| g.found.first().and_then(|f| f.deadline.as_ref()).map(|d| d.due.clone());
    status.milestones.sort_by_key(|g| due(g).map_or((1, String::new()), |day| (0, day)));
    Ok(status)
}

/// Everything that is judged, and what is asked about it.
fn subjects(strategy: &Strategy, asked: &mut Asked, moment: &Moment) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (i, variable) in strategy.variables.iter().enumerate() {
        let id = VariableId(i as u32);
        let Some(whens) = whens(&variable.kind) else { continue };
        asked.variable(id);
        let whens = whens.into_iter().map(|(role, when)| (role, asked.predicate(strategy, id, when, moment))).collect();
        subjects.push(Subject { id, whens });
    }
    subjects
}

/// The predicates of something that is judged, by their roles; `None` for anything else.
fn whens(kind: &VariableKind) -> Option<Vec<(&'static str, &When)>> {
    match kind {
        VariableKind::Condition(c) => {
            Some(std::iter::once(("holds", &c.holds)).chain(c.lost.as_ref().map(|w| ("lost", w))).collect())
        }
        VariableKind::Milestone(m) => Some(vec![("met", &m.met)]),
        VariableKind::Trigger(t) => {
            let second = t.second.as_ref().map(|w| ("second source", w));
            let ends = t.ends.as_ref().map(|w| ("ends", w));
            Some(std::iter::once(("fires", &t.fires)).chain(second).chain(ends).collect())
        }
        _ => None,
    }
}

fn group(case: &Case, subject: &Subject, only: Option<&str>) -> Option<Group> {
    let strategy = case.strategy;
    let variable = strategy.variable(subject.id);
    let actor = match &variable.kind {
        VariableKind::Milestone(m) => m.actor,
        VariableKind::Trigger(t) => t.actor,
        _ => None,
    };
    let wanted = |flat: &usize| match only {
        None => true,
        Some(only) => {
            strategy.environment(&variable.dims, *flat).iter().any(|(d, e)| strategy.dimension(*d).elements[*e] == only)
        }
    };
    let flats: Vec<usize> = (0..strategy.size(&variable.dims)).filter(wanted).collect();
    if flats.is_empty() {
        return None;
    }
    Some(Group {
        name: variable.name.clone(),
        title: title(strategy, subject.id),
        by: actor.map(|a| strategy.actors[a.index()].title.clone()),
        over: variable.dims.iter().map(|d| strategy.dimension(*d).name.clone()).collect(),
        says: subject.whens.iter().map(|(role, judged)| says(case, subject.id, role, &judged.when)).collect(),
        found: flats.into_iter().map(|flat| finding::found(case, subject, flat)).collect(),
    })
}

fn says(case: &Case, id: VariableId, role: &'static str, when: &When) -> Says {
    let length = f64::from(when.every) * case.moment.step_length();
    let second = match &case.strategy.variable(id).kind {
        VariableKind::Trigger(t) if role == "second source" => t.second_source.as_ref(),
        _ => None,
    };
    Says {
        role,
        text: second.map_or_else(|| snippet(case.sources, &when.test), |name| format!("`{name}` says so too")),
        persistence: persistence(when.of, when.periods, length, case.moment.unit()),
    }
}

fn known_element(strategy: &Strategy, wanted: &str) -> Result<(), String> {
    let judged: BTreeSet<_> =
        strategy.variables.iter().filter(|v| whens(&v.kind).is_some()).flat_map(|v| &v.dims).collect();
    let names: Vec<&str> = judged.iter().flat_map(|d| &strategy.dimension(**d).elements).map(String::as_str).collect();
    if names.contains(&wanted) {
        return Ok(());
    }
    let near = milepost_syntax::nearest(wanted, names.iter().copied());
    let hint = match (near, names.first()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(_)) => format!("there are {}", names.join(", ")),
        (None, None) => "everything is judged nationally; leave the option out".into(),
    };
    Err(format!("nothing is judged for an element `{wanted}`; {hint}"))
}
