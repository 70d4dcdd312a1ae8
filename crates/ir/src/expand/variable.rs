//! The value of one element of a variable.

use milepost_strategy::model::{Uncertain, VariableId, VariableKind};

use super::Lowering;
use super::environment::{environment, label};
use super::subject::Subject;
use crate::graph::Id;
use crate::{Draws, Fault};

impl<'a> Lowering<'a> {
    /// The value of an element, expanded when first asked for.
    pub(super) fn element(&mut self, id: VariableId, flat: usize) -> Result<Id, Fault> {
        let unbound = || Fault::Unbound(self.strategy.variables[id.index()].name.clone());
        if let Some(value) = self.values.get(id.index()).and_then(|v| v.get(flat)).copied().ok_or_else(unbound)? {
            return Ok(value);
        }
        if self.open.contains(&(id, flat)) {
            return Err(Fault::Circular(label(self.strategy, id, flat)));
        }
        self.open.push((id, flat));
        let subject = std::mem::replace(&mut self.subject, Subject::Element(id, flat));
        let exact = std::mem::replace(&mut self.exact, self.exact_variables[id.index()]);
        let value = self.variable(id, flat);
        (self.subject, self.exact) = (subject, exact);
        self.open.pop();
        // A state is there before what it reads, and may have been asked for on the way.
        let value = value?;
        let seen = self.nudged(id, flat, value);
        if seen != value {
            self.held.insert((id, flat), value);
        }
        self.values[id.index()][flat] = Some(seen);
        Ok(seen)
    }

    fn variable(&mut self, id: VariableId, flat: usize) -> Result<Id, Fault> {
        let strategy = self.strategy;
        if let Some(unknown) = self.unobserved(id, flat) {
            return Ok(unknown);
        }
        match &strategy.variables[id.index()].kind {
            VariableKind::Constant(values) => {
                let value = values.get(flat).copied().unwrap_or(f64::NAN);
                Ok(self.number(value))
            }
            VariableKind::Series(series) => {
                let points = series.points.get(flat).map_or(&[][..], |points| points);
                Ok(self.table(points, series.step, Id::TIME))
            }
            VariableKind::Uncertain(uncertain) => Ok(self.uncertain(id, flat, uncertain)),
            VariableKind::Lever(lever) => self.lever(id, flat, lever),
            VariableKind::Let { flow: false, value } => self.value(value, &environment(strategy, id, flat)),
            VariableKind::Let { flow: true, value } => {
                let wanted = self.value(value, &environment(strategy, id, flat))?;
                // More of a flow is still no more than there is to flow.
                let wanted = self.nudged_flow(id, flat, wanted);
                let cut = self.cut(id, flat, wanted)?;
                // What flows is what the model moves: an observer's news does not change it after the fact.
                Ok(self.graph.hold(cut))
            }
            VariableKind::Stock(stock) => Ok(self.stock(id, flat, stock)),
            VariableKind::Indicator(indicator) => Ok(self.indicator(id, flat, indicator)),
            VariableKind::Condition(condition) => Ok(self.condition(id, flat, condition)),
            VariableKind::Milestone(milestone) => Ok(self.milestone(id, flat, milestone)),
            VariableKind::Trigger(trigger) => self.trigger(id, flat, trigger),
        }
    }

    /// An uncertainty: set by the variant, at its default, or drawn.
    pub(super) fn uncertain(&mut self, id: VariableId, flat: usize, uncertain: &'a Uncertain) -> Id {
        if let Some((_, value)) = self.variant.with.iter().rev().find(|(set, _)| *set == id) {
            return self.number(*value);
        }
        let default = uncertain.default.get(flat).copied().unwrap_or(f64::NAN);
        match (self.want.draws, uncertain.distribution.get(flat)) {
            (Draws::Sampled, Some(distribution)) => {
                let name = label(self.strategy, id, flat);
                self.drawn(distribution, &name)
            }
            _ => self.number(default),
        }
    }
}
