//! The words and tables that people read, as snapshots.

mod fixture;

use milepost_ensemble::summary::{Spread, Summary};
use milepost_publish::{claims_table, table};
use milepost_strategy::model::Strategy;

/// The sentences above the tables.
fn answer(strategy: &Strategy, summary: &Summary) -> String {
    let text = table(strategy, summary, 100, false);
    text.split("\n\n").next().unwrap_or("").trim_end().to_string()
}

/// Sets how often the second pathway does better and worse than the first, on the first measure.
fn shares(summary: &mut Summary, better: f64, worse: f64) {
    let measure = &mut summary.pathways[1].measures[0];
    (measure.better, measure.worse) = (Some(better), Some(worse));
}

#[test]
fn answers_are_honest_in_every_situation() {
    let mut told = String::new();
    let mut tell = |name: &str, strategy: &Strategy, summary: &Summary| {
        told += &format!("# {name}\n{}\n\n", answer(strategy, summary));
    };
    let (strategy, full, _) = fixture::iraq();
    tell("the whole fixture", &strategy, &full);
    let pair = || fixture::small(&["stay", "liberation"]);
    for (name, better, worse) in [
        ("every future", 1.0, 0.0),
        ("nearly all", 0.97, 0.01),
        ("most, and never worse", 0.7, 0.0),
        ("a majority", 0.58, 0.31),
        ("not clear-cut", 0.48, 0.43),
        ("better typically, worse more often", 0.4, 0.45),
        ("mostly no difference", 0.3, 0.05),
        ("more than 99 of 100", 0.998, 0.002),
    ] {
        let (strategy, mut summary) = pair();
        shares(&mut summary, better, worse);
        tell(name, &strategy, &summary);
    }
    let (strategy, mut summary) = pair();
    summary.provenance.last = 40;
    shares(&mut summary, 0.8, 0.1);
    tell("few futures", &strategy, &summary);
    let (strategy, mut summary) = pair();
    summary.pathways[1].measures[0].values.unknown = 140;
    tell("some unknown", &strategy, &summary);
    let (strategy, mut summary) = pair();
    summary.pathways.iter_mut().for_each(|p| p.measures[0].values = Spread::default());
    tell("all unknown", &strategy, &summary);
    let (strategy, summary) = fixture::small(&["stay", "rapid", "hollow"]);
    tell("the reference stands", &strategy, &summary);
    let (mut strategy, summary) = pair();
    strategy.reference = None;
    tell("no reference", &strategy, &summary);
    let (strategy, summary) = fixture::small(&["liberation"]);
    tell("one pathway", &strategy, &summary);
    let (strategy, mut summary) = pair();
    summary.pathways.iter_mut().for_each(|p| p.measures.clear());
    tell("no measure", &strategy, &summary);
    let (strategy, mut summary) = pair();
    summary.pathways.clear();
    tell("nothing run", &strategy, &summary);
    let (strategy, mut summary, _) = fixture::iraq();
    summary.pathways.iter_mut().for_each(|p| {
        p.measures.rotate_left(1);
        p.measures.truncate(1);
    });
    tell("yes or no", &strategy, &summary);
    let (mut strategy, mut summary, _) = fixture::iraq();
    strategy.measures[3].maximise = true;
    summary.claims.clear();
    tell("a price", &strategy, &summary);
    let (strategy, mut summary, _) = fixture::iraq();
    summary.pathways.pop();
    tell("the measures agree", &strategy, &summary);
    let (strategy, mut summary) = fixture::small(&["stay", "modified", "liberation"]);
    summary.pathways[2].measures[0].regret.quantiles[5] = 60_000.0;
    tell("another pathway is safer", &strategy, &summary);
    insta::assert_snapshot!("answers", told);
}

#[test]
fn the_terminal_tables() {
    let (strategy, summary, _) = fixture::iraq();
    insta::assert_snapshot!("table", table(&strategy, &summary, 100, false));
    insta::assert_snapshot!("claims", claims_table(&strategy, &summary, 100));
}

#[test]
fn lines_keep_within_the_width_and_colour_adds_nothing() {
    let (strategy, summary, _) = fixture::iraq();
    for width in [60, 80, 100, 140] {
        let plain = table(&strategy, &summary, width, false);
        for line in plain.lines().chain(claims_table(&strategy, &summary, width).lines()) {
            assert!(line.chars().count() <= width, "{width}: {line:?}");
        }
        let mut colored = table(&strategy, &summary, width, true);
        for code in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"] {
            colored = colored.replace(code, "");
        }
        assert_eq!(plain, colored, "at {width} columns");
    }
}
