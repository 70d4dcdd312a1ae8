//! Runs a strategy that computes scores, and shows them step by step.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use milepost_engine::{Fault, Futures, NonFinite, Prepared, Settings, visit};
use milepost_ensemble::Error;
use milepost_ir::{Draws, Want};
use milepost_strategy::model::*;

/// What is drawn, and what is done about a stock that stops being finite.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw {
    /// Key of all random numbers.
    pub seed: u64,
    /// Whether uncertainties are drawn, rather than at their defaults.
    pub drawn: bool,
    /// Whether futures in which a stock is not finite are gone on with.
    pub allow_nan: bool,
}

/// One pathway, made ready.
pub(super) struct Tape {
    variant: String,
    prepared: Prepared,
    saved: Vec<usize>,
    draw: Draw,
    axis: TimeAxis,
}

/// What some members had at a step: a row for each number asked for, a value for each member.
pub(super) struct Step<'a> {
    /// The step's number.
    pub step: usize,
    /// `[number][member]`
    pub rows: &'a [Vec<f64>],
}

impl Tape {
    /// Makes a variant ready to show some variables without dimensions.
    pub fn new(strategy: &Strategy, variant: &Variant, variables: &[VariableId], draw: Draw) -> Result<Tape, Error> {
        let broken = |why: String| Error::Program { pathway: variant.name.clone(), why };
        let want = Want {
            draws: if draw.drawn { Draws::Sampled } else { Draws::Defaults },
            measures: false,
            charts: false,
            variables: variables.to_vec(),
            save_every: Some(1),
            diagnostics: false,
            optimise: true,
        };
        let lowered = milepost_ir::lower(strategy, variant, &want).map_err(|fault| broken(fault.to_string()))?;
        let saved = lowered.variables.clone().collect();
        let prepared = Prepared::new(lowered.program).map_err(|why| broken(why.to_string()))?;
        Ok(Tape { variant: variant.name.clone(), prepared, saved, draw, axis: strategy.time.clone() })
    }

    /// Runs some members; `see` is shown every step of a few of them, then of the next.
    pub fn play(&self, members: Range<u64>, cancel: &AtomicBool, mut see: impl FnMut(Step)) -> Result<(), Error> {
        let non_finite = if self.draw.allow_nan { NonFinite::Allow } else { NonFinite::Refuse };
        let settings = Settings { cancel: Some(cancel), non_finite, ..Settings::default() };
        let futures = Futures { seed: self.draw.seed, members };
        let mut rows: Vec<Vec<f64>> = vec![Vec::new(); self.saved.len()];
        let last = self.saved.len() - 1;
        let played = visit(&self.prepared, futures, &self.saved, settings, |seen| {
            rows[seen.saved].clear();
            rows[seen.saved].extend_from_slice(seen.values);
            if seen.saved == last {
                see(Step { step: seen.time, rows: &rows });
            }
        });
        played.map_err(|fault| self.explain(fault))
    }

    fn explain(&self, fault: Fault) -> Error {
        let pathway = self.variant.clone();
        match fault {
            Fault::NonFinite { name: stock, member, time, value } => {
                let time = match self.axis.origin {
                    Some(_) => self.axis.label(time),
                    None => format!("{} {time}", self.axis.unit),
                };
                Error::NotFinite { pathway, stock, member, time, value }
            }
            Fault::Cancelled => Error::Interrupted { done: 0, total: 0 },
            other => Error::Program { pathway, why: other.to_string() },
        }
    }
}
