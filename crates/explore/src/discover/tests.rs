//! Boxes planted in runs made by hand, and everything that leaves nothing to find.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Stored, StoredColumn};
use milepost_strategy::model::Strategy;

use super::*;
use crate::handmade::{even, numbers, stored, strategy};

const FUTURES: usize = 4_000;

const TEXT: &str = "
strategy \"Case\" { time month from 2006-01 to 2007-12 }
uncertain trust: share = 50% in 0 .. 100%
uncertain pull: 1/month = 0.5/month in 0 .. 1/month
uncertain rule in { map vote wait }
uncertain fixed = 1 in 0 .. 2
regime base { }
pathway stay = base
pathway go = base
pathway was for comparison = base
stock harm: person { initial 0 person }
measure harmed \"People harmed\" minimise harm at end acceptable <= 100 person
measure calm maximise trust at end acceptable >= 20%
measure free minimise harm at end
";

/// Inputs: a share, a rate, categories, one that is the same everywhere.
fn inputs() -> Vec<StoredColumn> {
    let rule = even(5.0, FUTURES).iter().map(|x| (3.0 * x).floor()).collect();
    let categories = Some(["map", "vote", "wait"].map(String::from).to_vec());
    vec![
        numbers("trust", "share", even(2.0, FUTURES)),
        numbers("pull", "1/month", even(3.0, FUTURES)),
        StoredColumn { name: "rule".into(), unit: String::new(), categories, values: rule },
        numbers("fixed", "", vec![1.0; FUTURES]),
    ]
}

/// A run in which people are harmed in a future of `stay`, of `go` and of what was where these say so.
fn run(harmed: [&dyn Fn(usize) -> f64; 3]) -> (Strategy, Stored) {
    let strategy = strategy(TEXT);
    let calm = vec![0.5; FUTURES];
    let outcomes = harmed.map(|harmed| {
        let harm: Vec<f64> = (0..FUTURES).map(harmed).collect();
        vec![harm.clone(), calm.clone(), harm]
    });
    let stored = stored(&strategy, inputs(), outcomes.to_vec());
    (strategy, stored)
}

/// Harm of 200 people where it is so, else of 50.
fn planted() -> (Strategy, Stored) {
    let inputs = inputs();
    let low_trust = |i: usize| inputs[0].values[i] < 0.4 && inputs[1].values[i] > 0.7;
    let by_map = |i: usize| inputs[2].values[i] != 1.0;
    run([&|i| if low_trust(i) { 200.0 } else { 50.0 }, &|i| if by_map(i) { 200.0 } else { 50.0 }, &|_| 50.0])
}

fn ask(measures: &[&str], pathways: &[&str]) -> Question {
    let owned = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    let strategy = "hash".into();
    Question { measures: owned(measures), pathways: owned(pathways), threads: 1, strategy, ..Question::default() }
}

fn fails(text: &str, pathway: &str) -> Question {
    Question { fails: vec![text.into()], ..ask(&[], &[pathway]) }
}

fn found((strategy, stored): &(Strategy, Stored), question: &Question) -> Result<Vec<Discovery>, Error> {
    Study::new(strategy, stored, question)?.run(&[], &(), &AtomicBool::new(false))
}

#[test]
fn a_planted_box_is_found_with_its_shares() {
    let run = planted();
    let all = found(&run, &ask(&["harmed"], &["stay"])).unwrap();
    let [one] = &all[..] else { panic!("{all:?}") };
    // Two fifths of three tenths of the futures.
    assert!((one.failures as f64 / FUTURES as f64 - 0.12).abs() < 0.005, "{}", one.failures);
    assert_eq!((one.finding, one.unknown, one.searched), (Finding::Searched, 0, 3));
    let first = &one.boxes[0];
    assert_eq!(first.limits.iter().map(|l| l.input.as_str()).collect::<Vec<_>>(), ["trust", "pull"]);
    let (trust, pull) = (&first.said.limits[0], &first.said.limits[1]);
    assert_eq!((trust.lower, pull.upper), (None, None));
    assert!((trust.upper.unwrap().at - 0.4).abs() <= 0.02 && (pull.lower.unwrap().at - 0.7).abs() <= 0.02);
    assert!(first.held.density() > 0.97 && first.held.failures as f64 > 0.97 * one.failures as f64);
    assert!(first.limits.iter().all(|l| l.quasi_ps().all(|p| p < 1e-6)), "{:?}", first.limits);
    assert!(first.limits.iter().all(|l| l.again_by_coverage == Some(1.0)), "{:?}", first.limits);
    assert!(!first.is_weak() && first.halves == Some(10));
    // Every step is kept, with what it holds; nothing is left for a further box.
    let last = first.trajectory.last().unwrap();
    assert_eq!(first.trajectory[0].held, Held { futures: FUTURES as u64, failures: one.failures });
    assert!(last.mass >= 0.05 && first.trajectory.len() > 10);
    assert_eq!(one.boxes.len(), 1);
    // The tree finds the same corner.
    let leaf = &one.tree[0];
    assert!(leaf.held.density() > 0.97 && leaf.limits.len() == 2, "{leaf:?}");
    assert!(one.inputs.iter().all(|input| input.name != "fixed"));
}

#[test]
fn categories_set_failures_apart() {
    let all = found(&planted(), &ask(&["harmed"], &["go"])).unwrap();
    let first = &all[0].boxes[0];
    assert_eq!(first.said.limits.len(), 1);
    assert_eq!(
        (first.said.limits[0].input.as_str(), &first.said.limits[0].among[..]),
        ("rule", &["map".to_string(), "wait".to_string()][..])
    );
    assert_eq!(first.said.held, Held { futures: all[0].failures, failures: all[0].failures });
    assert!(first.limits[0].quasi_p.unwrap() < 1e-6);
}

#[test]
fn all_and_none_are_findings_beside_others_and_refused_alone() {
    let run = run([&|_| 200.0, &|i| if i % 10 == 0 { 200.0 } else { 50.0 }, &|_| 50.0]);
    let all = found(&run, &ask(&["harmed"], &["stay", "go", "was"])).unwrap();
    let findings: Vec<Finding> = all.iter().map(|d| d.finding).collect();
    assert_eq!(findings, [Finding::AllFail, Finding::Searched, Finding::NoneFails]);
    assert!(all[0].boxes.is_empty() && all[2].tree.is_empty());
    let refused = |pathway: &str| found(&run, &ask(&["harmed"], &[pathway])).unwrap_err().to_string();
    assert_eq!(
        refused("stay"),
        "all 4000 futures fail on harmed under stay, and at least 20 must fail and 20 not, to tell them apart; run more \
         futures, or move the bar, as in --fails \"harmed > NUMBER\""
    );
    assert!(refused("was").starts_with("no future fails on harmed under was, and"), "{}", refused("was"));
}

#[test]
fn too_few_are_not_searched() {
    let run = run([&|i| if i < 19 { 200.0 } else { 50.0 }, &|i| if i < 19 { 50.0 } else { 200.0 }, &|i| {
        if i < 20 { 200.0 } else { 50.0 }
    }]);
    let all = found(&run, &ask(&["harmed"], &["stay", "go", "was"])).unwrap();
    let findings: Vec<Finding> = all.iter().map(|d| d.finding).collect();
    assert_eq!(findings, [Finding::FewFail, Finding::FewHold, Finding::Searched]);
}

#[test]
fn the_unknown_fails_and_is_counted() {
    let trust = even(2.0, FUTURES);
    let run = run([&|i| if trust[i] < 0.25 { f64::NAN } else { 50.0 }, &|_| 50.0, &|_| 50.0]);
    let all = found(&run, &ask(&["harmed"], &["stay"])).unwrap();
    let unknown = trust.iter().filter(|x| **x < 0.25).count() as u64;
    assert_eq!((all[0].failures, all[0].unknown), (unknown, unknown));
    assert_eq!(all[0].boxes[0].limits[0].input, "trust");
    let split = &all[0].outcomes[0];
    assert_eq!((split.failing, split.holding, split.unknown), (None, Some([50.0; 3]), [unknown, 0]));
    let sample = all[0].sample.as_ref().unwrap();
    assert_eq!((sample.futures.len(), sample.futures[1]), (300, 13));
    let unknown = |at: &u64| trust[*at as usize] < 0.25;
    let mut sampled = sample.futures.iter().zip(&sample.measures[0].1);
    assert!(sampled.all(|(at, value)| unknown(at) == value.is_none()));
}

#[test]
fn what_tells_nothing_is_called_weak() {
    // Failures by a future's number, which no input knows.
    let run = run([&|i| if i * 7919 % 10 < 3 { 200.0 } else { 50.0 }, &|_| 50.0, &|_| 50.0]);
    let all = found(&run, &ask(&["harmed"], &["stay"])).unwrap();
    assert_eq!(all[0].boxes.len(), 1);
    assert!(all[0].boxes[0].is_weak(), "{:?}", all[0].boxes[0].limits);
}

#[test]
fn a_second_way_to_fail_is_a_further_box() {
    let inputs = inputs();
    let (trust, pull) = (&inputs[0].values, &inputs[1].values);
    let run = run([&|i| if trust[i] < 0.2 || pull[i] > 0.9 { 200.0 } else { 50.0 }, &|_| 50.0, &|_| 50.0]);
    let all = found(&run, &ask(&["harmed"], &["stay"])).unwrap();
    let boxes = &all[0].boxes;
    assert_eq!(boxes.iter().map(|b| b.limits[0].input.as_str()).collect::<Vec<_>>(), ["trust", "pull"]);
    assert_eq!(boxes[1].before.futures, FUTURES as u64 - boxes[0].held.futures);
    // Counted outside of the first: nine tenths of a tenth less the first box's.
    assert!(boxes[1].said.held.density() > 0.95, "{:?}", boxes[1].said.held);
    let one = found(
        &run,
        &Question { settings: Settings { boxes: 1, ..ask(&[], &[]).settings }, ..ask(&["harmed"], &["stay"]) },
    );
    assert_eq!(one.unwrap()[0].boxes.len(), 1);
}

#[test]
fn a_step_can_be_chosen_and_is_kept_as_it_is() {
    let run = planted();
    let with = |step| {
        let mut question = ask(&["harmed"], &["stay"]);
        question.settings.step = Some(step);
        found(&run, &question)
    };
    let chosen = &with(3).unwrap()[0].boxes[0];
    assert_eq!((chosen.chosen, chosen.held, chosen.dropped.len()), (3, chosen.trajectory[3].held, 0));
    let last = chosen.trajectory.len() - 1;
    assert_eq!(
        with(99).unwrap_err().to_string(),
        format!("there is no step 99: the trajectory of harmed under stay has the steps 0 to {last}")
    );
    let mut many = ask(&["harmed"], &[]);
    many.settings.step = Some(1);
    assert_eq!(found(&run, &many).unwrap_err(), Error::StepOfMany);
}

#[test]
fn failures_can_be_typed() {
    let run = planted();
    let number = |text: &str| {
        let fails = found(&run, &fails(text, "stay")).map(|all| all[0].fails.clone());
        fails.map(|f| (f.above, f.at_it, f.number)).map_err(|e| e.to_string())
    };
    assert_eq!(number("harmed > 100"), Ok((true, false, 100.0)));
    assert_eq!(number(" harmed>=200 person "), Ok((true, true, 200.0)));
    assert_eq!(number("free < 60"), Ok((false, false, 60.0)));
    // Nothing lies below 20 %, which is read as a share.
    assert!(number("calm < 20%").unwrap_err().starts_with("no future fails on calm under stay"));
    assert_eq!(number("calm <= 50%").unwrap_err().split(',').next(), Some("all 4000 futures fail on calm under stay"));
    for text in ["harmed", "> 100", "harmed > many", "harmed > inf", "harmed = 3", ""] {
        assert!(number(text).unwrap_err().contains("says no failure; write MEASURE > NUMBER"), "{text}");
    }
    assert_eq!(
        number("harmed > 3 month").unwrap_err(),
        "`harmed` is in `person`, not in `month`; give the number in `person`"
    );
    assert_eq!(number("harmed > 30%").unwrap_err(), "`harmed` is in `person`, not in `%`; give the number in `person`");
    assert_eq!(number("harmd > 3").unwrap_err(), "unknown measure `harmd`; did you mean `harmed`?");
}

#[test]
fn names_and_bars_that_are_not_there_are_refused() {
    let run = planted();
    let refused = |measures: &[&str], pathways: &[&str]| found(&run, &ask(measures, pathways)).unwrap_err().to_string();
    assert_eq!(refused(&["harm"], &[]), "unknown measure `harm`; there are harmed, calm, free");
    assert_eq!(refused(&["harmed"], &["stai"]), "unknown pathway `stai`; did you mean `stay`?");
    assert!(refused(&["free"], &[]).starts_with(
        "measure `free` has no `acceptable` bar; declare one, or say what a failure is: --fails \"free > NUMBER\""
    ));
    let (strategy, mut stored) = run;
    stored.pathways.truncate(1);
    let gone = Study::new(&strategy, &stored, &ask(&["harmed"], &["go"])).err().unwrap().to_string();
    assert_eq!(gone, "pathway `go` is not in this run, which has stay; run it as well: milepost run DIR");
    stored.uncertainties.truncate(0);
    assert_eq!(Study::new(&strategy, &stored, &ask(&[], &[])).err(), Some(Error::NothingVaries));
}

#[test]
fn all_bars_in_every_choice_are_asked_by_default() {
    let run = planted();
    let study = Study::new(&run.0, &run.1, &ask(&[], &[])).unwrap();
    // Two bars, two choices; what stands for comparison is none.
    assert_eq!(study.size(), (4, 3, FUTURES));
    let all = found(&run, &ask(&[], &[])).unwrap();
    let asked: Vec<(&str, &str)> = all.iter().map(|d| (d.measure.as_str(), d.pathway.as_str())).collect();
    assert_eq!(asked, [("harmed", "stay"), ("harmed", "go"), ("calm", "stay"), ("calm", "go")]);
    // One sample for each pathway.
    assert_eq!(all.iter().map(|d| d.sample.is_some()).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn threads_and_interruptions_change_nothing() {
    let run = planted();
    let whole = found(&run, &ask(&[], &[])).unwrap();
    assert_eq!(found(&run, &Question { threads: 3, ..ask(&[], &[]) }).unwrap(), whole);
    let study = Study::new(&run.0, &run.1, &ask(&[], &[])).unwrap();
    let error = study.run(&[], &(), &AtomicBool::new(true)).unwrap_err();
    assert_eq!(error, Error::Interrupted { finished: vec![], asked: 4 });
    // What was finished is taken as it is: a mark that no search would leave shows it.
    let mut finished = found(&run, &ask(&["harmed"], &["go"])).unwrap();
    finished[0].searched = 77;
    let resumed = study.run(&finished, &(), &AtomicBool::new(false)).unwrap();
    assert_eq!(resumed.iter().map(|d| d.searched).collect::<Vec<_>>(), [3, 77, 3, 3]);
    finished[0].settings.alpha = 0.1;
    assert_eq!(study.run(&finished, &(), &AtomicBool::new(false)).unwrap(), whole);
}

#[test]
fn a_new_answer_replaces_the_old_one_and_no_other() {
    let run = planted();
    let whole = found(&run, &ask(&[], &[])).unwrap();
    let other = found(&run, &fails("harmed > 60", "go")).unwrap();
    let all = kept(whole.clone(), other.clone());
    let asked: Vec<(&str, &str, f64)> =
        all.iter().map(|d| (d.measure.as_str(), d.pathway.as_str(), d.fails.number)).collect();
    assert_eq!(asked, [("harmed", "stay", 100.0), ("calm", "stay", 0.2), ("calm", "go", 0.2), ("harmed", "go", 60.0)]);
    assert_eq!(all.iter().map(|d| d.sample.is_some()).collect::<Vec<_>>(), [false, true, false, true]);
    // Answers of other files or of another run go.
    let mut foreign = other.clone();
    foreign[0].run.seed = 2;
    assert_eq!(kept(whole, foreign.clone()), foreign);
    assert_eq!(kept(other.clone(), vec![]), other);
}

#[test]
fn inputs_with_one_title_are_told_apart() {
    let (strategy, mut stored) = planted();
    stored.uncertainties[0].name = "far_north".into();
    stored.uncertainties[1].name = "far north".into();
    let all = found(&(strategy, stored), &ask(&["harmed"], &["stay"])).unwrap();
    let titles: Vec<&str> = all[0].inputs.iter().map(|input| input.title.as_str()).collect();
    assert_eq!(titles[..2], ["far north (far_north)", "far north (far north)"]);
}
