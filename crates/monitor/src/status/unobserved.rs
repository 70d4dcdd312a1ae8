//! What nobody observes, and why something is unknown.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::{Expr, ExprKind, VariableId, VariableKind};
use milepost_strategy::visit;

use super::{Case, Subject, Unobserved, Used};
use crate::reads::{given, leaves};

/// Whether what an expression of a variable reads is observed, here the variables that it names itself and that rest on
/// something that nobody observes.
fn blind(case: &Case, owner: VariableId, flat: usize, test: &Expr) -> BTreeSet<VariableId> {
    let mut found = BTreeSet::new();
    collect(case, owner, flat, test, &mut found);
    found
}

/// Equations and other judgements stand for what they read, unless all of that is unobserved.
fn collect(case: &Case, owner: VariableId, flat: usize, test: &Expr, found: &mut BTreeSet<VariableId>) {
    let strategy = case.strategy;
    let mut named = BTreeSet::new();
    visit::variables(test, &mut |id| {
        named.insert(id);
    });
    let read = leaves(strategy, owner, flat, &[test]);
    let hidden: BTreeSet<VariableId> = read
        .keys()
        .map(|leaf| leaf.variable)
        .filter(|id| !given(strategy, *id) && !matches!(strategy.variable(*id).kind, VariableKind::Indicator(_)))
        .collect();
    for id in named {
        let variable = strategy.variable(id);
        let rests: BTreeSet<VariableId> = match &variable.kind {
            VariableKind::Indicator(_) => continue,
            VariableKind::Let { flow: false, value } => {
                leaves(strategy, id, 0, &[value]).keys().map(|leaf| leaf.variable).collect()
            }
            VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_) => {
                let own = Expr {
                    kind: ExprKind::Variable(
                        id,
                        variable.dims.iter().map(|_| milepost_strategy::model::Select::Element(0)).collect(),
                    ),
                    ..test.clone()
                };
                leaves(strategy, owner, flat, &[&own]).keys().map(|leaf| leaf.variable).collect()
            }
            _ => BTreeSet::from([id]),
        };
        if rests.iter().any(|leaf| hidden.contains(leaf)) {
            found.insert(id);
        }
    }
}

/// Why an element is unknown.
pub(super) fn because(case: &Case, subject: &Subject, flat: usize, rests_on: &[Used]) -> Vec<String> {
    let strategy = case.strategy;
    let mut out = Vec::new();
    let mut named = BTreeSet::new();
    for (_, judged) in subject.whens.iter().filter(|(role, _)| *role != "ends") {
        named.extend(blind(case, subject.id, flat, &judged.when.test));
    }
    for id in named {
        let variable = strategy.variable(id);
        let name = &variable.name;
        out.push(match &variable.kind {
            VariableKind::Let { flow: false, .. } => {
                let under = leaves_of(case, id);
                format!("`{name}` rests on what nobody observes: {}", some(&under))
            }
            VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_) => {
                format!("`{name}` cannot be judged")
            }
            VariableKind::Lever(_) => format!("nothing observes `{name}`, which is a choice; write an indicator"),
            _ => format!("nothing observes `{name}`; write an indicator"),
        });
    }
    for used in rests_on {
        let name = &used.indicator;
        if used.origin.is_none() {
            let who = used.produced_by.as_ref().map_or_else(String::new, |who| format!(", which {who} would produce"));
            out.push(format!("there is no evidence for `{name}`{who}"));
            continue;
        }
        let holes: Vec<&str> =
            used.periods.iter().filter(|p| !p.missing.is_empty()).map(|p| p.period.as_str()).collect();
        let partly = |p: &&super::UsedPeriod| !p.missing.is_empty() && p.figures > 0;
        if used.periods.iter().filter(partly).count() == holes.len() && !holes.is_empty() {
            let lacks = used.periods.iter().filter(partly).map(|p| match &p.missing[..] {
                [one] => format!("{one} in {}", p.period),
                many => format!("{} places in {}", many.len(), p.period),
            });
            let lacks: Vec<String> = lacks.collect();
            let lacks: Vec<&str> = lacks.iter().map(String::as_str).collect();
            out.push(format!("`{name}` says nothing of {}", joined(&lacks)));
        } else if !holes.is_empty() {
            let newest = used.newest.as_ref().map_or_else(
                || "nothing was published yet".to_string(),
                |period| format!("its newest figure is of {period}"),
            );
            out.push(format!("`{name}` says nothing of {}; {newest}", joined(&holes)));
        }
    }
    if case.moment.last_end(case.strategy.time.report_every) == 0 {
        out.push("no reporting period is over yet".into());
    } else if out.is_empty() {
        out.push("a judgement before this one could not be made, and nobody knows what it would have said".into());
    }
    out
}

/// What nobody observes of what an equation rests on, by name.
fn leaves_of(case: &Case, id: VariableId) -> Vec<String> {
    let VariableKind::Let { value, .. } = &case.strategy.variable(id).kind else { return Vec::new() };
    let read = leaves(case.strategy, id, 0, &[value]);
    let hidden: BTreeSet<VariableId> = read
        .keys()
        .map(|leaf| leaf.variable)
        .filter(|v| !given(case.strategy, *v))
        .filter(|v| !matches!(case.strategy.variable(*v).kind, VariableKind::Indicator(_)))
        .collect();
    hidden.into_iter().map(|v| format!("`{}`", case.strategy.variable(v).name)).collect()
}

fn some(names: &[String]) -> String {
    match names.len() {
        0..=3 => names.join(", "),
        n => format!("{} and {} more", names[..2].join(", "), n - 2),
    }
}

fn joined(periods: &[&str]) -> String {
    match periods {
        [one] => one.to_string(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
        [] => String::new(),
    }
}

/// Everything that something judged needs and nobody observes.
pub(super) fn list(case: &Case, subjects: &[Subject]) -> Vec<Unobserved> {
    let mut needed: BTreeMap<VariableId, Vec<String>> = BTreeMap::new();
    for subject in subjects {
        let tests: BTreeSet<VariableId> =
            subject.whens.iter().flat_map(|(_, judged)| blind(case, subject.id, 0, &judged.when.test)).collect();
        for id in tests {
            // Judgements are told where they stand.
            if matches!(
                case.strategy.variable(id).kind,
                VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_)
            ) {
                continue;
            }
            needed.entry(id).or_default().push(case.strategy.variable(subject.id).name.clone());
        }
    }
    needed
        .into_iter()
        .map(|(id, needed_by)| Unobserved { variable: case.strategy.variable(id).name.clone(), needed_by })
        .collect()
}
