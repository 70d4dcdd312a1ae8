//! A small strategy through the checker, the lowering and the engine.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use milepost_engine::Isa;
use milepost_ensemble::summary::{Outcome, Summary};
use milepost_ensemble::{Plan, hash_of_files, read, run};
use milepost_strategy::model::Strategy;
use milepost_strategy::{Checked, MemoryWorld, check};

const TEXT: &str = "
strategy \"Case\" { time month from 2006-01 to 2007-12 step 1/8; reference stay }
actor gov
element order
element work
uncertain x = 0.5 in 0 .. 1
uncertain y = 0.5 in 0 .. 1
uncertain kind in { vote map }
lever a = 0 in 0 .. 1 by gov in order
lever b = 0 in 0 .. 1 by gov in work
regime base { }
recommendation R by gov in order from 2006-03 { a = 1; delivered = 100% }
recommendation S by gov in work from 2006-03 { b = 1; delivered = 100% }
recommendation T by gov in work from 2006-03 { b = 0.5 }
pathway stay = base
pathway p following R, S = base
pathway q following T = base
stock harm: person { initial 0 person  inflow 1000 person/month * (2 - a * x - b * y) }
measure lives minimise harm at end acceptable <= 30000 person matters 200 person
measure good maximise a * x + b * y at end matters 0.1
chart harm_so_far \"Harm\": person = harm
hypothesis no_hostage {
  for each element: gain(good, p without element) >= 50% * gain(good, p)
  in at least 90% of futures
}
hypothesis saves { lives under p < lives under stay in at least 90% of futures }
hypothesis half { mean(good under p) > 0.9 over futures }
";

fn checked() -> (Strategy, String) {
    let Checked { sources, diagnostics, strategy } = check(&MemoryWorld::default().with("case.mile", TEXT));
    (strategy.unwrap_or_else(|| panic!("{diagnostics:#?}")), hash_of_files(&sources))
}

fn go(plan: &Plan, folder: Option<&Path>) -> Summary {
    let (strategy, hash) = checked();
    let plan = Plan { strategy: hash, ..plan.clone() };
    run(&strategy, &plan, folder, &(), &AtomicBool::new(false)).unwrap()
}

fn bytes(folder: &Path) -> [Vec<u8>; 3] {
    ["futures.parquet", "outcomes.parquet", "bands.parquet"].map(|name| fs::read(folder.join(name)).unwrap())
}

#[test]
fn what_is_known_by_hand() {
    let summary = go(&Plan { threads: 2, ..Plan::new(0..2000, 1) }, None);
    let [stay, p, q] = &summary.pathways[..] else { panic!("{:?}", summary.pathways) };
    // 2,000 a month for 24 months, and nothing is uncertain where nothing is done.
    let lives = &stay.measures[0];
    assert_eq!((lives.values.known, lives.values.min, lives.values.max), (2000, 48_000.0, 48_000.0));
    assert_eq!((lives.better, lives.acceptable), (None, Some(0.0)));
    // From March on, each of x and y saves 1,000 of them: 22 months x 1,000 x (x + y) on average.
    let lives = &p.measures[0];
    assert!((lives.values.mean - 26_000.0).abs() < 500.0, "{:?}", lives.values);
    assert_eq!((lives.worse, lives.regret.max), (Some(0.0), 0.0));
    // At least 18,000 of 22,000 are saved where x + y is at least 0.818: 1 - 0.818^2 / 2 of the futures.
    assert!((lives.acceptable.unwrap() - (1.0 - 0.818_f64.powi(2) / 2.0)).abs() < 0.03, "{:?}", lives.acceptable);
    assert_eq!(p.acceptable, lives.acceptable);
    assert!(p.measures.iter().all(|measure| measure.best >= 0.99), "{:?}", p.measures);
    assert!(q.measures[1].regret.mean > 0.5 && q.measures[1].best < 0.05, "{:?}", q.measures[1]);

    let [hostage, saves, half] = &summary.claims[..] else { panic!("{:?}", summary.claims) };
    assert_eq!(hostage.verdict, Outcome::Fails);
    assert!(hostage.parts.iter().all(|(_, share)| (share - 0.5).abs() < 0.06), "{:?}", hostage.parts);
    // x + y < 0.1 in 0.5 % of the futures.
    assert!((1..=25).contains(&hostage.apart), "{} apart", hostage.apart);
    assert_eq!((saves.verdict, saves.judged), (Outcome::Holds, 2000));
    assert_eq!((half.verdict, half.share), (Outcome::Holds, 1.0));
    assert_eq!(summary.provenance.runs, 5 * 2000);

    let chart = &summary.charts[0];
    assert_eq!((chart.times.len(), chart.pathways.len()), (25, 3));
    let end = chart.pathways[1].last().unwrap();
    assert_eq!((end.min, end.max), (p.measures[0].values.min, p.measures[0].values.max));
}

#[test]
fn same_bytes_on_any_threads_and_instructions() {
    let first = tempfile::tempdir().unwrap();
    go(&Plan { threads: 1, isa: Some(Isa::Baseline), ..Plan::new(30..5000, 3) }, Some(first.path()));
    for (threads, isa) in [(2, Isa::best()), (3, Isa::best())] {
        let folder = tempfile::tempdir().unwrap();
        go(&Plan { threads, isa: Some(isa), ..Plan::new(30..5000, 3) }, Some(folder.path()));
        assert!(bytes(folder.path()) == bytes(first.path()), "{threads} threads, {isa}");
    }
    let record = read(first.path()).unwrap();
    assert_eq!(record.summary.provenance.strategy.len(), 64);
    let again = go(&Plan { threads: 2, ..Plan::new(30..5000, 3) }, Some(first.path()));
    assert_eq!((again.provenance.runs, again.provenance.resumed), (0, 5 * 4970));
}

#[test]
fn without_charts_there_are_no_bands() {
    let summary = go(&Plan { charts: false, claims: 0, ..Plan::new(0..10, 1) }, None);
    assert!(summary.charts.is_empty() && summary.claims.is_empty());
}
