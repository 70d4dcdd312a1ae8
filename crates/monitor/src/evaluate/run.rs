//! One run over evidence.

use std::collections::BTreeMap;

use milepost_engine::{Futures, Keep, NonFinite, Prepared, Settings, run_with};
use milepost_ir::{Draws, Evidence, Want, lower_over};
use milepost_strategy::model::{Strategy, VariableId};

/// What variables were at every step, by evidence.
#[derive(Clone, Debug, Default)]
pub struct Values {
    columns: BTreeMap<(VariableId, usize), Vec<f64>>,
}

impl Values {
    /// What was judged or published at a step, the end of a period: an event counts from the next step on.
    /// Not a number where it is unknown.
    pub fn after(&self, id: VariableId, flat: usize, step: u32) -> f64 {
        let column = self.columns.get(&(id, flat));
        column.and_then(|values| values.get(step as usize + 1)).copied().unwrap_or(f64::NAN)
    }

    /// The truth of the same, where it is known.
    pub fn truth_after(&self, id: VariableId, flat: usize, step: u32) -> Option<bool> {
        let value = self.after(id, flat, step);
        (!value.is_nan()).then_some(value == 1.0)
    }
}

/// Runs a strategy over evidence to the step after `last`, and keeps variables at every step.
///
/// # Errors
/// A sentence that says what of the strategy cannot be run.
pub fn evaluate(
    strategy: &Strategy,
    variables: &[VariableId],
    last: u32,
    evidence: &Evidence,
) -> Result<Values, String> {
    let Some(variant) = strategy.variants.first() else {
        return Err("the strategy has no pathway; write `pathway base = ...`".into());
    };
    // What is judged at a step can be read from the next: the run ends one step later, wherever the strategy does.
    let mut short = strategy.clone();
    short.time.steps = last + 1;
    short.time.end = short.time.start + f64::from(last + 1) * short.time.step;
    let want = Want {
        draws: Draws::Defaults,
        measures: false,
        charts: false,
        variables: variables.to_vec(),
        save_every: Some(1),
        diagnostics: false,
        optimise: true,
    };
    let lowered = lower_over(&short, variant, &want, evidence).map_err(|fault| fault.to_string())?;
    let saved = lowered.variables.clone();
    let prepared = Prepared::new(lowered.program).map_err(|why| why.to_string())?;
    let keep = Keep { bands: Vec::new(), series: saved.collect() };
    let settings = Settings { non_finite: NonFinite::Allow, ..Settings::default() };
    let futures = Futures { seed: 0, members: 0..1 };
    let block = run_with(&prepared, futures, &keep, settings).map_err(|fault| fault.to_string())?;
    let mut columns = block.series.into_iter().map(|times| times.into_iter().flatten().collect());
    let mut values = Values::default();
    for id in variables {
        for flat in 0..strategy.size(&strategy.variable(*id).dims) {
            values.columns.insert((*id, flat), columns.next().unwrap_or_default());
        }
    }
    Ok(values)
}
