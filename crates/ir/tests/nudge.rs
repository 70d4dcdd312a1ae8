//! A variable moved from the decision on: its readers see the move, and nothing else does.
#![allow(missing_docs, reason = "names say it")]

mod support;

use milepost_ir::{Draws, Fault, Want, lower};
use milepost_strategy::model::*;
use support::*;

fn nudged(variable: VariableId, share: f64, amount: f64) -> Variant {
    Variant { nudge: Some(Nudge { variable, elements: None, share, amount }), ..variant(0) }
}

/// Four months in steps of a half, the decision after one month.
fn build() -> Build {
    let mut build = Build::new(4.0, 0.5);
    build.0.time.decide = 1.0;
    build
}

#[test]
fn readers_of_an_equation_see_it_moved_from_the_decision_on() {
    let mut build = build();
    let x = build.define("x", &[], sub(number(2.0), time()));
    let y = build.define("y", &[], mul(number(10.0), build.read(x)));
    let found = run(&build, &nudged(x, 0.5, 1.0), &watch(&[x, y]));
    // 2 - t, and from 1 on 2 - t + |2 - t| / 2 + 1.
    let expected = [2.0, 1.5, 2.5, 1.75, 1.0, 0.75, 0.5, 0.25, 0.0];
    assert_close(found.series("x"), &expected);
    assert_close(found.series("y"), &expected.map(|v| 10.0 * v));
}

#[test]
fn a_stock_holds_what_its_flows_make_of_what_they_see() {
    let mut build = build();
    let flows = |own: Expr| vec![StockFlow::Out(mul(own, number(0.5)))];
    let s = build.stock("s", &[], number(16.0), vec![]);
    let own = build.read(s);
    let VariableKind::Stock(stock) = &mut build.0.variables[s.index()].kind else { unreachable!() };
    stock.flows = flows(own);
    let toward =
        build.stock("toward", &[], number(16.0), vec![StockFlow::Toward { goal: number(0.0), over: number(2.0) }]);
    // 16, 12, 9; then s -= 0.25 x 2 s, seen twice as large.
    let expected = [16.0, 12.0, 18.0, 9.0, 4.5, 2.25, 1.125, 0.5625, 0.28125];
    for id in [s, toward] {
        let found = run(&build, &nudged(id, 1.0, 0.0), &watch(&[s, toward]));
        let name = build.0.variables[id.index()].name.clone();
        assert_close(found.series(&name), &expected);
    }
}

#[test]
fn a_flow_moved_still_takes_no_more_than_there_is() {
    let mut build = build();
    let out = build.flow("out", &[], number(2.0));
    let drained = build.read(out);
    let kind = Stock { nonnegative: true, initial: number(5.0), flows: vec![StockFlow::Out(drained)] };
    let s = build.variable("s", &[], VariableKind::Stock(kind));
    let plain = run(&build, &variant(0), &watch(&[s, out]));
    assert_close(plain.series("s"), &[5.0, 4.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    let more = run(&build, &nudged(out, 0.5, 0.0), &watch(&[s, out]));
    assert_close(more.series("s"), &[5.0, 4.0, 3.0, 1.5, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // Readers of the stock see 10 more; what can flow out of it is what it holds.
    let seen = run(&build, &nudged(s, 0.0, 10.0), &watch(&[s, out]));
    assert_close(seen.series("s"), &[5.0, 4.0, 13.0, 12.0, 11.0, 10.0, 10.0, 10.0, 10.0]);
    assert_close(&seen.series("out")[4..], &[2.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn levers_and_uncertainties_stay_in_their_range_and_draws_are_reported_as_drawn() {
    let mut build = build();
    let lever = build.lever("lever", 0.95, (0.0, 1.0));
    let x = build.uncertain("x", 0.5, Distribution::Uniform(0.0, 1.0));
    let both = add(build.read(lever), build.read(x));
    build.measure("both", both);
    let found = run(&build, &nudged(lever, 0.0, 0.1), &watch(&[lever]));
    assert_close(found.series("lever"), &[0.95, 0.95, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    let want = Want { draws: Draws::Sampled, ..watch(&[x]) };
    for member in 0..20 {
        let plain = run_member(&build, &variant(0), &want, member);
        let moved = run_member(&build, &nudged(x, 0.0, 0.1), &want, member);
        let drawn = plain.series("x")[0];
        assert_close(&moved.series("x")[..3], &[drawn, drawn, (drawn + 0.1).min(1.0)]);
        assert_eq!(moved.output("x"), drawn);
    }
}

#[test]
fn only_the_elements_named_are_moved() {
    let mut build = build();
    let place = build.dimension("place", &["a", "b"]);
    let x = build.constant("x", &[place], &[1.0, 2.0]);
    let kind = build.flow("harm", &[place], build.read(x));
    let sum = build.stock("sum", &[], number(0.0), vec![StockFlow::In(sum(place, build.read(kind)))]);
    let mut moved = nudged(x, 0.0, 1.0);
    if let Some(nudge) = &mut moved.nudge {
        nudge.elements = Some(vec![1]);
    }
    let found = run(&build, &moved, &watch(&[x, sum]));
    assert_close(&found.series("x[a]")[..4], &[1.0; 4]);
    assert_close(&found.series("x[b]")[..4], &[2.0, 2.0, 3.0, 3.0]);
    assert_close(&found.series("sum")[..4], &[0.0, 1.5, 3.0, 5.0]);
}

#[test]
fn an_indicator_is_moved_as_published_and_stays_unknown_before() {
    let mut build = build();
    let x = build.define("x", &[], time());
    let seen = build.indicator("seen", &[], build.read(x), false, 0);
    let found = run(&build, &nudged(seen, 0.0, 5.0), &watch(&[seen]));
    let nan = f64::NAN;
    assert_close(found.series("seen"), &[nan, nan, nan, 6.0, 6.0, 7.0, 7.0, 8.0, 8.0]);
}

#[test]
fn nothing_is_another_program_without_a_move() {
    let mut build = build();
    let x = build.uncertain("x", 0.5, Distribution::LogUniform(0.1, 1.0));
    let s = build.stock("s", &[], number(1.0), vec![StockFlow::In(build.read(x))]);
    build.measure("end", build.read(s));
    let plain = lower(&build.0, &variant(0), &Want::default()).unwrap();
    let still = lower(&build.0, &nudged(s, 0.0, 0.0), &Want::default()).unwrap();
    assert_eq!(plain, still);
    let moved = lower(&build.0, &nudged(x, 0.0, 0.1), &Want::default()).unwrap();
    assert_ne!(plain.program, moved.program);
}

#[test]
fn what_is_no_number_is_refused_by_name() {
    let mut build = build();
    let kind = build.uncertain("kind", 0.0, Distribution::Categories(vec![0.5, 0.5]));
    build.0.variables[kind.index()].ty = Type::Category(vec!["vote".into(), "map".into()]);
    let refused = lower(&build.0, &nudged(kind, 0.0, 0.1), &Want::default());
    assert_eq!(refused.unwrap_err(), Fault::NotMovable("kind".into()));
}
