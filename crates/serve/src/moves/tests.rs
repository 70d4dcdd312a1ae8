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
    // `jobs` and `respect` by those of the first move of them; of the others nothing is said but their bits.
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

/// A small generator of numbers below a bound.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn of<'a>(&mut self, some: &[&'a str]) -> &'a str {
        some[self.below(some.len())]
    }
}

/// Levers in every place where they can reach back before the decision, or cannot: read at once, smoothed, delayed, compared
/// with a time, a condition or an earlier value, set by regimes with and without ramps.
fn generated(dice: &mut Dice) -> String {
    let push = [
        "one",
        "smooth(one, 4 month)",
        "delay1(one, 2 month)",
        "delay_fixed(two, 3 month, 0.5)",
        "(if time < 20 month then 0.5 else two)",
        "step(0.5, 14 month) + one",
        "(if low then one else two)",
        "max(one - two, slope)",
        "slope * two",
        "(one + at(b, 2025-03)) / 30",
    ];
    let pull = ["two", "one / 4", "smooth3(two, 3 month)", "0.2", "delay3(one, 2 month)", "(if low then 0.4 else 0.1)"];
    let ramp = ["", " over 5 month"];
    let mut text = format!(
        "strategy \"generated\" {{ time month from 2025-01 to 2027-12 step 1/{step} decide 2025-{decide:02}-01 reference stay }}\n\
         lever one = 0.3 in 0 .. 1\n\
         lever two = 0.5 in 0 .. 1\n\
         uncertain slope = 0.2 in 0.05 .. 0.6\n\
         uncertain begin = 3 in 1 .. 9\n",
        step = dice.of(&["4", "8"]),
        decide = 2 + dice.below(10),
    );
    text += &format!(
        "stock a {{ initial begin inflow ({}) / 1 month outflow a * ({}) / 6 month }}\n",
        dice.of(&push),
        dice.of(&pull)
    );
    text += &format!(
        "stock b {{ initial 2 * begin inflow a * ({}) / 4 month outflow b * 0.3 / 1 month }}\n",
        dice.of(&push)
    );
    text += "indicator seen observes a { known after 1 month noise 20% }\n";
    text += &format!(
        "condition low \"Low\" {{ holds when {} < {} for 2 month }}\n",
        dice.of(&["true a", "observed a", "b"]),
        1 + dice.below(6)
    );
    text += &format!("regime stay_so \"Stay\" {{ one = 0.3{} }}\n", dice.of(&ramp));
    text += &format!("regime move_on \"Move\" {{ two = 0.9{} }}\n", dice.of(&ramp));
    text += "pathway stay \"Stay\" = stay_so\n";
    text += &format!(
        "pathway go \"Go\" = {}\n",
        dice.of(&["move_on from 2026-01", "stay_so then move_on when low, at latest 2026-09", "move_on"]),
    );
    text += "measure end_a \"A at the end\" minimise a at end\n";
    text += "measure sum_b \"B in all\" maximise total(b from 2025-01)\n";
    text += "chart of_a \"A\" = a\nchart of_b \"B\" = b\n";
    text
}

#[test]
fn generated_strategies_go_on_from_the_decision_with_the_bits_of_a_run() {
    let mut dice = Dice(20_251);
    let (mut resumed, mut begun) = (0, 0);
    for which in 0..40 {
        let text = generated(&mut dice);
        let checked =
            milepost_strategy::check(&milepost_strategy::MemoryWorld::default().with("a.mile", text.as_str()));
        let told = format!("{:?}", checked.diagnostics);
        let strategy = checked.strategy.unwrap_or_else(|| panic!("{told}\n{text}"));
        let pathway = dice.of(&["stay", "go"]);
        let lever = dice.of(&["one", "two"]);
        let mut at = || number(dice.below(1000) as f64 / 1000.0);
        let moves = [vec![(lever, at())], vec![(lever, at())], vec![("one", at()), ("two", at())]];
        let all = moved_in_turn(&strategy, pathway, &moves, &[256]);
        for (levers, (live, from_decision)) in moves.iter().zip(&all) {
            let what = format!("{which}: {pathway} {levers:?}\n{text}");
            same(&what, live, &run(&strategy, pathway, levers, 256), pathway);
            *(if *from_decision { &mut resumed } else { &mut begun }) += 1;
        }
    }
    // Both ways are tried, and often.
    assert!(resumed >= 20 && begun >= 20, "{resumed} from the decision, {begun} from the start");
}

#[test]
fn a_crowd_is_answered_from_fewer_futures_with_the_bits_of_a_run() {
    let strategy = strategy("crates/cli/template");
    let loaded = Loaded { strategy: strategy.clone(), run: None, files: Vec::new(), notes: Vec::new() };
    let served = Arc::new(Served::new(1, loaded));
    let queue = Arc::new(Queue::default());
    let at = |k: u32| number(f64::from(k) / 20.0);
    let tickets: Vec<_> = (1..=14)
        .map(|k| {
            let asked = Move {
                pathway: "stepwise".into(),
                levers: vec![("training".into(), at(k))],
                futures: 256,
                viewer: None,
            };
            let asked = Asked::new(&served.strategy, &asked).unwrap();
            let client = Client { address: IpAddr::V4(Ipv4Addr::new(10, 0, 0, k as u8)), viewer: None };
            queue.ask(&served, asked, client).unwrap()
        })
        .collect();
    queue.start(2);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut futures = Vec::new();
    for (k, ticket) in (1..=14).zip(tickets) {
        let done = runtime.block_on(ticket.answer()).unwrap();
        let levers = [("training", at(k))];
        same(
            &format!("{k}"),
            &summary(&done),
            &run(&strategy, "stepwise", &levers, done.asked.futures as u32),
            "stepwise",
        );
        futures.push(done.asked.futures);
    }
    queue.stop();
    // While eight others wait an answer is of 128 futures, then of 256.
    assert_eq!(futures, [[128; 6].as_slice(), &[256; 8]].concat());
}
