//! From triggers to their own copies, told and in truth, and from runs of these to counts.

use std::ops::Range;

use milepost_analysis::timing::alarm;
use milepost_engine::{Futures, Keep, NonFinite, Prepared, Settings, run_with};
use milepost_ir::{Draws, Want};
use milepost_strategy::model::*;

use super::{Rehearsal, Rehearsed};
use crate::timing::truth::{Truths, indicators};

/// Futures that are run at a time.
const BLOCK: u64 = 64;

/// A strategy with its triggers twice: as they are told, and as they should be; and what cannot be judged.
pub struct Cast {
    strategy: Strategy,
    /// The trigger, itself and in truth, and how many periods it lags.
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
            let VariableKind::Trigger(trigger) = &strategy.variable(id).kind else { continue };
            let whens = || std::iter::once(&trigger.fires).chain(&trigger.second).chain(&trigger.ends);
            let read: Vec<VariableId> = whens().flat_map(|when| indicators(strategy, &when.test)).collect();
            if read.is_empty() {
                let why = "it reads no indicator, so nothing stands between it and what it judges by";
                unscored.push((strategy.variable(id).name.clone(), why.into()));
                continue;
            }
            let lag = read.iter().map(|id| lag(strategy, *id)).max().unwrap_or(0);
            let mut truth = strategy.variable(id).clone();
            truth.name = format!("{}, in truth", truth.name);
            if let VariableKind::Trigger(trigger) = &mut truth.kind {
                trigger.then.clear();
                for when in std::iter::once(&mut trigger.fires).chain(&mut trigger.second).chain(&mut trigger.ends) {
                    when.test = truths.of(&mut copy, &when.test);
                }
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

    /// The triggers, each with its copy in truth and the reporting periods that its slowest indicator lags.
    pub fn pairs(&self) -> &[(VariableId, VariableId, usize)] {
        &self.pairs
    }

    /// Triggers that cannot be judged, and why.
    pub fn unscored(&self) -> &[(String, String)] {
        &self.unscored
    }
}

/// Reporting periods of the strategy by which an indicator lags.
fn lag(strategy: &Strategy, id: VariableId) -> usize {
    let VariableKind::Indicator(indicator) = &strategy.variable(id).kind else { return 0 };
    let steps = indicator.lag * indicator.every;
    steps.div_ceil(strategy.time.report_every.max(1)) as usize
}

/// Runs futures under a variant and counts what each trigger did in the reporting periods `periods`, counted from 0.
///
/// # Errors
/// A sentence that says what of the strategy cannot be run, or where a future stopped being finite.
pub fn rehearse(
    cast: &Cast,
    variant: &Variant,
    periods: Range<usize>,
    (futures, seed): (u64, u64),
    progress: &mut dyn FnMut(u64),
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
    let mut counts: Vec<Rehearsed> = cast.pairs.iter().map(|(id, ..)| of(strategy, *id)).collect();
    let settings = Settings { non_finite: NonFinite::Refuse, ..Settings::default() };
    for from in (0..futures).step_by(BLOCK as usize) {
        let members = from..(from + BLOCK).min(futures);
        let many = (members.end - members.start) as usize;
        let block = run_with(&prepared, Futures { seed, members }, &keep, settings.clone())
            .map_err(|fault| fault.to_string())?;
        for member in 0..many {
            // What is judged at the end of a period counts from the step after it, so it is saved one period later.
            let series = |column: usize| -> Vec<Option<bool>> {
                let times = &block.series[column];
                let value = |at: usize| times.get(at + 2).map(|row| row[member]).filter(|x| !x.is_nan());
                periods.clone().map(|at| value(at).map(|x| x == 1.0)).collect()
            };
            let mut column = 0;
            for ((id, _, lag), count) in cast.pairs.iter().zip(&mut counts) {
                let size = strategy.size(&strategy.variable(*id).dims);
                for flat in 0..size {
                    count.add(&alarm(&series(column + flat), &series(column + size + flat), *lag));
                }
                column += 2 * size;
            }
        }
        progress(many as u64);
    }
    found.triggers = counts;
    Ok(found)
}

fn of(strategy: &Strategy, id: VariableId) -> Rehearsed {
    Rehearsed { trigger: strategy.variable(id).name.clone(), ..Rehearsed::default() }
}
