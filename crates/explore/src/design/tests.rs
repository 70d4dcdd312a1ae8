use std::sync::atomic::AtomicBool;

use milepost_ensemble::summary::{Design, Method};
use milepost_ensemble::{Layout, Plan, outcomes, outcomes_at};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

use super::*;

const TEXT: &str = "
strategy \"Case\" { time month from 2025-01 to 2025-06; reference stay }
actor council \"Council\" correlation 0.5
actor alone \"Alone\" correlation 0.5
element law \"The law\"
dimension place { north south }
uncertain x[place] = 5 in 0 .. 10
uncertain mood in { calm: 20% angry: 80% }
uncertain fixed in 1 .. 2
lever push = 0 in 0 .. 10 by council in law
lever rule in { a b c } = b in law
regime present { }
recommendation R \"Pass\" by council in law due 2025-02 {
  delivered in 20% .. 100%
  push += 4
}
recommendation Q \"Keep\" by council in law due 2025-04 {
  delivered in 20% .. 100%
  push += 3
}
recommendation A \"Other\" by alone in law due 2025-04 {
  delivered in 20% .. 100%
  push += 1
}
pathway stay = present
pathway strong following all = present
measure at_push maximise push at end
measure at_rule maximise (if rule = a then 0 else if rule = b then 1 else 2) at end
measure at_x maximise sum(x) at end
measure at_fixed maximise fixed at end
";

fn case() -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", TEXT));
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn of(method: Method, inputs: &[&str], varied: &[&str]) -> Design {
    let texts = |all: &[&str]| all.iter().map(|text| text.to_string()).collect();
    Design { method, inputs: texts(inputs), varied: texts(varied), ..Design::default() }
}

fn applied(design: &Design) -> Strategy {
    let mut strategy = case();
    apply(&mut strategy, design).unwrap();
    strategy
}

/// Measures and what was drawn under a pathway at a design's points.
fn run(strategy: &Strategy, laid: &Laid, pathway: usize) -> milepost_ensemble::Outcomes {
    let points = laid.points(0..laid.design.points);
    let plan = Plan::new(0..laid.design.points, 1);
    let variants = &strategy.variants[pathway..=pathway];
    outcomes_at(strategy, variants, &plan, Some(&points), &(), &AtomicBool::new(false)).unwrap()
}

#[test]
fn inputs_are_what_a_run_draws() {
    let strategy = applied(&of(Method::Random, &[], &["push in 2 .. 4", "rule"]));
    let plan = Plan::new(0..4, 1);
    let ran = outcomes(&strategy, &strategy.variants[..1], &plan, &(), &AtomicBool::new(false)).unwrap();
    let names: Vec<String> = drawn(&strategy).into_iter().map(|drawn| drawn.name).collect();
    assert_eq!(names, ran.parameters);
    let expected =
        ["x[north]", "x[south]", "mood", "fixed", "push", "rule", "delivered.R", "delivered.Q", "delivered.A"];
    assert_eq!(names, expected);
}

#[test]
fn a_lever_takes_its_value_in_every_pathway_alike() {
    let design = of(Method::Latin, &[], &["push in 2 .. 4", "rule in { a c }"]);
    let strategy = applied(&design);
    let laid = lay(&strategy, &design, Some(64), 1).unwrap().unwrap();
    let [stay, strong] = [0, 1].map(|pathway| run(&strategy, &laid, pathway));
    assert_eq!(stay.drawn, strong.drawn);
    let push = &stay.drawn[4];
    assert_eq!(&stay.measures[0][0], push, "what was drawn is what it is");
    assert_eq!(&strong.measures[0][0], push, "whatever the recommendations say");
    assert!(push.iter().all(|p| (2.0..=4.0).contains(p)));
    let rules = &stay.measures[0][1];
    let count = |rule: f64| rules.iter().filter(|r| **r == rule).count();
    assert_eq!((count(0.0), count(1.0), count(2.0)), (32, 0, 32));
}

#[test]
fn every_stratum_holds_one_future_and_categories_their_weight() {
    let design = of(Method::Latin, &[], &[]);
    let strategy = applied(&design);
    let laid = lay(&strategy, &design, Some(100), 3).unwrap().unwrap();
    let ran = run(&strategy, &laid, 0);
    for column in [0, 1] {
        let mut strata: Vec<u64> = ran.drawn[column].iter().map(|x| (x * 10.0) as u64).collect();
        strata.sort_unstable();
        assert_eq!(strata, (0..100).collect::<Vec<u64>>());
    }
    assert_eq!(ran.drawn[2].iter().filter(|mood| **mood == 0.0).count(), 20);
}

/// Two deliveries of an actor with correlation 1/2: uniform each, and Spearman's rho of a Gaussian copula,
/// (6/pi) asin(rho/2) = 0.483.
#[test]
fn tied_deliveries_stay_tied() {
    for method in [Method::Latin, Method::Sobol] {
        let design = of(method, &[], &[]);
        let strategy = applied(&design);
        let laid = lay(&strategy, &design, Some(4096), 5).unwrap().unwrap();
        let ran = run(&strategy, &laid, 1);
        let [r, q] = [4, 5].map(|k| ran.drawn[k].iter().map(|d| (d - 0.2) / 0.8).collect::<Vec<f64>>());
        for u in [&r, &q] {
            for bar in [0.1, 0.5, 0.9] {
                let below = u.iter().filter(|u| **u < bar).count() as f64 / 4096.0;
                assert!((below - bar).abs() < 0.01, "{method:?} {bar} {below}");
            }
        }
        let rho = r.iter().zip(&q).map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5)).sum::<f64>() / 4096.0;
        assert!((rho - 0.483).abs() < 0.02, "{method:?} {rho}");
    }
}

#[test]
fn a_grid_holds_every_combination_once() {
    let design =
        Design { levels: 2, ..of(Method::Factorial, &["x", "mood", "delivered.R"], &["push", "rule in { a c }"]) };
    let strategy = applied(&design);
    let laid = lay(&strategy, &design, None, 1).unwrap().unwrap();
    assert_eq!(laid.design.points, 2 * 2 * 2 * 2 * 2 * 2);
    let ran = run(&strategy, &laid, 0);
    assert_eq!(ran.parameters, ["x[north]", "x[south]", "mood", "push", "rule", "delivered.R"]);
    let mut rows: Vec<Vec<i64>> =
        (0..64).map(|i| ran.drawn.iter().map(|column| (column[i] * 1e6).round() as i64).collect()).collect();
    rows.sort();
    let mut product: Vec<Vec<i64>> = vec![vec![]];
    // Middles of halves; ends of the lever; both categories that it was given.
    for levels in [[2.5, 7.5], [2.5, 7.5], [0.0, 1.0], [0.0, 10.0], [0.0, 2.0], [0.4, 0.8]] {
        let with = |row: Vec<i64>| levels.map(|level: f64| [row.clone(), vec![(level * 1e6).round() as i64]].concat());
        product = product.into_iter().flat_map(with).collect();
    }
    product.sort();
    assert_eq!(rows, product);
    let fixed = &ran.measures[0][3];
    assert!(fixed.iter().all(|f| *f == 1.5), "what is no input stays at its default");
}

#[test]
fn what_cannot_be_laid_out_is_refused_in_a_sentence() {
    let laid = |design: Design, futures| {
        let mut strategy = case();
        apply(&mut strategy, &design)
            .and_then(|()| lay(&strategy, &design, futures, 1))
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    let said = laid(of(Method::Factorial, &[], &[]), None);
    assert!(said.starts_with("`delivered.R` and `delivered.Q` depend on each other"), "{said}");
    let said = laid(of(Method::Sobol, &[], &[]), Some(1000));
    assert!(said.ends_with("ask for 512 or 1024"), "{said}");
    let said = laid(Design { levels: 1025, ..of(Method::Factorial, &["x"], &[]) }, None);
    assert!(said.contains("of 2 inputs has 1050625 combinations, more than the 1048576 allowed"), "{said}");
    let said = laid(of(Method::Factorial, &["x"], &[]), Some(10));
    assert!(said.contains("here 9, not 10"), "{said}");
    let said = laid(Design { levels: 4, ..of(Method::Latin, &[], &[]) }, None);
    assert!(said.starts_with("--levels is for"), "{said}");
    let said = laid(of(Method::Latin, &["y"], &[]), None);
    assert!(said.starts_with("unknown input `y`"), "{said}");
    let said = laid(of(Method::Random, &["x", "x"], &[]), None);
    assert!(said.contains("named twice"), "{said}");
    for (lever, sentence) in [
        ("pusj", "did you mean `push`?"),
        ("x in 1 .. 2", "is an uncertainty"),
        ("stay", "there is no lever `stay`"),
        ("push in 5 .. 20", "it is held at its range, 0 .. 10"),
        ("push in 5 .. 5", "range"),
        ("rule in { a d }", "has no category `d`"),
        ("rule in { a }", "would not vary"),
        ("rule = a", "write some of its categories"),
        ("push in", "there is no lever `push in`"),
    ] {
        let said = laid(of(Method::Random, &[], &[lever]), None);
        assert!(said.contains(sentence), "{lever}: {said}");
    }
    let said = laid(of(Method::Random, &[], &["push", "push in 1 .. 2"]), None);
    assert!(said.contains("varied twice"), "{said}");
}

#[test]
fn points_do_not_depend_on_how_members_are_split() {
    for method in [Method::Latin, Method::Sobol, Method::Factorial] {
        let design =
            Design { levels: if method == Method::Factorial { 4 } else { 0 }, ..of(method, &["x", "mood"], &["push"]) };
        let strategy = applied(&design);
        let futures = (method != Method::Factorial).then_some(128);
        let laid = lay(&strategy, &design, futures, 9).unwrap().unwrap();
        let whole = run(&strategy, &laid, 0);
        for part in [0..50, 50..128] {
            let points = laid.points(part.clone());
            let plan = Plan::new(part.clone(), 1);
            let go = AtomicBool::new(false);
            let ran = outcomes_at(&strategy, &strategy.variants[..1], &plan, Some(&points), &(), &go).unwrap();
            for (mine, all) in ran.drawn.iter().zip(&whole.drawn) {
                assert_eq!(mine, &all[part.start as usize..part.end as usize]);
            }
        }
        assert!(laid.holds(&(0..128)).is_ok() && laid.holds(&(0..129)).is_err());
    }
}

#[test]
fn designs_of_other_distributions_are_told_apart() {
    assert_eq!(told(&of(Method::Latin, &[], &[])), told(&Design::default()));
    let all = [
        of(Method::Random, &[], &["push"]),
        of(Method::Random, &["x"], &[]),
        Design { levels: 3, ..of(Method::Factorial, &[], &[]) },
        Design { levels: 4, ..of(Method::Factorial, &[], &[]) },
    ];
    let mut told: Vec<_> = all.iter().map(told).collect();
    told.dedup();
    assert_eq!(told.len(), 4);
}
