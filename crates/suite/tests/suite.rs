//! Runs every case of `tests/suite`.  `MILEPOST_SUITE_FILTER=word` runs those whose file or heading contains the word.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use milepost_suite::case::{Case, read_folder};
use milepost_suite::judge::judge;

fn cases() -> Vec<Case> {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite")).expect("the suite can be read")
}

#[test]
fn every_case_comes_to_what_it_says() {
    let filter = std::env::var("MILEPOST_SUITE_FILTER").unwrap_or_default();
    let mut cases = cases();
    cases.retain(|case| case.place().contains(&filter));
    let wrong = in_parallel(&cases, judge);
    let failed: Vec<_> = cases.iter().zip(&wrong).filter(|(_, wrong)| !wrong.is_empty()).collect();
    for (case, wrong) in &failed {
        println!("\n{}", case.place());
        wrong.iter().for_each(|sentence| println!("    {sentence}"));
    }
    println!("\n{} cases, {} passed, {} failed", cases.len(), cases.len() - failed.len(), failed.len());
    assert!(!cases.is_empty(), "no case matches `{filter}`");
    assert!(failed.is_empty(), "{} of {} cases failed", failed.len(), cases.len());
}

/// Applies a function to every case, on all cores; results are in order.
fn in_parallel<T: Send>(cases: &[Case], work: impl Fn(&Case) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((i, case)) = {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    cases.get(i).map(|case| (i, case))
                } {
                    let result = work(case);
                    results.lock().expect("no thread panicked").insert(i, result);
                }
            });
        }
    });
    results.into_inner().expect("no thread panicked").into_values().collect()
}

/// Files about things that are checked but never simulated have no values; everything else shows both what comes of a
/// right strategy and what is said of a wrong one.
#[test]
fn the_suite_is_large_and_has_two_sides() {
    let cases = cases();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
    let mut files: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in &cases {
        files.entry(&case.file).or_default().push(case);
    }
    for (file, cases) in &files {
        let right = cases.iter().any(|c| !c.fails());
        let wrong = cases.iter().any(|c| c.fails());
        assert!(wrong, "{file} has no case that fails");
        assert!(right || file.starts_with("fail/"), "{file} has no case that passes");
    }
    let topics = [
        "units",
        "literals",
        "dates",
        "dimensions",
        "subranges",
        "tables",
        "stocks",
        "nonnegative",
        "flows",
        "series",
        "lookups",
        "delays",
        "functions",
        "if",
        "unknown",
        "uncertain",
        "levers",
        "regimes",
        "pathways",
        "recommendations",
        "without",
        "indicators",
        "conditions",
        "milestones",
        "triggers",
        "approvals",
        "formulas",
        "obligations",
        "measures",
        "hypotheses",
        "citations",
        "charts",
        "links",
        "index",
        "events",
        "fit",
    ];
    for topic in topics {
        assert!(files.contains_key(format!("{topic}.md").as_str()), "there is no {topic}.md");
    }
}

/// A heading names its case: two of one name in a file could not be told apart.
#[test]
fn headings_are_unique_and_every_case_expects_something() {
    let mut seen = BTreeMap::new();
    for case in cases() {
        assert!(!case.expected.is_empty(), "{} expects nothing", case.place());
        if let Some(line) = seen.insert((case.file.clone(), case.heading.clone()), case.line) {
            panic!("{}: the heading stands at line {line} too", case.place());
        }
    }
}
