//! Conditions and milestones: predicates judged at the ends of periods, with persistence, as latches.

use milepost_strategy::model::{Condition, Milestone, VariableId, When};

use super::Lowering;
use super::environment::{Environment, environment, label};
use crate::graph::{Change, Doubt, Id, StepSet, Traits};
use crate::{Code, Fault};

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

    /// A judgement made at some of the steps of an event: unknown at the others.
    pub(super) fn only_within(&mut self, judged: Id, at: StepSet, event: StepSet) -> Id {
        self.unless(judged, at, event, Id::UNKNOWN)
    }

    /// A judgement made at some of the steps of an event, and what stands for it at the others.
    fn unless(&mut self, judged: Id, at: StepSet, event: StepSet, otherwise: Id) -> Id {
        if self.grid.covers(at, event) {
            return judged;
        }
        let now = self.within(at);
        self.graph.select(now, judged, otherwise)
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
                    // It holds and is lost as judged; where that is unknown, so is it.
                    let next = lowering.judged(&condition.holds, &bound, &name, at)?;
                    lowering.define(latch, Change::Latch { at, next }, Id::UNKNOWN);
                    return Ok(());
                };
                let lost_at = lowering.grid.ends_of(lost.every);
                let event = lowering.grid.union(at, lost_at);
                let opens = lowering.opens(&condition.holds, at);
                let holds = lowering.judged(&condition.holds, &bound, &name, at)?;
                let fresh = lowering.only_within(holds, at, event);
                let holds = lowering.unless(holds, at, event, Id::ZERO);
                let lost = lowering.judged(lost, &bound, &format!("{name} lost"), lost_at)?;
                let lost = lowering.unless(lost, lost_at, event, Id::ZERO);
                let kept = lowering.reached_once(fresh, holds, latch, opens);
                let still = lowering.graph.not(lost);
                let next = lowering.graph.and(still, kept);
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
                let opens = lowering.opens(&milestone.met, at);
                let met = lowering.judged(&milestone.met, &bound, &name, at)?;
                let next = lowering.reached_once(met, met, latch, opens);
                lowering.define(latch, Change::Latch { at, next }, Id::UNKNOWN);
                Ok(())
            }),
        )
    }

    /// True once judged true, and from then on.  Before it can first be known to be (`opens`) it is what it was last known
    /// to be (`first`: unknown where it is not judged); from then on a judgement that could not be made leaves open
    /// whether it was true then.
    fn reached_once(&mut self, first: Id, judged: Id, latch: Id, opens: f64) -> Id {
        let graph = &mut self.graph;
        let fresh = graph.is_unknown(latch);
        let old = graph.select(fresh, first, latch);
        let before = graph.select(first, Id::ONE, old);
        let opens = graph.number(opens);
        let (early, late) = (graph.binary(Code::Lt, Id::TIME, opens), graph.binary(Code::Lt, opens, Id::TIME));
        let held = graph.select(late, latch, Id::ZERO);
        let since = graph.or(judged, held);
        graph.select(early, before, since)
    }
}
