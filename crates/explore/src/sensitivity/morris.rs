//! Morris's screening: which of all uncertainties matter at all, from few runs.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use milepost_analysis::design::{Design, Grid, Independence, Morris as Trajectories};
use milepost_analysis::sensitivity::morris::effects;
use milepost_ensemble::{Plan, Points, Progress, Stored};
use milepost_strategy::model::{Measure, PathwayId, Strategy};

use super::blocks::{Runs, seconds};
use super::found::{Effect, Found, Morris, Sensitivity};
use super::given::{rounded_up, told_apart};
use super::groups::{self, Group};
use super::parts::{Convergence, Index, Share, Verdict};
use super::question::Question;
use super::{Driver, Error};
use crate::ask;

/// The method, as people call it.
const METHOD: &str = "Morris's method";

/// How far off the size of an effect may be, against the largest: who is small is then told from who is large.
const TOLERANCE: f64 = 0.1;

/// How inputs are screened.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Trajectories, on each of which every input moves once.
    pub trajectories: u64,
    /// Levels of the grid, an even number.
    pub levels: u32,
    /// Names of the inputs to look at; all where none is named.
    pub named: Vec<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { trajectories: 32, levels: 4, named: Vec::new() }
    }
}

/// A question made ready: what will be run is known.
pub struct Study<'a> {
    strategy: &'a Strategy,
    measures: Vec<&'a Measure>,
    pathways: Vec<(PathwayId, String)>,
    units: Vec<Group>,
    /// The others, each at a point of its own for each trajectory.
    design: Trajectories,
    plan: Plan,
}

impl<'a> Study<'a> {
    /// Finds measures, pathways and inputs.  The plan's members and pathways play no part.
    ///
    /// # Errors
    /// Unknown names, inputs that depend on each other, an odd number of levels.
    pub fn new(
        strategy: &'a Strategy,
        stored: &Stored,
        question: &Question,
        settings: &Settings,
        plan: Plan,
    ) -> Result<Study<'a>, Error> {
        let units = groups::units(strategy, stored);
        let units = match settings.named.is_empty() {
            true => units,
            false => groups::named(strategy, &units, &settings.named, METHOD)?,
        };
        if units.is_empty() {
            return Err(Error::NoInputs);
        }
        let (trajectories, columns) = (settings.trajectories, units.len());
        // Middles of equally likely parts: they suit distributions without ends, and categories.
        let grid = Grid::Middles;
        let alone = Independence::Independent;
        let design = Trajectories::new(trajectories, columns, settings.levels, grid, plan.seed, &alone)?;
        let pathways = question.few_pathways(strategy)?;
        let pathways = pathways.into_iter().map(|(id, pathway)| (id, pathway.name.clone())).collect();
        Ok(Study { strategy, measures: question.measures(strategy)?, pathways, units, design, plan })
    }

    /// Names of the pathways that will be run.
    pub fn pathways(&self) -> impl Iterator<Item = &str> {
        self.pathways.iter().map(|(_, name)| name.as_str())
    }

    /// Who is moved.
    pub fn inputs(&self) -> impl Iterator<Item = &Driver> {
        self.units.iter().map(|unit| &unit.driver)
    }

    fn blocks(&self) -> usize {
        self.units.len() + 1
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.pathways.len() as u64 * self.design.rows()
    }

    /// Makes a few runs, and says how many seconds all will take by them.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub fn estimate(&self, cancel: &AtomicBool) -> Result<f64, Error> {
        let Some((first, _)) = self.pathways.first() else { return Ok(0.0) };
        let variant = ask::plain(self.strategy, *first);
        let blocks = (self.pathways.len() * self.blocks()) as u64;
        seconds(&self.asked(), &variant, &self.plan, blocks, self.runs(), cancel)
    }

    fn asked(&self) -> Strategy {
        let measures = self.measures.iter().map(|m| (*m).clone()).collect();
        Strategy { measures, ..self.strategy.clone() }
    }

    /// Runs everything: what was found, and what could not be said of which measure.  Finished runs are kept in the
    /// folder, so that the same question goes on where it was interrupted.
    ///
    /// # Errors
    /// A number that is not finite, the interruption, or no measure of which anything could be said.
    pub fn run(
        &self,
        folder: &Path,
        progress: &dyn Progress,
        cancel: &AtomicBool,
    ) -> Result<(Vec<Sensitivity>, Vec<Error>), Error> {
        let strategy = self.asked();
        progress.start(self.runs(), 0);
        let mut done = Vec::new();
        for (id, pathway) in &self.pathways {
            let variant = ask::plain(self.strategy, *id);
            let runs = Runs { strategy: &strategy, variant: &variant, plan: &self.plan, folder, progress, cancel };
            let outcomes = runs.all(self.blocks(), |k| self.block(k))?;
            done.extend(self.measures.iter().enumerate().map(|(column, measure)| {
                let found = Found::Morris(self.found(&outcomes, column, measure, pathway)?);
                let (pathway, measure) = (pathway.clone(), measure.name.clone());
                Ok(Sensitivity { strategy: self.plan.strategy.clone(), pathway, measure, found })
            }));
        }
        progress.finish();
        told_apart(done)
    }

    /// The k-th step of every trajectory.  A trajectory is one future: its luck is the same at all its steps, and so is
    /// whatever is not moved.
    fn block(&self, step: usize) -> (Range<u64>, Points) {
        let length = self.blocks() as u64;
        let trajectories = self.design.trajectories();
        let level = |column: usize, trajectory: u64| {
            let mut level = [0.0];
            self.design.fill(column, trajectory * length + step as u64, &mut level);
            level[0]
        };
        let of_unit = |(column, unit): (usize, &Group)| {
            let levels: Vec<f64> = (0..trajectories).map(|trajectory| level(column, trajectory)).collect();
            // Deliveries that are tied rise and fall together.
            unit.streams.iter().map(|stream| (*stream, levels.clone())).collect::<Vec<_>>()
        };
        let columns: Vec<(u64, Vec<f64>)> = self.units.iter().enumerate().flat_map(of_unit).collect();
        (0..trajectories, Points::new(0, columns))
    }

    fn found(
        &self,
        outcomes: &[Vec<Vec<f64>>],
        column: usize,
        measure: &Measure,
        pathway: &str,
    ) -> Result<Morris, Error> {
        let trajectories = self.design.trajectories();
        let rows: Vec<f64> =
            (0..trajectories as usize).flat_map(|t| outcomes.iter().map(move |block| block[column][t])).collect();
        let (measure, pathway) = (measure.name.clone(), pathway.to_string());
        let unknown = rows.iter().filter(|y| !y.is_finite()).count();
        if unknown > 0 {
            return Err(Error::UnknownRuns { measure, pathway, unknown, runs: rows.len(), method: METHOD });
        }
        let found = effects(&self.design, &rows).map_err(|why| Error::Measure { measure, pathway, why })?;
        let mut effects: Vec<Effect> = found
            .iter()
            .zip(&self.units)
            .map(|(effect, unit)| Effect {
                driver: unit.driver.clone(),
                size: Share::of(effect.size),
                mean: effect.mean,
                deviation: effect.deviation,
            })
            .collect();
        effects.sort_by(|a, b| b.size.value.total_cmp(&a.size.value));
        let convergence = convergence(&effects, trajectories);
        Ok(Morris { trajectories, levels: self.design.levels(), seed: self.plan.seed, effects, convergence })
    }
}

/// Whether every size is known to within a tenth of the largest.
fn convergence(effects: &[Effect], trajectories: u64) -> Convergence {
    let largest = effects.iter().map(|effect| effect.size.value).fold(0.0, f64::max);
    let worst = effects.iter().max_by(|a, b| a.size.half.total_cmp(&b.size.half));
    let widest = worst.map_or(0.0, |worst| worst.size.half);
    let excess = widest / (TOLERANCE * largest);
    let verdict = match worst.filter(|_| excess > 1.0) {
        None => Verdict::Enough,
        Some(worst) => Verdict::TooWide {
            index: Index::Size,
            input: worst.driver.title.clone(),
            half: widest,
            needed: rounded_up(trajectories as f64 * excess * excess),
        },
    };
    Convergence { widest, verdict }
}
