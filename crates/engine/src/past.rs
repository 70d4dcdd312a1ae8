//! The state of members at a step, kept so that runs that do not differ before can begin there.

use std::ops::Range;

use milepost_ir::{Op, Program, Schedule, Slot};

use crate::ops::reads;
use crate::slot_set::SlotSet;

/// The states of some members at a step, before anything of that step is computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The step.
    pub step: u32,
    /// The members.
    pub members: Range<u64>,
    /// `stocks[k][i]`: stock k of the program, of the i-th member.
    pub stocks: Vec<Vec<f64>>,
    /// `latches[k][i]`: latch k of the program's events, event after event.
    pub latches: Vec<Vec<f64>>,
    /// `series[k][t][i]`: the k-th series that was kept, at its t-th saved time before the step.
    pub series: Vec<Vec<Vec<f64>>>,
}

/// States to begin with, as [`Past`] has them, in the order of the program that is run: columns may come from another
/// program whose states agree.
#[derive(Clone, Debug)]
pub struct Resume<'a> {
    /// The step.
    pub step: u32,
    /// The first member of the columns.
    pub first: u64,
    /// One for each stock.
    pub stocks: Vec<&'a [f64]>,
    /// One for each latch of the events, event after event.
    pub latches: Vec<&'a [f64]>,
    /// One for each series that is kept: one for each saved time before the step.
    pub series: Vec<&'a [Vec<f64>]>,
}

/// Slots of the states of a program: stocks, then latches, event after event.
pub(crate) fn states(program: &Program) -> impl Iterator<Item = Slot> + '_ {
    let latches = program.events.iter().flat_map(|event| &event.latches).map(|latch| latch.slot);
    program.stocks.iter().map(|stock| stock.slot).chain(latches)
}

/// Whether everything that a step reads is made in that step, held by stocks and latches, or there from the beginning.
pub(crate) fn forgets(program: &Program) -> bool {
    if !program.rings.is_empty() {
        return false;
    }
    let state: SlotSet = states(program).collect();
    let results = |ops: &[Op]| ops.iter().map(|op| op.dst).collect::<SlotSet>();
    let by_rates = results(&program.rates);
    let by_event: Vec<SlotSet> = program
        .events
        .iter()
        .map(|event| event.draws.iter().map(|draw| draw.slot).chain(event.ops.iter().map(|op| op.dst)).collect())
        .collect();
    let made = |slot: Slot| by_rates.contains(slot) || by_event.iter().any(|event| event.contains(slot));
    // What is read before it is written in this step, and is no state, must be written by no step at all.
    let mut written = SlotSet::default();
    for op in &program.rates {
        if reads(op).any(|slot| made(slot) && !written.contains(slot) && !state.contains(slot)) {
            return false;
        }
        written.insert(op.dst);
    }
    for (at, event) in program.events.iter().enumerate() {
        let mut there = by_rates.clone();
        for (before, slots) in program.events.iter().zip(&by_event).take(at) {
            if covers(&before.at, &event.at) {
                there = there.union(slots);
            }
        }
        there.extend(event.draws.iter().map(|draw| draw.slot));
        for op in &event.ops {
            if reads(op).any(|slot| made(slot) && !there.contains(slot) && !state.contains(slot)) {
                return false;
            }
            there.insert(op.dst);
        }
        let next = event.latches.iter().map(|latch| latch.next);
        if next.into_iter().any(|slot| made(slot) && !there.contains(slot) && !state.contains(slot)) {
            return false;
        }
    }
    let last = Schedule::Steps(vec![program.clock.steps]);
    let at_end = program.events.iter().zip(&by_event).filter(|(event, _)| covers(&event.at, &last));
    let there = at_end.fold(by_rates.clone(), |there, (_, slots)| there.union(slots));
    let outputs = program.outputs.iter().all(|o| !made(o.slot) || there.contains(o.slot) || state.contains(o.slot));
    outputs && program.saved.iter().all(|o| !made(o.slot) || by_rates.contains(o.slot) || state.contains(o.slot))
}

/// Whether one schedule has every step of the other.
fn covers(outer: &Schedule, inner: &Schedule) -> bool {
    match (outer, inner) {
        (Schedule::Every, _) => true,
        (Schedule::Steps(_), Schedule::Every) => false,
        (Schedule::Steps(outer), Schedule::Steps(inner)) => inner.iter().all(|n| outer.binary_search(n).is_ok()),
    }
}
