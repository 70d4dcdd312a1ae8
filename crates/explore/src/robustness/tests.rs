//! Metrics and ranks on tables worked out by hand.

use milepost_ensemble::Stored;
use milepost_strategy::model::Strategy;

use super::*;
use crate::handmade::{even, numbers, stored, strategy};

const TEXT: &str = "
strategy \"Case\" { time month from 2006-01 to 2007-12 }
uncertain trust = 0.5 in 0 .. 1
regime base { }
pathway stay = base
pathway phase = base
pathway leave = base
pathway was for comparison = base
let good = trust
let bad = trust
measure gain maximise good at end acceptable >= 0.6
measure loss minimise bad at end acceptable <= 0.6
measure third maximise good at end
";

/// The table of three alternatives by five futures whose metrics are known, each the row of a pathway; and what was, which
/// is better than all of them.
const TABLE: [[f64; 5]; 4] =
    [[0.99, 1.0, 0.5, 0.8, 0.7], [0.69, 0.6, 0.6, 0.65, 0.62], [0.2, 0.95, 0.9, 0.91, 0.4], [9.0, 9.0, 9.0, 9.0, 9.0]];

/// The measures are the table, the same as losses, and the table.
fn run(table: [[f64; 5]; 4]) -> (Strategy, Stored) {
    let strategy = strategy(TEXT);
    let outcomes = table.map(|row| vec![row.to_vec(), row.to_vec(), row.to_vec()]);
    let stored = stored(&strategy, vec![numbers("trust", "", even(2.0, 5))], outcomes.to_vec());
    (strategy, stored)
}

fn ask(measures: &[&str], pathways: &[&str]) -> Question {
    let owned = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    Question { measures: owned(measures), pathways: owned(pathways), strategy: "hash".into() }
}

fn found((strategy, stored): &(Strategy, Stored), question: &Question) -> Result<Robustness, Error> {
    robustness(strategy, stored, question)
}

fn row<'a>(judged: &'a Judged, metric: &str) -> &'a Row {
    judged.metrics.iter().find(|row| row.metric == metric).unwrap()
}

fn near(row: &Row, expected: [f64; 3]) {
    assert_eq!(row.values.len(), 3);
    for (value, expected) in row.values.iter().zip(expected) {
        assert!((value.unwrap() - expected).abs() < 5e-7, "{}: {:?}, not {expected}", row.metric, row.values);
    }
}

#[test]
fn the_table_of_three_by_five_has_its_known_values_and_ranks() {
    let found = found(&run(TABLE), &ask(&["gain"], &[])).unwrap();
    assert_eq!(found.pathways, ["stay", "phase", "leave"]);
    let judged = &found.measures[0];
    assert_eq!(judged.metrics.len(), 11);
    // Regrets and deviations as distances; all else as it stands in the table.
    let known: [(&str, [f64; 3], [usize; 3]); 11] = [
        ("maximin", [0.5, 0.6, 0.2], [2, 1, 3]),
        ("maximax", [1.0, 0.69, 0.95], [1, 3, 2]),
        ("Hurwicz", [0.75, 0.645, 0.575], [1, 2, 3]),
        ("Laplace", [0.798, 0.632, 0.672], [1, 3, 2]),
        ("minimax regret", [0.4, 0.4, 0.79], [1, 1, 3]),
        ("percentile regret", [0.4, 0.4, 0.79], [1, 1, 3]),
        ("mean-variance", [1.486184, 1.571739, 1.240931], [2, 1, 3]),
        ("undesirable deviations", [0.133333, 0.013333, 0.4], [2, 1, 3]),
        ("percentile skew", [0.2, -0.555556, 0.866667], [2, 3, 1]),
        ("percentile kurtosis", [1.724138, 1.8, 1.470588], [2, 1, 3]),
        ("Starr's domain", [0.8, 1.0, 0.6], [2, 1, 3]),
    ];
    for (metric, values, ranks) in known {
        let row = row(judged, metric);
        near(row, values);
        assert_eq!(row.ranks, ranks.map(Some), "{metric}");
    }
    // Of the metrics, five each for one answer: the choice of metric changes the best.
    let winners = judged.winners();
    assert_eq!(winners[0].0, [1]);
    assert_eq!(
        winners.iter().map(|(p, m)| (p.clone(), m.len())).collect::<Vec<_>>()[1..],
        [(vec![0], 3), (vec![0, 1], 2), (vec![2], 1)]
    );
}

#[test]
fn a_loss_is_shown_in_its_own_direction() {
    let found = found(&run(TABLE), &ask(&["loss"], &[])).unwrap();
    let judged = &found.measures[0];
    // The worst future is the largest loss, the best the smallest.
    near(row(judged, "maximin"), [1.0, 0.69, 0.95]);
    near(row(judged, "maximax"), [0.5, 0.6, 0.2]);
    near(row(judged, "Laplace"), [0.798, 0.632, 0.672]);
    assert_eq!(row(judged, "Laplace").ranks, [Some(3), Some(1), Some(2)]);
    assert_eq!(row(judged, "maximin").ranks, [Some(3), Some(1), Some(2)]);
    // By hand: above the least of each future, stay 0.79, 0.4, 0, 0.15, 0.3.
    near(row(judged, "minimax regret"), [0.79, 0.49, 0.4]);
    assert!(row(judged, "minimax regret").values.iter().flatten().all(|v| *v >= 0.0));
    near(row(judged, "Starr's domain"), [0.2, 0.4, 0.4]);
    assert_eq!(row(judged, "Starr's domain").ranks, [Some(3), Some(1), Some(1)]);
}

#[test]
fn the_order_of_pathways_changes_no_value() {
    let (strategy, run) = run(TABLE);
    let first = robustness(&strategy, &run, &ask(&[], &[])).unwrap();
    let (mut turned, mut other) = (strategy.clone(), run.clone());
    turned.pathways[..3].reverse();
    other.pathways[..3].reverse();
    other.outcomes[..3].reverse();
    let second = robustness(&turned, &other, &ask(&[], &[])).unwrap();
    assert_eq!(second.pathways, ["leave", "phase", "stay"]);
    for (a, b) in first.measures.iter().zip(&second.measures) {
        for (a, b) in a.metrics.iter().zip(&b.metrics) {
            let values: Vec<Option<f64>> = b.values.iter().rev().copied().collect();
            let ranks: Vec<Option<usize>> = b.ranks.iter().rev().copied().collect();
            assert_eq!((&a.values, &a.ranks), (&values, &ranks), "{}", a.metric);
        }
    }
}

#[test]
fn what_stands_for_comparison_is_left_out_also_of_regret() {
    let run = run(TABLE);
    let all = found(&run, &ask(&["gain"], &[])).unwrap();
    assert!(row(&all.measures[0], "minimax regret").values.iter().flatten().all(|v| *v < 1.0));
    let refused = found(&run, &ask(&["gain"], &["stay", "was"])).unwrap_err().to_string();
    assert_eq!(refused, "pathway `was` stands for comparison and is no choice, so it has no rank; leave it out");
    // Regret is against the best of those compared.
    let two = found(&run, &ask(&["gain"], &["phase", "leave"])).unwrap();
    assert_eq!(two.pathways, ["phase", "leave"]);
    let regret = &row(&two.measures[0], "minimax regret").values;
    assert!((regret[0].unwrap() - 0.35).abs() < 1e-12 && (regret[1].unwrap() - 0.49).abs() < 1e-12, "{regret:?}");
}

#[test]
fn the_unknown_meets_no_bar_and_leaves_its_future_out_elsewhere() {
    let mut table = TABLE;
    table[2][0] = f64::NAN;
    let found = found(&run(table), &ask(&["gain"], &[])).unwrap();
    let judged = &found.measures[0];
    assert_eq!((judged.left_out, &judged.unknown[..]), (1, &[0, 0, 1][..]));
    near(row(judged, "maximax"), [1.0, 0.65, 0.95]);
    // Of all five futures: the unknown one is not met.
    near(row(judged, "Starr's domain"), [0.8, 1.0, 0.6]);
    assert_eq!(found.bars.unwrap().pathways[2].all, 0.6);
}

#[test]
fn where_nothing_is_known_only_the_bar_is_judged() {
    let mut table = TABLE;
    table[1] = [f64::NAN; 5];
    let found = found(&run(table), &ask(&["gain"], &[])).unwrap();
    let judged = &found.measures[0];
    assert_eq!(judged.metrics.iter().map(|row| row.metric.as_str()).collect::<Vec<_>>(), ["Starr's domain"]);
    near(&judged.metrics[0], [0.8, 0.0, 0.6]);
    assert_eq!(judged.left_out, 5);
}

#[test]
fn metrics_that_are_undefined_or_tie_rank_nobody() {
    let mut table = TABLE;
    (table[0], table[1], table[2]) = ([0.5; 5], [0.5; 5], [0.5; 5]);
    let found = found(&run(table), &ask(&["gain"], &[])).unwrap();
    let judged = &found.measures[0];
    assert_eq!(row(judged, "percentile kurtosis").values, [None; 3]);
    assert_eq!(row(judged, "percentile kurtosis").ranks, [None; 3]);
    assert_eq!(row(judged, "maximin").ranks, [Some(1); 3]);
    assert!(judged.metrics.iter().all(|row| row.best().is_empty()) && judged.winners().is_empty());
}

#[test]
fn all_bars_at_once_and_the_one_that_binds() {
    let found = found(&run(TABLE), &ask(&[], &[])).unwrap();
    let bars = found.bars.unwrap();
    assert_eq!(bars.measures, ["gain", "loss"]);
    // At least and at most 0.6 at once: only phase, in futures 1 and 2; its loss is met in these, its gain everywhere.
    assert_eq!(bars.pathways.iter().map(|met| met.all).collect::<Vec<_>>(), [0.0, 0.4, 0.0]);
    assert_eq!((&bars.pathways[1].each[..], bars.binding(1)), (&[1.0, 0.4][..], Some(1)));
    assert_eq!(bars.pathways[1].alone_missed, [0.0, 0.6]);
    assert_eq!(bars.binding(2), Some(1));
    let met =
        Bars { measures: vec!["a".into()], pathways: vec![Met { all: 1.0, each: vec![1.0], alone_missed: vec![0.0] }] };
    assert_eq!((met.binding(0), met.binding(7)), (None, None));
}

#[test]
fn measures_without_a_bar_have_ten_metrics() {
    let found = found(&run(TABLE), &ask(&["third"], &[])).unwrap();
    assert_eq!((found.measures[0].metrics.len(), found.measures[0].threshold, found.bars), (10, None, None));
}

#[test]
fn wrong_use_is_refused_in_words() {
    let run = run(TABLE);
    let refused = |measures: &[&str], pathways: &[&str]| found(&run, &ask(measures, pathways)).unwrap_err().to_string();
    assert_eq!(refused(&["gian"], &[]), "unknown measure `gian`; did you mean `gain`?");
    assert_eq!(refused(&[], &["fase"]), "unknown pathway `fase`; there are stay, phase, leave, was");
    assert_eq!(
        refused(&[], &["stay"]),
        "only `stay` is there to choose; a rank takes two, so run another pathway or name one with --pathway"
    );
}
