//! What the ensemble needs of an engine, and the engine.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use milepost_engine::{Fault, Futures, Keep, NonFinite, Points, Prepared, Settings};
use milepost_ir::{Lowered, Notice, Parameter, Want};
use milepost_strategy::model::{Strategy, Variant};

use crate::hash::Hasher;
use crate::spread::Tally;
use crate::{Error, Plan};

/// What a variant is run for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A pathway: measures, charts, notices, uncertainties.
    Pathway,
    /// A variant that only claims speak of: measures.
    Claim,
    /// A variant that somebody looks at while levers move: measures, charts, uncertainties.
    Live,
}

/// Something that runs one variant of a strategy.
pub(crate) trait Simulate: Send + Sync {
    /// Adds everything that its results depend on, besides the seed and the member.
    fn hash(&self, hasher: &mut Hasher);
    /// Names of the uncertainties.
    fn parameters(&self) -> Vec<String>;
    /// Times of the charts.
    fn times(&self) -> Vec<f64>;
    /// What people should be told, in the order of [`Tile::notices`].
    fn notices(&self) -> &[Notice];
    /// Runs some members; what they would draw before their first step is what the points say, where there are any.
    fn simulate(&self, members: Range<u64>, points: Option<&Points>, cancel: &AtomicBool) -> Result<Tile, Fault>;
}

/// Results of some members under one variant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tile {
    /// `[measure][member]`
    pub measures: Vec<Vec<f64>>,
    /// `[uncertainty][member]`
    pub parameters: Vec<Vec<f64>>,
    /// `[notice][member]`
    pub notices: Vec<Vec<f64>>,
    /// `[chart][time]`
    pub charts: Vec<Vec<Tally>>,
}

/// The engine with a lowered variant.
pub(crate) struct Engine {
    prepared: Prepared,
    /// Hash of the program.
    digest: String,
    measures: Range<usize>,
    parameters: Vec<Parameter>,
    notices: Vec<Notice>,
    keep: Keep,
    seed: u64,
    settings: Settings<'static>,
}

impl Engine {
    /// Lowers and prepares a variant.
    pub fn new(strategy: &Strategy, variant: &Variant, purpose: Purpose, plan: &Plan) -> Result<Engine, Error> {
        let charts = purpose != Purpose::Claim && plan.charts;
        let want = Want { charts, diagnostics: purpose == Purpose::Pathway, ..Want::default() };
        let broken = |why: String| Error::Program { pathway: variant.name.clone(), why };
        let lowered = milepost_ir::lower(strategy, variant, &want).map_err(|fault| broken(fault.to_string()))?;
        let Lowered { program, measures, charts, notices, parameters, variables: _ } = lowered;
        let mut hasher = Hasher::default();
        hasher.program(&program);
        let prepared = Prepared::new(program).map_err(|invalid| broken(invalid.to_string()))?;
        let keep = Keep { bands: Vec::new(), series: charts.collect() };
        let non_finite = if plan.allow_nan { NonFinite::Allow } else { NonFinite::Refuse };
        let settings = Settings { isa: plan.isa, lanes: plan.lanes, non_finite, ..Settings::default() };
        let digest = hasher.finish();
        Ok(Engine { prepared, digest, measures, parameters, notices, keep, seed: plan.seed, settings })
    }

    /// Runs some members and keeps the charts future by future.
    pub fn futures(
        &self,
        members: Range<u64>,
        points: Option<&Points>,
        cancel: &AtomicBool,
    ) -> Result<(Tile, Series), Fault> {
        let futures = Futures { seed: self.seed, members };
        let settings = Settings { cancel: Some(cancel), points, ..self.settings };
        let block = milepost_engine::run_with(&self.prepared, futures, &self.keep, settings)?;
        // Copied, not taken: two names may stand for the same output.
        let output = |k: usize| block.outputs.get(k).cloned().unwrap_or_default();
        let tile = Tile {
            measures: self.measures.clone().map(output).collect(),
            parameters: self.parameters.iter().map(|parameter| output(parameter.output)).collect(),
            notices: self.notices.iter().map(|notice| output(notice.output)).collect(),
            charts: Vec::new(),
        };
        Ok((tile, block.series))
    }
}

/// `[chart][time][member]`
pub(crate) type Series = Vec<Vec<Vec<f64>>>;

impl Simulate for Engine {
    fn hash(&self, hasher: &mut Hasher) {
        hasher.text(&self.digest);
    }

    fn parameters(&self) -> Vec<String> {
        self.parameters.iter().map(|parameter| parameter.name.clone()).collect()
    }

    fn times(&self) -> Vec<f64> {
        self.prepared.saved_times().collect()
    }

    fn notices(&self) -> &[Notice] {
        &self.notices
    }

    fn simulate(&self, members: Range<u64>, points: Option<&Points>, cancel: &AtomicBool) -> Result<Tile, Fault> {
        let (tile, series) = self.futures(members, points, cancel)?;
        let tally = |series: Vec<Vec<f64>>| series.into_iter().map(Tally::of).collect();
        Ok(Tile { charts: series.into_iter().map(tally).collect(), ..tile })
    }
}
