//! Runs history, keeps the futures that agree with it, and says what follows.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Outcomes, Plan, Progress, Tally, outcomes};
use milepost_strategy::model::*;

use super::counted::periods;
use super::error::FEWEST;
use super::narrowed::narrowed;
use super::reported::{Pair, Reported, reported};
use super::{Coverage, Error, FitSummary, KeptMeasure, Period};
use crate::ask;
use crate::progress::Forward;

/// Holds futures against what was counted, and runs every choice over the same futures.  The plan's pathways, claims and
/// charts play no part.
///
/// # Errors
/// One sentence each: see [`Error`].
pub fn fit(
    strategy: &Strategy,
    fit: &Fit,
    plan: &Plan,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<FitSummary, Error> {
    let choices = choices(strategy);
    let futures = plan.members.end.saturating_sub(plan.members.start);
    progress.start(futures * (1 + choices.len() as u64), 0);

    let mut copy = strategy.clone();
    copy.measures.clear();
    let mut lines = Vec::new();
    for line in fit.keep.iter().chain(&fit.judge) {
        let periods = periods(strategy, &mut copy, line);
        if periods.is_empty() {
            return Err(Error::NoEvidence { fit: fit.name.clone(), line: named(strategy, line) });
        }
        let asked = periods.iter().flat_map(|period| &period.cells);
        copy.measures.extend(asked.flat_map(|cell| cell.asked.expressions()).map(|e| ask::measure(e.clone())));
        lines.push((line, periods));
    }
    let history = [ask::plain(strategy, fit.pathway)];
    let tried = outcomes(&copy, &history, plan, &Forward(progress), cancel)?;
    let reported = reported(strategy, &lines, &tried);
    let (keep, judge) = reported.split_at(fit.keep.len());
    let kept = kept(strategy, fit, keep, futures as usize)?;

    let run = outcomes(strategy, &choices, plan, &Forward(progress), cancel)?;
    progress.finish();
    Ok(FitSummary {
        strategy: plan.strategy.clone(),
        name: fit.name.clone(),
        futures,
        seed: plan.seed,
        keep: told(strategy, &fit.keep, keep, &kept),
        judge: told(strategy, &fit.judge, judge, &kept),
        coverage: fit
            .judge
            .iter()
            .zip(judge)
            .flat_map(|(line, judge)| coverage(strategy, line, judge, &kept))
            .collect(),
        parameters: narrowed(strategy, &tried, &kept),
        measures: measures(strategy, &choices, &run, &kept),
        kept: kept.iter().map(|k| plan.members.start + *k as u64).collect(),
    })
}

/// The futures that agree in every period of every line, as positions.
fn kept(strategy: &Strategy, fit: &Fit, lines: &[Vec<Reported>], futures: usize) -> Result<Vec<usize>, Error> {
    let agrees = |(line, reported): (&FitLine, &Vec<Reported>), k: usize| {
        reported.iter().all(|period| period.whole.agrees(k, line.within))
    };
    let by_line = |k: usize| fit.keep.iter().zip(lines).all(|both| agrees(both, k));
    let kept: Vec<usize> = (0..futures).filter(|&k| by_line(k)).collect();
    if kept.len() >= FEWEST {
        return Ok(kept);
    }
    let alone = fit.keep.iter().zip(lines).map(|both| {
        let kept = (0..futures).filter(|&k| agrees(both, k)).count();
        (named(strategy, both.0), kept)
    });
    let mut lines: Vec<(String, usize)> = alone.collect();
    lines.sort_by_key(|(_, kept)| *kept);
    Err(Error::TooFew { fit: fit.name.clone(), kept: kept.len(), futures, lines })
}

/// The periods of some lines as people read them.
fn told(strategy: &Strategy, lines: &[FitLine], reported: &[Vec<Reported>], kept: &[usize]) -> Vec<Period> {
    let both = lines.iter().zip(reported);
    let period = |line: &FitLine, period: &Reported| Period {
        indicator: strategy.variables[line.indicator.index()].name.clone(),
        from: period.from,
        to: period.to,
        counted: period.whole.counted,
        before: Tally::of(period.whole.reported.iter().copied()).spread(),
        after: Tally::of(kept.iter().map(|&k| period.whole.reported[k])).spread(),
    };
    both.flat_map(|(line, reported)| reported.iter().map(move |p| period(line, p))).collect()
}

/// How often what was counted lies within the bands: whole country and, where there are any, place by place.
fn coverage(strategy: &Strategy, line: &FitLine, judged: &[Reported], kept: &[usize]) -> Vec<Coverage> {
    let variable = &strategy.variables[line.indicator.index()];
    let count = |of: String, pairs: Vec<&Pair>| {
        let within = |middle: f64| pairs.iter().filter(|pair| pair.within(kept, middle)).count() as u64;
        Coverage { of, periods: pairs.len() as u64, within_50: within(0.5), within_90: within(0.9) }
    };
    let whole = judged.iter().map(|period| &period.whole).collect();
    let mut out = vec![count(format!("{}, national", variable.name), whole)];
    if !variable.dims.is_empty() {
        let dims: Vec<&str> = variable.dims.iter().map(|d| strategy.dimensions[d.index()].name.as_str()).collect();
        let cells = judged.iter().flat_map(|period| &period.cells).collect();
        out.push(count(format!("{}, by {}", variable.name, dims.join(" and ")), cells));
    }
    out
}

/// Every pathway that is a choice, and the reference, in declared order.
fn choices(strategy: &Strategy) -> Vec<Variant> {
    let ids = (0..strategy.pathways.len()).map(|k| PathwayId(k as u32));
    let wanted = ids.filter(|&id| is_choice(strategy, id) || strategy.reference == Some(id));
    wanted.map(|id| ask::plain(strategy, id)).collect()
}

fn is_choice(strategy: &Strategy, id: PathwayId) -> bool {
    !strategy.pathways[id.index()].comparison
}

/// Every measure of every choice, over all futures and over those kept.
fn measures(strategy: &Strategy, choices: &[Variant], run: &Outcomes, kept: &[usize]) -> Vec<KeptMeasure> {
    let reference = choices.iter().position(|v| strategy.reference == Some(v.pathway));
    let mut out = Vec::new();
    for (v, variant) in choices.iter().enumerate().filter(|(_, v)| is_choice(strategy, v.pathway)) {
        for (m, measure) in strategy.measures.iter().enumerate() {
            let values = &run.measures[v][m];
            let better = reference.filter(|&r| r != v).map(|r| {
                let sign = if measure.maximise { 1.0 } else { -1.0 };
                let gains = |k: usize| sign * (values[k] - run.measures[r][m][k]) > measure.matters;
                let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
                let before = share((0..values.len()).filter(|&k| gains(k)).count(), values.len());
                (before, share(kept.iter().filter(|&&k| gains(k)).count(), kept.len()))
            });
            out.push(KeptMeasure {
                pathway: strategy.pathways[variant.pathway.index()].name.clone(),
                measure: measure.name.clone(),
                before: Tally::of(values.iter().copied()).spread(),
                after: Tally::of(kept.iter().map(|&k| values[k])).spread(),
                better,
            });
        }
    }
    out
}

/// Indicator and dates of a line.
fn named(strategy: &Strategy, line: &FitLine) -> String {
    let name = &strategy.variables[line.indicator.index()].name;
    let axis = &strategy.time;
    format!("`{name}` from {} until {}", axis.label(line.from), axis.label(line.to))
}
