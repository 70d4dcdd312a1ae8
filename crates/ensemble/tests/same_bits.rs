//! The same bytes however a run is made: lane width, instruction set, threads, shards in parts, and after kill -9.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use milepost_engine::{Isa, Lanes};
use milepost_ensemble::{Plan, run};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

/// Members: two whole shards and a part of a third, none a multiple of a lane width.
const MEMBERS: std::ops::Range<u64> = 0..8_500;

/// Set for the child that is killed.
const CHILD: &str = "MILEPOST_TEST_SAME_BITS";

/// Random events.
const EVENTS: &str = "let shock = occurs(20%/month)\nmeasure shocks minimise total(if shock then 1 else 0)\n";

/// The strategy that `milepost new` makes: noise, conditions, a switch, a milestone, claims; and random events.
fn strategy() -> Strategy {
    let world = MemoryWorld::default()
        .with("strategy.mile", include_str!("../../cli/template/strategy.mile"))
        .with("model.mile", include_str!("../../cli/template/model.mile"))
        .with("choices.mile", include_str!("../../cli/template/choices.mile"))
        .with("claims.mile", include_str!("../../cli/template/claims.mile"))
        .with("events.mile", EVENTS);
    let checked = check(&world);
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn go(plan: &Plan, folder: &Path) {
    run(&strategy(), plan, Some(folder), &(), &AtomicBool::new(false)).unwrap();
}

fn bytes(folder: &Path) -> [Vec<u8>; 3] {
    ["futures.parquet", "outcomes.parquet", "bands.parquet"].map(|name| fs::read(folder.join(name)).unwrap())
}

fn finished_shards(folder: &Path) -> usize {
    let Ok(keys) = fs::read_dir(folder.join("shards")) else { return 0 };
    let files = keys.flatten().filter_map(|key| fs::read_dir(key.path()).ok()).flatten().flatten();
    files.filter(|file| file.path().extension().is_some_and(|e| e == "state")).count()
}

/// Does nothing unless it is the child of the test below.
#[test]
fn the_run_to_be_killed() {
    if let Ok(folder) = std::env::var(CHILD) {
        go(
            &Plan { threads: 1, isa: Some(Isa::Baseline), lanes: Some(Lanes::L8), ..Plan::new(MEMBERS, 11) },
            Path::new(&folder),
        );
    }
}

#[test]
fn every_way_of_running_gives_the_same_bytes() {
    let whole = tempfile::tempdir().unwrap();
    go(&Plan { threads: 1, isa: Some(Isa::Baseline), lanes: Some(Lanes::L8), ..Plan::new(MEMBERS, 11) }, whole.path());
    let expected = bytes(whole.path());

    for isa in Isa::available() {
        for (k, lanes) in Lanes::ALL.into_iter().enumerate() {
            let folder = tempfile::tempdir().unwrap();
            let threads = 1 + k % 3;
            let plan = Plan { threads, isa: Some(isa), lanes: Some(lanes), ..Plan::new(MEMBERS, 11) };
            go(&plan, folder.path());
            assert!(bytes(folder.path()) == expected, "{isa}, {lanes:?}, {threads} threads");
        }
    }

    let parts = tempfile::tempdir().unwrap();
    for range in [4_096..8_192, 0..4_096, MEMBERS] {
        go(&Plan::new(range, 11), parts.path());
    }
    assert!(bytes(parts.path()) == expected, "in parts");

    let killed = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_run_to_be_killed"])
        .env(CHILD, killed.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while finished_shards(killed.path()) == 0 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    assert!(finished_shards(killed.path()) >= 1, "a shard was finished before the kill");
    go(&Plan { threads: 2, ..Plan::new(MEMBERS, 11) }, killed.path());
    assert!(bytes(killed.path()) == expected, "after kill -9");
}
