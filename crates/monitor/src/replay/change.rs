//! What changed from one status to the next, and what is asked since.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::status::{Deadline, Found, Group, State, Status};

/// Elements of a condition, milestone or trigger that stand otherwise than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// `condition`, `milestone`, `trigger`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// How they stood; `None` in the first period.
    pub from: Option<State>,
    /// How they stand.
    pub to: State,
    /// The elements; none for what is national.
    pub elements: Vec<String>,
}

/// What the strategy asks of somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ask {
    /// What is asked.
    pub kind: AskKind,
    /// The trigger, milestone or obligation.
    pub name: String,
    /// Of whom, where that is said.
    pub by: Option<String>,
    /// Until when.
    pub until: String,
    /// The elements; none for what is national.
    pub elements: Vec<String>,
}

/// Kinds of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AskKind {
    /// A trigger fired: decide by a day.
    Decide,
    /// The day to decide has passed, and the record holds no decision.
    Undecided,
    /// A milestone fell due and is not met, as far as is known.
    Due,
    /// An obligation fell due; whether it was done, the contract says.
    Perform,
}

/// What stands otherwise; how everything stands, where nothing came before.
pub(super) fn changes(before: Option<&Status>, now: &Status) -> Vec<Change> {
    let mut all = Vec::new();
    for (kind, groups, earlier) in [
        ("milestone", &now.milestones, before.map(|s| &s.milestones)),
        ("condition", &now.conditions, before.map(|s| &s.conditions)),
        ("trigger", &now.triggers, before.map(|s| &s.triggers)),
    ] {
        for group in groups {
            let was = |found: &Found| -> Option<State> {
                let group = earlier?.iter().find(|g| g.name == group.name)?;
                Some(group.found.iter().find(|f| f.element == found.element)?.state)
            };
            let mut moved: BTreeMap<(Option<State>, State), Vec<String>> = BTreeMap::new();
            for found in &group.found {
                let from = was(found);
                if from != Some(found.state) {
                    moved.entry((from, found.state)).or_default().extend(found.element.clone());
                }
            }
            all.extend(moved.into_iter().map(|((from, to), elements)| Change {
                kind,
                name: group.name.clone(),
                from,
                to,
                elements,
            }));
        }
    }
    all
}

/// What is asked since the status before; of the first, what is asked in it that is not over.
pub(super) fn asks(before: Option<&Status>, now: &Status) -> Vec<Ask> {
    // Days are written so that they sort.
    let since = before.map(|s| s.as_of.as_str());
    let new = |day: &str| since.is_none_or(|since| day > since) && day <= now.as_of.as_str();
    let mut all = Vec::new();
    for group in &now.triggers {
        let fired = |wanted: &dyn Fn(&crate::status::Firing) -> bool, kind: AskKind| {
            let mut by_day: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for found in group.found.iter().filter(|f| f.state == State::Fired) {
                let Some(firing) = found.firing.as_ref().filter(|f| wanted(f)) else { continue };
                by_day.entry(firing.decide_by.clone()).or_default().extend(found.element.clone());
            }
            by_day.into_iter().map(move |(until, elements)| ask(kind, group, until, elements)).collect::<Vec<_>>()
        };
        all.extend(fired(&|f| new(&f.on), AskKind::Decide));
        all.extend(fired(&|f| since.is_some() && new(&f.decide_by) && f.decision.is_none(), AskKind::Undecided));
    }
    let due = |deadline: Option<&Deadline>| deadline.filter(|d| since.is_some() && new(&d.due)).map(|d| d.due.clone());
    for group in &now.milestones {
        let mut by_day: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for found in group.found.iter().filter(|f| f.state != State::Met) {
            if let Some(day) = due(found.deadline.as_ref()) {
                by_day.entry(day).or_default().extend(found.element.clone());
            }
        }
        all.extend(by_day.into_iter().map(|(until, elements)| ask(AskKind::Due, group, until, elements)));
    }
    for obligation in &now.obligations {
        if let Some(until) = due(obligation.deadline.as_ref()) {
            let (name, by) = (obligation.name.clone(), obligation.parties[0].clone());
            all.push(Ask { kind: AskKind::Perform, name, by, until, elements: Vec::new() });
        }
    }
    all
}

fn ask(kind: AskKind, group: &Group, until: String, elements: Vec<String>) -> Ask {
    Ask { kind, name: group.name.clone(), by: group.by.clone(), until, elements }
}
