//! Programs written by hand whose solutions are known.

use std::sync::atomic::AtomicBool;

use milepost_engine::{
    AT_START, Block, Fault, Futures, Invalid, Keep, NonFinite, Prepared, Settings, run, run_with, scalar, uniform,
};
use milepost_ir::{
    Clock, Code, Draw, Event, Latch, Lookup, Method, Op, Output, Program, Ring, Schedule, Slot, Stock, stream,
};

/// A program under construction; slot 0 holds 0 and slot 1 holds 1.
struct Model(Program);

impl Model {
    fn new(method: Method, step: f64, steps: u32) -> Model {
        Model(Program {
            clock: Clock { start: 0.0, step, steps },
            method,
            slots: 2,
            constants: vec![(0, 0.0), (1, 1.0)],
            draws: vec![],
            time: None,
            timed: vec![],
            shared: vec![],
            once: vec![],
            rates: vec![],
            stocks: vec![],
            events: vec![],
            rings: vec![],
            lookups: vec![],
            outputs: vec![],
            saved: vec![],
            save_every: 1,
        })
    }

    fn slot(&mut self) -> Slot {
        self.0.slots += 1;
        self.0.slots - 1
    }

    fn constant(&mut self, value: f64) -> Slot {
        let slot = self.slot();
        self.0.constants.push((slot, value));
        slot
    }

    fn time(&mut self) -> Slot {
        let slot = self.slot();
        self.0.time = Some(slot);
        slot
    }

    fn rate(&mut self, code: Code, operands: &[Slot]) -> Slot {
        let dst = self.slot();
        self.0.rates.push(op(code, dst, operands));
        dst
    }

    fn stock(&mut self, slot: Slot, initial: Slot, rate: Slot) {
        let name = format!("stock {}", self.0.stocks.len());
        self.0.stocks.push(Stock { slot, initial, rate, finite: true, name });
    }

    fn save(&mut self, slot: Slot) {
        let output = Output { name: slot.to_string(), slot };
        self.0.outputs.push(output.clone());
        self.0.saved.push(output);
    }

    fn run(self, members: u64) -> Block {
        let keep = Keep { bands: Keep::bands(&self.0).bands, series: Keep::series(&self.0).series };
        run(&Prepared::new(self.0).unwrap(), Futures { seed: 3, members: 0..members }, &keep).unwrap()
    }
}

fn op(code: Code, dst: Slot, operands: &[Slot]) -> Op {
    let operand = |i: usize| operands.get(i).copied().unwrap_or(0);
    Op { code, dst, a: operand(0), b: operand(1), c: operand(2) }
}

/// The final error of y' = y from 1 to e.
fn exponential_error(method: Method, steps: u32) -> f64 {
    let mut m = Model::new(method, 1.0 / f64::from(steps), steps);
    let y = m.slot();
    m.stock(y, 1, y);
    m.save(y);
    (m.run(1).outputs[0][0] - std::f64::consts::E).abs()
}

#[test]
fn methods_converge_at_their_order() {
    for (method, order) in [(Method::Euler, 1.0), (Method::Rk2, 2.0), (Method::Rk4, 4.0)] {
        let ratio = exponential_error(method, 32) / exponential_error(method, 64);
        assert!((ratio.log2() - order).abs() < 0.1, "{method:?}: {}", ratio.log2());
    }
}

#[test]
fn euler_on_the_exponential_is_a_power() {
    let mut m = Model::new(Method::Euler, 0.5, 8);
    let y = m.slot();
    m.stock(y, 1, y);
    m.save(y);
    let block = m.run(3);
    for (n, values) in block.series[0].iter().enumerate() {
        assert_eq!(values, &[1.5_f64.powi(n as i32); 3]);
    }
}

#[test]
fn logistic_growth() {
    let mut m = Model::new(Method::Rk4, 0.01, 1000);
    let (y, tenth) = (m.slot(), m.constant(0.1));
    let room = m.rate(Code::Sub, &[1, y]);
    let growth = m.rate(Code::Mul, &[y, room]);
    m.stock(y, tenth, growth);
    m.save(y);
    let exact = 1.0 / (1.0 + 9.0 * (-10.0_f64).exp());
    assert!((m.run(1).outputs[0][0] - exact).abs() < 1e-12);
}

#[test]
fn oscillator_whose_rates_are_the_stocks_themselves() {
    let steps = 1000;
    let mut m = Model::new(Method::Rk4, std::f64::consts::TAU / f64::from(steps), steps);
    let (x, v) = (m.slot(), m.slot());
    let pull = m.rate(Code::Neg, &[x]);
    m.stock(x, 1, v);
    m.stock(v, 0, pull);
    m.save(x);
    m.save(v);
    let block = m.run(1);
    assert!((block.outputs[0][0] - 1.0).abs() < 1e-9 && block.outputs[1][0].abs() < 1e-9);
}

#[test]
fn rates_that_depend_on_time_alone_are_taken_at_the_stages() {
    // y' = t^3: Simpson's rule, and so RK4, is exact.
    let mut m = Model::new(Method::Rk4, 0.5, 4);
    let (time, square, cube, y) = (m.time(), m.slot(), m.slot(), m.slot());
    m.0.timed = vec![op(Code::Mul, square, &[time, time]), op(Code::Mul, cube, &[square, time])];
    m.0.shared = vec![cube];
    m.stock(y, 0, cube);
    m.save(y);
    m.save(time);
    let block = m.run(2);
    assert!((block.outputs[0][1] - 4.0).abs() < 1e-14);
    assert_eq!(block.outputs[1], [2.0, 2.0]);
    assert_eq!(block.series[1].iter().map(|t| t[0]).collect::<Vec<_>>(), [0.0, 0.5, 1.0, 1.5, 2.0]);
}

#[test]
fn fixed_delays() {
    for length in [1, 2, 3, 7, 8, 9, 40] {
        let mut m = Model::new(Method::Euler, 1.0, 8);
        let (time, out, minus) = (m.time(), m.slot(), m.constant(-1.0));
        m.0.rings = vec![Ring { length, input: time, initial: minus, output: out }];
        m.save(out);
        let series: Vec<f64> = m.run(1).series[0].iter().map(|values| values[0]).collect();
        let exact: Vec<f64> = (0..=8).map(|n| if n < length { -1.0 } else { f64::from(n - length) }).collect();
        assert_eq!(series, exact, "{length}");
    }
}

#[test]
fn latches_of_all_events_change_together() {
    // Two states swap at every step, a third counts the steps at which an event was due.
    let mut m = Model::new(Method::Rk2, 1.0, 5);
    let (a, b, count, next) = (m.slot(), m.slot(), m.slot(), m.slot());
    let latch = |slot, initial, next| Latch { slot, initial, next };
    m.0.events = vec![
        Event { at: Schedule::Every, draws: vec![], ops: vec![], latches: vec![latch(a, 0, b)] },
        Event { at: Schedule::Every, draws: vec![], ops: vec![], latches: vec![latch(b, 1, a)] },
        Event {
            at: Schedule::Steps(vec![0, 3, 5]),
            draws: vec![],
            ops: vec![op(Code::Add, next, &[count, 1])],
            latches: vec![latch(count, 0, next)],
        },
    ];
    for slot in [a, b, count] {
        m.save(slot);
    }
    let block = m.run(1);
    let series = |k: usize| block.series[k].iter().map(|values| values[0]).collect::<Vec<_>>();
    assert_eq!(series(0), [0.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
    assert_eq!(series(1), [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    assert_eq!(series(2), [0.0, 1.0, 1.0, 1.0, 2.0, 2.0]);
    // The last step's events happen, and outputs are read after them.
    assert_eq!([block.outputs[0][0], block.outputs[1][0], block.outputs[2][0]], [0.0, 1.0, 3.0]);
}

#[test]
fn draws_are_those_of_the_member_the_stream_and_the_step() {
    let mut m = Model::new(Method::Euler, 1.0, 3);
    let (start, noise, state) = (m.slot(), m.slot(), m.slot());
    m.0.draws = vec![Draw { slot: start, stream: stream("delay") }];
    let draws = vec![Draw { slot: noise, stream: stream("rain") }];
    m.0.events = vec![Event {
        at: Schedule::Every,
        draws,
        ops: vec![],
        latches: vec![Latch { slot: state, initial: start, next: noise }],
    }];
    m.save(state);
    let block = m.run(100);
    for member in 0..100_u32 {
        let drawn = |n: u32| uniform(3, stream("rain"), member, n);
        let exact = [uniform(3, stream("delay"), member, AT_START), drawn(0), drawn(1), drawn(2)];
        assert_eq!([0, 1, 2, 3].map(|t| block.series[0][t][member as usize]), exact);
        assert_eq!(block.outputs[0][member as usize], drawn(3));
    }
}

#[test]
fn lookups_are_linear_between_knots_and_constant_beyond() {
    for (step, exact) in [(false, [5.0, 5.0, 3.0, 1.0, 2.0, 3.0, 3.0]), (true, [5.0, 5.0, 5.0, 1.0, 1.0, 3.0, 3.0])] {
        let mut m = Model::new(Method::Euler, 1.0, 6);
        let time = m.time();
        m.0.clock.start = -1.0;
        m.0.lookups = vec![Lookup { x: vec![0.0, 2.0, 4.0], y: vec![5.0, 1.0, 3.0], step }];
        let y = m.rate(Code::Lookup, &[time, 0]);
        m.save(y);
        let series: Vec<f64> = m.run(1).series[0].iter().map(|values| values[0]).collect();
        assert_eq!(series, exact);
    }
}

#[test]
fn only_some_steps_are_saved() {
    let mut m = Model::new(Method::Euler, 0.25, 10);
    let time = m.time();
    m.save(time);
    m.0.save_every = 4;
    let prepared = Prepared::new(m.0.clone()).unwrap();
    assert_eq!(prepared.saved_steps(), [0, 4, 8, 10]);
    assert_eq!(prepared.saved_times().collect::<Vec<_>>(), [0.0, 1.0, 2.0, 2.5]);
    assert_eq!(m.run(1).series[0], [[0.0], [1.0], [2.0], [2.5]]);
}

/// y' = 1 / (limit - t), with a limit that the member draws: infinite when the time gets there.
fn explosive() -> Model {
    let mut m = Model::new(Method::Euler, 0.125, 16);
    let (time, draw, limit, y) = (m.time(), m.slot(), m.slot(), m.slot());
    m.0.draws = vec![Draw { slot: draw, stream: 9 }];
    // Of 20 members one in ten or so meets a limit of 1.
    let tenth = m.constant(0.1);
    let chosen = m.slot();
    let never = m.constant(100.0);
    m.0.once = vec![op(Code::Lt, chosen, &[draw, tenth]), op(Code::Select, limit, &[chosen, 1, never])];
    let left = m.rate(Code::Sub, &[limit, time]);
    let rate = m.rate(Code::Div, &[1, left]);
    m.stock(y, 0, rate);
    m.save(y);
    m
}

#[test]
fn the_first_stock_that_is_not_finite_is_named() {
    let prepared = Prepared::new(explosive().0).unwrap();
    let first = (0..).find(|&member| uniform(3, 9, member, AT_START) < 0.1).unwrap();
    let futures = Futures { seed: 3, members: 0..200 };
    let fault = run(&prepared, futures.clone(), &Keep::default()).unwrap_err();
    let name = "stock 0".to_owned();
    assert_eq!(fault, Fault::NonFinite { name, member: first.into(), time: 1.125, value: f64::INFINITY });
    assert_eq!(fault.to_string(), format!("stock 0 became inf at time 1.125 in member {first}"));

    let settings = Settings { non_finite: NonFinite::Allow, ..Settings::default() };
    let block = run_with(&prepared, futures, &Keep::default(), settings).unwrap();
    assert_eq!(block.outputs[0][first as usize], f64::INFINITY);
    assert_eq!(block.outputs[0][first as usize], scalar::run(&prepared, 3, first).outputs[0]);
}

#[test]
fn unknown_values_are_counted_apart() {
    let mut m = Model::new(Method::Euler, 1.0, 1);
    let (draw, root) = (m.slot(), m.slot());
    m.0.draws = vec![Draw { slot: draw, stream: 1 }];
    let half = m.constant(0.5);
    m.0.once = vec![op(Code::Sub, root, &[draw, half]), op(Code::Sqrt, root, &[root])];
    m.save(root);
    let block = m.run(5000);
    let band = block.bands[0].get(1).unwrap();
    let known: Vec<f64> = block.outputs[0].iter().copied().filter(|x| !x.is_nan()).collect();
    assert_eq!((band.count(), band.unknown()), (known.len() as u64, 5000 - known.len() as u64));
    assert!((band.mean() - known.iter().sum::<f64>() / known.len() as f64).abs() < 1e-13);
    assert!(band.min() > 0.0 && band.quantile(1.0) == band.max());
}

#[test]
fn a_run_can_be_stopped() {
    let flag = AtomicBool::new(true);
    let settings = Settings { cancel: Some(&flag), ..Settings::default() };
    let prepared = Prepared::new(explosive().0).unwrap();
    let futures = Futures { seed: 0, members: 0..1 };
    assert_eq!(run_with(&prepared, futures, &Keep::default(), settings), Err(Fault::Cancelled));
}

#[test]
fn requests_out_of_range_are_refused() {
    let prepared = Prepared::new(explosive().0).unwrap();
    let ask = |members, bands| run(&prepared, Futures { seed: 0, members }, &Keep { bands, series: vec![] });
    let over = (1 << 32) - 1..(1 << 32) + 1;
    assert_eq!(ask(over.clone(), vec![]), Err(Fault::Members { members: over }));
    assert_eq!(ask(0..1, vec![1]), Err(Fault::Keep { index: 1, saved: 1 }));
    assert_eq!(ask(7..7, vec![0]).unwrap().outputs, [[]]);
    let (mut a, b) = (ask(0..8, vec![]).unwrap(), ask(9..10, vec![]).unwrap());
    assert_eq!(a.merge(b), Err(Fault::Apart { end: 8, start: 9 }));
    assert_eq!(a.merge(ask(8..9, vec![0]).unwrap()), Err(Fault::Unlike));
}

#[test]
fn programs_that_make_no_sense_are_refused() {
    let refused = |change: &dyn Fn(&mut Program)| {
        let mut m = explosive();
        m.0.lookups = vec![Lookup { x: vec![0.0, 1.0], y: vec![0.0, 1.0], step: false }];
        change(&mut m.0);
        Prepared::new(m.0).unwrap_err()
    };
    let place = |place: &str| place.to_owned();
    let slots = explosive().0.slots;
    assert_eq!(refused(&|p| p.rates[1].b = slots), Invalid::Slot { place: place("op 1 of rates"), slot: slots, slots });
    assert_eq!(refused(&|p| p.rates[0].dst = 1), Invalid::Overwritten { place: place("op 0 of rates"), slot: 1 });
    assert_eq!(
        refused(&|p| p.rates[0].code = Code::Lookup),
        Invalid::NoLookup { place: place("op 0 of rates"), lookup: 2, lookups: 1 }
    );
    assert_eq!(
        refused(&|p| p.timed = vec![op(Code::Neg, slots - 1, &[3])]),
        Invalid::NotTimed { place: place("op 0 of timed"), slot: 3 }
    );
    assert!(matches!(refused(&|p| p.lookups[0].x[1] = -1.0), Invalid::Lookup { lookup: 0, .. }));
    assert!(matches!(refused(&|p| p.lookups[0].y[1] = f64::NAN), Invalid::Lookup { lookup: 0, .. }));
    assert!(matches!(refused(&|p| p.lookups[0].y.clear()), Invalid::Lookup { lookup: 0, .. }));
    assert_eq!(refused(&|p| p.save_every = 0), Invalid::SaveEvery);
    assert!(matches!(refused(&|p| p.clock.step = f64::NAN), Invalid::Clock { .. }));
    let event = |steps| Event { at: Schedule::Steps(steps), draws: vec![], ops: vec![], latches: vec![] };
    assert_eq!(refused(&|p| p.events = vec![event(vec![17])]), Invalid::Schedule { event: 0, steps: 16 });
    assert_eq!(refused(&|p| p.events = vec![event(vec![2, 2])]), Invalid::Schedule { event: 0, steps: 16 });
    let ring = Ring { length: 0, input: 0, initial: 0, output: 4 };
    assert_eq!(refused(&|p| p.rings = vec![ring]), Invalid::Ring { ring: 0 });
}
