//! Fits whose futures are known by hand.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Plan, outcomes};
use milepost_strategy::model::*;
use milepost_strategy::{MemoryWorld, check};
use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::narrowed::{critical, distance};
use super::{Error, FitSummary, fit};
use crate::ask;

/// Deaths are x times 100 in `a` and 50 in `b`, and grow by as much every year from the second on.
const TEXT: &str = "
strategy \"Case\" { time month from 2004-01 to 2006-12 step 1/4; decide 2005-12-15; reference stay }
dimension place { a b }
uncertain x = 1 in 0.5 .. 1.5
uncertain y = 0 in 0 .. 1
uncertain kind in { few many }
lever help = 0 in 0 .. 1
let size[place]: person/month = { a: 100  b: 50 }
let growth = 1 + max(0, floor(time / (12 month)))
flow deaths[place]: person/month = size * x * growth * (1 - help / 2)
indicator counted[place]: person/month observes deaths {
  from \"deaths.csv\" by month, place column deaths
  known after 2 month  noise 30%  under_reporting 0% .. 40%  produced by press
}
indicator level: share observes x * (time / (12 month)) { from \"level.csv\" by month column level }
indicator hushed[place]: person/month observes deaths {
  from \"deaths.csv\" by month, place column deaths
  under_reporting 10% .. 30% plus (if time < 3 month then 0 else if time < 6 month then 20% else 100%)
}
regime present { }
regime better { help = 1 }
pathway stay = present
pathway aid = better
pathway past for comparison = present
measure lost minimise total(sum(deaths) from 2006-01) matters 150 person
";

/// The counts of the year 2004 as with x = 1 and all counted; `b` lacks January to August.  2005 as with x = 1.15 in
/// `a`, and a quarter of that in `b`.
fn deaths() -> String {
    let mut csv = String::from("month,place,deaths\n");
    for month in 1..=12 {
        csv += &format!("2004-{month:02},a,100\n");
        if month > 8 {
            csv += &format!("2004-{month:02},b,50\n");
        }
        csv += &format!("2005-{month:02},a,230\n2005-{month:02},b,25\n");
    }
    csv
}

fn strategy() -> Strategy {
    let level = "month,level\n2004-01,0.5\n2004-06,0.5\n2004-12,0.9\n2005-12,1.8\n";
    let world = MemoryWorld::default().with("case.mile", TEXT).with("deaths.csv", deaths()).with("level.csv", level);
    let checked = check(&world);
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn id(strategy: &Strategy, name: &str) -> VariableId {
    VariableId(strategy.variables.iter().position(|v| v.name == name).unwrap() as u32)
}

fn line(strategy: &Strategy, name: &str, within: f64, (from, to): (f64, f64), by: f64) -> FitLine {
    FitLine { indicator: id(strategy, name), within, by, from, to, span: Span::default() }
}

fn declared(keep: Vec<FitLine>, judge: Vec<FitLine>) -> Fit {
    Fit {
        name: "past".into(),
        title: None,
        docs: Docs::default(),
        span: Span::default(),
        pathway: PathwayId(2),
        keep,
        judge,
    }
}

fn plan() -> Plan {
    Plan { threads: 1, ..Plan::new(0..600, 1) }
}

fn run(strategy: &Strategy, keep: Vec<FitLine>, judge: Vec<FitLine>) -> Result<FitSummary, Error> {
    fit(strategy, &declared(keep, judge), &plan(), &(), &AtomicBool::new(false))
}

/// What was drawn.
fn drawn(strategy: &Strategy, name: &str) -> Vec<f64> {
    let of = outcomes(strategy, &[ask::plain(strategy, PathwayId(0))], &plan(), &(), &AtomicBool::new(false)).unwrap();
    of.drawn[of.parameters.iter().position(|p| p == name).unwrap()].clone()
}

#[test]
fn futures_are_kept_that_report_what_was_counted() {
    let strategy = strategy();
    let keep = vec![line(&strategy, "counted", 0.25, (0.0, 12.0), 6.0)];
    let judge = vec![line(&strategy, "counted", 0.0, (12.0, 24.0), 6.0)];
    let found = run(&strategy, keep, judge).unwrap();

    // In the first half of 2004 only `a` has evidence, 6 of 12 months in all: enough.  In the second `b` has 4 of 6.
    let periods: Vec<(f64, f64, f64)> = found.keep.iter().map(|p| (p.from, p.to, p.counted)).collect();
    assert_eq!(periods, [(0.0, 6.0, 100.0), (6.0, 12.0, 150.0)]);
    let (x, missed) = (drawn(&strategy, "x"), drawn(&strategy, "under_reporting.counted"));
    let kept = (0..600).filter(|&k| (0.8..=1.25).contains(&(x[k] * (1.0 - missed[k]))));
    let kept: Vec<u64> = kept.map(|k| k as u64).collect();
    assert!(kept.len() > 100 && kept.len() < 500);
    assert_eq!(found.kept, kept);
    let largest = (0..600).map(|k| 150.0 * x[k] * (1.0 - missed[k])).fold(0.0, f64::max);
    assert!((found.keep[1].before.max - largest).abs() < 1e-6);

    // z = x (1 - u) of the futures kept has density ln(1 / 0.6) / 0.4 up to 0.9 and ln(1.5 / z) / 0.4 from there to 1.25.
    // 2005 was counted as with z = 0.85, of which 15 % lie below; `a` as with 1.15, of which 13 % lie above; `b` as
    // with 0.25, which no future has.
    assert_eq!(found.judge.iter().map(|p| p.counted).collect::<Vec<_>>(), [255.0; 2]);
    let told: Vec<(&str, u64, u64, u64)> =
        found.coverage.iter().map(|c| (c.of.as_str(), c.periods, c.within_50, c.within_90)).collect();
    assert_eq!(told, [("counted, national", 2, 0, 2), ("counted, by place", 4, 0, 2)]);
}

#[test]
fn what_the_counts_say_nothing_about_is_not_called_narrowed() {
    let strategy = strategy();
    let found = run(&strategy, vec![line(&strategy, "counted", 0.1, (0.0, 12.0), 6.0)], vec![]).unwrap();
    let identified: Vec<(&str, bool)> = found.parameters.iter().map(|p| (p.name.as_str(), p.identified)).collect();
    assert_eq!(identified[0], ("x", true));
    let others = ["y", "kind"].map(|name| identified.iter().find(|(n, _)| *n == name));
    assert_eq!(others, [Some(&("y", false)), Some(&("kind", false))]);
    let kind = found.parameters.iter().find(|p| p.name == "kind").unwrap();
    let [few, many] = &kind.categories[..] else { panic!("{kind:?}") };
    assert_eq!((few.0.as_str(), many.0.as_str()), ("few", "many"));
    assert!((few.1 + many.1 - 1.0).abs() < 1e-12 && (few.2 + many.2 - 1.0).abs() < 1e-12);
}

#[test]
fn measures_are_told_of_choices_before_and_after() {
    let strategy = strategy();
    let found = run(&strategy, vec![line(&strategy, "counted", 0.1, (0.0, 12.0), 6.0)], vec![]).unwrap();
    let told: Vec<(&str, bool)> = found.measures.iter().map(|m| (m.pathway.as_str(), m.better.is_some())).collect();
    assert_eq!(told, [("stay", false), ("aid", true)], "history is no choice");
    let x = drawn(&strategy, "x");
    // 450 x a month for a year, half of it saved: 2,700 x is more than 150 in all futures.
    assert_eq!(found.measures[1].better, Some((1.0, 1.0)));
    let mean = x.iter().sum::<f64>() / 600.0;
    assert!((found.measures[0].before.mean - 5400.0 * mean).abs() < 1.0);
    let kept = found.kept.iter().map(|k| x[*k as usize]).sum::<f64>() / found.kept.len() as f64;
    assert!((found.measures[0].after.mean - 5400.0 * kept).abs() < 1.0 && kept > mean + 0.05);
}

#[test]
fn a_level_is_averaged_over_the_ends_of_the_months_that_have_evidence() {
    let strategy = strategy();
    // Two months of six are less than half; of four, half.
    let refused = run(&strategy, vec![line(&strategy, "level", 0.1, (0.0, 6.0), 6.0)], vec![]).unwrap_err();
    let sentence = "fit `past`: `level` from 2004-01 until 2004-07 has evidence for less than half of the months";
    assert!(refused.to_string().starts_with(sentence), "{refused}");
    let found = run(&strategy, vec![line(&strategy, "level", 1.0, (3.0, 6.0), 2.0)], vec![]).unwrap();
    // The last period is a month long, as the line ends there: June.
    assert_eq!(found.keep.iter().map(|p| (p.from, p.to, p.counted)).collect::<Vec<_>>(), [(5.0, 6.0, 0.5)]);
    let x = drawn(&strategy, "x");
    let kept: Vec<u64> = (0..600).filter(|&k| (0.25..=1.0).contains(&(x[k] * 0.5))).map(|k| k as u64).collect();
    assert_eq!(found.kept, kept);
}

#[test]
fn what_the_model_hides_is_missing_month_by_month() {
    let strategy = strategy();
    let found = run(&strategy, vec![line(&strategy, "hushed", 9.0, (0.0, 6.0), 6.0)], vec![]).unwrap();
    let (x, missed) = (drawn(&strategy, "x"), drawn(&strategy, "under_reporting.hushed"));
    // Hidden at the ends of the six months: 0, 0, 20 %, 20 %, 20 %, all; `b` has no evidence then.
    let seen = |u: f64| (2.0 * (1.0 - u) + 3.0 * (0.8 - u)) / 6.0;
    let largest = (0..600).map(|k| 100.0 * x[k] * seen(missed[k])).fold(0.0, f64::max);
    assert!((found.keep[0].before.max - largest).abs() < 1e-6, "{} {largest}", found.keep[0].before.max);
}

#[test]
fn too_few_futures_are_refused_with_the_line_that_excludes_most() {
    let strategy = strategy();
    let wide = line(&strategy, "counted", 10.0, (0.0, 12.0), 6.0);
    let narrow = line(&strategy, "counted", 0.0001, (12.0, 24.0), 6.0);
    let refused = run(&strategy, vec![wide, narrow], vec![]).unwrap_err();
    let Error::TooFew { kept, futures, lines, .. } = &refused else { panic!("{refused}") };
    assert!(*kept < 20 && *futures == 600, "{refused}");
    assert_eq!(lines[1], ("`counted` from 2004-01 until 2005-01".into(), 600));
    assert_eq!(lines[0].0, "`counted` from 2005-01 until 2006-01");
    assert!(refused.to_string().contains("until 2006-01 excludes most and alone keeps"), "{refused}");
}

#[test]
fn distances_and_critical_distances_by_hand() {
    // Steps of 1/3 at 1, 2, 3 against steps of 1/2 at 2.5, 3.5: farthest apart between 2 and 2.5.
    assert_eq!(distance(&[3.0, 1.0, 2.0], &[2.5, 3.5]), 2.0 / 3.0);
    // Ties step together: 2/3 against 1/3 at 1, then both whole.
    assert!((distance(&[1.0, 1.0, 2.0], &[1.0, 2.0, 2.0]) - 1.0 / 3.0).abs() < 1e-15);
    assert_eq!((distance(&[1.0, 2.0], &[1.0, 2.0]), distance(&[], &[1.0])), (0.0, 0.0));
    // c(0.05) = 1.3581 (Smirnov's table), times sqrt(2/100).
    assert!((critical(0.05, 100, 100) - 1.3581 * 0.02_f64.sqrt()).abs() < 1e-5);
    assert_eq!((critical(0.05, 0, 5), critical(0.05, 1, 1)), (1.0, 1.0));
}
