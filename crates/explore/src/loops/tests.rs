//! Scores that others published, and small models whose loops are known by hand.

use std::sync::atomic::AtomicBool;

use milepost_strategy::model::*;
use milepost_strategy::{MemoryWorld, check};

use super::plain::Plain;
use super::run::{Draw, Step, Tape};
use super::score::score;
use super::*;
use crate::ask;

static NEVER: AtomicBool = AtomicBool::new(false);

fn model(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    let errors: Vec<_> = checked.diagnostics.iter().map(|d| d.message.clone()).collect();
    checked.strategy.unwrap_or_else(|| panic!("{errors:?}"))
}

/// The scores of some links at every step.
fn scores(s: &Strategy, links: &[(&str, &str)]) -> Vec<Vec<f64>> {
    let id = |name: &str| s.find(name).unwrap();
    let links: Vec<_> = links.iter().map(|(a, b)| (id(a), id(b))).collect();
    let scored = score(&Plain::of(s), &links);
    let draw = Draw { seed: 1, drawn: false, allow_nan: false };
    let tape = Tape::new(&scored.strategy, &ask::plain(s, PathwayId(0)), &scored.scores, draw).unwrap();
    let mut out = vec![Vec::new(); links.len()];
    let seen = |step: Step| out.iter_mut().zip(step.rows).for_each(|(all, row)| all.push(row[0]));
    tape.play(0..1, &NEVER, seen).unwrap();
    out
}

fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found} is not {wanted} within {within}");
}

/// Schoenberg, Davidsen and Eberlein (2020), the worked examples of the link score: x goes from 5 to 7 and y from 4 to 5
/// under z = 2x + y; w from 7 to 10, x from 2 to 4 and y from 3 to 5 under z = (w + x) / y.
#[test]
fn the_published_links() {
    let s = model(
        "strategy \"s\" { time month from 0 to 1 }
         series x = { 0: 5  1: 7 } linear\nseries y = { 0: 4  1: 5 } linear\nlet z = 2 * x + y
         series w = { 0: 7  1: 10 } linear\nseries v = { 0: 2  1: 4 } linear\nseries u = { 0: 3  1: 5 } linear
         let q = (w + v) / u",
    );
    let found = scores(&s, &[("x", "z"), ("y", "z"), ("w", "q"), ("v", "q"), ("u", "q")]);
    let wanted = [0.8, 0.2, 5.0, 10.0 / 3.0, -6.0];
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(found[0], 0.0, "nothing has changed at the first instant");
        near(found[1], wanted, 1e-12);
    }
}

/// Schoenberg, Hayward and Eberlein (2023): an inflow from 5 to 10 and an outflow from 4 to 5.
#[test]
fn flows_score_the_same_apart_and_put_together() {
    let s = model(
        "strategy \"s\" { time month from 0 to 1 }
         series a: 1/month = { 0: 5  1: 10 } linear\nseries b: 1/month = { 0: 4  1: 5 } linear
         flow in_: 1/month = a\nflow out: 1/month = b\nflow net: 1/month = a - b
         stock apart { initial 10  inflow in_  outflow out }
         stock together { initial 10  inflow net }",
    );
    let links = [("in_", "apart"), ("out", "apart"), ("a", "net"), ("b", "net"), ("net", "together")];
    let found = scores(&s, &links);
    for (found, wanted) in found.iter().zip([1.25, -0.25, 1.25, -0.25, 1.0]) {
        near(found[1], wanted, 1e-12);
    }
}

/// Shares of the change, step by step: reporting periods of one step.
fn ask(s: &Strategy) -> Loops {
    let question = Question { drawn: false, futures: 1, threads: 1, ..Question::new() };
    let chosen = Study::new(s, &question).unwrap().choose(&NEVER).unwrap();
    chosen.run(None, &(), &NEVER).unwrap()
}

/// The signed share of each loop in a period, by name.
fn share(found: &Loops, name: &str, period: usize) -> f64 {
    let k = found.loops.iter().position(|l| l.name == name).unwrap_or_else(|| panic!("no {name} in {:?}", found.loops));
    let share = found.pathways[0].shares[k][period];
    share.reinforcing - share.balancing
}

/// The Bass model of the 2020 paper (a market of a million, 100 contacts, 1.5 % adopt, steps of 1/16), its table 3: the
/// paper dates the change of a step at its start, here it is that of the step's end.
#[test]
fn the_bass_table() {
    let s = model(
        "strategy \"Bass\" { time month from 0 to 15 step 1/16 }
         stock potential { initial 999999  outflow adoption }
         stock adopters { initial 1  inflow adoption }
         let met = 100 / month * potential * (adopters / 1000000)
         flow adoption: 1/month = 0.015 * met",
    );
    let mut s = s;
    s.time.report_every = 1;
    let found = ask(&s);
    assert!(found.search.all);
    let told: Vec<(&str, Polarity, bool, Vec<&str>)> = found
        .loops
        .iter()
        .map(|l| (l.name.as_str(), l.polarity, l.certain, l.path.iter().map(String::as_str).collect()))
        .collect();
    let wanted = [
        ("R1", Polarity::Reinforcing, true, vec!["adopters", "met", "adoption"]),
        ("B1", Polarity::Balancing, true, vec!["potential", "met", "adoption"]),
    ];
    assert_eq!(told, wanted);
    for (start, wanted) in [(9.5, (0.535, -0.465)), (9.5625, (0.512, -0.488)), (9.625, (0.488, -0.512))] {
        // The period that ends a step after the date.
        let period = (start * 16.0) as usize;
        near(share(&found, "R1", period), wanted.0, 0.0005);
        near(share(&found, "B1", period), wanted.1, 0.0005);
    }
    // The turn of the S: where half of the market has adopted.
    let stretches = &found.pathways[0].stretches[0];
    let by: Vec<&str> = stretches.iter().map(|s| found.loops[s.by.unwrap()].name.as_str()).collect();
    assert_eq!(by, ["R1", "B1"]);
    assert_eq!(found.times[stretches[0].last], 9.625);
}

/// Logistic growth (5 of 1,000, 12 % a step) as published with a test model by another tool, in percent, two decimals or
/// three digits: `(step, B1, R1)`.
const LOGISTIC: [(usize, f64, f64); 12] = [
    (1, -0.56, 99.40),
    (2, -0.63, 99.40),
    (9, -1.38, 98.60),
    (20, -4.64, 95.40),
    (30, -13.30, 86.70),
    (40, -32.80, 67.20),
    (45, -46.90, 53.10),
    (46, -49.90, 50.10),
    (47, -52.90, 47.10),
    (60, -84.70, 15.30),
    (80, -98.60, 1.41),
    (99, -99.90, 0.13),
];

#[test]
fn logistic_growth() {
    let mut s = model(
        "strategy \"Logistic growth\" { time month from 0 to 101 }
         stock population { initial 5  inflow births }
         flow births = growing * population
         let growing = 12%/month * (1 - used)
         let used = population / 1000",
    );
    s.time.report_every = 1;
    let found = ask(&s);
    for (step, balancing, reinforcing) in LOGISTIC {
        // As in the table of Bass: dated at the start of the step, counted from 0.
        let digits = |x: f64| if x.abs() < 10.0 { 0.0051 } else { 0.0501 };
        near(100.0 * share(&found, "B1", step), balancing, digits(balancing));
        near(100.0 * share(&found, "R1", step), reinforcing, digits(reinforcing).max(0.0501));
    }
    assert_eq!(found.pathways[0].stretches[0].len(), 2);
}

/// Births and deaths by hand: the stock grows by a tenth of itself and loses a twentieth, so that both loops have fixed
/// shares: 0.1 / 0.15 and 0.05 / 0.15.
#[test]
fn two_flows_of_one_stock_share_the_change() {
    let s = model(
        "strategy \"s\" { time month from 0 to 12 step 1/4 }
         stock people { initial 100  inflow births  outflow deaths }
         flow births = 10%/month * people\nflow deaths = 5%/month * people",
    );
    let found = ask(&s);
    assert_eq!(found.times.len(), 12);
    near(share(&found, "R1", 5), 2.0 / 3.0, 1e-9);
    near(share(&found, "B1", 5), -1.0 / 3.0, 1e-9);
    let all = &found.pathways[0].stretches[0];
    assert_eq!(
        (all.len(), all[0].by, all[0].polarity, all[0].turn),
        (1, Some(0), Polarity::Reinforcing, Turn::Unclear)
    );
    assert_eq!((all[0].futures, all[0].first, all[0].last), (1.0, 0, 11));
    near(all[0].change, 2.0 / 3.0, 1e-9);
}

/// What is written into a stock has no name: its pace is there, and is in charge only where nothing else is.
#[test]
fn unnamed_flows_are_the_stocks_own_pace() {
    let alone = ask(&model("strategy \"s\" { time month from 0 to 12 }\nstock a { initial 1  toward 5 over 4 month }"));
    assert_eq!(
        (alone.loops.len(), alone.loops[0].kind, alone.loops[0].polarity),
        (1, Kind::Found, Polarity::Balancing)
    );
    let with = ask(&model(
        "strategy \"s\" { time month from 0 to 12 step 1/4 }
         stock a { initial 1  toward b over 4 month }\nlet b = 1 + c\nstock c { initial 0  toward a over 3 month }",
    ));
    let kinds: Vec<Kind> = with.loops.iter().map(|l| l.kind).collect();
    assert_eq!(kinds, [Kind::Found, Kind::Own]);
    assert_eq!((with.loops[1].circles, with.loops[1].polarity), (2, Polarity::Balancing));
    assert!(with.pathways[0].stretches[0].iter().all(|s| s.by == Some(0)), "{:?}", with.pathways[0].stretches);
    let share = with.pathways[0].shares.iter().map(|s| s[3].change()).sum::<f64>();
    near(share, 1.0, 1e-12);
}

/// Three alike make the shares that one makes.
#[test]
fn elements_that_are_alike_score_as_one() {
    let body = |dims: &str, d: &str| {
        format!(
            "strategy \"s\" {{ time month from 0 to 24 step 1/4 }}\n{dims}
             stock sick{d} {{ initial 1  inflow falling  outflow healing }}
             let contact{d} = 2 / month * sick\nflow falling{d} = contact * (1 - sick / 200)\nflow healing{d} = sick / (3 month)"
        )
    };
    let one = ask(&model(&body("", "")));
    let three = ask(&model(&body("dimension place { north south east }", "[place]")));
    assert_eq!(one.loops, three.loops);
    for (a, b) in one.pathways[0].shares.iter().zip(&three.pathways[0].shares) {
        for (a, b) in a.iter().zip(b) {
            near(a.change(), b.change(), 1e-9);
        }
    }
}

/// Elements count by their share of the change, and what is summed moves what it is summed from.
#[test]
fn a_sum_over_elements_is_followed() {
    let s = model(
        "strategy \"s\" { time month from 0 to 12 step 1/4 }\ndimension place { north south }
         stock anger[place] { initial { north: 1  south: 4 }  inflow heard  outflow anger / (8 month) }
         let whole = sum(anger)\nflow heard[place] = 10%/month * whole",
    );
    let found = ask(&s);
    // By hand, of both places together: heard changes by 2 x 0.1 dW, forgotten by dW / 8, so the shares are 8/13 and 5/13.
    near(share(&found, "R1", 4), 0.2 / 0.325, 1e-9);
    let own = found.loops.iter().position(|l| l.kind == Kind::Own).unwrap();
    near(found.pathways[0].shares[own][4].balancing, 0.125 / 0.325, 1e-9);
}

/// A smooth is a stock that seeks its input, and a delay is stages that empty.
#[test]
fn delays_are_followed_through_their_stages() {
    let frame = "strategy \"s\" { time month from 0 to 24 step 1/4 }\n";
    let smooth = ask(&model(&format!(
        "{frame}stock a {{ initial 1  inflow in_ }}\nflow in_ = 20%/month * seen\nlet seen = smooth(a, 4 month, 0)"
    )));
    let stock = ask(&model(&format!(
        "{frame}stock a {{ initial 1  inflow in_ }}\nflow in_ = 20%/month * seen
         stock seen {{ initial 0  toward a over 4 month }}"
    )));
    let shares = |l: &Loops| l.pathways[0].shares.iter().map(|s| s[7].change()).collect::<Vec<_>>();
    for (a, b) in shares(&smooth).into_iter().zip(shares(&stock)) {
        near(a, b, 1e-9);
    }
    let delayed = ask(&model(&format!(
        "{frame}stock a {{ initial 1  inflow in_ }}\nflow in_ = 20%/month * out\nlet out = delay3(a, 3 month)"
    )));
    assert_eq!(delayed.loops[0].path, ["a", "out", "in_"]);
    assert_eq!(delayed.partitions[0].stocks, ["a", "out"]);
    assert_eq!(delayed.loops.iter().map(|l| l.circles).sum::<u64>(), 4, "the loop and three stages");
}

/// A loop through what observers see is named and not scored; one beside it is.
#[test]
fn what_observers_see_is_told_and_not_scored() {
    let s = model(
        "strategy \"s\" { time month from 0 to 24 step 1/4; decide 6; reference stay }\nactor un
         lever guard = 0 in 0 .. 1 by un
         stock memory { initial 1  inflow harm  outflow fading }
         flow harm: 1/month = 1/month * (1 - guard / 2) * (1 - used)\nflow fading: 1/month = memory / (9 month)
         let used = memory / 50\nlet later = delay_fixed(used, 2 month, 0)
         indicator seen observes memory { known after 1 month }
         trigger answer by un within 14 day { fires when seen > 3  then guard = 1 over 1 month }
         regime r { }\npathway stay = r
         loop calming = memory -> seen -> answer -> guard -> harm
         loop filling \"It fills\" = memory -> used
         measure last minimise memory at end acceptable <= 5",
    );
    let question = Question { futures: 40, threads: 2, ..Question::new() };
    let found = Study::new(&s, &question).unwrap().choose(&NEVER).unwrap().run(None, &(), &NEVER).unwrap();
    let named: Vec<(&str, Option<usize>, Vec<String>)> = found
        .loops
        .iter()
        .filter(|l| l.kind == Kind::Named)
        .map(|l| (l.title.as_str(), l.partition, l.unscored.clone()))
        .collect();
    let through = ["answer", "guard", "seen"].map(String::from).to_vec();
    assert_eq!(named, [("It fills", Some(0), vec![]), ("calming", None, through)]);
    let told: Vec<&str> = found.unscored.iter().map(|u| u.variable.as_str()).collect();
    assert_eq!(told, ["guard", "seen", "answer"]);
    // The only loop of its kind is in charge, and balances.
    let stretches = &found.pathways[0].stretches[0];
    assert_eq!((stretches.len(), stretches[0].turn, stretches[0].futures), (1, Turn::Balancing, 1.0));
}

/// Growth until a limit, under many rates: who is in charge, whether for worse or better, the same however it is run.
#[test]
fn futures_agree_on_growth_then_limit_however_they_are_run() {
    let s = model(
        "strategy \"s\" { time month from 0 to 60 step 1/2 }
         uncertain rate: 1/month = 20% in 15% .. 25%
         stock harm: share { initial 1%  inflow spreading  outflow healing }
         flow spreading: 1/month = rate * harm * room\nlet room: share = 1 - harm
         flow healing: 1/month = harm / (40 month)
         loop spread \"Spreading\" = harm -> spreading
         loop limit \"Running out\" = harm -> room -> spreading
         measure suffered minimise total(harm) acceptable <= 10 month",
    );
    let run = |threads: usize, folder: Option<&std::path::Path>| {
        let question = Question { futures: 150, threads, ..Question::new() };
        let chosen = Study::new(&s, &question).unwrap().choose(&NEVER).unwrap();
        chosen.run(folder, &(), &NEVER).unwrap()
    };
    let found = run(1, None);
    assert_eq!(found, run(3, None));
    let told: Vec<(&str, Turn, Option<&str>)> = found.pathways[0].stretches[0]
        .iter()
        .map(|s| (found.loops[s.by.unwrap()].title.as_str(), s.turn, s.measure.as_deref()))
        .collect();
    assert_eq!(told, [("Spreading", Turn::Vicious, Some("suffered")), ("Running out", Turn::Balancing, None)]);
    let first = &found.pathways[0].stretches[0][0];
    assert!(first.futures > 0.9 && first.worse > 0.99 && first.change > 0.5, "{first:?}");
    let period = |k: usize| found.pathways[0].shares.iter().map(|s| s[k].change()).sum::<f64>();
    (0..60).for_each(|k| near(period(k), 1.0, 1e-9));

    // Interrupted after it began, it goes on from what it kept, and leaves nothing behind.
    let folder = std::env::temp_dir().join(format!("milepost-loops-{}", std::process::id()));
    let question = Question { futures: 150, threads: 1, ..Question::new() };
    let chosen = Study::new(&s, &question).unwrap().choose(&NEVER).unwrap();
    struct StopAfter<'a>(u64, &'a AtomicBool, std::sync::atomic::AtomicU64);
    impl milepost_ensemble::Progress for StopAfter<'_> {
        fn start(&self, _: u64, _: u64) {}
        fn advance(&self, runs: u64) {
            use std::sync::atomic::Ordering::Relaxed;
            if self.2.fetch_add(runs, Relaxed) + runs >= self.0 {
                self.1.store(true, Relaxed);
            }
        }
        fn finish(&self) {}
    }
    let cancel = AtomicBool::new(false);
    let stop = StopAfter(64, &cancel, Default::default());
    let error = chosen.run(Some(&folder), &stop, &cancel).unwrap_err().to_string();
    assert!(error.starts_with("interrupted after 64 of 150 runs"), "{error}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    assert_eq!(found, chosen.run(Some(&folder), &(), &NEVER).unwrap());
    assert!(!folder.exists());
}

#[test]
fn wrong_use_is_refused_in_words() {
    let frame = |method: &str| format!("strategy \"s\" {{ time month from 0 to 12 step 1/2 method {method} }}\n");
    let body = "stock a { initial 1  inflow b }\nflow b = a * 10%/month\nregime r { }\npathway stay = r";
    let told = |text: &str, question: &Question| {
        let error = Study::new(&model(text), question).err().map(|e| e.to_string());
        error.unwrap_or_default()
    };
    let euler = format!("{}{body}", frame("euler"));
    let question = Question::new();
    assert!(told(&format!("{}{body}", frame("rk4")), &question).contains("Euler's method only"));
    assert!(told(&format!("{}let x = time", frame("euler")), &question).contains("no feedback loop"));
    let other = Question { pathways: vec!["sty".into()], ..Question::new() };
    assert_eq!(told(&euler, &other), "unknown pathway `sty`; did you mean `stay`?");
    assert!(told(&euler, &Question { futures: 0, ..Question::new() }).contains("no futures"));
    assert_eq!(told(&euler, &question), "");
}

/// While a stock is empty what leaves it is what comes in, whatever the equation of the outflow says.
#[test]
fn an_outflow_that_is_cut_is_not_attributed_to_its_equation() {
    let s = model(
        "strategy \"s\" { time month from 0 to 6 step 1/2 }
         stock a nonnegative { initial 1  inflow in_  outflow out }
         flow in_: 1/month = 0.1/month * (1 + time / month)\nflow out: 1/month = wish * (1 + a)
         let wish: 1/month = 5/month + time / month^2",
    );
    let found = scores(&s, &[("wish", "out"), ("a", "out")]);
    assert!(found.iter().all(|link| link[3..].iter().all(|x| *x == 0.0)), "{found:?}");
    let free = model(
        "strategy \"s\" { time month from 0 to 6 step 1/2 }
         stock a nonnegative { initial 1  inflow in_  outflow out }
         flow in_: 1/month = 9/month * (1 + time / month)\nflow out: 1/month = wish * (1 + a)
         let wish: 1/month = (5/month + time / month^2) / 50",
    );
    let found = scores(&free, &[("wish", "out"), ("a", "out")]);
    assert!(found.iter().all(|link| link[3..].iter().all(|x| *x > 0.0)), "{found:?}");
}
