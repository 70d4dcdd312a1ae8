//! The benchmark model of 30 stocks as a register program: 3 exponentials, 3 lookups, 33 minima and maxima, 3 ifs
//! and 36 divisions a step; 1,000 Euler steps; its eight constants differ between members.

use std::collections::{BTreeMap, BTreeSet};

use milepost_ir::{Clock, Code, Draw, Lookup, Method, Op, Output, Program, Slot, Stock, stream};

pub const STOCKS: usize = 30;
pub const STEP: f64 = 0.1;
pub const STEPS: u32 = 1000;
/// Each group of ten stocks is slowed down by the stock six of it and the stock ten of it.
pub const GROUP: usize = 10;

/// Constants and their ranges, in the order of the hand-written kernel.
pub const PARAMETERS: [(&str, f64, f64); 8] = [
    ("inflow", 1.0, 5.0),
    ("capacity", 3.0, 6.0),
    ("congestion", 0.1, 1.0),
    ("scale", 2.0, 6.0),
    ("switch_time", 20.0, 80.0),
    ("switched", 0.5, 1.5),
    ("drain_time", 1.0, 4.0),
    ("feedback", 0.1, 0.5),
];

pub const EFFECT_X: [f64; 11] = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
pub const EFFECT_Y: [f64; 11] = [1.5, 1.45, 1.3, 1.1, 1.0, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1];

/// Writes a program slot by slot.
struct Writer {
    slots: Slot,
    constants: Vec<(Slot, f64)>,
    ops: Vec<Op>,
    fused: bool,
}

impl Writer {
    fn slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    fn constant(&mut self, value: f64) -> Slot {
        if let Some(&(slot, _)) = self.constants.iter().find(|c| c.1 == value) {
            return slot;
        }
        let slot = self.slot();
        self.constants.push((slot, value));
        slot
    }

    fn op(&mut self, code: Code, operands: &[Slot]) -> Slot {
        let dst = self.slot();
        let operand = |i: usize| operands.get(i).copied().unwrap_or(0);
        self.ops.push(Op { code, dst, a: operand(0), b: operand(1), c: operand(2) });
        dst
    }

    /// Lets later ops use the slots of results that nothing reads any more, apart from those in `kept`: fewer slots
    /// stay in the first-level cache.
    fn reuse(&mut self, first: Slot, kept: &mut [Slot]) {
        let ops = &mut self.ops;
        let mut last: BTreeMap<Slot, usize> = BTreeMap::new();
        for (i, op) in ops.iter().enumerate() {
            last.extend([op.a, op.b, op.c].map(|slot| (slot, i)));
        }
        let (mut renamed, mut free, mut next) = (BTreeMap::new(), Vec::new(), first);
        for (i, op) in ops.iter_mut().enumerate() {
            let [a, b, c] = [op.a, op.b, op.c];
            let name = |slot: Slot| renamed.get(&slot).copied().unwrap_or(slot);
            (op.a, op.b, op.c) = (name(a), name(b), name(c));
            for slot in BTreeSet::from([a, b, c]) {
                if slot >= first && last[&slot] == i && !kept.contains(&slot) {
                    free.push(renamed[&slot]);
                }
            }
            let slot = free.pop().unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            renamed.insert(op.dst, slot);
            op.dst = slot;
        }
        for slot in kept {
            *slot = renamed.get(slot).copied().unwrap_or(*slot);
        }
        self.slots = next;
    }

    /// A fused op, or the two it stands for.
    fn fuse(&mut self, fused: Code, (first, second): (Code, Code), [a, b, c]: [Slot; 3]) -> Slot {
        if self.fused {
            return self.op(fused, &[a, b, c]);
        }
        let ab = self.op(first, &[a, b]);
        // Only SubMul takes the product second.
        if fused == Code::SubMul { self.op(second, &[c, ab]) } else { self.op(second, &[ab, c]) }
    }

    fn take(&mut self) -> Vec<Op> {
        std::mem::take(&mut self.ops)
    }
}

/// The program, with fused ops or without.
pub fn program(fused: bool) -> Program {
    let mut w = Writer { slots: 0, constants: Vec::new(), ops: Vec::new(), fused };
    let time = w.slot();
    let one = w.constant(1.0);
    let floor = w.constant(0.1);

    let mut draws = Vec::new();
    let parameters = PARAMETERS.map(|(name, low, high)| {
        let slot = w.slot();
        draws.push(Draw { slot, stream: stream(name) });
        let (low, width) = (w.constant(low), w.constant(high - low));
        w.op(Code::MulAdd, &[slot, width, low])
    });
    let [inflow, capacity, congestion, scale, switch_time, switched, drain_time, feedback] = parameters;
    let minus_congestion = w.op(Code::Neg, &[congestion]);
    let once = w.take();

    let stocks: Vec<Slot> = (0..STOCKS).map(|_| w.slot()).collect();
    let temporaries = w.slots;
    let after = w.op(Code::Lt, &[switch_time, time]);
    let regime = w.op(Code::Select, &[after, switched, one]);
    let mut limit = 0;
    let multipliers: Vec<Slot> = (0..STOCKS / GROUP)
        .map(|g| {
            let (slows, limits) = (stocks[g * GROUP + 5], stocks[g * GROUP + 9]);
            let x = w.fuse(Code::MulDiv, (Code::Mul, Code::Div), [minus_congestion, slows, scale]);
            let damping = w.op(Code::Exp, &[x]);
            let x = w.op(Code::Div, &[limits, scale]);
            limit = w.op(Code::Lookup, &[x, 0]);
            let x = w.fuse(Code::SubMul, (Code::Mul, Code::Sub), [feedback, damping, one]);
            let x = w.op(Code::Max, &[floor, x]);
            w.fuse(Code::MulMul, (Code::Mul, Code::Mul), [x, limit, regime])
        })
        .collect();
    let x = w.fuse(Code::MulAdd, (Code::Mul, Code::Add), [feedback, limit, one]);
    let mut flow = w.op(Code::Mul, &[inflow, x]);
    let mut kept: Vec<Slot> = (0..STOCKS)
        .map(|i| {
            let x = w.op(Code::Div, &[stocks[i], drain_time]);
            let x = w.op(Code::Min, &[x, capacity]);
            let out = w.op(Code::Mul, &[x, multipliers[i / GROUP]]);
            let rate = w.op(Code::Sub, &[flow, out]);
            flow = out;
            rate
        })
        .collect();
    let mut total = w.op(Code::Add, &[stocks[0], stocks[1]]);
    for pair in stocks[2..].chunks(2) {
        total = w.fuse(Code::AddAdd, (Code::Add, Code::Add), [total, pair[0], pair[1]]);
    }
    kept.push(total);
    w.reuse(temporaries, &mut kept);
    let rates_ops = w.take();

    let total = vec![Output { name: "total".to_owned(), slot: kept[STOCKS] }];
    Program {
        clock: Clock { start: 0.0, step: STEP, steps: STEPS },
        method: Method::Euler,
        slots: w.slots,
        constants: w.constants,
        draws,
        time: Some(time),
        timed: Vec::new(),
        shared: Vec::new(),
        once,
        rates: rates_ops,
        stocks: (0..STOCKS)
            .map(|i| Stock { slot: stocks[i], initial: one, rate: kept[i], finite: true, name: format!("Stock {i}") })
            .collect(),
        events: Vec::new(),
        rings: Vec::new(),
        lookups: vec![Lookup { x: EFFECT_X.to_vec(), y: EFFECT_Y.to_vec(), step: false }],
        outputs: total.clone(),
        saved: total,
        save_every: 100,
    }
}
