//! Outcomes that are kept as they are made: the same numbers, and nothing is run twice.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use milepost_ensemble::{Error, Outcomes, Plan, Points, Progress, outcomes, outcomes_at, outcomes_kept, stream};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

const TEXT: &str = "
strategy \"Case\" { time month from 2006-01 to 2006-03 step 1; reference stay }
uncertain x = 5 in 0 .. 10
regime base { }
regime other { push = 2 }
lever push = 1 in 0 .. 3
pathway stay = base
pathway go = other
measure pushed maximise x * push at end
";

fn strategy() -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", TEXT));
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

/// Counts what is found and run, and raises the flag after so many runs.
#[derive(Default)]
struct Watch {
    found: AtomicU64,
    run: AtomicU64,
    stop_after: Option<u64>,
    flag: AtomicBool,
}

impl Progress for Watch {
    fn start(&self, total: u64, finished: u64) {
        assert_eq!(total, 2 * 10_000);
        self.found.store(finished, Relaxed);
    }
    fn advance(&self, runs: u64) {
        let run = self.run.fetch_add(runs, Relaxed) + runs;
        if self.stop_after.is_some_and(|most| run >= most) {
            self.flag.store(true, Relaxed);
        }
    }
    fn finish(&self) {}
}

fn kept(folder: &Path, plan: &Plan, points: Option<&Points>, watch: &Watch) -> Result<Outcomes, Error> {
    let strategy = strategy();
    outcomes_kept(folder, &strategy, &strategy.variants, plan, points, watch, &watch.flag)
}

#[test]
fn what_was_kept_is_not_run_again() {
    let (folder, strategy) = (tempfile::tempdir().unwrap(), strategy());
    let plan = Plan { threads: 2, ..Plan::new(100..10_100, 7) };
    let watch = Watch { stop_after: Some(9_000), ..Watch::default() };
    let stopped = kept(folder.path(), &plan, None, &watch).unwrap_err();
    let Error::Interrupted { done, total: 20_000 } = stopped else { panic!("{stopped}") };
    assert!((3_996..20_000).contains(&done), "{done}");

    let watch = Watch::default();
    let found = kept(folder.path(), &Plan { threads: 1, ..plan.clone() }, None, &watch).unwrap();
    assert_eq!((watch.found.into_inner(), watch.run.into_inner()), (done, 20_000 - done));
    assert_eq!(found, outcomes(&strategy, &strategy.variants, &plan, &(), &AtomicBool::new(false)).unwrap());

    let watch = Watch::default();
    assert_eq!(kept(folder.path(), &plan, None, &watch).unwrap(), found);
    assert_eq!((watch.found.into_inner(), watch.run.into_inner()), (20_000, 0));
}

#[test]
fn another_seed_another_design_and_a_torn_block_are_run() {
    let (folder, strategy) = (tempfile::tempdir().unwrap(), strategy());
    let plan = Plan { threads: 2, ..Plan::new(0..10_000, 7) };
    let run = |plan: &Plan, points: Option<&Points>| {
        let watch = Watch::default();
        (kept(folder.path(), plan, points, &watch).unwrap(), watch.run.into_inner())
    };
    assert_eq!(run(&plan, None).1, 20_000);
    assert_eq!(run(&Plan { seed: 8, ..plan.clone() }, None).1, 20_000);
    let points = Points::new(0, [(stream("x"), (0..10_000).map(|k| (f64::from(k) + 0.5) / 10_000.0).collect())]);
    let (placed, ran) = run(&plan, Some(&points));
    let same = outcomes_at(&strategy, &strategy.variants, &plan, Some(&points), &(), &AtomicBool::new(false));
    assert_eq!((ran, placed), (20_000, same.unwrap()));
    assert_eq!(run(&plan, Some(&points)).1, 0);

    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    }
    assert_eq!(run(&plan, None).1, 20_000);
}

#[test]
fn variants_that_are_the_same_program_are_kept_beside_each_other() {
    let (folder, strategy) = (tempfile::tempdir().unwrap(), strategy());
    let same: Vec<_> = (0..8).map(|_| strategy.variants[0].clone()).collect();
    let plan = Plan { threads: 4, ..Plan::new(0..600, 7) };
    let go = AtomicBool::new(false);
    for _ in 0..20 {
        let found = outcomes_kept(folder.path(), &strategy, &same, &plan, None, &(), &go).unwrap();
        assert!(found.measures.iter().all(|measures| *measures == found.measures[0]));
        std::fs::remove_dir_all(folder.path()).unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("studies");
    std::fs::write(&file, "").unwrap();
    let plan = Plan::new(0..10_000, 7);
    let told = kept(&file.join("x"), &plan, None, &Watch::default()).unwrap_err().to_string();
    assert!(told.starts_with("cannot make "), "{told}");
}
