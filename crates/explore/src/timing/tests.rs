//! Closed forms: drivers that grow evenly, capacities, leads, noise of a known share.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Outcomes, Plan, outcomes};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

use super::*;
use crate::ask;

/// Regimes differ in what the driver may come to before there is harm: 12, 24 and 60 at a rate of 0.5 to 2 a month.
pub(super) const DRIVER: &str = r#"strategy "case" { time month from 0 to 48 step 1/4; reference stay }
uncertain rate: 1/month = 1 in 0.5 .. 2
lever room = 12 in 0 .. 100
lever effort = 0 in 0 .. 1
regime small { room = 12 }
regime large { room = 24; effort = 1 over 6 month }
regime huge { room = 60; effort = 1 over 30 month }
pathway stay = small
pathway grow = small then large from 6
pathway jump = huge
stock driver { initial 0  inflow rate }
measure harm minimise driver / room at end acceptable <= 1
"#;

pub(super) fn strategy(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    checked.strategy.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

/// Asks in a folder of its own.
pub(super) fn study(text: &str, question: &Question) -> Result<Timing, Error> {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("milepost-timing-{}-{next}", std::process::id()));
    let study = Study::new(&strategy(text), question)?;
    let found = study.run(&folder, &(), &AtomicBool::new(false));
    // There is nothing to remove where nothing was kept.
    let _ = std::fs::remove_dir_all(&folder);
    found
}

/// Every measure of a pathway at the same futures.
fn outcomes_of(strategy: &Strategy, futures: u64) -> Outcomes {
    let variant = ask::plain(strategy, milepost_strategy::model::PathwayId(0));
    outcomes(strategy, &[variant], &Plan::new(0..futures, 1), &(), &AtomicBool::new(false)).unwrap()
}

pub(super) fn close(found: Option<f64>, expected: f64, within: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() <= within), "{found:?} is not near {expected}");
}

#[test]
fn a_regime_tips_at_its_capacity_over_the_rate_and_else_beyond_the_horizon() {
    let found = study(DRIVER, &Question::default()).unwrap();
    let names: Vec<&str> = found.regimes.iter().map(|held| held.name.as_str()).collect();
    assert_eq!(names, ["small", "large", "huge"]);
    // The share q that tips first has the rates above 2 - 1.5 q; a date is the end of a month, so up to one later.
    let (mut checked, capacities) = (0, [12.0, 24.0, 60.0]);
    for (held, capacity) in found.regimes.iter().zip(capacities) {
        for (share, time) in [(0.1, held.tips.first), (0.5, held.tips.half), (0.9, held.tips.last)] {
            let expected = capacity / (2.0 - 1.5 * share);
            match time {
                Some(_) => close(time, expected + 0.5, 0.5 + 0.06 * expected),
                // The last months cannot show three failures one after the other.
                None => assert!(expected > 45.0, "{} {expected}", held.name),
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 9);
    let huge = &found.regimes[2].tips;
    assert_eq!((huge.half, huge.last), (None, None));
    // Rates below 60/46 never tip: (60/46 - 0.5) / 1.5 of all.
    assert!((huge.never - 0.536).abs() < 0.05, "{}", huge.never);
    assert_eq!(found.regimes[0].tips.never, 0.0);
    assert_eq!((found.regimes[0].tips.at_start, found.regimes[0].tips.unknown), (0.0, 0));
}

#[test]
fn a_successor_is_too_late_where_the_rate_exceeds_capacity_over_lead() {
    let leads = vec![("large".into(), 9.0)];
    let found = study(DRIVER, &Question { leads, ..Question::default() }).unwrap();
    let to = |name: &str| found.transfers.iter().find(|t| t.from == "small" && t.to == name);
    let large = to("large").unwrap();
    // Tipped at the end of month 8 or before, so 12 / r up to 8: rates from 1.5 on, a third.
    assert!((large.too_late - 1.0 / 3.0).abs() < 0.05, "{}", large.too_late);
    assert!((large.in_time - (1.0 - large.too_late)).abs() < 1e-12 && large.lasting == 1.0);
    let half = found.regimes[0].tips.half.unwrap();
    assert_eq!(large.half, Some(half - 9.0));
    // Its ramp takes 30 months; the slowest rate tips after 24.
    assert_eq!(to("huge"), None);
    assert_eq!(found.regimes[2].lead, Lead { time: 30.0, lever: Some("effort".into()), given: false });
    assert_eq!(found.regimes[1].lead, Lead { time: 9.0, lever: None, given: true });
    // Time in hand counts like lead.
    let leads = vec![("large".into(), 6.0)];
    let margin = study(DRIVER, &Question { leads, margin: 3.0, ..Question::default() }).unwrap();
    assert_eq!(margin.transfers.iter().find(|t| t.from == "small"), Some(large));
}

#[test]
fn sequences_are_kept_unless_another_does_as_well_for_less() {
    let leads = vec![("large".into(), 2.0), ("huge".into(), 2.0)];
    let found = study(DRIVER, &Question { leads, ..Question::default() }).unwrap();
    let sequences: Vec<Vec<&str>> =
        found.sequences.iter().map(|s| s.regimes.iter().map(String::as_str).collect()).collect();
    // `large` costs the same as `huge` and lasts less long; a detour over it costs two changes and lasts no longer.
    assert_eq!(sequences, [vec!["small"], vec!["small", "huge"]]);
    assert_eq!((found.sequences[0].cost, found.sequences[1].cost), (0.0, 1.0));
    assert_eq!(found.in_force, "small");
    assert_eq!((found.options[0].time, found.options[0].mean, found.options[0].none), (0.0, 2.0, 0.0));
    assert_eq!(found.options.last().map(|o| o.none), Some(1.0));
}

#[test]
fn sequences_can_cost_by_a_measure_over_the_time_that_each_is_in_force() {
    let text = format!("{DRIVER}measure money minimise total(room)\n");
    let leads = vec![("large".into(), 2.0), ("huge".into(), 2.0)];
    let found = study(&text, &Question { cost: Some("money".into()), leads, ..Question::default() }).unwrap();
    // 12 a month until it tips, then 60 until that tips or the horizon comes; rising shares make the means.
    let mean = |tips: &Tips| {
        let mut before = 0.0;
        let steps = tips.curve.iter().map(|(time, share)| time * (share - std::mem::replace(&mut before, *share)));
        steps.sum::<f64>() + 48.0 * tips.never
    };
    let [small, large, huge] = [0, 1, 2].map(|k| mean(&found.regimes[k].tips));
    let cost = |of: &[&str]| found.sequences.iter().find(|s| s.regimes == of).map(|s| s.cost);
    close(cost(&["small"]), 12.0 * small, 1e-6);
    close(cost(&["small", "large"]), 12.0 * small + 24.0 * (large - small), 1e-6);
    let over_large = 12.0 * small + 24.0 * (large - small) + 60.0 * (huge - large);
    close(cost(&["small", "large", "huge"]), over_large, 1e-6);
    // To change to `huge` at once lasts as long and costs more.
    assert_eq!(cost(&["small", "huge"]), None);
}

const RUNNING: &str = r#"strategy "case" { time month from 0 to 24 step 1/8; decide 6; reference stay }
uncertain rate: 1/month = 1 in 0.5 .. 2
regime present { }
pathway stay = present
let wave: 1/month = rate * (1 + sin(time / month * 1.7))
measure sum minimise total(wave from 8) acceptable <= 18
measure top minimise peak(wave from 3) acceptable <= 3/month
measure low maximise lowest(2 - wave * 1 month) acceptable >= -1.2
measure long minimise duration(wave > 2.5/month) acceptable <= 3 month
measure both minimise total(wave from 8) + 0.5 * total(wave) acceptable <= 30
"#;

#[test]
fn what_comes_together_tips_exactly_where_the_measure_fails_its_bar_in_the_end() {
    let futures = 500;
    let found = study(RUNNING, &Question { futures, ..Question::default() }).unwrap();
    let strategy = strategy(RUNNING);
    let ends = outcomes_of(&strategy, futures);
    assert_eq!(found.bars.len(), 5);
    for (k, measure) in strategy.measures.iter().enumerate().take(4) {
        let bar = measure.acceptable.unwrap();
        let fails = |value: &&f64| if measure.maximise { **value < bar } else { **value > bar };
        let failing = ends.measures[0][k].iter().filter(fails).count() as f64 / futures as f64;
        assert!(failing > 0.05 && failing < 0.95, "{} says nothing: {failing}", measure.name);
        let tipped = 1.0 - found.regimes[0].bars[k].never;
        assert!((tipped - failing).abs() < 1e-9, "{}: {tipped} is not {failing}", measure.name);
        assert!(!found.bars[k].level);
    }
    // The first to fail of all is the objective.
    let joint = found.regimes[0].tips.half.unwrap_or(f64::INFINITY);
    assert!(found.regimes[0].bars.iter().all(|bar| joint <= bar.half.unwrap_or(f64::INFINITY)));
    assert!((found.regimes[0].fails_first.iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_level_must_fail_so_many_periods_one_after_the_other() {
    // Above its bar in months 4, 8, 9 and from 14 on.
    let text = r#"strategy "case" { time month from 0 to 20 step 1/4; reference stay }
uncertain idle in 0 .. 1
regime present { }
pathway stay = present
let high = (time > 3.6 month and time < 4.4 month) or (time > 7.6 month and time < 9.4 month) or time > 13.6 month
measure level minimise if high then 2 else idle * 0 at end acceptable <= 1
"#;
    let at =
        |window| study(text, &Question { window, futures: 8, ..Question::default() }).unwrap().regimes[0].tips.half;
    assert_eq!([1, 2, 3, 7].map(at), [Some(4.0), Some(8.0), Some(14.0), Some(14.0)]);
    assert_eq!(at(8), None);
    let refused = study(text, &Question { window: 21, futures: 8, ..Question::default() }).unwrap_err().to_string();
    let sentence =
        "a level must fail in 21 periods one after the other, but only 20 lie between the decision and the end";
    assert!(refused.starts_with(sentence), "{refused}");
}

#[test]
fn bars_that_are_to_be_reached_are_set_aside_or_refused() {
    let goal = "measure goal maximise driver at end acceptable >= 30\n";
    let found = study(&format!("{DRIVER}{goal}"), &Question { futures: 50, ..Question::default() }).unwrap();
    assert_eq!(found.bars.iter().map(|b| b.measure.as_str()).collect::<Vec<_>>(), ["harm"]);
    let why = "its bar is not met at the start in all futures, so it is to be reached and not kept";
    assert_eq!(found.aside, [Aside { name: "goal".into(), why: why.into() }]);
    let asked = Question { measures: vec!["goal".into()], futures: 50, ..Question::default() };
    let refused = study(&format!("{DRIVER}{goal}"), &asked).unwrap_err().to_string();
    assert_eq!(refused, format!("`goal` cannot tip, as {why}; choose a measure that keeps its bar at first"));
    let only = DRIVER.replace("measure harm minimise driver / room at end acceptable <= 1\n", goal);
    let refused = study(&only, &Question { futures: 50, ..Question::default() }).unwrap_err().to_string();
    assert!(refused.starts_with("no bar can tip: `goal`: its bar is not met"), "{refused}");
}

#[test]
fn what_is_unknown_fails_and_is_counted() {
    let text = DRIVER.replace("driver / room at end", "sqrt(30 - driver) at end").replace("<= 1\n", "<= 10\n");
    let question = Question { futures: 100, allow_nan: true, ..Question::default() };
    let found = study(&text, &question).unwrap();
    let tips = &found.regimes[0].tips;
    // Unknown from 30 / rate on: in all futures but those with rates below 30/46.
    assert!(tips.unknown > 80 && tips.unknown < 100, "{}", tips.unknown);
    close(tips.half, 30.0 / 1.25, 2.5);
}

#[test]
fn wrong_use_is_refused_in_words() {
    let says = |text: &str, question: Question| study(text, &question).unwrap_err().to_string();
    let bare = DRIVER.replace(" acceptable <= 1", "");
    assert!(says(&bare, Question::default()).starts_with("no measure has a bar, so nothing can tip; say what is"));
    let one = |name: &str| Question { measures: vec![name.into()], ..Question::default() };
    assert_eq!(says(DRIVER, one("ham")), "unknown measure `ham`; did you mean `harm`?");
    assert_eq!(
        says(&bare, one("harm")),
        "measure `harm` has no bar, so nothing can tip by it; write `acceptable` and a number behind it"
    );
    let lead = Question { leads: vec![("larg".into(), 1.0)], ..Question::default() };
    assert_eq!(says(DRIVER, lead), "unknown regime of a choice `larg`; did you mean `large`?");
    let goal = format!("{DRIVER}measure goal maximise driver at end\n");
    let cost = Question { cost: Some("goal".into()), ..Question::default() };
    assert_eq!(
        says(&goal, cost),
        "sequences cannot cost by `goal`, which is not minimised; name a measure that is, or none"
    );
    let when = DRIVER.replace("driver / room at end acceptable <= 1", "first(driver > room) acceptable <= 5 month");
    assert!(says(&when, one("harm")).contains("as it says when something happens, and not what must be kept"));
}

#[test]
fn the_same_bits_on_one_thread_and_on_two() {
    let run = |threads| {
        let text =
            format!("{DRIVER}{}", observed("noise 20%   under_reporting 0% .. 40%", "driver", "14 for 2 of 3 month"));
        study(&text, &Question { threads, futures: 300, ..Question::default() }).unwrap()
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn lengths_of_time_are_read_in_the_unit_of_the_axis() {
    let axis = |unit: &str| milepost_strategy::model::TimeAxis { unit: unit.into(), ..strategy(DRIVER).time };
    assert_eq!(span(&axis("month"), "18 month"), Ok(18.0));
    assert_eq!(span(&axis("year"), "18 months"), Ok(1.5));
    assert_eq!(span(&axis("month"), "2 year"), Ok(24.0));
    assert_eq!(span(&axis("day"), "2week"), Ok(14.0));
    assert_eq!(span(&axis("month"), " 7 "), Ok(7.0));
    assert!((span(&axis("month"), "365.2425 day").unwrap() - 12.0).abs() < 1e-12);
    for wrong in ["", "month", "-3 month", "3 moons", "inf month"] {
        assert!(span(&axis("month"), wrong).unwrap_err().starts_with(&format!("`{wrong}` is no length of time")));
    }
}

/// An indicator and a trigger by it.
pub(super) fn observed(how: &str, what: &str, fires: &str) -> String {
    format!(
        "actor council\nlever answer = 0 in 0 .. 1 by council\nindicator seen observes {what} {{ {how} }}\n\
         trigger alarm by council within 0 month {{ fires when seen > {fires}\n then answer = 1\n }}\n"
    )
}
