//! Triggers: they fire, and after its delay the authority's response is under way until it ends.

use milepost_strategy::model::{Strategy, Trigger, VariableId, VariableKind};

use super::Lowering;
use super::environment::{environment, label};
use super::stage::NEVER;
use crate::graph::{Change, Doubt, Id, Range, StepSet, Traits};
use crate::{Code, Fault};

/// Triggers in the order of their names.
pub(super) fn by_name(strategy: &Strategy) -> Vec<VariableId> {
    let all = strategy.variables.iter().enumerate();
    let triggers = all.filter(|(_, variable)| matches!(variable.kind, VariableKind::Trigger(_)));
    let mut named: Vec<(&str, VariableId)> = triggers.map(|(i, v)| (v.name.as_str(), VariableId(i as u32))).collect();
    named.sort_unstable();
    named.into_iter().map(|(_, id)| id).collect()
}

impl<'a> Lowering<'a> {
    /// Whether the response is under way.
    pub(super) fn trigger(&mut self, id: VariableId, flat: usize, trigger: &'a Trigger) -> Result<Id, Fault> {
        let name = label(self.strategy, id, flat);
        let never = self.number(NEVER);
        let due = self.state(
            name.clone(),
            Doubt::Never,
            Traits::LATCH,
            Box::new(move |lowering, due| {
                let bound = environment(lowering.strategy, id, flat);
                let second = trigger.second.as_ref();
                let every = second.map_or(trigger.fires.every, |s| s.every.max(trigger.fires.every));
                let fires_at = lowering.grid.ends_of(every);
                let mut fires = lowering.judged(&trigger.fires, &bound, &name, fires_at)?;
                if let Some(second) = second {
                    let second = lowering.judged(second, &bound, &format!("{name} by the second source"), fires_at)?;
                    fires = lowering.graph.and(fires, second);
                }
                let mut event = fires_at;
                let mut next = due;
                if let Some(ends) = &trigger.ends {
                    let ends_at = lowering.grid.ends_of(ends.every);
                    event = lowering.grid.union(fires_at, ends_at);
                    let ends = lowering.judged(ends, &bound, &format!("{name} ends"), ends_at)?;
                    let ends = lowering.only_within(ends, ends_at, event);
                    let under_way = lowering.reached(due);
                    let over = lowering.graph.and(under_way, ends);
                    next = lowering.graph.select(over, never, due);
                }
                let fires = lowering.only_within(fires, fires_at, event);
                let idle = lowering.graph.binary(Code::Eq, due, never);
                let fired = lowering.graph.and(idle, fires);
                let delay = lowering.number(lowering.grid.steps_in(trigger.within) * lowering.grid.step);
                let then = lowering.graph.add(Id::TIME, delay);
                let next = lowering.graph.select(fired, then, next);
                lowering.define(due, Change::Latch { at: event, next }, never);
                Ok(())
            }),
        );
        Ok(self.reached(due))
    }

    /// How far the response of a trigger's element has come, 0..1, if it takes so long to come and to go.
    pub(super) fn response(&mut self, id: VariableId, flat: usize, over: f64) -> Result<Id, Fault> {
        let under_way = self.element(id, flat)?;
        if over.is_nan() || over <= 0.0 {
            return Ok(under_way);
        }
        if let Some(&level) = self.responses.get(&(id, flat, over.to_bits())) {
            return Ok(level);
        }
        let name = format!("response of {}", label(self.strategy, id, flat));
        let level = self.latch(name, StepSet::EVERY, Id::ZERO, Doubt::Never);
        self.graph.bound(level, Range::UNIT);
        let pace = self.grid.step / over;
        let (up, down) = (self.number(pace), self.number(-pace));
        let change = self.graph.select(under_way, up, down);
        let moved = self.graph.add(level, change);
        let next = self.graph.clip(moved, Id::ZERO, Id::ONE);
        self.set_next(level, next);
        self.responses.insert((id, flat, over.to_bits()), level);
        Ok(level)
    }
}
