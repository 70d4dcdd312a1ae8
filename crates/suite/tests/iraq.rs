//! What must hold of `strategies/iraq-2005`, whatever its numbers.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use milepost_ensemble::Plan;
use milepost_strategy::model::Strategy;
use milepost_strategy::{Checked, MemoryWorld, World};
use milepost_syntax::Severity;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../strategies/iraq-2005")
}

/// The strategy, with one text in its files put in the place of another.
fn check(from: &str, to: &str) -> Checked {
    let world = milepost_suite::folder(&root());
    let mut found = from.is_empty();
    let mut changed = MemoryWorld::default();
    for path in world.paths() {
        let bytes = world.read(&path).expect("it is there");
        let text = String::from_utf8(bytes).expect("it is text");
        let swapped = if from.is_empty() { text.clone() } else { text.replace(from, to) };
        found |= swapped != text;
        changed = changed.with(path, swapped);
    }
    assert!(found, "`{from}` is in no file");
    milepost_strategy::check(&changed)
}

fn strategy(checked: Checked) -> Strategy {
    checked.strategy.unwrap_or_else(|| {
        panic!("{}", milepost_syntax::render(&checked.sources, &checked.diagnostics, false));
    })
}

#[test]
fn it_is_checked_without_a_finding() {
    let checked = check("", "");
    let shown = milepost_syntax::render(&checked.sources, &checked.diagnostics, false);
    assert!(checked.diagnostics.iter().all(|d| d.severity != Severity::Error), "{shown}");
    let strategy = strategy(checked);
    assert_eq!(strategy.elements.len(), 7);
    for regime in ["present", "modified", "post_coalition", "full_iraqi"] {
        let regime = strategy.regimes.iter().find(|r| r.name == regime).expect("the report's four regimes");
        assert_eq!(regime.aspects.len(), 7, "{} in the seven rows of the report's table", regime.name);
    }
}

/// The mean of a measure over some futures, per pathway.
fn means(strategy: &Strategy, measure: &str, futures: u64) -> Vec<(String, f64)> {
    let plan = Plan { claims: 0, charts: false, ..Plan::new(0..futures, 5) };
    let cancel = AtomicBool::new(false);
    let summary = milepost_ensemble::run(strategy, &plan, None, &(), &cancel).expect("it runs");
    let at = strategy.measures.iter().position(|m| m.name == measure).expect("a measure of that name");
    summary.pathways.iter().map(|p| (p.name.clone(), p.measures[at].values.mean)).collect()
}

/// Cumulative deaths, per pathway.
fn deaths(strategy: &Strategy) -> Vec<(String, f64)> {
    means(strategy, "lives", 512)
}

#[test]
fn half_the_step_changes_deaths_by_less_than_two_percent() {
    let whole = deaths(&strategy(check("", "")));
    let half = deaths(&strategy(check("step 1/4", "step 1/8")));
    for ((name, a), (_, b)) in whole.iter().zip(&half) {
        assert!((a - b).abs() < 0.02 * a, "{name}: {a} with a step of 1/4, {b} with 1/8");
    }
}

/// An alternative that moves nothing would be none: each is taken for certain, one way and the other.
#[test]
fn each_structural_alternative_moves_deaths() {
    let alternatives = [
        (
            "{ report_strong: 2  weak: 1  threshold: 1 }",
            "{ report_strong: 1 weak: 0 threshold: 0 }",
            "{ report_strong: 0 weak: 0 threshold: 1 }",
        ),
        ("{ pull: 1  none: 2  push: 1 }", "{ pull: 1 none: 0 push: 0 }", "{ pull: 0 none: 0 push: 1 }"),
        ("{ ends_itself: 2  goes_on: 1 }", "{ ends_itself: 1 goes_on: 0 }", "{ ends_itself: 0 goes_on: 1 }"),
        ("{ saturates: 2  runs_away: 1 }", "{ saturates: 1 runs_away: 0 }", "{ saturates: 0 runs_away: 1 }"),
        ("{ may_come  never }", "{ may_come: 1 never: 0 }", "{ may_come: 0 never: 1 }"),
        ("{ lasting  fading }", "{ lasting: 1 fading: 0 }", "{ lasting: 0 fading: 1 }"),
    ];
    let of_liberation = |weights: &str, certain: &str| {
        let found = means(&strategy(check(weights, certain)), "lives", 32);
        found.into_iter().find(|(name, _)| name == "liberation").expect("the report's sequence").1
    };
    for (weights, one, other) in alternatives {
        let (a, b) = (of_liberation(weights, one), of_liberation(weights, other));
        assert!((a - b).abs() > 0.001 * a, "{weights}: {a} and {b}");
    }
}

/// The opponent stands aside unless he is asked for, and costs lives when he is.
#[test]
fn an_opponent_costs_lives_where_the_rule_pays_him() {
    let without = means(&strategy(check("", "")), "lives", 64);
    let with = means(&strategy(check("{ none active } = none", "{ none active } = active")), "lives", 64);
    for ((name, a), (_, b)) in without.iter().zip(&with) {
        match name.as_str() {
            "history" => assert_eq!(a, b, "what was done cannot be gamed"),
            "liberation" => assert!(b > a, "{name}: {a} without him, {b} with him"),
            _ => {}
        }
    }
}
