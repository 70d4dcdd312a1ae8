//! A variable moved from the decision on, so that a study can see what else moves.

use milepost_strategy::model::{Distribution, Nudge, Strategy, Type, VariableId, VariableKind, Variant};

use super::Lowering;
use crate::graph::Id;
use crate::{Code, Fault};

/// Refuses to move what is no number, or is not there.
pub(super) fn check(strategy: &Strategy, variant: &Variant) -> Result<(), Fault> {
    let Some(nudge) = &variant.nudge else { return Ok(()) };
    let found = strategy.variables.get(nudge.variable.index());
    let variable = found.ok_or_else(|| Fault::Misplaced("a variable is moved that is not there".into()))?;
    match variable.ty {
        Type::Number(_) => Ok(()),
        Type::Truth | Type::Category(_) => Err(Fault::NotMovable(variable.name.clone())),
    }
}

impl<'a> Lowering<'a> {
    /// The value of an element as its readers see it.
    pub(super) fn nudged(&mut self, id: VariableId, flat: usize, value: Id) -> Id {
        let flow = matches!(self.strategy.variables[id.index()].kind, VariableKind::Let { flow: true, .. });
        match self.nudge_of(id, flat) {
            Some(nudge) if !flow => self.moved_by(nudge, id, flat, value),
            _ => value,
        }
    }

    /// What a flow would be as its readers see it, before it is cut to what a stock holds.
    pub(super) fn nudged_flow(&mut self, id: VariableId, flat: usize, wanted: Id) -> Id {
        match self.nudge_of(id, flat) {
            Some(nudge) => self.moved_by(nudge, id, flat, wanted),
            None => wanted,
        }
    }

    fn nudge_of(&self, id: VariableId, flat: usize) -> Option<&'a Nudge> {
        let nudge = self.variant.nudge.as_ref().filter(|nudge| nudge.variable == id)?;
        nudge.elements.as_ref().is_none_or(|elements| elements.contains(&flat)).then_some(nudge)
    }

    fn moved_by(&mut self, nudge: &Nudge, id: VariableId, flat: usize, value: Id) -> Id {
        let mut moved = value;
        if nudge.share != 0.0 {
            let (size, share) = (self.graph.unary(Code::Abs, value), self.number(nudge.share));
            let part = self.graph.mul(size, share);
            moved = self.graph.add(moved, part);
        }
        if nudge.amount != 0.0 {
            let amount = self.number(nudge.amount);
            moved = self.graph.add(moved, amount);
        }
        if let Some((lo, hi)) = range(&self.strategy.variables[id.index()].kind, flat) {
            let (lo, hi) = (self.number(lo), self.number(hi));
            moved = self.graph.clip(moved, lo, hi);
        }
        let decided = self.since(self.strategy.time.decide);
        let seen = self.graph.select(decided, moved, value);
        // A lever is what it is at a step: news of that step does not change it.
        if matches!(self.strategy.variables[id.index()].kind, VariableKind::Lever(_)) {
            return self.graph.hold(seen);
        }
        seen
    }
}

/// The range that a lever or an uncertainty lies in.
fn range(kind: &VariableKind, flat: usize) -> Option<(f64, f64)> {
    match kind {
        VariableKind::Lever(lever) => lever.range,
        VariableKind::Uncertain(uncertain) => match *uncertain.distribution.get(flat)? {
            Distribution::Uniform(lo, hi) | Distribution::LogUniform(lo, hi) => Some((lo, hi)),
            Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. } => Some((lo, hi)),
            Distribution::Fixed(_) | Distribution::Categories(_) => None,
        },
        _ => None,
    }
}
