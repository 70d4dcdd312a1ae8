//! Conditions and milestones: predicates judged at the ends of periods, with persistence, as latches.

use milepost_strategy::model::{Condition, Milestone, VariableId, When};

use super::Lowering;
use super::environment::{Environment, environment, label};
use crate::Fault;
use crate::graph::{Change, Doubt, Id, StepSet, Traits};

impl<'a> Lowering<'a> {
    /// Whether a predicate has been true in enough of the last periods, judged at a period's end; or unknown.
    pub(super) fn judged(
        &mut self,
        when: &'a When,
        environment: &Environment,
        name: &str,
        at: StepSet,
    ) -> Result<Id, Fault> {
        let test = self.root(&when.test, environment)?;
        let test = self.at_event(test, at)?;
        let mut truths = vec![test];
        for age in 1..when.periods.max(1) {
            let earlier = self.latch(format!("{name}, {age} periods ago"), at, Id::UNKNOWN, Doubt::Any);
            self.set_next(earlier, truths[truths.len() - 1]);
            truths.push(earlier);
        }
        let (&first, rest) = truths.split_first().ok_or_else(|| Fault::Misplaced(name.to_string()))?;
        let graph = &mut self.graph;
        if when.of >= when.periods {
            return Ok(rest.iter().fold(first, |all, &t| graph.and(all, t)));
        }
        if when.of <= 1 {
            return Ok(rest.iter().fold(first, |any, &t| graph.or(any, t)));
        }
        // True if enough surely were; false if too few can have been.
        let (mut sure, mut possible) = (Id::ZERO, Id::ZERO);
        for &truth in &truths {
            let is = graph.select(truth, Id::ONE, Id::ZERO);
            let is_unknown = graph.is_unknown(truth);
            sure = graph.add(sure, is);
            let may = graph.add(is, is_unknown);
            possible = graph.add(possible, may);
        }
        let needed = graph.number(f64::from(when.of));
        let met = graph.at_most(needed, sure);
        let may = graph.at_most(needed, possible);
        let open = graph.select(may, Id::UNKNOWN, Id::ZERO);
        Ok(graph.select(met, Id::ONE, open))
    }

    /// A judgement made at some of the steps of an event: unknown, which changes nothing, at the others.
    pub(super) fn only_within(&mut self, judged: Id, at: StepSet, event: StepSet) -> Id {
        if self.grid.covers(at, event) {
            return judged;
        }
        let now = self.within(at);
        self.graph.select(now, judged, Id::UNKNOWN)
    }

    pub(super) fn condition(&mut self, id: VariableId, flat: usize, condition: &'a Condition) -> Id {
        let name = label(self.strategy, id, flat);
        self.state(
            name.clone(),
            Doubt::Any,
            Traits::LATCH.with(Traits::TRUTH),
            Box::new(move |lowering, latch| {
                let bound = environment(lowering.strategy, id, flat);
                let at = lowering.grid.ends_of(condition.holds.every);
                let Some(lost) = &condition.lost else {
                    // It holds and is lost as judged; where that is unknown it stays as it was.
                    let holds = lowering.judged(&condition.holds, &bound, &name, at)?;
                    let open = lowering.graph.is_unknown(holds);
                    let next = lowering.graph.select(open, latch, holds);
                    lowering.define(latch, Change::Latch { at, next }, Id::UNKNOWN);
                    return Ok(());
                };
                let lost_at = lowering.grid.ends_of(lost.every);
                let event = lowering.grid.union(at, lost_at);
                let holds = lowering.judged(&condition.holds, &bound, &name, at)?;
                let holds = lowering.only_within(holds, at, event);
                let lost = lowering.judged(lost, &bound, &format!("{name} lost"), lost_at)?;
                let lost = lowering.only_within(lost, lost_at, event);
                let kept = lowering.reached_once(holds, latch);
                let next = lowering.graph.select(lost, Id::ZERO, kept);
                lowering.define(latch, Change::Latch { at: event, next }, Id::UNKNOWN);
                Ok(())
            }),
        )
    }

    pub(super) fn milestone(&mut self, id: VariableId, flat: usize, milestone: &'a Milestone) -> Id {
        let name = label(self.strategy, id, flat);
        self.state(
            name.clone(),
            Doubt::Any,
            Traits::LATCH.with(Traits::TRUTH),
            Box::new(move |lowering, latch| {
                let bound = environment(lowering.strategy, id, flat);
                let at = lowering.grid.ends_of(milestone.met.every);
                let met = lowering.judged(&milestone.met, &bound, &name, at)?;
                let next = lowering.reached_once(met, latch);
                lowering.define(latch, Change::Latch { at, next }, Id::UNKNOWN);
                Ok(())
            }),
        )
    }

    /// True once judged true; otherwise as it was, and false rather than unknown once judged false.
    fn reached_once(&mut self, judged: Id, latch: Id) -> Id {
        let graph = &mut self.graph;
        let fresh = graph.is_unknown(latch);
        let old = graph.select(fresh, judged, latch);
        graph.select(judged, Id::ONE, old)
    }
}
