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

/// Cumulative deaths at the median of some futures, per choice.
fn deaths(strategy: &Strategy) -> Vec<(String, f64)> {
    let plan = Plan { claims: 0, charts: false, ..Plan::new(0..128, 5) };
    let cancel = AtomicBool::new(false);
    let summary = milepost_ensemble::run(strategy, &plan, None, &(), &cancel).expect("it runs");
    let lives = strategy.measures.iter().position(|m| m.name == "lives").expect("the first measure");
    summary.pathways.iter().map(|p| (p.name.clone(), p.measures[lives].values.mean)).collect()
}

#[test]
fn half_the_step_changes_deaths_by_less_than_two_percent() {
    let whole = deaths(&strategy(check("", "")));
    let half = deaths(&strategy(check("step 1/8", "step 1/16")));
    for ((name, a), (_, b)) in whole.iter().zip(&half) {
        assert!((a - b).abs() < 0.02 * a, "{name}: {a} with a step of 1/8, {b} with 1/16");
    }
}
