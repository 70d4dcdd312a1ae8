//! What the C compiler makes of a program and what the engine makes of it: the same bits.

mod support;

use milepost_engine::uniform;
use milepost_ir::*;
use support::{compiled, compiler, interpreted, same};

/// All codes but the one whose second operand is a table.
fn codes() -> Vec<Code> {
    Code::ALL.iter().copied().filter(|code| *code != Code::Lookup).collect()
}

fn output(slot: Slot) -> Output {
    Output { name: format!("slot {slot}"), slot }
}

fn nothing() -> Program {
    Program {
        clock: Clock { start: -1.5, step: 0.1, steps: 7 },
        method: Method::Euler,
        slots: 0,
        constants: Vec::new(),
        draws: Vec::new(),
        time: None,
        timed: Vec::new(),
        shared: Vec::new(),
        once: Vec::new(),
        rates: Vec::new(),
        stocks: Vec::new(),
        events: Vec::new(),
        rings: Vec::new(),
        lookups: Vec::new(),
        outputs: Vec::new(),
        saved: Vec::new(),
        save_every: 3,
    }
}

fn lookup(knots: usize) -> Lookup {
    let x = (0..knots).map(|i| i as f64 * 0.25 - 2.0).collect();
    let y = (0..knots).map(|i| ((i * 7) % 5) as f64 - 1.5).collect();
    Lookup { x, y, step: knots.is_multiple_of(2) }
}

/// Every function of one operand at numbers of all sizes and at the special ones, of two and three at pairs of them.
#[test]
fn every_op_has_the_engines_bits() {
    if !compiler() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Slots 0..12 are special numbers; 12 is a draw, scaled to many sizes in 13..40; results follow.
    let special = [0.0, -0.0, 1.0, -1.0, 0.5, 1e300, -1e-310, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 2.0];
    let mut program = nothing();
    program.constants = special.iter().enumerate().map(|(i, &v)| (i as Slot, v)).collect();
    program.draws = vec![Draw { slot: 12, stream: stream("x") }];
    let op = |code, dst, a, b, c| Op { code, dst, a, b, c };
    for (i, size) in [1e-300, 1e-8, 0.1, 1.0, 3.0, 40.0, 700.0, 1e5, 1e7, 1e22, 1e200].into_iter().enumerate() {
        let slot = 13 + 3 * i as Slot;
        program.constants.push((slot, size));
        program.once.push(op(Code::Mul, slot + 1, 12, slot, 0));
        program.once.push(op(Code::Neg, slot + 2, slot + 1, 0, 0));
    }
    let values: Vec<Slot> = (0..46).collect();
    program.lookups = vec![lookup(9), lookup(1), lookup(50)];
    program.clock.steps = 0;
    // Some at a time: compilers take long over long functions.
    for (part, codes) in codes().chunks(9).enumerate() {
        let mut program = program.clone();
        let mut result = 46..;
        let mut add = |code, a, b, c| program.rates.extend(result.next().map(|dst| Op { code, dst, a, b, c }));
        for &code in codes {
            for (i, &a) in values.iter().enumerate() {
                // Partners that differ from value to value.
                add(code, a, values[(7 * i + code as usize) % 46], values[(11 * i + 3) % 46]);
            }
        }
        values.iter().for_each(|&a| add(Code::Lookup, a, part as Slot % 3, 0));
        program.slots = result.start;
        program.saved = (12..program.slots).map(output).collect();
        let c = compiled(folder.path(), &program, 40, 7, 1000);
        same(&c, &interpreted(&program, 40, 7, 1000), &format!("{codes:?}"));
    }
}

/// Numbers from a stream.
struct Dice {
    stream: u64,
    count: u32,
}

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.count += 1;
        (uniform(11, self.stream, self.count, 0) * f64::from(n)) as u32
    }

    fn op(&mut self, free: std::ops::Range<u32>) -> Op {
        let dst = free.start + self.below(free.end - free.start);
        let code = Code::ALL[self.below(Code::ALL.len() as u32) as usize];
        let mut slot = || self.below(free.end);
        let (a, b, c) = (slot(), slot(), slot());
        // Tables more often than by their share of the codes.
        match self.below(12) {
            0 => Op { code: Code::Lookup, dst, a, b: b % 3, c },
            _ if code == Code::Lookup => Op { code, dst, a, b: b % 3, c },
            _ => Op { code, dst, a, b, c },
        }
    }

    fn ops(&mut self, n: u32, free: std::ops::Range<u32>) -> Vec<Op> {
        (0..n).map(|_| self.op(free.clone())).collect()
    }

    fn at(&mut self) -> Schedule {
        match self.below(2) {
            0 => Schedule::Every,
            _ => Schedule::Steps((0..=7).filter(|_| self.below(3) == 0).collect()),
        }
    }
}

/// Stocks, latches, noise, delays, tables and the time, put together at random; every method, dates and saved steps.
fn shuffled(number: u64, ops: u32) -> Program {
    let dice = &mut Dice { stream: number, count: 0 };
    // Constants 0..6, time 6, shared 7 and 8, one for the time alone 9, draws 10 and 11, states 12..20, the rest.
    let free = 20..44;
    let method = [Method::Euler, Method::Rk2, Method::Rk4][(number % 3) as usize];
    let op = |code, dst, a, b| Op { code, dst, a, b, c: 0 };
    let slot = |dice: &mut Dice| dice.below(44);
    let latch = |dice: &mut Dice, own: Slot| Latch { slot: own, initial: slot(dice), next: slot(dice) };
    let ring =
        |dice: &mut Dice, output| Ring { length: 1 + dice.below(9), input: slot(dice), initial: slot(dice), output };
    let stock = |dice: &mut Dice, own: Slot| Stock {
        slot: own,
        initial: slot(dice),
        rate: slot(dice),
        finite: false,
        name: own.to_string(),
    };
    let event = |dice: &mut Dice, latches: &[Slot], noise: Slot| Event {
        at: dice.at(),
        draws: vec![Draw { slot: noise, stream: u64::from(noise) << 33 }],
        ops: dice.ops(5, free.clone()),
        latches: latches.iter().map(|&own| latch(dice, own)).collect(),
    };
    Program {
        method,
        slots: 44,
        constants: [0.0, 1.0, -0.75, 2.5, 1e3, 0.2].into_iter().enumerate().map(|(i, v)| (i as Slot, v)).collect(),
        draws: vec![Draw { slot: 10, stream: 1 << 40 }, Draw { slot: 11, stream: 2 }],
        time: Some(6),
        timed: vec![op(Code::Sin, 9, 6, 0), op(Code::Mul, 7, 9, 6), op(Code::Floor, 8, 6, 0)],
        shared: vec![7, 8],
        once: dice.ops(8, free.clone()),
        rates: dice.ops(ops, free.clone()),
        stocks: (12..15).map(|own| stock(dice, own)).collect(),
        events: vec![event(dice, &[15, 16], 20), event(dice, &[17], 21)],
        rings: vec![ring(dice, 18), ring(dice, 19)],
        lookups: vec![lookup(9), lookup(1), lookup(50)],
        outputs: (0..4).map(|_| output(slot(dice))).collect(),
        saved: (12..24).map(output).collect(),
        save_every: 1 + dice.below(3),
        ..nothing()
    }
}

#[test]
fn programs_have_the_engines_bits() {
    if !compiler() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for number in 0..12 {
        let program = shuffled(number, 30);
        let c = compiled(folder.path(), &program, 20, 3, 4090);
        same(&c, &interpreted(&program, 20, 3, 4090), &format!("program {number}"));
    }
}

#[test]
fn large_programs_have_the_engines_bits() {
    if !compiler() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for number in 0..3 {
        let program = shuffled(number, 7000);
        let c = compiled(folder.path(), &program, 3, 3, 0);
        same(&c, &interpreted(&program, 3, 3, 0), &format!("large program {number}"));
    }
}
