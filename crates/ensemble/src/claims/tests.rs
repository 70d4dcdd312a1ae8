//! Claims on futures that can be judged by hand.

use milepost_strategy::model::{Claim, Function, MeasureId, PathwayId, Scope, Statistic, Strategy, Variant, VariantId};
use milepost_syntax::ast::{BinaryOp, UnaryOp};

use super::*;
use crate::fake::{
    LIBERATION, LIVES, RAPID, STAY, WHOLE, WITHOUT_A, WITHOUT_B, binary, hypothesis, no_hostage, on_average,
    precipitate, strategy,
};
use crate::summary::{Outcome, Verdict};

const NAN: f64 = f64::NAN;

/// Lives under each variant (stay, rapid, liberation, without a, without b); whole is the variant's number.
struct Future([f64; 5]);

impl Outcomes for Future {
    fn outcome(&self, measure: MeasureId, variant: VariantId) -> f64 {
        if measure == WHOLE { f64::from(variant.0) } else { self.0[variant.index()] }
    }
}

fn judged(strategy: &Strategy, claim: Claim, scope: Scope, futures: &[[f64; 5]]) -> Verdict {
    let hypothesis = hypothesis("h", claim, scope);
    let judge = Judge::new(strategy, &hypothesis);
    let whole = judge.judge(futures.iter().map(|lives| Future(*lives)));
    // In two parts it comes to the same.
    let (a, b) = futures.split_at(futures.len() / 2);
    let mut parts = judge.judge(a.iter().map(|lives| Future(*lives)));
    parts.merge(&judge.judge(b.iter().map(|lives| Future(*lives))));
    assert_eq!(parts, whole);
    verdict(strategy, &judge, &whole)
}

/// The value of a claim in one future where stay costs 100 thousand lives, rapid 90, liberation 60 and so on.
fn value(claim: &Claim) -> f64 {
    let strategy = strategy(Vec::new());
    let future = Future([100e3, 90e3, 60e3, 70e3, NAN]);
    evaluate::Evaluator { strategy: &strategy, outcomes: &future, statistics: [].iter() }.value(claim)
}

#[test]
fn values_by_hand() {
    use Claim::{Call, Gain, Measure, Number};
    let number = |x: f64| Number(x);
    let (yes, no, unknown) = (|| Number(1.0), || Number(0.0), || Measure(LIVES, WITHOUT_B));
    let not = |claim| Claim::Unary(UnaryOp::Not, Box::new(claim));
    let choose = |test| Claim::If(Box::new([test, Number(3.0), Number(4.0)]));
    for (claim, expected) in [
        (Measure(LIVES, RAPID), 90e3),
        (Gain(LIVES, LIBERATION), 40e3),
        (Gain(WHOLE, LIBERATION), 2.0),
        (Gain(LIVES, STAY), 0.0),
        (Gain(LIVES, WITHOUT_B), NAN),
        (Claim::Unary(UnaryOp::Neg, Box::new(Gain(LIVES, RAPID))), -10e3),
        (binary(BinaryOp::Ge, Gain(LIVES, LIBERATION), number(40e3)), 1.0),
        (binary(BinaryOp::Gt, Gain(LIVES, LIBERATION), number(40e3)), 0.0),
        (binary(BinaryOp::Ne, Gain(LIVES, LIBERATION), number(40e3)), 0.0),
        (binary(BinaryOp::Lt, unknown(), number(1.0)), NAN),
        (binary(BinaryOp::Ne, unknown(), number(1.0)), NAN),
        (binary(BinaryOp::And, unknown(), no()), 0.0),
        (binary(BinaryOp::And, unknown(), yes()), NAN),
        (binary(BinaryOp::Or, yes(), unknown()), 1.0),
        (binary(BinaryOp::Or, unknown(), no()), NAN),
        (not(yes()), 0.0),
        (not(unknown()), NAN),
        (choose(yes()), 3.0),
        (choose(unknown()), 4.0),
        (binary(BinaryOp::Pow, number(2.0), number(10.0)), 1024.0),
        (Call(Function::Min, vec![number(3.0), number(-1.0)]), -1.0),
        (Call(Function::Min, vec![number(3.0), unknown()]), NAN),
        (Call(Function::Abs, vec![number(-3.0)]), 3.0),
        (Call(Function::Clip, vec![number(7.0), number(0.0), number(5.0)]), 5.0),
        (Call(Function::Known, vec![unknown()]), 0.0),
        (Call(Function::Max, vec![]), NAN),
        (Claim::All(vec![]), 1.0),
        (Claim::All(vec![("a".into(), unknown()), ("b".into(), no())]), 0.0),
        (Claim::All(vec![("a".into(), unknown()), ("b".into(), yes())]), NAN),
    ] {
        let found = value(&claim);
        assert!(found == expected || (found.is_nan() && expected.is_nan()), "{claim:?} is {found}, not {expected}");
    }
}

#[test]
fn no_hostage_by_hand() {
    let futures = [
        // The full gain is 40; without a 30, without b 25: both at least 20.
        [100e3, 0.0, 60e3, 70e3, 75e3],
        // Without b only 10.
        [100e3, 0.0, 60e3, 70e3, 90e3],
        // Exactly half is enough.
        [100e3, 0.0, 60e3, 80e3, 80e3],
        // The full gain is 1: below the 2 that matter.
        [100e3, 0.0, 99e3, 100e3, 100e3],
        // It is exactly what matters: judged, and false.
        [100e3, 0.0, 98e3, 100e3, 100e3],
        // A loss is counted apart too, even where a part is unknown.
        [100e3, 0.0, 120e3, NAN, 100e3],
        // One part false, the other unknown: false.
        [100e3, 0.0, 60e3, NAN, 90e3],
        // One part true, the other unknown: unknown.
        [100e3, 0.0, 60e3, NAN, 70e3],
        // The full gain is unknown.
        [100e3, 0.0, NAN, 70e3, 70e3],
        [f64::INFINITY, 0.0, 60e3, 70e3, 70e3],
    ];
    let verdict = judged(&strategy(vec![]), no_hostage(), Scope::AtLeast(0.9), &futures);
    assert_eq!((verdict.judged, verdict.apart, verdict.unknown), (5, 2, 3));
    assert_eq!(verdict.share, 0.4);
    // Known parts: a is true in futures 0, 1, 2 and false in 4; b is true in 0, 2, 7 and false in 1, 4, 6.
    assert_eq!(verdict.parts, [("a".to_string(), 0.75), ("b".to_string(), 0.5)]);
    // Margins: min(10, 5), min(10, -10), 0, -1, and unknown.
    let margin = verdict.margin.unwrap();
    assert_eq!((margin.known, margin.unknown, margin.min, margin.max), (4, 1, -10e3, 5e3));
    assert_eq!(margin.mean, -1.5e3);
    assert_eq!(verdict.margin_unit, ("thousand person".to_string(), 1000.0));
    assert_eq!(verdict.verdict, Outcome::Fails, "the interval ends at {}", verdict.interval.1);
}

#[test]
fn gains_are_guarded_only_against_their_own_full_gain() {
    let strategy = strategy(vec![]);
    let gain = |variant| Claim::Gain(LIVES, variant);
    let than = |a, b| binary(BinaryOp::Ge, a, b);
    for (claim, expected) in [
        (than(gain(WITHOUT_A), gain(LIBERATION)), vec![(LIVES, LIBERATION)]),
        (than(gain(WITHOUT_A), gain(WITHOUT_B)), vec![]),
        (than(gain(LIBERATION), Claim::Number(5.0)), vec![]),
        (than(gain(WITHOUT_A), gain(RAPID)), vec![]),
        (than(gain(WITHOUT_A), Claim::Gain(WHOLE, LIBERATION)), vec![]),
        (no_hostage(), vec![(LIVES, LIBERATION)]),
    ] {
        assert_eq!(guard::guards(&strategy, &claim), expected, "{claim:?}");
    }
    let with = Variant {
        name: "w".into(),
        pathway: PathwayId(2),
        without: vec![],
        with: vec![(milepost_strategy::model::VariableId(0), 1.0)],
        nudge: None,
    };
    let mut strategy = strategy;
    strategy.variants.push(with);
    let claim = than(gain(VariantId(5)), gain(LIBERATION));
    assert_eq!(guard::guards(&strategy, &claim), [(LIVES, LIBERATION)]);
}

#[test]
fn a_part_stands_apart_by_itself() {
    // For each measure, liberation without a keeps half of the gain of liberation.
    let half = |measure| binary(BinaryOp::Mul, Claim::Number(0.5), Claim::Gain(measure, LIBERATION));
    let part = |name: &str, m| (name.to_string(), binary(BinaryOp::Ge, Claim::Gain(m, WITHOUT_A), half(m)));
    let claim = Claim::All(vec![part("lives", LIVES), part("whole", WHOLE)]);
    let mut strategy = strategy(vec![]);
    // Lives gained: 40, of which 30 remain; 40, of which 10 do; 1, which does not matter.
    let futures = [[100e3, 0.0, 60e3, 70e3, 0.0], [100e3, 0.0, 60e3, 90e3, 0.0], [100e3, 0.0, 99e3, 100e3, 0.0]];
    let verdict = judged(&strategy, claim.clone(), Scope::AtLeast(0.5), &futures);
    assert_eq!((verdict.judged, verdict.apart, verdict.share), (3, 0, 2.0 / 3.0));
    assert_eq!(verdict.parts, [("lives".to_string(), 0.5), ("whole".to_string(), 1.0)]);
    // The gain of the whole is 2 in every future; where more than that matters, nothing is left of the last.
    strategy.measures[1].matters = 2.5;
    let verdict = judged(&strategy, claim, Scope::AtLeast(0.5), &futures);
    assert_eq!((verdict.judged, verdict.apart, verdict.share), (2, 1, 0.5));
    assert_eq!(verdict.parts[1], ("whole".to_string(), 0.0), "never judged");
}

#[test]
fn verdicts_are_where_the_interval_lies() {
    // 8 of 10: Wilson's interval is 0.490 .. 0.943.
    let mut futures = vec![[1.0, 2.0, 0.0, 0.0, 0.0]; 8];
    futures.extend([[2.0, 1.0, 0.0, 0.0, 0.0]; 2]);
    for (scope, expected) in [
        (Scope::AtLeast(0.48), Outcome::Holds),
        (Scope::AtLeast(0.66), Outcome::Mixed),
        (Scope::AtLeast(0.95), Outcome::Fails),
        (Scope::AtMost(0.95), Outcome::Holds),
        (Scope::AtMost(0.9), Outcome::Mixed),
        (Scope::AtMost(0.48), Outcome::Fails),
    ] {
        let verdict = judged(&strategy(vec![]), precipitate(), scope, &futures);
        assert_eq!((verdict.verdict, verdict.share), (expected, 0.8), "{scope:?}");
    }
    // At the ends of the interval itself.
    let ends = wilson::wilson(8, 10);
    for (scope, expected) in [
        (Scope::AtLeast(ends.0), Outcome::Holds),
        (Scope::AtLeast(ends.1), Outcome::Mixed),
        (Scope::AtMost(ends.1), Outcome::Holds),
        (Scope::AtMost(ends.0), Outcome::Mixed),
    ] {
        assert_eq!(judged(&strategy(vec![]), precipitate(), scope, &futures).verdict, expected, "{scope:?}");
    }
}

#[test]
fn nothing_judged_is_mixed() {
    let verdict = judged(&strategy(vec![]), precipitate(), Scope::AtLeast(0.5), &[[NAN; 5]; 3]);
    assert_eq!((verdict.verdict, verdict.share, verdict.interval), (Outcome::Mixed, 0.0, (0.0, 1.0)));
    assert_eq!((verdict.judged, verdict.unknown), (0, 3));
}

#[test]
fn statistics_are_over_futures_that_know_all_of_them() {
    let futures = [[1.0, 3.0, 0.0, 0.0, 0.0], [2.0, 5.0, 0.0, 0.0, 0.0], [90.0, NAN, 0.0, 0.0, 0.0]];
    let verdict = judged(&strategy(vec![]), on_average(), Scope::Ensemble, &futures);
    assert_eq!((verdict.verdict, verdict.share, verdict.interval), (Outcome::Holds, 1.0, (1.0, 1.0)));
    assert_eq!((verdict.judged, verdict.unknown), (2, 1));
    // mean(3, 5) - mean(1, 2)
    assert_eq!(verdict.margin.unwrap().mean, 2.5);

    let below = |percent, bound| {
        let value = Claim::Statistic(Statistic::Percentile(percent), Box::new(Claim::Measure(LIVES, STAY)));
        binary(BinaryOp::Lt, value, Claim::Number(bound))
    };
    let both = Claim::All(vec![("low".into(), below(0.0, 5.0)), ("high".into(), below(100.0, 5.0))]);
    let verdict = judged(&strategy(vec![]), both, Scope::Ensemble, &futures);
    assert_eq!((verdict.verdict, verdict.share), (Outcome::Fails, 0.0));
    assert_eq!(verdict.parts, [("low".to_string(), 1.0), ("high".to_string(), 0.0)]);
    assert_eq!(verdict.margin.unwrap().mean, -85.0);

    let verdict = judged(&strategy(vec![]), on_average(), Scope::Ensemble, &[]);
    assert_eq!((verdict.verdict, verdict.share, verdict.interval), (Outcome::Mixed, 0.0, (0.0, 1.0)));
}

#[test]
fn margins_support_the_claim() {
    let futures = [[100.0, 30.0, 0.0, 0.0, 0.0]];
    let margin = |op| {
        let claim = binary(op, Claim::Measure(LIVES, STAY), Claim::Measure(LIVES, RAPID));
        judged(&strategy(vec![]), claim, Scope::AtLeast(0.5), &futures).margin.map(|margin| margin.mean)
    };
    let expected = [(BinaryOp::Gt, 70.0), (BinaryOp::Le, -70.0), (BinaryOp::Eq, -70.0), (BinaryOp::Ne, 70.0)];
    for (op, expected) in expected {
        assert_eq!(margin(op), Some(expected), "{op:?}");
    }
    assert_eq!(margin(BinaryOp::And), None);
}

#[test]
fn units_of_margins() {
    let strategy = strategy(vec![]);
    let (lives, half) = (|| Claim::Measure(LIVES, STAY), || Claim::Number(0.5));
    let over = |a, b| binary(BinaryOp::Ge, a, b);
    for (claim, expected) in [
        (over(lives(), half()), "thousand person"),
        (over(half(), binary(BinaryOp::Mul, half(), lives())), "thousand person"),
        (over(binary(BinaryOp::Div, lives(), lives()), half()), ""),
        (over(binary(BinaryOp::Mul, lives(), lives()), half()), "person^2"),
        (over(half(), half()), ""),
        (lives(), ""),
    ] {
        assert_eq!(unit::margin_unit(&strategy, &claim).0, expected, "{claim:?}");
    }
}
