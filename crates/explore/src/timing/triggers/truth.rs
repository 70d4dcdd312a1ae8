//! A predicate as it is in truth: everything that it reads of indicators is read from what they observe.

use std::collections::BTreeMap;

use milepost_strategy::model::*;
use milepost_strategy::visit::{parts_mut, variables};

/// The expressions that make a variable, where it is known at once from what it reads: what remembers (a stock, a
/// response) is the world, which truth does not change.
fn read(kind: &VariableKind) -> Vec<&Expr> {
    match kind {
        VariableKind::Let { value, .. } => vec![value],
        VariableKind::Condition(c) => std::iter::once(&c.holds).chain(c.lost.as_ref()).map(|w| &w.test).collect(),
        VariableKind::Milestone(m) => vec![&m.met.test],
        _ => Vec::new(),
    }
}

fn read_mut(kind: &mut VariableKind) -> Vec<&mut Expr> {
    match kind {
        VariableKind::Let { value, .. } => vec![value],
        VariableKind::Condition(c) => {
            std::iter::once(&mut c.holds).chain(c.lost.as_mut()).map(|w| &mut w.test).collect()
        }
        VariableKind::Milestone(m) => vec![&mut m.met.test],
        _ => Vec::new(),
    }
}

/// Every indicator that a predicate reads, directly or through equations, conditions and milestones, in declared order.
pub(crate) fn indicators(strategy: &Strategy, test: &Expr) -> Vec<VariableId> {
    let is_indicator = |id: &VariableId| matches!(strategy.variables[id.index()].kind, VariableKind::Indicator(_));
    reached(strategy, test).into_iter().filter(is_indicator).collect()
}

/// Everything that a predicate reads at once, itself included, in declared order.
fn reached(strategy: &Strategy, test: &Expr) -> Vec<VariableId> {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = Vec::new();
    variables(test, &mut |id| open.push(id));
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            for e in read(&strategy.variables[id.index()].kind) {
                variables(e, &mut |id| open.push(id));
            }
        }
    }
    seen.into_iter().collect()
}

/// Copies of indicators without delay, noise and under-reporting, and of what reads them; made once each.
#[derive(Default)]
pub(crate) struct Truths {
    made: BTreeMap<VariableId, VariableId>,
}

impl Truths {
    /// The predicate in truth; what it needs is added to the strategy.
    pub fn of(&mut self, strategy: &mut Strategy, test: &Expr) -> Expr {
        let blurred = |id: &VariableId| {
            let variable = &strategy.variables[id.index()];
            let own = matches!(variable.kind, VariableKind::Indicator(_));
            own || read(&variable.kind).iter().any(|e| !indicators(strategy, e).is_empty())
        };
        let wanted: Vec<VariableId> = reached(strategy, test).into_iter().filter(blurred).collect();
        let fresh: Vec<VariableId> = wanted.into_iter().filter(|id| !self.made.contains_key(id)).collect();
        for &id in &fresh {
            let mut copy = strategy.variables[id.index()].clone();
            copy.name = format!("{}, in truth", copy.name);
            if let VariableKind::Indicator(indicator) = &mut copy.kind {
                (indicator.lag, indicator.noise, indicator.under_reporting) = (0, 0.0, (0.0, 0.0));
                (indicator.hidden, indicator.evidence) = (None, None);
            }
            self.made.insert(id, VariableId(strategy.variables.len() as u32));
            strategy.variables.push(copy);
        }
        // They may read each other in a circle that a condition opens, so all are made before any is changed.
        for id in fresh {
            let kind = &mut strategy.variables[self.made[&id].index()].kind;
            read_mut(kind).into_iter().for_each(|e| self.replace(e));
        }
        let mut test = test.clone();
        self.replace(&mut test);
        test
    }

    fn replace(&self, e: &mut Expr) {
        if let ExprKind::Variable(id, _) = &mut e.kind {
            *id = self.made.get(id).copied().unwrap_or(*id);
        }
        parts_mut(e).into_iter().for_each(|part| self.replace(part));
    }
}
