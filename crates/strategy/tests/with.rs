//! Levers and uncertainties set from outside the files.
#![allow(missing_docs, reason = "names say it")]

use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check, with_settings};

const TEXT: &str = "
strategy \"Case\" { time month from 2004-01 to 2004-12; reference stay }
unit incident
dimension place { a b }
lever pace: 1/month = 0 in 0 .. 25%
lever troops[place]: person = 100 in 0 .. 500
lever rule in { timetable milestones }
uncertain lag: month = 9 in 4 .. 24
uncertain rate: incident/month = 60 in 0 .. 1000
uncertain loss: share = 5% in 0 .. 1
uncertain opponent in { quiet: 1 active: 2 }
let sum_of_all = sum(troops)
regime now { }
pathway stay = now
pathway go = now
measure m minimise sum(troops) at end
hypothesis h { m under go with rule = timetable < m under stay in at least 50% of futures }
";

fn strategy() -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", TEXT));
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn set(settings: &[(&str, &str)]) -> Result<Strategy, String> {
    let mut strategy = strategy();
    let settings: Vec<(String, String)> = settings.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    with_settings(&mut strategy, &settings).map(|()| strategy)
}

/// What the first pathway has a variable at.
fn value(settings: &[(&str, &str)]) -> f64 {
    let strategy = set(settings).unwrap();
    strategy.variants[0].with[0].1
}

#[test]
fn numbers_are_read_as_in_the_files() {
    for (name, text, expected) in [
        ("pace", "0.1", 0.1),
        ("pace", "10%", 0.1),
        ("pace", "10%/month", 0.1),
        ("pace", "1.2/year", 0.1),
        ("troops", "70", 70.0),
        ("troops", "70 person", 70.0),
        ("lag", "12", 12.0),
        ("lag", "1 year", 12.0),
        ("lag", "2 quarter", 6.0),
        ("rate", "30 incident/month", 30.0),
        ("rate", "360 incident/year", 30.0),
        ("loss", "30%", 0.3),
        ("loss", "1/4", 0.25),
        ("opponent", "active", 1.0),
        ("rule", "timetable", 0.0),
    ] {
        let found = value(&[(name, text)]);
        assert!((found - expected).abs() < 1e-12, "{name} = {text}: {found}");
    }
}

#[test]
fn it_is_set_in_every_pathway_and_a_claim_that_sets_it_itself_stands() {
    let strategy = set(&[("rule", "milestones"), ("lag", "6")]).unwrap();
    let found: Vec<(&str, Vec<f64>)> =
        strategy.variants.iter().map(|v| (v.name.as_str(), v.with.iter().map(|w| w.1).collect())).collect();
    // The last one counts.
    let claim = ("go with rule = timetable", vec![1.0, 6.0, 0.0]);
    assert_eq!(found, [("stay", vec![1.0, 6.0]), ("go", vec![1.0, 6.0]), claim]);
    assert_eq!(strategy.title, "Case, with rule = milestones and lag = 6");
    let untouched = set(&[]).unwrap();
    assert_eq!((untouched.title.as_str(), untouched.variants[0].with.len()), ("Case", 0));
}

#[test]
fn what_cannot_be_set_is_refused_in_a_sentence() {
    for (settings, sentence) in [
        (&[("pase", "0.1")][..], "there is no lever or uncertainty `pase`; did you mean `pace`?"),
        (&[("zebra", "1")], "there is no lever or uncertainty `zebra`; levers and uncertainties can be set"),
        (&[("sum_of_all", "1")], "`sum_of_all` is neither a lever nor an uncertainty, so it cannot be set"),
        (&[("pace", "50%")], "`pace` = 50% lies outside its range, 0 .. 0.25 1/month"),
        (&[("loss", "2")], "`loss` = 2 lies outside its range, 0% .. 100%"),
        (&[("opponent", "activ")], "`opponent` has no category `activ`; did you mean `active`?"),
        (&[("opponent", "1")], "`opponent` has no category `1`; it is one of quiet, active"),
        (&[("lag", "9"), ("lag", "10")], "`lag` is set twice; give it one value"),
        (&[("lag", "9 }\nlever x = 1")], "`lag` has no number"),
        (&[("lag", "much")], "`much` is no number for `lag`; write it bare or with its unit, month: "),
        (&[("troops", "70 kg")], "`70 kg` is no number for `troops`; write it bare or with its unit, person: "),
    ] {
        let refused = set(settings).unwrap_err();
        let sentence = sentence.replace("`lag` has no number", "`9 }\nlever x = 1` is no number for `lag`");
        assert!(refused.starts_with(&sentence) && !refused.ends_with('.'), "{refused}");
    }
}
