//! The threshold that would do best on what an observer sees.

use milepost_analysis::timing::{Costs, Crossing, Grid, Score, Split, Tipping, Trigger, best_threshold};

use super::super::{Best, Judged, Threshold};
use super::ask::Watched;
use super::judge::counts;

/// Thresholds that are tried.
const TRIED: usize = 60;
/// Fewer futures in which it should fire teach nothing.
const FEWEST: usize = 20;

/// What is judged by.
pub(super) struct Rules<'a> {
    /// The latest at which it may fire, per future.
    pub latest: &'a [Tipping],
    /// An alarm that comes so long before that is for nothing.
    pub early: f64,
    /// What a miss costs where a false alarm costs 1.
    pub miss_cost: f64,
    /// Chooses the half of the futures that choose.
    pub seed: u64,
}

/// Finds the threshold on half of the futures and judges it on the others.  `columns` answer [`Watched::asks`].
pub(super) fn best(watched: &Watched, name: &str, columns: &[Vec<f64>], rules: &Rules) -> Threshold {
    let called = rules.latest.iter().filter(|tipping| tipping.time().is_some()).count();
    if called < FEWEST || rules.latest.len() - called < FEWEST {
        let which = if called < FEWEST { "too few to learn from" } else { "and not in too few to learn from" };
        return Threshold::NotSought(format!(
            "it is called for in {called} of {} futures, {which}",
            rules.latest.len()
        ));
    }
    let (times, posts) = signposts(watched, columns);
    let simple = watched.simple;
    let grid = thresholds(&posts, simple.above, simple.threshold);
    let crossing = if simple.above { Crossing::Above(simple.threshold) } else { Crossing::Below(simple.threshold) };
    let trigger = Trigger { crossing, persistence: 1, lead: 0.0, early: rules.early };
    let costs = Costs { late: rules.miss_cost, false_alarm: 1.0, missed: rules.miss_cost };
    let split = Split { choosing: 0.5, seed: rules.seed };
    let slices: Vec<&[f64]> = posts.iter().map(Vec::as_slice).collect();
    let find =
        |thresholds: &[f64]| best_threshold(Grid { thresholds, trigger }, costs, split, &times, &slices, rules.latest);
    let (found, declared) = match (find(&grid), find(&[simple.threshold])) {
        (Ok(found), Ok(declared)) => (found, declared),
        (Err(unfit), _) | (_, Err(unfit)) => return Threshold::NotSought(unfit.to_string()),
    };
    let judged = |score: &Score, cost: Option<f64>| Judged { counts: counts(score), cost };
    Threshold::Found(Best {
        indicator: name.into(),
        above: simple.above,
        declared: simple.threshold,
        best: found.threshold,
        judged: found.judged_on.verdicts.len() as u64,
        with_declared: judged(&declared.judged_on, declared.cost),
        with_best: judged(&found.judged_on, found.cost),
        cost_of_none: found.cost_of_none,
    })
}

/// Per future, the number that a threshold is held against at each judgement.  Of the last m samples, n are above a
/// threshold exactly if the n-th largest of them is; of two sources both are, if the smaller of the two numbers is.
pub(super) fn signposts(watched: &Watched, columns: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let count = watched.times.len();
    let futures = columns.first().map_or(0, Vec::len);
    let sign = if watched.simple.above { 1.0 } else { -1.0 };
    let skipped = watched.periods.min(count) - 1;
    let one = |future: usize| -> Vec<f64> {
        let at = |last: usize| {
            let sources = columns.chunks_exact(count).map(|source| {
                let window = &source[last + 1 - watched.periods.min(last + 1)..=last];
                let seen: Vec<f64> = window.iter().map(|column| sign * column[future]).collect();
                nth_largest(seen, watched.of)
            });
            sign * sources.fold(f64::INFINITY, |least, value| if value.is_nan() { value } else { least.min(value) })
        };
        (skipped..count).map(at).collect()
    };
    (watched.times[skipped..].to_vec(), (0..futures).map(one).collect())
}

/// NaN where fewer are known.
fn nth_largest(mut values: Vec<f64>, n: usize) -> f64 {
    values.retain(|value| !value.is_nan());
    values.sort_by(|a, b| b.total_cmp(a));
    n.checked_sub(1).and_then(|k| values.get(k)).copied().unwrap_or(f64::NAN)
}

/// Thresholds to try: those that part the futures evenly by their most extreme number, in two digits, and the declared one.
fn thresholds(posts: &[Vec<f64>], above: bool, declared: f64) -> Vec<f64> {
    let extreme = |post: &Vec<f64>| {
        let known = post.iter().copied().filter(|value| value.is_finite());
        if above { known.reduce(f64::max) } else { known.reduce(f64::min) }
    };
    let mut all: Vec<f64> = posts.iter().filter_map(extreme).collect();
    all.sort_by(f64::total_cmp);
    let picked = (0..=TRIED).filter_map(|k| all.get(k * all.len().saturating_sub(1) / TRIED));
    let mut grid: Vec<f64> = picked.map(|value| two_digits(*value)).chain([declared]).collect();
    grid.sort_by(f64::total_cmp);
    grid.dedup();
    grid
}

fn two_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let text = format!("{value:.1e}");
    text.parse().unwrap_or(value)
}
