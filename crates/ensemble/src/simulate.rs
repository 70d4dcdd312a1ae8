//! What the ensemble needs of an engine, and the engine.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use milepost_engine::{Batches, Fault, Futures, Keep, NonFinite, Past, Points, Prepared, Resume, Settings};
use milepost_ir::{History, Lowered, Notice, Parameter, Want};
use milepost_strategy::model::{Strategy, Variant};

use crate::hash::Hasher;
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
    /// Of each chart and, within it, of each time a batch.
    pub charts: Batches,
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
    /// What its states are before the decision, where somebody looks at it and it can be resumed there.
    history: Option<History>,
}

/// From where members are run.
pub(crate) enum Way<'a> {
    /// From the first step on.
    Start,
    /// From the first step on, keeping the states at the decision.
    Keeping,
    /// From states at the decision.
    From(&'a Resume<'a>),
}

impl Engine {
    /// Lowers and prepares a variant.
    pub fn new(strategy: &Strategy, variant: &Variant, purpose: Purpose, plan: &Plan) -> Result<Engine, Error> {
        let charts = purpose != Purpose::Claim && plan.charts;
        let want = Want { charts, diagnostics: purpose == Purpose::Pathway, ..Want::default() };
        let broken = |why: String| Error::Program { pathway: variant.name.clone(), why };
        let lowered = match purpose {
            Purpose::Live => milepost_ir::lower_with_history(strategy, variant, &want, strategy.time.decide)
                .map(|(lowered, history)| (lowered, Some(history))),
            _ => milepost_ir::lower(strategy, variant, &want).map(|lowered| (lowered, None)),
        };
        let (lowered, history) = lowered.map_err(|fault| broken(fault.to_string()))?;
        let Lowered { program, measures, charts, notices, parameters, variables: _ } = lowered;
        let mut hasher = Hasher::default();
        hasher.program(&program);
        let prepared = Prepared::new(program).map_err(|invalid| broken(invalid.to_string()))?;
        let keep = Keep { bands: Vec::new(), series: charts.collect() };
        let non_finite = if plan.allow_nan { NonFinite::Allow } else { NonFinite::Refuse };
        let settings = Settings { isa: plan.isa, lanes: plan.lanes, non_finite, ..Settings::default() };
        let digest = hasher.finish();
        let history = history.filter(|history| history.step > 0 && prepared.can_resume());
        Ok(Engine { prepared, digest, measures, parameters, notices, keep, seed: plan.seed, settings, history })
    }

    /// What its states are before the decision; `None` where it cannot be resumed there.
    pub fn history(&self) -> Option<&History> {
        self.history.as_ref()
    }

    /// Runs some members and keeps the charts future by future, and the states at the decision if asked to.
    pub fn futures(
        &self,
        members: Range<u64>,
        points: Option<&Points>,
        cancel: &AtomicBool,
        way: Way,
    ) -> Result<(Tile, Series, Option<Past>), Fault> {
        let (prepared, futures) = (&self.prepared, Futures { seed: self.seed, members });
        let settings = Settings { cancel: Some(cancel), points, ..self.settings };
        let (block, past) = match (way, &self.history) {
            (Way::Keeping, Some(history)) => {
                let run = milepost_engine::run_keeping(prepared, futures, &self.keep, settings, history.step)?;
                (run.0, Some(run.1))
            }
            (Way::From(resume), _) => {
                (milepost_engine::run_from(prepared, futures, &self.keep, settings, resume)?, None)
            }
            _ => (milepost_engine::run_with(prepared, futures, &self.keep, settings)?, None),
        };
        // Copied, not taken: two names may stand for the same output.
        let output = |k: usize| block.outputs.get(k).cloned().unwrap_or_default();
        let tile = Tile {
            measures: self.measures.clone().map(output).collect(),
            parameters: self.parameters.iter().map(|parameter| output(parameter.output)).collect(),
            notices: self.notices.iter().map(|notice| output(notice.output)).collect(),
            charts: Batches::default(),
        };
        Ok((tile, block.series, past))
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
        // They outlive the series that they are made from: room is made for them first, so that memory stays in one piece.
        let lists = self.keep.series.len() * self.prepared.saved_steps().len();
        let mut charts = Batches::with_room(lists, lists * (members.end - members.start) as usize);
        let (tile, series, _) = self.futures(members, points, cancel, Way::Start)?;
        series.iter().flatten().for_each(|values| charts.push(values));
        charts.fit();
        Ok(Tile { charts, ..tile })
    }
}
