//! A run read back from its files.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Error, Plan, outcomes, run, stored};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

const TEXT: &str = "
strategy \"Case\" { time month from 2006-01 to 2007-12 step 1/8; reference stay }
actor gov
element order
uncertain x: 1/month = 0.5/year in 0 .. 1/year
uncertain kind in { vote map }
lever a = 0 in 0 .. 1 by gov in order
regime base { }
recommendation R by gov in order from 2006-03 { a = 1; delivered = 100% }
pathway stay = base
pathway go following R = base
stock harm: person { initial 0 person  inflow 1000 person * x * (if kind = vote then 1 - a / 2 else 1) }
measure lives minimise harm at end
measure late maximise first(harm > 6000 person)
";

fn strategy() -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", TEXT));
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn made(folder: &Path, futures: u64) -> Strategy {
    let strategy = strategy();
    run(&strategy, &Plan::new(0..futures, 3), Some(folder), &(), &AtomicBool::new(false)).unwrap();
    strategy
}

#[test]
fn what_is_read_back_is_what_was_run() {
    let folder = tempfile::tempdir().unwrap();
    // More than one shard, the last one not full.
    let strategy = made(folder.path(), 5000);
    let found = stored(folder.path()).unwrap();
    let all =
        outcomes(&strategy, &strategy.variants[..2], &Plan::new(0..5000, 3), &(), &AtomicBool::new(false)).unwrap();
    assert_eq!(found.pathways, ["stay", "go"]);
    assert_eq!(found.measures[0], ("lives".to_string(), "person".to_string()));
    for (pathway, measures) in found.outcomes.iter().enumerate() {
        for (m, values) in measures.iter().enumerate() {
            let scale = strategy.measures[m].display.scale;
            let same = |(a, b): (&f64, &f64)| *a == b / scale || a.is_nan() && b.is_nan();
            assert!(values.iter().zip(&all.measures[pathway][m]).all(same), "{pathway} {m}");
        }
    }
    let names: Vec<_> = found.uncertainties.iter().map(|u| u.name.as_str()).collect();
    assert_eq!(names, ["x", "kind"]);
    assert_eq!(found.uncertainties[1].categories.as_deref(), Some(&["map".to_string(), "vote".to_string()][..]));
    assert!(found.uncertainties[1].values.iter().all(|v| [0.0, 1.0].contains(v)));
    assert_eq!(found.uncertainties[0].values.len(), 5000);
}

#[test]
fn a_run_that_was_changed_or_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(stored(folder.path()), Err(Error::Files { doing: "read", .. })));
    made(folder.path(), 10);
    let path = folder.path().join("outcomes.parquet");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(stored(folder.path()), Err(Error::Damaged { .. })));
    fs::remove_file(path).unwrap();
    assert!(matches!(stored(folder.path()), Err(Error::Files { doing: "read", .. })));
}
