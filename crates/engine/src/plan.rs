//! What is to be done at which kind of step, as lists of ops.

use milepost_ir::{Code, Method, Op, Program, Schedule, Slot};

use crate::fuse::fuse;
use crate::kernel::Checked;
use crate::ops::reads;
use crate::slot_set::SlotSet;

/// The lists, over the program's slots and a few more.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Number of slots.
    pub(crate) slots: usize,
    /// Constants that the methods need.
    pub(crate) constants: Vec<(Slot, f64)>,
    /// Before the first step.
    pub(crate) start: Checked,
    /// Rates, at steps where everything is needed: saved ones, those of scheduled events and the last.
    pub(crate) full: Checked,
    /// Rates, at other steps: without what only those need, and with the stocks that can move at once.
    pub(crate) lean: Checked,
    /// For each event its ops, and its latches' next values put aside where something might overwrite them.
    pub(crate) events: Vec<Checked>,
    /// For each event its latches' change.
    pub(crate) latches: Vec<Checked>,
    /// From the rates to the stocks at the next step, after `full`.
    pub(crate) advance: Vec<Stage>,
    /// The same after `lean`.
    pub(crate) advance_lean: Vec<Stage>,
    /// Rows of the table of times for each step.
    pub(crate) rows_per_step: usize,
}

/// A part of a step.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    /// Row of the table of times, counted from the step's own.
    pub(crate) row: usize,
    /// Ops.
    pub(crate) code: Checked,
}

impl Plan {
    pub(crate) fn new(program: &Program) -> Plan {
        let mut extra = Extra { next: program.slots, constants: Vec::new() };
        let state: SlotSet = program
            .stocks
            .iter()
            .map(|stock| stock.slot)
            .chain(program.events.iter().flat_map(|event| &event.latches).map(|latch| latch.slot))
            .chain(program.rings.iter().map(|ring| ring.output))
            .collect();
        let by_event: Vec<SlotSet> = program
            .events
            .iter()
            .map(|event| event.draws.iter().map(|d| d.slot).chain(event.ops.iter().map(|op| op.dst)).collect())
            .collect();

        // A rate that is itself a state, or that an event overwrites, is put aside first.
        let mut aside = Vec::new();
        let rates: Vec<Slot> = program
            .stocks
            .iter()
            .map(|stock| {
                let unsafe_there = state.contains(stock.rate) || by_event.iter().any(|w| w.contains(stock.rate));
                if unsafe_there { extra.copy(stock.rate, &mut aside) } else { stock.rate }
            })
            .collect();

        let (mut events, mut latches) = (Vec::new(), Vec::new());
        for (i, event) in program.events.iter().enumerate() {
            let mut ops = event.ops.clone();
            let mut change = Vec::new();
            for latch in &event.latches {
                let by_others = by_event.iter().enumerate().any(|(j, w)| j != i && w.contains(latch.next));
                let held = program.method == Method::Euler && !state.contains(latch.next) && !by_others;
                let next = if held { latch.next } else { extra.copy(latch.next, &mut ops) };
                change.push(copy(latch.slot, next));
            }
            events.push(ops.into_iter().collect());
            latches.push(change.into_iter().collect());
        }

        let carried = carried(&program.rates);
        let after = |needed: SlotSet| {
            let mut ops = prune(&program.rates, needed.union(&carried));
            ops.extend(&aside);
            ops
        };
        // Results of the rates that nothing reads later may stay in registers.
        let results: SlotSet = program.rates.iter().map(|op| op.dst).collect();
        let fused = |ops: &[Op], read: &SlotSet| -> Checked {
            let live = |slot| !results.contains(slot) || read.contains(slot) || carried.contains(slot);
            fuse(ops, live).into_iter().collect()
        };

        let slopes: SlotSet = program.stocks.iter().map(|stock| stock.rate).collect();
        let every: SlotSet = every_step(program).collect();
        let whole = extra.constant(program.clock.step);
        let moves: Vec<Op> =
            program.stocks.iter().zip(&rates).map(|(s, &rate)| mul_add(s.slot, rate, whole, s.slot)).collect();
        let mut lean = after(slopes.clone().union(&every));
        let read_lean = every.clone().union(&rates.iter().copied().collect());
        let (advance, advance_lean, rows_per_step, read_lean) = if program.method == Method::Euler {
            let late = move_early(&mut lean, &moves, &every);
            let read = every.union(&late.iter().map(|op| op.a).collect());
            let stage = |ops: Vec<Op>| vec![Stage { row: 0, code: ops.into_iter().collect() }];
            (stage(moves), stage(late), 1, read)
        } else {
            let at = |row, ops: Vec<Op>| Stage { row, code: fused(&ops, &SlotSet::default()) };
            let parts = runge_kutta(program, &rates, &after(slopes), &mut extra);
            let stages: Vec<Stage> = parts.into_iter().map(|(row, ops)| at(row, ops)).collect();
            (stages.clone(), stages, if program.method == Method::Rk4 { 2 } else { 1 }, read_lean)
        };
        let full: Vec<Op> = program.rates.iter().chain(&aside).copied().collect();
        Plan {
            slots: extra.next as usize,
            start: start(program).into_iter().collect(),
            full: fused(&full, &read_after(program)),
            lean: fused(&lean, &read_lean),
            events,
            latches,
            advance,
            advance_lean,
            rows_per_step,
            constants: extra.constants,
        }
    }
}

/// Slots beyond the program's own.
struct Extra {
    next: Slot,
    constants: Vec<(Slot, f64)>,
}

impl Extra {
    fn slot(&mut self) -> Slot {
        self.next += 1;
        self.next - 1
    }

    fn constant(&mut self, value: f64) -> Slot {
        let slot = self.slot();
        self.constants.push((slot, value));
        slot
    }

    /// A new slot that `ops`, at their end, copy `from` to.
    fn copy(&mut self, from: Slot, ops: &mut Vec<Op>) -> Slot {
        let slot = self.slot();
        ops.push(copy(slot, from));
        slot
    }
}

fn copy(dst: Slot, a: Slot) -> Op {
    Op { code: Code::Copy, dst, a, b: 0, c: 0 }
}

/// `dst = a * b + c`.
fn mul_add(dst: Slot, a: Slot, b: Slot, c: Slot) -> Op {
    Op { code: Code::MulAdd, dst, a, b, c }
}

/// Time-invariant ops, then all states take their initial values.
fn start(program: &Program) -> Vec<Op> {
    let stocks = program.stocks.iter().map(|stock| copy(stock.slot, stock.initial));
    let latches = program.events.iter().flat_map(|event| &event.latches).map(|latch| copy(latch.slot, latch.initial));
    let rings = program.rings.iter().map(|ring| copy(ring.output, ring.initial));
    program.once.iter().copied().chain(stocks).chain(latches).chain(rings).collect()
}

/// What is read at every step, besides the slopes of stocks.
fn every_step(program: &Program) -> impl Iterator<Item = Slot> + '_ {
    let events = program.events.iter().filter(|event| event.at == Schedule::Every);
    let read =
        events.flat_map(|event| event.ops.iter().flat_map(reads).chain(event.latches.iter().map(|latch| latch.next)));
    read.chain(program.rings.iter().map(|ring| ring.input))
}

/// Slots that are read before they are written: their value comes from the evaluation before.
fn carried(ops: &[Op]) -> SlotSet {
    let (mut written, mut exposed) = (SlotSet::default(), SlotSet::default());
    for op in ops {
        exposed.extend(reads(op).filter(|slot| !written.contains(*slot)));
        written.insert(op.dst);
    }
    exposed.iter().filter(|&slot| written.contains(slot)).collect()
}

/// Only the ops that `needed` depends on.
fn prune(ops: &[Op], mut needed: SlotSet) -> Vec<Op> {
    let mut kept: Vec<Op> = Vec::new();
    for op in ops.iter().rev() {
        if needed.remove(op.dst) {
            needed.extend(reads(op));
            kept.push(*op);
        }
    }
    kept.reverse();
    kept
}

/// Everything that may be read after the rates.
fn read_after(program: &Program) -> SlotSet {
    let events = program
        .events
        .iter()
        .flat_map(|event| event.ops.iter().flat_map(reads).chain(event.latches.iter().map(|latch| latch.next)));
    let named = program.outputs.iter().chain(&program.saved).map(|output| output.slot);
    let stocks = program.stocks.iter().map(|stock| stock.rate);
    events.chain(named).chain(stocks).chain(program.rings.iter().map(|ring| ring.input)).collect()
}

/// Lets stocks move as soon as nothing reads their old value any more; the rest is returned.  `kept` are slots that
/// are read after the ops.
fn move_early(ops: &mut Vec<Op>, moves: &[Op], kept: &SlotSet) -> Vec<Op> {
    let all = ops.iter().chain(moves).flat_map(|op| reads(op).chain([op.dst]));
    let slots = all.max().map_or(0, |slot| slot as usize + 1);
    // By slot, where it was last used and last written, counted from 1; 0 for nowhere.
    let (mut last, mut written) = (vec![0; slots], vec![0; slots]);
    for (i, op) in ops.iter().enumerate() {
        reads(op).chain([op.dst]).for_each(|slot| last[slot as usize] = i + 1);
        written[op.dst as usize] = i + 1;
    }
    let (late, early): (Vec<Op>, Vec<Op>) = moves.iter().partition(|op| kept.contains(op.dst));
    let mut at: Vec<(usize, Op)> =
        early.into_iter().map(|op| (last[op.dst as usize].max(written[op.a as usize]), op)).collect();
    at.sort_by_key(|(position, _)| *position);
    let mut at = at.into_iter().peekable();
    let mut all = Vec::with_capacity(ops.len() + moves.len());
    for i in 0..=ops.len() {
        while let Some((_, op)) = at.next_if(|(position, _)| *position == i) {
            all.push(op);
        }
        all.extend(ops.get(i));
    }
    *ops = all;
    late
}

/// The parts of a step after the rates and events: the row of the table of times, counted from the step's own, and ops.
fn runge_kutta(program: &Program, rates: &[Slot], stage: &[Op], extra: &mut Extra) -> Vec<(usize, Vec<Op>)> {
    let h = program.clock.step;
    let own: Vec<Slot> = program.stocks.iter().map(|stock| stock.slot).collect();
    let whole = extra.constant(h);
    let half = extra.constant(h / 2.0);
    let mut begin = Vec::new();
    let from: Vec<Slot> = own.iter().map(|&slot| extra.copy(slot, &mut begin)).collect();
    let sum: Vec<Slot> = rates.iter().map(|&rate| extra.copy(rate, &mut begin)).collect();
    // stock = slope * step + from
    let go = |slopes: &[Slot], step: Slot| -> Vec<Op> {
        (0..own.len()).map(|i| mul_add(own[i], slopes[i], step, from[i])).collect()
    };
    let add: Vec<Op> =
        sum.iter().zip(rates).map(|(&sum, &rate)| Op { code: Code::Add, dst: sum, a: sum, b: rate, c: 0 }).collect();
    let parts = |parts: &[&[Op]]| parts.concat();
    if program.method == Method::Rk2 {
        return vec![(0, parts(&[&begin, &go(rates, whole)])), (1, parts(&[stage, &add, &go(&sum, half)]))];
    }
    let (two, sixth) = (extra.constant(2.0), extra.constant(h / 6.0));
    let add_twice: Vec<Op> = sum.iter().zip(rates).map(|(&sum, &rate)| mul_add(sum, rate, two, sum)).collect();
    vec![
        (0, parts(&[&begin, &go(rates, half)])),
        (1, parts(&[stage, &add_twice, &go(rates, half)])),
        (1, parts(&[stage, &add_twice, &go(rates, whole)])),
        (2, parts(&[stage, &add, &go(&sum, sixth)])),
    ]
}
