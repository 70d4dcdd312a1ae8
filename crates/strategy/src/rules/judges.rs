//! Conditions and milestones that rest only on data produced by the party they reward.
//!
//! **Why it is bad.** Who counts and gains by the count will be suspected, rightly or not, and the condition is worth
//! no more than the trust in that party.  A milestone rewards the actor it is `by`; a condition rewards the actors whose
//! levers stand with it in an equation.

use std::collections::BTreeSet;

use milepost_syntax::Diagnostic;

use crate::model::*;
use crate::visit;

/// Findings on judges in their own cause.
pub(crate) fn check(s: &Strategy) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (i, v) in s.variables.iter().enumerate() {
        let rewarded = rewarded(s, VariableId(i as u32));
        let (tests, what) = match &v.kind {
            VariableKind::Milestone(m) => (vec![&m.met.test], "milestone"),
            VariableKind::Condition(c) => {
                let tests = std::iter::once(&c.holds.test).chain(c.lost.as_ref().map(|l| &l.test)).collect();
                (tests, "condition")
            }
            _ => continue,
        };
        let producers = producers(s, &tests);
        let [Some(only)] = producers.iter().collect::<Vec<_>>()[..] else { continue };
        let rewarded: Vec<&Actor> = rewarded.iter().map(|a: &ActorId| &s.actors[a.index()]).collect();
        if rewarded.iter().any(|a| a.name == *only) {
            let message = format!("the {what} `{}` rests only on data produced by `{only}`, whom it rewards", v.name);
            out.push(
                Diagnostic::warning(v.span, message).help("add a second source: an indicator produced by another"),
            );
        }
    }
    out
}

/// Whom a milestone or a condition rewards: the actor that a milestone is `by`, and the actors whose levers stand with a
/// condition in an equation.
pub fn rewarded(s: &Strategy, id: VariableId) -> Vec<ActorId> {
    match &s.variable(id).kind {
        VariableKind::Milestone(m) => m.actor.into_iter().collect(),
        VariableKind::Condition(_) => rewarded_by(s, id),
        _ => Vec::new(),
    }
}

/// Producers of all indicators that tests read; `None` for one that names no producer.
fn producers(s: &Strategy, tests: &[&Expr]) -> BTreeSet<Option<String>> {
    let mut out = BTreeSet::new();
    for test in tests {
        visit::variables(test, &mut |id| {
            if let VariableKind::Indicator(i) = &s.variable(id).kind {
                out.insert(i.produced_by.clone());
            }
        });
    }
    out
}

/// Actors whose levers are read together with the condition.
fn rewarded_by(s: &Strategy, condition: VariableId) -> Vec<ActorId> {
    let mut out = BTreeSet::new();
    for v in &s.variables {
        let VariableKind::Let { value, .. } = &v.kind else { continue };
        let (mut reads, mut actors) = (false, Vec::new());
        visit::variables(value, &mut |id| {
            reads |= id == condition;
            if let VariableKind::Lever(l) = &s.variable(id).kind {
                actors.extend(l.actor);
            }
        });
        if reads {
            out.extend(actors);
        }
    }
    out.into_iter().collect()
}
