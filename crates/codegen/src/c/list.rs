//! What of a list of ops is needed.

use milepost_ir::{Op, Program, Schedule, Slot};

use super::op::reads;

/// A set of slots.
#[derive(Clone)]
pub(super) struct Slots(Vec<bool>);

impl Slots {
    pub(super) fn of(program: &Program, slots: impl IntoIterator<Item = Slot>) -> Slots {
        let mut set = Slots(vec![false; program.slots as usize]);
        set.extend(slots);
        set
    }

    pub(super) fn extend(&mut self, slots: impl IntoIterator<Item = Slot>) {
        slots.into_iter().for_each(|slot| self.0[slot as usize] = true);
    }

    pub(super) fn contains(&self, slot: Slot) -> bool {
        self.0[slot as usize]
    }
}

/// The rates that the stocks need, and what is read at every step if `every`; not what only saved steps and dated events
/// read.
pub(super) fn needed(program: &Program, every: bool) -> Vec<Op> {
    let mut needed = Slots::of(program, program.stocks.iter().map(|stock| stock.rate));
    // What is read before it is written comes from the evaluation before.
    let mut written = Slots::of(program, []);
    let mut exposed = Slots::of(program, []);
    for op in &program.rates {
        exposed.extend(reads(op).filter(|&slot| !written.contains(slot)));
        written.extend([op.dst]);
    }
    needed.extend((0..program.slots).filter(|&slot| exposed.contains(slot) && written.contains(slot)));
    if every {
        for event in program.events.iter().filter(|event| event.at == Schedule::Every) {
            needed.extend(event.ops.iter().flat_map(reads).chain(event.latches.iter().map(|latch| latch.next)));
        }
        needed.extend(program.rings.iter().map(|ring| ring.input));
    }
    let mut kept: Vec<Op> = Vec::new();
    for op in program.rates.iter().rev() {
        if needed.contains(op.dst) {
            needed.0[op.dst as usize] = false;
            needed.extend(reads(op));
            kept.push(*op);
        }
    }
    kept.reverse();
    kept
}
