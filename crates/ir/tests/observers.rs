//! Indicators, conditions, milestones, samples: what is known when, and what is unknown.

mod support;

use milepost_ir::{Draws, Want};
use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;
use support::*;

const U: f64 = f64::NAN;

/// 0, 1, 2, ... per unit of time, with two steps each.
fn counting(end: f64) -> (Build, VariableId) {
    let mut b = Build::new(end, 0.5);
    let flow = b.flow("flow", &[], call(Function::Floor, vec![time()]));
    (b, flow)
}

#[test]
fn an_indicator_averages_a_period_and_publishes_with_a_lag() {
    let (mut b, flow) = counting(4.0);
    let now = b.indicator("now", &[], b.read(flow), true, 0);
    let late = b.indicator("late", &[], b.read(flow), true, 1);
    let level = b.indicator("level", &[], b.read(flow), false, 0);
    let r = run(&b, &variant(0), &watch(&[now, late, level]));
    // Published at the period's end, seen by the model from the next step on.
    assert_close(r.series("now"), &[U, U, U, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0]);
    assert_close(r.series("late"), &[U, U, U, U, U, 0.0, 0.0, 1.0, 1.0]);
    assert_close(r.series("level"), &[U, U, U, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
}

#[test]
fn noise_and_under_reporting_are_drawn() {
    let (mut b, _) = counting(40.0);
    let one = b.stock("one", &[], number(100.0), vec![]);
    let seen = b.indicator("seen", &[], b.read(one), false, 0);
    let VariableKind::Indicator(indicator) = &mut b.0.variables[seen.index()].kind else { unreachable!() };
    (indicator.noise, indicator.under_reporting) = (0.1, (0.2, 0.4));
    let want = Want { draws: Draws::Sampled, ..watch(&[seen]) };
    let r = run(&b, &variant(0), &want);
    let hidden = r.output("under_reporting.seen");
    assert!((0.2..0.4).contains(&hidden));
    let published: Vec<f64> = r.series("seen")[3..].iter().step_by(2).copied().collect();
    let mean = published.iter().sum::<f64>() / published.len() as f64;
    assert!((mean / (100.0 * (1.0 - hidden)) - 1.0).abs() < 0.06, "{mean} with {hidden} hidden");
    assert!(published.windows(2).all(|pair| pair[0] != pair[1]));
    assert_close(&run(&b, &variant(0), &watch(&[seen])).series("seen")[3..5], &[70.0, 70.0]);
}

fn condition(b: &mut Build, name: &str, holds: When, lost: Option<When>) -> VariableId {
    b.variable(name, &[], VariableKind::Condition(Condition { holds, lost, observable: true }))
}

#[test]
fn conditions_hold_after_persistence_and_are_lost_apart() {
    let (mut b, _) = counting(8.0);
    let series = |values: &[f64]| {
        VariableKind::Series(Series {
            points: vec![values.iter().enumerate().map(|(i, &v)| (i as f64 + 1.0, v)).collect()],
            step: true,
            hold: true,
        })
    };
    let deaths = b.variable("deaths", &[], series(&[9.0, 4.0, 4.0, 6.0, 4.0, 9.0, 4.0, 6.0]));
    let seen = b.indicator("seen", &[], b.read(deaths), false, 0);
    let calm = less(b.read(seen), number(5.0));
    let bad = less(number(8.0), b.read(seen));
    let two = When { of: 2, periods: 2, ..b.when(calm.clone()) };
    let two_of_three = When { of: 2, periods: 3, ..b.when(calm.clone()) };
    let plain = b.when(calm);
    let plain = condition(&mut b, "plain", plain, None);
    let twice = condition(&mut b, "twice", two.clone(), None);
    let bad = b.when(bad);
    let sticky = condition(&mut b, "sticky", two, Some(bad));
    let often = condition(&mut b, "often", two_of_three.clone(), None);
    let met = b.variable(
        "met",
        &[],
        VariableKind::Milestone(Milestone { due: None, due_date: None, actor: None, element: None, met: two_of_three }),
    );
    b.measure("met_at_end", b.read(met));
    b.measure("plain_at_end", b.read(plain));
    let r = run(&b, &variant(0), &watch(&[plain, twice, sticky, often, met]));
    // As of the step after each period's end.
    let after = |name: &str| -> Vec<f64> { r.series(name)[3..].iter().step_by(2).copied().collect() };
    assert_close(&after("plain"), &[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
    assert_close(&after("twice"), &[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_close(&after("sticky"), &[0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
    assert_close(&after("often"), &[U, U, 1.0, 1.0, 1.0, 0.0, 1.0]);
    assert_close(&after("met"), &[U, U, 1.0, 1.0, 1.0, 1.0, 1.0]);
    // At the last step the last period is judged too.
    assert_close(&[r.output("met_at_end"), r.output("plain_at_end")], &[1.0, 0.0]);
}

#[test]
fn a_milestone_compares_with_a_sample() {
    let mut b = Build::new(6.0, 0.5);
    let troops = b.stock("troops", &[], number(100.0), vec![StockFlow::Out(number(12.0))]);
    let bar = mul(number(0.5), at(b.read(troops), 1.2));
    let sample = b.define("sample", &[], at(b.read(troops), 1.2));
    let before = b.define("before", &[], at(b.read(troops), 0.0));
    let after = b.define("after", &[], at(b.read(troops), 7.0));
    let half = b.variable(
        "half",
        &[],
        VariableKind::Milestone(Milestone {
            due: None,
            due_date: None,
            actor: None,
            element: None,
            met: b.when(binary(BinaryOp::Le, b.read(troops), bar)),
        }),
    );
    let safe = b.define("safe", &[], choose(less(b.read(sample), number(90.0)), number(1.0), number(2.0)));
    let known = b.define("known", &[], call(Function::Known, vec![b.read(sample)]));
    let r = run(&b, &variant(0), &watch(&[troops, sample, before, after, half, safe, known]));
    // 1.2 falls on the step at 1.5, with 82 left; half of that is passed at 5 (40).
    assert_close(&r.series("sample")[..5], &[U, U, U, 82.0, 82.0]);
    assert_close(r.series("before"), &[100.0; 13]);
    assert_close(r.series("after"), &[U; 13]);
    assert_close(&r.series("half")[2..], &[U, U, U, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
    assert_close(&r.series("safe")[..5], &[2.0, 2.0, 2.0, 1.0, 1.0]);
    assert_close(&r.series("known")[..5], &[0.0, 0.0, 0.0, 1.0, 1.0]);
    assert_eq!(r.notice("`safe`"), 1.0);
}

#[test]
fn samples_do_not_depend_on_the_method() {
    for method in [Method::Euler, Method::Rk2, Method::Rk4] {
        let mut b = Build::new(4.0, 0.5);
        b.0.time.method = method;
        let x = b.stock("x", &[], number(1.0), vec![StockFlow::In(number(2.0))]);
        let since = sub(b.read(x), at(b.read(x), 1.0));
        let counted = choose(call(Function::Known, vec![since.clone()]), since, number(0.0));
        let y = b.stock("y", &[], number(0.0), vec![StockFlow::In(counted)]);
        b.measure("y", b.read(y));
        b.measure("total", over_time(OverTime::Total, b.read(x), 1.0, 3.0));
        let r = run(&b, &variant(0), &Want { draws: Draws::Defaults, ..Want::default() });
        // The latch changes on full steps: within its step the sample still follows x, which costs y a quarter.
        let euler = method == Method::Euler;
        assert_close(&[r.output("total")], &[if euler { 9.0 } else { 10.0 }]);
        assert!((r.output("y") - if euler { 7.5 } else { 9.0 }).abs() <= 0.25, "{}", r.output("y"));
    }
}
