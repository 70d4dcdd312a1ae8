//! One evaluator: the same condition on the same series gives the same answer in a run and in a status.

mod support;

use std::path::Path;

use milepost_strategy::model::Strategy;
use support::{Simulated, checked, ends, folder, hidden, judged, over};

/// Compares everything judged after every period: equal bits where it rests on what is observed, else known no better.
/// How many comparisons there were, and how many of them on known truths that rest on what is observed.
fn compare(strategy: &Strategy, member: u64, what: &str) -> (u32, u32) {
    let simulated = Simulated::new(strategy, member);
    let status = over(strategy, &simulated.published(strategy));
    let (mut all, mut known) = (0, 0);
    for id in judged(strategy) {
        let blind = hidden(strategy, id, &mut Vec::new());
        let name = &strategy.variable(id).name;
        for flat in 0..strategy.size(&strategy.variable(id).dims) {
            for step in ends(strategy) {
                let (was, is) = (simulated.after(id, flat, step), status.after(id, flat, step));
                all += 1;
                if !blind {
                    assert_eq!(
                        was.to_bits(),
                        is.to_bits(),
                        "{what}: {name} {flat} at {step}: {was} in a run, {is} here"
                    );
                    known += u32::from(!was.is_nan());
                } else if !matches!(strategy.variable(id).kind, milepost_strategy::model::VariableKind::Trigger(_)) {
                    // A trigger that nobody could judge has not fired, whatever a simulation knows.
                    assert!(is.is_nan() || is == was, "{what}: {name} {flat} at {step}: {was} in a run, {is} here");
                }
            }
        }
    }
    (all, known)
}

/// The strategies of the specification that judge something.
fn examples() -> Vec<(String, String)> {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite");
    let mut found = Vec::new();
    for file in ["conditions", "milestones", "triggers", "indicators", "pathways", "unknown", "subranges", "dates"] {
        let text = std::fs::read_to_string(suite.join(format!("{file}.md"))).unwrap();
        let mut title = String::new();
        let mut block: Option<String> = None;
        for line in text.lines() {
            match &mut block {
                None if line.starts_with("## ") => title = format!("{file}: {}", &line[3..]),
                None if line.starts_with("```mile") => block = Some(String::new()),
                Some(_) if line.starts_with("```") => found.extend(block.take().map(|b| (title.clone(), b))),
                Some(block) => *block += &format!("{line}\n"),
                None => {}
            }
        }
    }
    found
}

#[test]
fn examples_of_the_specification_are_judged_alike() {
    let (mut strategies, mut all, mut known) = (0, 0, 0);
    for (title, text) in examples() {
        let head = "strategy \"case\" { time month from 0 to 12 step 1/8 }\n";
        let text = if text.contains("strategy \"") { text } else { format!("{head}{text}") };
        let Some(strategy) = checked(&text) else { continue };
        if judged(&strategy).is_empty() {
            continue;
        }
        for member in 0..3 {
            let (a, k) = compare(&strategy, member, &title);
            (all, known) = (all + a, known + k);
        }
        strategies += 1;
    }
    assert!(strategies >= 40, "{strategies} strategies");
    assert!(all >= 1_500 && known * 2 > all, "{known} of {all}");
}

#[test]
fn iraq_is_judged_alike() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../strategies/iraq-2005");
    let strategy = folder(&path).expect("the strategy is right");
    for member in [0, 3] {
        let (all, known) = compare(&strategy, member, "iraq-2005");
        assert!(all > 9_000 && known > 3_000, "{known} of {all}");
    }
}
