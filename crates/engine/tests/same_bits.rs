//! Lane width, instruction set, the split into ranges and the scalar interpreter: the same bits from all.

use milepost_engine::{Block, Futures, Isa, Keep, Lanes, NonFinite, Prepared, Settings, run_with, scalar};
use milepost_ir::{Clock, Code, Draw, Event, Latch, Lookup, Method, Op, Output, Program, Ring, Schedule, Stock};
use proptest::prelude::*;
use proptest::sample::{Index, select};

// Slots: constants, then the time, two shared, one for timed alone, draws, states, an event's draws, the rest.
const TIME: u32 = 6;
const SHARED: [u32; 2] = [7, 8];
const DRAWS: [u32; 2] = [10, 11];
const STOCKS: [u32; 3] = [12, 13, 14];
const LATCHES: [u32; 3] = [15, 16, 17];
const RINGS: [u32; 2] = [18, 19];
const NOISE: [u32; 2] = [20, 21];
const FREE: std::ops::Range<u32> = 20..36;

fn any_slot() -> impl Strategy<Value = u32> {
    prop_oneof![2 => 0..FREE.end, 1 => FREE]
}

/// Codes that may be joined to one instruction.
const JOINED: [Code; 12] = {
    use Code::*;
    [Add, Sub, Mul, Div, Min, Max, Lt, Le, Eq, Select, MulAdd, MulSub]
};

/// Ops of which many read the result of the one before.
fn ops(most: usize) -> impl Strategy<Value = Vec<Op>> {
    prop::collection::vec((op(), 0..5_u8), 0..most).prop_map(|ops| {
        let mut last = 0;
        let chain = |(mut op, operand): (Op, u8)| {
            match operand {
                0 => op.a = last,
                1 if op.code != Code::Lookup => op.b = last,
                2 => op.c = last,
                _ => {}
            }
            last = op.dst;
            op
        };
        ops.into_iter().map(chain).collect()
    })
}

fn op() -> impl Strategy<Value = Op> {
    let code = prop_oneof![select(Code::ALL), select(&JOINED[..])];
    (code, FREE, any_slot(), any_slot(), any_slot()).prop_map(|(code, dst, a, b, c)| {
        let b = if code == Code::Lookup { b % 3 } else { b };
        Op { code, dst, a, b, c }
    })
}

fn timed_ops() -> impl Strategy<Value = Vec<Op>> {
    (select(Code::ALL), select(Code::ALL), 0..=TIME, 0..=TIME).prop_map(|(f, g, i, j)| {
        let op = |code, dst, a, b| Op { code, dst, a, b: if code == Code::Lookup { 1 } else { b }, c: i };
        vec![op(f, 9, i, j), op(g, SHARED[0], 9, TIME), op(Code::Floor, SHARED[1], TIME, 0)]
    })
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let steps = prop::collection::btree_set(0..=5_u32, 0..4);
    prop_oneof![Just(Schedule::Every), steps.prop_map(|s| Schedule::Steps(s.into_iter().collect()))]
}

fn event(number: usize) -> impl Strategy<Value = Event> {
    let latches: &'static [u32] = [&LATCHES[..2], &LATCHES[2..]][number];
    let latch =
        move |slot: u32| (any_slot(), any_slot()).prop_map(move |(initial, next)| Latch { slot, initial, next });
    let latches: Vec<_> = latches.iter().map(|&slot| latch(slot)).collect();
    (schedule(), ops(6), latches).prop_map(move |(at, ops, latches)| Event {
        at,
        draws: vec![Draw { slot: NOISE[number], stream: 77 + number as u64 }],
        ops,
        latches,
    })
}

fn lookup(knots: usize) -> Lookup {
    let x = (0..knots).map(|i| i as f64 * 0.25 - 2.0).collect();
    let y = (0..knots).map(|i| ((i * 7) % 5) as f64 - 1.5).collect();
    Lookup { x, y, step: knots.is_multiple_of(2) }
}

fn program() -> impl Strategy<Value = Program> {
    let stocks: Vec<_> = STOCKS
        .iter()
        .map(|&slot| {
            (any_slot(), any_slot()).prop_map(move |(initial, rate)| Stock {
                slot,
                initial,
                rate,
                finite: false,
                name: slot.to_string(),
            })
        })
        .collect();
    let rings: Vec<_> = RINGS
        .iter()
        .map(|&output| {
            (1..8_u32, any_slot(), any_slot()).prop_map(move |(length, input, initial)| Ring {
                length,
                input,
                initial,
                output,
            })
        })
        .collect();
    let clock = (select(&[0.0, -1.5, 2005.25][..]), select(&[0.125, 0.1, 1.0][..])).prop_map(|(start, step)| Clock {
        start,
        step,
        steps: 5,
    });
    let method = select(&[Method::Euler, Method::Rk2, Method::Rk4][..]);
    let lists = (timed_ops(), ops(8), ops(40));
    let read = prop::collection::vec(any_slot(), 6);
    (clock, method, lists, stocks, (event(0), event(1)), rings, read, 1..4_u32).prop_map(
        |(clock, method, (timed, once, rates), stocks, events, rings, read, save_every)| Program {
            clock,
            method,
            slots: FREE.end,
            constants: [0.0, 1.0, -0.75, 2.5, 1e300, f64::NAN]
                .into_iter()
                .enumerate()
                .map(|(i, v)| (i as u32, v))
                .collect(),
            draws: DRAWS.iter().map(|&slot| Draw { slot, stream: u64::from(slot) << 40 }).collect(),
            time: Some(TIME),
            timed,
            shared: SHARED.to_vec(),
            once,
            rates,
            stocks,
            events: vec![events.0, events.1],
            rings,
            lookups: vec![lookup(9), lookup(1), lookup(50)],
            outputs: read.iter().map(|&slot| Output { name: String::new(), slot }).collect(),
            saved: read.iter().map(|&slot| Output { name: String::new(), slot }).collect(),
            save_every,
        },
    )
}

fn everything(program: &Program) -> Keep {
    Keep { bands: Keep::bands(program).bands, series: Keep::series(program).series }
}

fn run(prepared: &Prepared, members: std::ops::Range<u64>, isa: Isa, lanes: Lanes) -> Block {
    let settings = Settings { isa: Some(isa), lanes: Some(lanes), non_finite: NonFinite::Allow, ..Settings::default() };
    run_with(prepared, Futures { seed: 5, members }, &everything(prepared.program()), settings).unwrap()
}

/// All numbers of a block as bits, so that unknown equals unknown and 0 differs from -0.
fn bits(block: &Block) -> Vec<u64> {
    let bands = block.bands.iter().flat_map(|bands| bands.iter()).flat_map(|band| {
        let q = [0.1, 0.5, 0.9].map(|p| band.quantile(p));
        [band.mean(), band.deviation(), band.min(), band.max(), band.unknown() as f64, q[0], q[1], q[2]]
    });
    let outputs = block.outputs.iter().flatten().copied();
    let series = block.series.iter().flatten().flatten().copied();
    outputs.chain(series).chain(bands).map(|x| if x.is_nan() { 1 } else { x.to_bits() }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn lanes_do_what_one_lane_does(program in program(), at in any::<Index>()) {
        let prepared = Prepared::new(program).unwrap();
        let members = 4093..4170_u64;
        let whole = run(&prepared, members.clone(), Isa::Baseline, Lanes::L8);
        for isa in Isa::available() {
            for lanes in Lanes::ALL {
                prop_assert_eq!(bits(&run(&prepared, members.clone(), isa, lanes)), bits(&whole), "{} {:?}", isa, lanes);
            }
        }
        let cut = members.start + at.index(77) as u64;
        let mut parts = run(&prepared, members.start..cut, Isa::best(), Lanes::L32);
        parts.merge(run(&prepared, cut..members.end, Isa::best(), Lanes::L64)).unwrap();
        prop_assert_eq!(&parts.outputs.len(), &whole.outputs.len());
        for i in [0, 1, 40, 76] {
            let one = scalar::run(&prepared, 5, (members.start + i) as u32);
            let i = i as usize;
            for (k, &value) in one.outputs.iter().enumerate() {
                prop_assert_eq!(value.to_bits(), whole.outputs[k][i].to_bits(), "output {} of member {}", k, i);
                prop_assert_eq!(value.to_bits(), parts.outputs[k][i].to_bits());
            }
            for (k, times) in one.saved.iter().enumerate() {
                for (t, &value) in times.iter().enumerate() {
                    prop_assert_eq!(value.to_bits(), whole.series[k][t][i].to_bits(), "saved {} at {}", k, t);
                }
            }
        }
    }
}

/// A draw through a stock, an event and a ring, so that every member differs.
fn small() -> Program {
    let op = |code, dst, a, b, c| Op { code, dst, a, b, c };
    Program {
        clock: Clock { start: 0.0, step: 0.5, steps: 4 },
        method: Method::Euler,
        slots: 8,
        constants: vec![(0, 2.0)],
        draws: vec![Draw { slot: 1, stream: 1 }],
        time: None,
        timed: vec![],
        shared: vec![],
        once: vec![],
        rates: vec![op(Code::DiffMul, 3, 1, 2, 0)],
        stocks: vec![Stock { slot: 2, initial: 0, rate: 3, finite: true, name: "level".into() }],
        events: vec![Event {
            at: Schedule::Steps(vec![1, 3]),
            draws: vec![Draw { slot: 4, stream: 2 }],
            ops: vec![op(Code::MulAdd, 5, 4, 0, 2)],
            latches: vec![Latch { slot: 6, initial: 1, next: 5 }],
        }],
        rings: vec![Ring { length: 2, input: 6, initial: 0, output: 7 }],
        lookups: vec![],
        outputs: vec![Output { name: "level".into(), slot: 2 }],
        saved: [2, 6, 7].map(|slot| Output { name: slot.to_string(), slot }).to_vec(),
        save_every: 2,
    }
}

#[test]
fn blocks_of_members_merge_to_the_same_bits() {
    let prepared = Prepared::new(small()).unwrap();
    let end = 3 * Futures::BLOCK + 1000;
    let whole = run(&prepared, 0..end, Isa::best(), Lanes::L64);
    for cuts in [vec![1], vec![2], vec![3], vec![1, 2], vec![1, 3], vec![1, 2, 3]] {
        let ends = cuts.iter().map(|cut| cut * Futures::BLOCK).chain([end]);
        let mut blocks = Vec::new();
        let mut start = 0;
        for cut in ends {
            blocks.push(run(&prepared, start..cut, Isa::Baseline, Lanes::L128));
            start = cut;
        }
        let last_first = blocks.clone().into_iter().rev().reduce(|right, mut left| {
            left.merge(right).unwrap();
            left
        });
        let first_last = blocks.into_iter().reduce(|mut left, right| {
            left.merge(right).unwrap();
            left
        });
        assert_eq!(first_last.as_ref(), Some(&whole), "{cuts:?}");
        assert_eq!(last_first.as_ref(), Some(&whole), "{cuts:?}");
    }
}

#[test]
fn bands_agree_with_the_series() {
    let prepared = Prepared::new(small()).unwrap();
    let block = run(&prepared, 0..9000, Isa::best(), Lanes::L64);
    for (bands, series) in block.bands.iter().zip(&block.series) {
        for (band, values) in bands.iter().zip(series) {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let m2 = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            assert_eq!(band.count(), 9000);
            assert!((band.mean() - mean).abs() <= 1e-14 * mean.abs());
            assert!((band.moments().m2 - m2).abs() <= 1e-12 * m2 + 1e-300);
            assert_eq!((band.min(), band.max()), (sorted[0], sorted[8999]));
            for p in [0.05, 0.5, 0.95] {
                let exact = sorted[(p * n).ceil() as usize - 1];
                assert!((band.quantile(p) - exact).abs() <= exact.abs() / 256.0, "{p}");
            }
        }
    }
}
