//! One member, one op, one lane at a time: slow and obviously right.  The lanes are tested against it, and it finds
//! where a member went wrong.

use milepost_ir::{Draw, Event, Method, Op, Program, Schedule};

use crate::Points;
use crate::ops;
use crate::philox::{AT_START, uniform};
use crate::prepared::Prepared;
use crate::tables::Table;

/// One member's run: its outputs and its saved values.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// `outputs[k]`.
    pub outputs: Vec<f64>,
    /// `saved[k][t]`.
    pub saved: Vec<Vec<f64>>,
}

/// Runs one member.
pub fn run(prepared: &Prepared, seed: u64, member: u32) -> Run {
    let program = prepared.program();
    let mut saved = vec![Vec::new(); program.saved.len()];
    let mut record = |machine: &Machine, n: u32| {
        if n.is_multiple_of(program.save_every) || n == program.clock.steps {
            for (column, output) in saved.iter_mut().zip(&program.saved) {
                column.push(tidy(machine.get(output.slot)));
            }
        }
    };
    let mut machine = Machine::start(program, prepared.tables(), seed, member, None);
    for n in 0..=program.clock.steps {
        machine.evaluate();
        record(&machine, n);
        machine.advance(n);
    }
    let outputs = program.outputs.iter().map(|output| tidy(machine.get(output.slot))).collect();
    Run { outputs, saved }
}

/// The first stock, at the first step, that must be finite and is not: the number of the stock, the step and the value.
pub(crate) fn first_non_finite(
    prepared: &Prepared,
    seed: u64,
    member: u32,
    points: Option<&Points>,
) -> Option<(usize, u32, f64)> {
    let program = prepared.program();
    let mut machine = Machine::start(program, prepared.tables(), seed, member, points);
    for n in 0..=program.clock.steps {
        for (i, stock) in program.stocks.iter().enumerate() {
            let value = machine.get(stock.slot);
            if stock.finite && !value.is_finite() {
                return Some((i, n, value));
            }
        }
        machine.evaluate();
        machine.advance(n);
    }
    None
}

/// Unknown has many bit patterns, and which one comes out depends on the machine: one of them stands for all.
#[inline(always)]
pub(crate) fn tidy(x: f64) -> f64 {
    if x.is_nan() { f64::NAN } else { x }
}

struct Machine<'a> {
    program: &'a Program,
    tables: &'a [Table],
    seed: u64,
    member: u32,
    slots: Vec<f64>,
    /// What went into each ring, from the first step on.
    rings: Vec<Vec<f64>>,
}

impl<'a> Machine<'a> {
    fn start(
        program: &'a Program,
        tables: &'a [Table],
        seed: u64,
        member: u32,
        points: Option<&Points>,
    ) -> Machine<'a> {
        let slots = vec![0.0; program.slots as usize];
        let rings = vec![Vec::new(); program.rings.len()];
        let mut machine = Machine { program, tables, seed, member, slots, rings };
        for &(slot, value) in &program.constants {
            machine.set(slot, value);
        }
        machine.draw(&program.draws, AT_START);
        for draw in &program.draws {
            if let Some(point) = points.and_then(|points| points.of(draw.stream, u64::from(member))) {
                machine.set(draw.slot, point);
            }
        }
        machine.at_time(0.0);
        machine.ops(&program.once);
        for stock in &program.stocks {
            machine.set(stock.slot, machine.get(stock.initial));
        }
        for latch in program.events.iter().flat_map(|event| &event.latches) {
            machine.set(latch.slot, machine.get(latch.initial));
        }
        for ring in &program.rings {
            machine.set(ring.output, machine.get(ring.initial));
        }
        machine
    }

    fn get(&self, slot: u32) -> f64 {
        self.slots[slot as usize]
    }

    fn set(&mut self, slot: u32, value: f64) {
        self.slots[slot as usize] = value;
    }

    fn draw(&mut self, draws: &[Draw], step: u32) {
        for draw in draws {
            self.set(draw.slot, uniform(self.seed, draw.stream, self.member, step));
        }
    }

    fn ops(&mut self, ops: &[Op]) {
        for op in ops {
            self.set(op.dst, ops::value(op, |slot| self.get(slot), self.tables));
        }
    }

    /// Sets the time to that of step n, which may lie half way between steps, and what depends on it alone.
    fn at_time(&mut self, n: f64) {
        // Ops on the time may use slots that others use after them: only shared results go out.
        let clock = self.program.clock;
        let before = self.slots.clone();
        for &(slot, value) in &self.program.constants {
            self.set(slot, value);
        }
        let time = self.program.time;
        time.into_iter().for_each(|slot| self.set(slot, clock.start + n * clock.step));
        self.ops(&self.program.timed);
        let after = std::mem::replace(&mut self.slots, before);
        for slot in self.program.shared.iter().copied().chain(time) {
            self.set(slot, after[slot as usize]);
        }
    }

    fn evaluate(&mut self) {
        self.ops(&self.program.rates);
    }

    fn rates(&self) -> Vec<f64> {
        self.program.stocks.iter().map(|stock| self.get(stock.rate)).collect()
    }

    /// From the values at step n to the states at the next; at the last step only the events are left.
    fn advance(&mut self, n: u32) {
        let program = self.program;
        let last = n == program.clock.steps;
        let rates = self.rates();
        let inputs: Vec<f64> = program.rings.iter().map(|ring| self.get(ring.input)).collect();
        let mut next = Vec::new();
        for event in program.events.iter().filter(|event| due(event, n)) {
            self.draw(&event.draws, n);
            self.ops(&event.ops);
            next.extend(event.latches.iter().map(|latch| (latch.slot, self.get(latch.next))));
        }
        if !last {
            self.integrate(n, rates);
            for (i, ring) in program.rings.iter().enumerate() {
                self.rings[i].push(inputs[i]);
                if let Some(behind) = (n + 1).checked_sub(ring.length) {
                    self.set(ring.output, self.rings[i][behind as usize]);
                }
            }
        }
        for (slot, value) in next {
            self.set(slot, value);
        }
        if !last {
            self.at_time(f64::from(n) + 1.0);
        }
    }

    fn integrate(&mut self, n: u32, k1: Vec<f64>) {
        let program = self.program;
        let h = program.clock.step;
        let start: Vec<f64> = program.stocks.iter().map(|stock| self.get(stock.slot)).collect();
        let go = |machine: &mut Machine, slopes: &[f64], step: f64| {
            for (i, stock) in program.stocks.iter().enumerate() {
                machine.set(stock.slot, slopes[i] * step + start[i]);
            }
        };
        let slopes_at = |machine: &mut Machine, n: f64| {
            machine.at_time(n);
            machine.evaluate();
            machine.rates()
        };
        let n = f64::from(n);
        match program.method {
            Method::Euler => go(self, &k1, h),
            Method::Rk2 => {
                go(self, &k1, h);
                let k2 = slopes_at(self, n + 1.0);
                let sum: Vec<f64> = (0..k1.len()).map(|i| k1[i] + k2[i]).collect();
                go(self, &sum, h / 2.0);
            }
            Method::Rk4 => {
                go(self, &k1, h / 2.0);
                let k2 = slopes_at(self, n + 0.5);
                go(self, &k2, h / 2.0);
                let k3 = slopes_at(self, n + 0.5);
                go(self, &k3, h);
                let k4 = slopes_at(self, n + 1.0);
                let sum: Vec<f64> = (0..k1.len()).map(|i| (k3[i] * 2.0 + (k2[i] * 2.0 + k1[i])) + k4[i]).collect();
                go(self, &sum, h / 6.0);
            }
        }
    }
}

/// Whether an event happens at step n.
pub(crate) fn due(event: &Event, n: u32) -> bool {
    match &event.at {
        Schedule::Every => true,
        Schedule::Steps(steps) => steps.binary_search(&n).is_ok(),
    }
}
