//! One run of a model as it stands: every uncertainty at its default.

use milepost_engine::{Fault, Futures, NonFinite, Prepared, Settings, visit};
use milepost_ir::{Draws, Want};
use milepost_strategy::model::{Strategy, VariableId};

/// What a single run yields.
#[derive(Clone, Debug, PartialEq)]
pub struct Single {
    /// The times of the saved values.
    pub times: Vec<f64>,
    /// For each variable asked for, in that order, for each of its flat elements, a value for each time.
    pub values: Vec<Vec<Vec<f64>>>,
}

impl Single {
    /// The first saved value that is not finite: its variable's position, its flat element and when.
    pub fn first_not_finite(&self) -> Option<(usize, usize, usize)> {
        let elements = || self.values.iter().enumerate().flat_map(|(v, e)| (0..e.len()).map(move |flat| (v, flat)));
        (0..self.times.len()).find_map(|t| {
            elements()
                .find(|&(v, flat)| self.values[v][flat].get(t).is_some_and(|x| !x.is_finite()))
                .map(|(v, flat)| (v, flat, t))
        })
    }
}

/// Why there is no run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SingleError {
    /// A stock stopped being finite.
    #[error("{name} became {value} at time {time}")]
    NotFinite {
        /// The stock, with its element.
        name: String,
        /// When.
        time: f64,
        /// What it became.
        value: f64,
    },
    /// The model cannot be run as it is.
    #[error("{0}")]
    Program(String),
}

impl From<SingleError> for String {
    fn from(why: SingleError) -> String {
        why.to_string()
    }
}

/// Runs the first variant of a strategy once, with default values; only random events of models without choices are
/// drawn, by `seed`.  `save_every` is in steps.
///
/// # Errors
/// What of the model cannot be run, or which stock stopped being finite, and when.
pub fn single(
    strategy: &Strategy,
    variables: &[VariableId],
    save_every: u32,
    seed: u64,
    non_finite: NonFinite,
) -> Result<Single, SingleError> {
    let broken = |why: String| SingleError::Program(why);
    let variant = strategy.variants.first().ok_or_else(|| broken("the model has no pathway to run".into()))?;
    let want = Want {
        draws: Draws::Defaults,
        measures: false,
        charts: false,
        variables: variables.to_vec(),
        save_every: Some(save_every),
        diagnostics: false,
        optimise: true,
    };
    let lowered = milepost_ir::lower(strategy, variant, &want).map_err(|fault| broken(fault.to_string()))?;
    let (first, count) = (lowered.variables.start, lowered.variables.len());
    let prepared = Prepared::new(lowered.program).map_err(|why| broken(why.to_string()))?;
    let saved: Vec<usize> = (first..first + count).collect();
    let settings = Settings { non_finite, ..Settings::default() };
    let futures = Futures { seed, members: 0..1 };
    let times = prepared.saved_steps().len();
    let mut columns: Vec<Vec<f64>> = saved.iter().map(|_| Vec::with_capacity(times)).collect();
    visit(&prepared, futures, &saved, settings, |seen| columns[seen.saved].extend(seen.values)).map_err(|fault| {
        match fault {
            Fault::NonFinite { name, time, value, .. } => SingleError::NotFinite { name, time, value },
            other => broken(other.to_string()),
        }
    })?;
    let mut columns = columns.into_iter();
    let size = |id: &VariableId| {
        let dims = &strategy.variables[id.index()].dims;
        dims.iter().map(|d| strategy.dimensions[d.index()].elements.len()).product()
    };
    let values = variables.iter().map(|id| columns.by_ref().take(size(id)).collect()).collect();
    Ok(Single { times: prepared.saved_times().collect(), values })
}
