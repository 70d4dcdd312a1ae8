//! A move gives the numbers of a run with the same settings, bit for bit.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use milepost_ensemble::Plan;
use milepost_ensemble::summary::Summary;
use milepost_strategy::World;
use milepost_strategy::model::Strategy;

use super::answer::summary;
use super::entry::SEED;
use super::{Asked, Client, Queue};
use crate::Loaded;
use crate::served::Served;
use crate::types::{Move, Position};

struct Folder(PathBuf);

impl World for Folder {
    fn strategy_files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".mile"));
        names.sort();
        names
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|e| e.to_string())
    }
}

fn strategy(folder: &str) -> Strategy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    milepost_strategy::check(&Folder(root)).strategy.expect("it is right")
}

/// What a move comes to, and whether it was run from the decision on.
fn moved(strategy: &Strategy, pathway: &str, levers: &[(&str, Position)], futures: &[u32]) -> Vec<(Summary, bool)> {
    moved_in_turn(strategy, pathway, &[levers.to_vec()], futures)
}

/// As [`moved`], one move after the other.
fn moved_in_turn(
    strategy: &Strategy,
    pathway: &str,
    moves: &[Vec<(&str, Position)>],
    futures: &[u32],
) -> Vec<(Summary, bool)> {
    let loaded = Loaded { strategy: strategy.clone(), run: None, files: Vec::new(), notes: Vec::new() };
    let served = Arc::new(Served::new(1, loaded));
    let queue = Arc::new(Queue::default());
    queue.start(2);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let one = |levers: &Vec<(&str, Position)>, futures: u32| {
        let levers = levers.iter().map(|(name, at)| (name.to_string(), at.clone())).collect();
        let asked = Move { pathway: pathway.into(), levers, futures, viewer: None };
        let asked = Asked::new(&served.strategy, &asked).unwrap();
        let client = Client { address: IpAddr::V4(Ipv4Addr::LOCALHOST), viewer: None };
        let done = runtime.block_on(queue.ask(&served, asked, client).unwrap().answer()).unwrap();
        (summary(&done), done.resumed)
    };
    let all =
        moves.iter().flat_map(|levers| futures.iter().map(move |n| (levers, *n))).map(|(l, n)| one(l, n)).collect();
    queue.stop();
    all
}

/// What `milepost run --pathway P --with ... -n N` comes to.
fn run(strategy: &Strategy, pathway: &str, levers: &[(&str, Position)], futures: u32) -> Summary {
    let mut strategy = strategy.clone();
    strategy.charts.retain(milepost_publish::site::live::is_shown);
    let text = |at: &Position| match at {
        Position::Number(value) => value.to_string(),
        Position::Word(word) => word.clone(),
    };
    let settings: Vec<(String, String)> = levers.iter().map(|(name, at)| (name.to_string(), text(at))).collect();
    milepost_strategy::with_settings(&mut strategy, &settings).unwrap();
    let plan = Plan { pathways: vec![pathway.into()], claims: 0, ..Plan::new(0..u64::from(futures), SEED) };
    milepost_ensemble::run(&strategy, &plan, None, &(), &AtomicBool::new(false)).unwrap()
}

fn same(what: &str, live: &Summary, run: &Summary, pathway: &str) {
    let at = run.pathways.iter().position(|p| p.name == pathway).unwrap();
    let json = |value: &dyn erased::Json| value.json();
    for (a, b) in live.pathways[0].measures.iter().zip(&run.pathways[at].measures) {
        assert_eq!(a.values, b.values, "{what}: {}", a.name);
        assert_eq!(a.acceptable, b.acceptable, "{what}: {}", a.name);
    }
    assert_eq!(live.pathways[0].acceptable, run.pathways[at].acceptable, "{what}");
    assert_eq!(live.charts.len(), run.charts.len());
    for (a, b) in live.charts.iter().zip(&run.charts) {
        assert_eq!(a.times, b.times, "{what}: {}", a.name);
        assert_eq!(json(&a.pathways[0]), json(&b.pathways[at]), "{what}: {}", a.name);
    }
}

/// Numbers as text with all their bits, unknown ones included.
mod erased {
    use milepost_ensemble::summary::Spread;

    pub trait Json {
        fn json(&self) -> String;
    }

    impl Json for Vec<Spread> {
        fn json(&self) -> String {
            format!("{self:?}")
        }
    }
}

fn number(value: f64) -> Position {
    Position::Number(value)
}

#[test]
fn a_move_gives_the_bits_of_a_run_with_the_same_settings() {
    let strategy = strategy("crates/cli/template");
    let levers = [("training", number(0.55)), ("troop_goal", number(1234.5))];
    for pathway in ["stay", "stepwise", "leave"] {
        for some in [&levers[..0], &levers[..1], &levers[1..], &levers[..]] {
            let all = moved(&strategy, pathway, some, &[256, 1000]);
            for ((live, _), futures) in all.iter().zip([256, 1000]) {
                same(&format!("{pathway} {some:?}"), live, &run(&strategy, pathway, some, futures), pathway);
            }
        }
    }
}

#[test]
fn futures_of_a_large_strategy_go_on_from_the_decision_with_the_same_bits() {
    let strategy = strategy("strategies/iraq-2005");
    let word = |text: &str| Position::Word(text.into());
    // Whether a second move of the same levers begins at the decision: `mediation` by the states of the unchanged pathway,
    // `jobs` and `respect` by
    // those of the first move of them; of the others nothing is said but their bits.
    let moves = [
        ([vec![("mediation", number(0.83))], vec![("mediation", number(0.2))]], [true, true]),
        (
            [
                vec![("jobs", number(0.7)), ("respect", number(0.4))],
                vec![("jobs", number(0.1)), ("respect", number(0.9))],
            ],
            [false, true],
        ),
        (
            [
                vec![("rule", word("timetable")), ("pace", number(23_000.0))],
                vec![("rule", word("timetable")), ("pace", number(9_000.0))],
            ],
            [false, false],
        ),
        ([vec![("opponent", word("active"))], vec![("opponent", word("none"))]], [false, false]),
    ];
    for (both, resumed) in &moves {
        let all = moved_in_turn(&strategy, "liberation", both, &[256]);
        for (levers, (live, _)) in both.iter().zip(&all) {
            same(&format!("{levers:?}"), live, &run(&strategy, "liberation", levers, 256), "liberation");
        }
        let found: Vec<bool> = all.iter().map(|(_, resumed)| *resumed).collect();
        assert_eq!(found[0], resumed[0], "{both:?}");
        assert!(found[1] || !resumed[1], "{both:?}");
    }
}
