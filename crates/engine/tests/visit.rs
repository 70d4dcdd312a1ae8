//! What is shown while members run is what a run keeps.

use milepost_engine::{Fault, Futures, Keep, NonFinite, Prepared, Settings, run_with, visit};
use milepost_ir::{Clock, Code, Draw, Method, Op, Output, Program, Stock};

/// A stock that grows by a draw, and its logarithm less a half, which is unknown where the stock is below it.
fn program() -> Program {
    let op = |code, dst, a, b| Op { code, dst, a, b, c: 0 };
    Program {
        clock: Clock { start: 0.0, step: 0.5, steps: 5 },
        method: Method::Euler,
        slots: 6,
        constants: vec![(0, 0.5)],
        draws: vec![Draw { slot: 1, stream: 1 }],
        time: None,
        timed: vec![],
        shared: vec![],
        once: vec![],
        rates: vec![op(Code::Mul, 3, 1, 0), op(Code::Sub, 4, 2, 0), op(Code::Ln, 5, 4, 0)],
        stocks: vec![Stock { slot: 2, initial: 1, rate: 3, finite: true, name: "level".into() }],
        events: vec![],
        rings: vec![],
        lookups: vec![],
        outputs: vec![],
        saved: [2, 5].map(|slot| Output { name: slot.to_string(), slot }).to_vec(),
        save_every: 2,
    }
}

#[test]
fn every_value_is_shown_once_and_in_order() {
    let prepared = Prepared::new(program()).unwrap();
    let futures = || Futures { seed: 3, members: 10..200 };
    let settings = Settings { non_finite: NonFinite::Allow, ..Settings::default() };
    let block = run_with(&prepared, futures(), &Keep::series(prepared.program()), settings).unwrap();
    let mut seen_series = vec![vec![Vec::new(); 4]; 2];
    visit(&prepared, futures(), &[1, 0], settings, |seen| {
        let column: &mut Vec<f64> = &mut seen_series[1 - seen.saved][seen.time];
        assert_eq!(seen.first, 10 + column.len() as u64);
        column.extend(seen.values);
    })
    .unwrap();
    let bits =
        |series: &[Vec<Vec<f64>>]| -> Vec<u64> { series.iter().flatten().flatten().map(|x| x.to_bits()).collect() };
    assert_eq!(bits(&seen_series), bits(&block.series));
    let unknown = block.series[1][0].iter().filter(|x| x.is_nan()).count();
    assert!(unknown > 20 && unknown < 170, "{unknown}");
}

#[test]
fn what_is_not_there_is_refused() {
    let prepared = Prepared::new(program()).unwrap();
    let nothing = |members, saved: &[usize]| {
        visit(&prepared, Futures { seed: 1, members }, saved, Settings::default(), |_| panic!("nothing is shown"))
    };
    assert!(matches!(nothing(0..4, &[2]), Err(Fault::Keep { index: 2, saved: 2 })));
    assert!(matches!(nothing(0..(1 << 32) + 1, &[0]), Err(Fault::Members { .. })));
}
