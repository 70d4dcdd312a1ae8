//! Levers: default, regimes, recommendations, triggers; variants.

mod support;

use milepost_ir::{Draws, Want};
use milepost_strategy::model::*;
use milepost_syntax::ast::Change;
use support::*;

fn stage(regime: RegimeId, at: f64) -> Stage {
    Stage { regime, begins: Begins::At(at) }
}

fn when(regime: RegimeId, test: Expr, not_before: f64, at_latest: Option<f64>) -> Stage {
    Stage { regime, begins: Begins::When { test, not_before, at_latest } }
}

#[test]
fn regimes_ramp_from_the_value_at_the_switch() {
    let mut b = Build::new(8.0, 1.0);
    let x = b.lever("x", 10.0, (0.0, 100.0));
    let y = b.lever("y", 1.0, (0.0, 5.0));
    let one = b.regime("one", vec![set(x, 50.0, 4.0), set(y, 3.0, 0.0)]);
    let two = b.regime("two", vec![set(x, 20.0, 2.0)]);
    b.pathway("p", &[], vec![stage(one, 1.0), stage(two, 3.5)]);
    let r = run(&b, &variant(1), &watch(&[x, y]));
    // At 3.5 x has come to 10 + 40 * 2.5 / 4 = 35; from there to 20 in 2.
    assert_close(r.series("x"), &[10.0, 10.0, 20.0, 30.0, 31.25, 23.75, 20.0, 20.0, 20.0]);
    assert_close(r.series("y"), &[1.0, 3.0, 3.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    assert!(r.lowered.program.rates.is_empty(), "fixed dates and values depend on the time alone");
    assert!(r.lowered.notices.is_empty(), "these values cannot leave the range");
}

#[test]
fn a_stage_waits_for_its_condition() {
    let build = |latest| {
        let mut b = Build::new(8.0, 1.0);
        let x = b.lever("x", 0.0, (0.0, 10.0));
        let s = b.stock("s", &[], number(0.0), vec![StockFlow::In(number(1.0))]);
        let one = b.regime("one", vec![set(x, 4.0, 0.0)]);
        let two = b.regime("two", vec![set(x, 8.0, 2.0)]);
        let test = less(number(3.5), b.read(s));
        b.pathway("p", &[], vec![stage(one, 1.0), when(two, test, 2.0, latest)]);
        (b, x)
    };
    // Met at step 4; the latch has it from step 5 on, and the ramp counts from 4.
    let (b, x) = build(None);
    assert_close(run(&b, &variant(1), &watch(&[x])).series("x"), &[0.0, 4.0, 4.0, 4.0, 4.0, 6.0, 8.0, 8.0, 8.0]);
    let (b, x) = build(Some(2.5));
    assert_close(run(&b, &variant(1), &watch(&[x])).series("x"), &[0.0, 4.0, 4.0, 5.0, 7.0, 8.0, 8.0, 8.0, 8.0]);
}

#[test]
fn recommendations_set_scale_and_add_by_what_is_delivered() {
    let mut b = Build::new(4.0, 1.0);
    let x = b.lever("x", 10.0, (0.0, 50.0));
    let a = b.recommendation("a", 1.0, 0.5, vec![set(x, 30.0, 2.0)]);
    let c = b.recommendation("c", 2.0, 0.5, vec![setting(x, Change::Scale, number(3.0), 0.0)]);
    let d = b.recommendation("d", 3.0, 1.0, vec![setting(x, Change::Add, number(7.0), 0.0)]);
    b.pathway("p", &[d, a, c], vec![]);
    let r = run(&b, &variant(1), &watch(&[x]));
    assert_close(r.series("x"), &[10.0, 10.0, 15.0 * 2.0, 20.0 * 2.0 + 7.0, 47.0]);
    assert_eq!(r.notice("`x` was held"), 0.0);
    let none = run(&b, &variant(0), &watch(&[x]));
    assert_close(none.series("x"), &[10.0; 5]);
    let without = Variant { without: vec![Part::Recommendation(a)], ..variant(1) };
    assert_close(run(&b, &without, &watch(&[x])).series("x"), &[10.0, 10.0, 20.0, 27.0, 27.0]);
    b.0.recommendations[c.index()].settings[0].value = number(30.0);
    let r = run(&b, &variant(1), &watch(&[x]));
    assert_close(r.series("x"), &[10.0, 10.0, 50.0, 50.0, 50.0]);
    assert_eq!(r.notice("`x` was held"), 1.0);
}

#[test]
fn without_an_element_its_levers_stay_as_in_the_reference() {
    let mut b = Build::new(3.0, 1.0);
    let x = b.lever("x", 1.0, (0.0, 10.0));
    let y = b.lever("y", 1.0, (0.0, 10.0));
    let VariableKind::Lever(lever) = &mut b.0.variables[x.index()].kind else { unreachable!() };
    lever.element = Some(ElementId(0));
    let old = b.regime("old", vec![set(x, 2.0, 0.0), set(y, 2.0, 0.0)]);
    let new = b.regime("new", vec![set(x, 3.0, 0.0), set(y, 3.0, 0.0)]);
    let r = b.recommendation("r", 1.0, 1.0, vec![setting(y, Change::Add, number(1.0), 0.0)]);
    b.0.recommendations[r.index()].element = Some(ElementId(0));
    b.0.pathways[0].stages = vec![stage(old, 0.0)];
    b.pathway("p", &[r], vec![stage(new, 1.0)]);
    let without = Variant { without: vec![Part::Element(ElementId(0))], ..variant(1) };
    let run_without = run(&b, &without, &watch(&[x, y]));
    assert_close(run_without.series("x"), &[2.0; 4]);
    assert_close(run_without.series("y"), &[1.0, 3.0, 3.0, 3.0]);
    assert_close(run(&b, &variant(1), &watch(&[x, y])).series("y"), &[1.0, 4.0, 4.0, 4.0]);
}

#[test]
fn with_sets_a_lever_from_the_decision_and_an_uncertainty_throughout() {
    let mut b = Build::new(3.0, 1.0);
    b.0.time.decide = 2.0;
    let x = b.lever("x", 1.0, (0.0, 10.0));
    let early = b.lever("early", 1.0, (0.0, 10.0));
    let u = b.uncertain("u", 5.0, Distribution::Uniform(0.0, 9.0));
    let s = b.stock("s", &[], b.read(early), vec![]);
    let regime = b.regime("r", vec![set(x, 3.0, 0.0)]);
    b.pathway("p", &[], vec![stage(regime, 1.0)]);
    let with = Variant { with: vec![(x, 7.0), (early, 4.0), (u, 6.0)], ..variant(1) };
    let r = run(&b, &with, &watch(&[x, early, u, s]));
    assert_close(r.series("x"), &[1.0, 1.0, 7.0, 7.0]);
    assert_close(r.series("early"), &[4.0; 4]);
    assert_close(r.series("s"), &[4.0; 4]);
    assert_close(r.series("u"), &[6.0; 4]);
    assert_close(&[r.output("u")], &[6.0]);
}

#[test]
fn draws_follow_their_distributions() {
    let mut b = Build::new(1.0, 1.0);
    b.uncertain("flat", 5.0, Distribution::Uniform(2.0, 6.0));
    b.uncertain("log", 5.0, Distribution::LogUniform(1.0, 100.0));
    b.uncertain("normal", 5.0, Distribution::Normal { mean: 5.0, sd: 2.0, lo: 4.0, hi: 9.0 });
    b.uncertain("lognormal", 5.0, Distribution::LogNormal { median: 5.0, sigma: 0.5, lo: 0.0, hi: 9.0 });
    b.uncertain("kind", 1.0, Distribution::Categories(vec![0.2, 0.5, 0.3]));
    b.uncertain("fixed", 1.0, Distribution::Fixed(3.0));
    b.0.actors.push(Actor {
        name: "actor".into(),
        title: "actor".into(),
        correlation: 0.9,
        docs: Default::default(),
        span: Default::default(),
    });
    let x = b.lever("x", 1.0, (0.0, 10.0));
    for name in ["r", "q"] {
        let r = b.recommendation(name, 0.0, 0.5, vec![set(x, 2.0, 0.0)]);
        b.0.recommendations[r.index()].actor = Some(ActorId(0));
    }
    let want = Want { draws: Draws::Sampled, ..Want::default() };
    let n = 2000;
    let runs: Vec<Vec<f64>> = (0..n).map(|i| run_member(&b, &variant(0), &want, i).run.outputs).collect();
    let names: Vec<String> = run(&b, &variant(0), &want).lowered.parameters.iter().map(|p| p.name.clone()).collect();
    assert_eq!(names, ["flat", "log", "normal", "lognormal", "kind", "delivered.r", "delivered.q"]);
    let share = |k: usize, test: &dyn Fn(f64) -> bool| runs.iter().filter(|r| test(r[k])).count() as f64 / f64::from(n);
    let about = |share: f64, expected: f64| assert!((share - expected).abs() < 0.04, "{share} against {expected}");
    about(share(0, &|v| v < 3.0), 0.25);
    about(share(1, &|v| v < 10.0), 0.5);
    assert!(runs.iter().all(|r| (4.0..=9.0).contains(&r[2]) && (0.0..=9.0).contains(&r[3])));
    // P(N < 6 | 4 < N < 9) with the normal distribution function by tables.
    about(share(2, &|v| v < 6.0), (0.69146 - 0.30854) / (0.97725 - 0.30854));
    about(share(3, &|v| v < 5.0), 0.5 / 0.88007);
    about(share(4, &|v| v == 1.0), 0.5);
    about(share(4, &|v| v == 2.0), 0.3);
    about(share(5, &|v| v < 0.5), 0.5);
    let together = runs.iter().filter(|r| (r[5] < 0.5) == (r[6] < 0.5)).count() as f64 / f64::from(n);
    // Quadrant probability of a Gaussian copula: 1/2 + asin(rho) / pi.
    about(together, 0.5 + 0.9_f64.asin() / std::f64::consts::PI);
}

#[test]
fn a_trigger_moves_a_lever_after_its_delay_and_until_it_ends() {
    let mut b = Build::new(12.0, 0.5);
    let x = b.lever("x", 0.0, (0.0, 10.0));
    let s = b.stock("s", &[], number(0.0), vec![]);
    let level = b.define("level", &[], b.read(s));
    let seen =
        b.indicator("seen", &[], call(Function::Sin, vec![mul(time(), number(std::f64::consts::PI / 4.0))]), false, 0);
    let kind = Trigger {
        actor: None,
        within: 0.6,
        fires: b.when(less(number(0.9), b.read(seen))),
        second: None,
        second_source: None,
        then: vec![set(x, 4.0, 1.0)],
        ends: Some(b.when(less(b.read(seen), number(-0.9)))),
        compliance: (0.25, 0.75),
    };
    let t = b.variable("t", &[], VariableKind::Trigger(kind));
    let r = run(&b, &variant(0), &watch(&[x, t, level, seen]));
    // Fires at 2 (sine 1), acts 0.6 later rounded up to 3, ends at 6 (sine -1), fires again at 10.
    let under_way: Vec<f64> = r.series("t").to_vec();
    for (i, &value) in under_way.iter().enumerate() {
        let time = i as f64 * 0.5;
        let expected = (3.0..=6.0).contains(&time) || time >= 11.0;
        assert_eq!(value, f64::from(u8::from(expected)), "at {time}");
    }
    // The ramp takes 1: half way one step after the response began; half of it is complied with.
    assert_close(&r.series("x")[6..10], &[0.0, 1.0, 2.0, 2.0]);
    assert_close(&r.series("x")[13..16], &[2.0, 1.0, 0.0]);
}
