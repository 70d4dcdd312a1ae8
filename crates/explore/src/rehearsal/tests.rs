//! Triggers whose false alarms, delays and flips are known.

use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

use super::*;

/// Killing is above the bar in months 12 to 23, and never else.
fn case(indicator: &str) -> String {
    format!(
        r#"strategy "case" {{ time month from 0 to 48 step 1/4 }}
uncertain start: month = 12 in 11.5 .. 12.5
lever effort = 0 in 0 .. 1
regime base {{ effort = 0 }}
pathway base = base
flow deaths: person/month = if time >= 12 month and time < 24 month then 200 person/month else 100 person/month
indicator counted observes deaths {{ {indicator} }}
actor council "The council"
trigger alarm by council within 1 month {{
  fires when counted > 150 person/month
  then effort = 1
  ends when counted < 150 person/month
}}
"#
    )
}

fn strategy(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    checked.strategy.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

fn run(indicator: &str) -> Rehearsed {
    let strategy = strategy(&case(indicator));
    let found = rehearse(&Cast::new(&strategy), &strategy.variants[0], 0..46, (64, 1), &|_| {}).unwrap();
    assert_eq!((found.futures, found.signals.len()), (64, 1));
    found.signals[0].clone()
}

#[test]
fn a_perfect_observer_is_never_wrong() {
    let found = run("known after 0 month");
    assert_eq!((found.cases, found.called_for, found.told, found.missed), (64, 64, 64, 0));
    assert_eq!((found.false_alarms, found.flips, found.delay(0.5)), (0, 128, Some(0)));
}

#[test]
fn a_late_observer_is_late_and_not_wrong() {
    let found = run("known after 3 month");
    assert_eq!((found.told, found.missed, found.false_alarms, found.delay(0.5)), (64, 0, 0, Some(3)));
    assert_eq!((found.delay(0.1), found.delay(0.9)), (Some(3), Some(3)));
}

#[test]
fn a_silenced_observer_misses_it() {
    // No more than 80 a month are ever published: 40 per cent.
    let found = run("known after 0 month  under_reporting 60% .. 60%");
    assert_eq!((found.called_for, found.told, found.missed, found.flips), (64, 0, 64, 0));
}

#[test]
fn a_noisy_observer_flips_and_gives_false_alarms() {
    let found = run("known after 0 month  noise 40%");
    assert!(found.false_alarms > 64 && found.flips > 64 * 4, "{found:?}");
    assert!(found.with_false_alarm > 55 && found.with_false_alarm <= 64, "{found:?}");
}

#[test]
fn what_reads_no_indicator_is_named() {
    let text = case("known after 0 month").replace("counted >", "deaths >").replace("counted <", "deaths <");
    let strategy = strategy(&text.replace("indicator counted observes deaths { known after 0 month }\n", ""));
    let found = rehearse(&Cast::new(&strategy), &strategy.variants[0], 0..10, (8, 1), &|_| {}).unwrap();
    assert_eq!((found.signals.len(), found.unscored[0].0.as_str()), (0, "alarm"));
}
