//! From triggers and conditions to their own copies, told and in truth, and from runs of these to counts.

use std::ops::Range;

use milepost_analysis::timing::alarm;
use milepost_engine::{Futures, Keep, NonFinite, Prepared, Settings, run_with};
use milepost_ensemble::{in_parallel, workers};
use milepost_ir::{Draws, Want};
use milepost_strategy::model::*;

use super::{Rehearsal, Rehearsed};
use crate::timing::truth::{Truths, indicators};

/// Futures that are run at a time.
const BLOCK: u64 = 64;

/// A strategy with its triggers and conditions twice: as they are told, and as they should be; and what cannot be judged.
pub struct Cast {
    strategy: Strategy,
    /// Each, itself and in truth, and how many periods it lags.
    pairs: Vec<(VariableId, VariableId, usize)>,
    unscored: Vec<(String, String)>,
}

impl Cast {
    /// Makes the copies.
    pub fn new(strategy: &Strategy) -> Cast {
        let mut copy = strategy.clone();
        let mut truths = Truths::default();
        let (mut pairs, mut unscored) = (Vec::new(), Vec::new());
        for at in 0..strategy.variables.len() {
            let id = VariableId(at as u32);
            if let VariableKind::Trigger(trigger) = &mut copy.variables[at].kind {
                trigger.then.clear();
            }
            let read: Vec<VariableId> =
                judged(&strategy.variable(id).kind).iter().flat_map(|when| indicators(strategy, &when.test)).collect();
            if read.is_empty() {
                if let VariableKind::Trigger(_) = strategy.variable(id).kind {
                    let why = "it reads no indicator, so nothing stands between it and what it judges by";
                    unscored.push((strategy.variable(id).name.clone(), why.into()));
                }
                continue;
            }
            let lag = read.iter().map(|id| lag(strategy, *id)).max().unwrap_or(0);
            let mut truth = strategy.variable(id).clone();
            truth.name = format!("{}, in truth", truth.name);
            if let VariableKind::Trigger(trigger) = &mut truth.kind {
                trigger.then.clear();
            }
            for when in judged_mut(&mut truth.kind) {
                when.test = truths.of(&mut copy, &when.test);
            }
            let other = VariableId(copy.variables.len() as u32);
            copy.variables.push(truth);
            pairs.push((id, other, lag));
        }
        Cast { strategy: copy, pairs, unscored }
    }

    /// The strategy with the copies.
    pub fn strategy(&self) -> &Strategy {
        &self.strategy
    }

    /// Triggers and conditions, each with its copy in truth and the reporting periods that its slowest indicator lags.
    pub fn pairs(&self) -> &[(VariableId, VariableId, usize)] {
        &self.pairs
    }

    /// Triggers that cannot be judged, and why.
    pub fn unscored(&self) -> &[(String, String)] {
        &self.unscored
    }
}

/// What a trigger or a condition is judged by; nothing of anything else.
fn judged(kind: &VariableKind) -> Vec<&When> {
    match kind {
        VariableKind::Trigger(t) => std::iter::once(&t.fires).chain(&t.second).chain(&t.ends).collect(),
        VariableKind::Condition(c) => std::iter::once(&c.holds).chain(&c.lost).collect(),
        _ => Vec::new(),
    }
}

fn judged_mut(kind: &mut VariableKind) -> Vec<&mut When> {
    match kind {
        VariableKind::Trigger(t) => std::iter::once(&mut t.fires).chain(&mut t.second).chain(&mut t.ends).collect(),
        VariableKind::Condition(c) => std::iter::once(&mut c.holds).chain(&mut c.lost).collect(),
        _ => Vec::new(),
    }
}

/// Reporting periods of the strategy by which an indicator lags.
fn lag(strategy: &Strategy, id: VariableId) -> usize {
    let VariableKind::Indicator(indicator) = &strategy.variable(id).kind else { return 0 };
    let steps = indicator.lag * indicator.every;
    steps.div_ceil(strategy.time.report_every.max(1)) as usize
}

/// Runs futures under a variant and counts what each trigger and condition did in the reporting periods `periods`, counted from 0.
///
/// # Errors
/// A sentence that says what of the strategy cannot be run, or where a future stopped being finite.
pub fn rehearse(
    cast: &Cast,
    variant: &Variant,
    periods: Range<usize>,
    (futures, seed): (u64, u64),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Rehearsal, String> {
    let strategy = cast.strategy();
    let mut found = Rehearsal { futures, seed, periods: periods.len(), ..Rehearsal::default() };
    found.unscored = cast.unscored().to_vec();
    let wanted: Vec<VariableId> = cast.pairs.iter().flat_map(|(told, truth, _)| [*told, *truth]).collect();
    if wanted.is_empty() {
        return Ok(found);
    }
    let want = Want {
        draws: Draws::Sampled,
        measures: false,
        charts: false,
        variables: wanted,
        save_every: Some(strategy.time.report_every),
        diagnostics: false,
        optimise: true,
    };
    let lowered = milepost_ir::lower(strategy, variant, &want).map_err(|fault| fault.to_string())?;
    let keep = Keep { bands: Vec::new(), series: lowered.variables.clone().collect() };
    let prepared = Prepared::new(lowered.program).map_err(|why| why.to_string())?;
    let blocks: Vec<Range<u64>> =
        (0..futures).step_by(BLOCK as usize).map(|from| from..(from + BLOCK).min(futures)).collect();
    let counted = in_parallel(workers(0), blocks.len(), |k| {
        let settings = Settings { non_finite: NonFinite::Refuse, ..Settings::default() };
        let members = Futures { seed, members: blocks[k].clone() };
        let block = run_with(&prepared, members, &keep, settings).map_err(|fault| fault.to_string())?;
        let many = (blocks[k].end - blocks[k].start) as usize;
        progress(many as u64);
        Ok(counted(cast, &block.series, &periods, many))
    });
    let mut counts: Vec<Rehearsed> = cast.pairs.iter().map(|(id, ..)| of(strategy, *id)).collect();
    for block in counted {
        let block: Vec<Rehearsed> = block.map_err(|why: String| why)?;
        counts.iter_mut().zip(&block).for_each(|(count, more)| count.merge(more));
    }
    found.signals = counts;
    Ok(found)
}

/// What each trigger and condition did in a block of futures: `series` by column, saved period and member.
fn counted(cast: &Cast, series: &[Vec<Vec<f64>>], periods: &Range<usize>, many: usize) -> Vec<Rehearsed> {
    let strategy = &cast.strategy;
    let mut counts: Vec<Rehearsed> = cast.pairs.iter().map(|(id, ..)| of(strategy, *id)).collect();
    for member in 0..many {
        // What is judged at the end of a period counts from the step after it, so it is saved one period later.
        let said = |column: usize| -> Vec<Option<bool>> {
            let value = |at: usize| series[column].get(at + 2).map(|row| row[member]).filter(|x| !x.is_nan());
            periods.clone().map(|at| value(at).map(|x| x == 1.0)).collect()
        };
        let mut column = 0;
        for ((id, _, lag), count) in cast.pairs.iter().zip(&mut counts) {
            let size = strategy.size(&strategy.variable(*id).dims);
            for flat in 0..size {
                count.add(&alarm(&said(column + flat), &said(column + size + flat), *lag));
            }
            column += 2 * size;
        }
    }
    counts
}

fn of(strategy: &Strategy, id: VariableId) -> Rehearsed {
    Rehearsed { signal: strategy.variable(id).name.clone(), ..Rehearsed::default() }
}
