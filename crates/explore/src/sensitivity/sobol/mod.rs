//! Sobol' indices of measures, and of series over time, from runs at a Saltelli design of groups.

mod analyse;
mod design;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use milepost_analysis::design::Sobol as Sequence;
use milepost_ensemble::{Plan, Progress, Stored};
use milepost_strategy::model::{Chart, Measure, PathwayId, Strategy};

use self::analyse::Analysis;
use self::design::Swaps;
use super::blocks::{Runs, seconds};
use super::found::{Found, Given, Sensitivity};
use super::given::{given, told_apart};
use super::groups::{self, Group};
use super::question::{self, Question};
use super::{Driver, Error, chart};
use crate::ask;

/// The method, as people call it.
const METHOD: &str = "the decomposition of variance by Sobol'";

/// How the variance is to be decomposed.
#[derive(Clone, Debug)]
pub struct Settings {
    /// N, a power of two: base points of each replicate.
    pub samples: u64,
    /// Independent scrambles; intervals come from their spread, so at least two for honest ones.
    pub replicates: u64,
    /// How many uncertainties are looked at singly: the strongest of the stored run.
    pub inputs: usize,
    /// Their names, where they are named.
    pub named: Vec<String>,
    /// Whether pairs are looked at too.
    pub pairs: bool,
    /// Whether series over time are looked at too, in the same runs.
    pub over_time: bool,
    /// Their charts; where none is named, those that show what the measures look at.
    pub charts: Vec<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        let (named, charts) = (Vec::new(), Vec::new());
        Settings { samples: 512, replicates: 4, inputs: 10, named, pairs: false, over_time: false, charts }
    }
}

/// A question made ready: what will be run is known.
pub struct Study<'a> {
    strategy: &'a Strategy,
    measures: Vec<&'a Measure>,
    charts: Vec<&'a Chart>,
    times: Vec<f64>,
    settings: Settings,
    plan: Plan,
    pathways: Vec<Swapped>,
}

/// A pathway with the groups that are swapped under it; the last is luck.
struct Swapped {
    id: PathwayId,
    name: String,
    groups: Vec<Group>,
    /// What the stored run says, for directions.
    given: Vec<Sensitivity>,
}

impl<'a> Study<'a> {
    /// Finds measures, pathways and groups.  The plan's members and pathways play no part.
    ///
    /// # Errors
    /// Unknown names, inputs that depend on each other, N that is no power of two, a run that says nothing.
    pub fn new(
        strategy: &'a Strategy,
        stored: &Stored,
        question: &Question,
        settings: Settings,
        plan: Plan,
    ) -> Result<Study<'a>, Error> {
        // Refused before anything else is done.
        Sequence::new(settings.samples, 2, plan.seed)?;
        let measures = question.measures(strategy)?;
        let charts = match settings.over_time {
            true => question::charts(strategy, &settings.charts, &measures)?,
            false => Vec::new(),
        };
        let times = if settings.over_time { chart::times(strategy) } else { Vec::new() };
        let units = groups::units(strategy, stored);
        if units.is_empty() {
            return Err(Error::NoInputs);
        }
        let mut pathways = Vec::new();
        for (id, pathway) in question.few_pathways(strategy)? {
            let asked = Question {
                pathways: vec![pathway.name.clone()],
                measures: measures.iter().map(|m| m.name.clone()).collect(),
            };
            // Which are strongest does not matter where all are looked at, or where they are named.
            let all = !settings.named.is_empty() || units.len() <= settings.inputs;
            let given = match given(strategy, stored, &asked, plan.threads) {
                Ok((given, _)) => given,
                Err(_) if all => Vec::new(),
                Err(why) => return Err(why),
            };
            let chosen = match settings.named.is_empty() {
                true => groups::strongest(&units, &told(&given), settings.inputs),
                false => groups::named(strategy, &units, &settings.named, METHOD)?,
            };
            let groups = groups::with_rest(&units, chosen);
            pathways.push(Swapped { id, name: pathway.name.clone(), groups, given });
        }
        Ok(Study { strategy, measures, charts, times, settings, plan, pathways })
    }

    /// The pathways that will be run, each with who is swapped.
    pub fn pathways(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &Driver>)> {
        self.pathways.iter().map(|p| (p.name.as_str(), p.groups.iter().map(|g| &g.driver)))
    }

    /// Blocks and base points of each block, over all pathways.
    fn blocks(&self) -> u64 {
        self.pathways.iter().map(|p| self.swaps(p).blocks() as u64).sum()
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.blocks() * self.settings.samples * self.settings.replicates
    }

    fn swaps(&self, pathway: &'a Swapped) -> Swaps<'a> {
        Swaps {
            groups: &pathway.groups,
            pairs: self.settings.pairs,
            samples: self.settings.samples,
            replicates: self.settings.replicates,
            seed: self.plan.seed,
        }
    }

    /// Makes a few runs, and says how many seconds all will take by them.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub fn estimate(&self, cancel: &AtomicBool) -> Result<f64, Error> {
        let Some(first) = self.pathways.first() else { return Ok(0.0) };
        let strategy = self.asked();
        let variant = ask::plain(self.strategy, first.id);
        seconds(&strategy, &variant, &self.plan, self.blocks(), self.runs(), cancel)
    }

    /// A copy of the strategy whose measures are what is asked: measures, then the charts at their times.
    fn asked(&self) -> Strategy {
        let mut copy = self.strategy.clone();
        let charts = self.charts.iter().flat_map(|c| chart::asked(self.strategy, c, &self.times));
        copy.measures = self.measures.iter().map(|m| (*m).clone()).chain(charts).collect();
        copy
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
        for pathway in &self.pathways {
            let variant = ask::plain(self.strategy, pathway.id);
            let runs = Runs { strategy: &strategy, variant: &variant, plan: &self.plan, folder, progress, cancel };
            let swaps = self.swaps(pathway);
            let outcomes = runs.all(swaps.blocks(), |k| swaps.block(k))?;
            let analysis = Analysis { swaps: &swaps, outcomes: &outcomes, seed: self.plan.seed };
            let kept = |name: &str, found: Found| Sensitivity {
                strategy: self.plan.strategy.clone(),
                pathway: pathway.name.clone(),
                measure: name.into(),
                found,
            };
            done.extend(self.measures.iter().enumerate().map(|(k, measure)| {
                let direction = |group: &Group| groups::direction(&pathway.given, &measure.name, group);
                let found = analysis.measure(k, &pathway.name, &measure.name, METHOD, &direction)?;
                Ok(kept(&measure.name, Found::Sobol(found)))
            }));
            done.extend(self.charts.iter().enumerate().map(|(k, chart)| {
                let first = self.measures.len() + k * self.times.len();
                let found = analysis.over_time(first..first + self.times.len(), &self.times);
                Ok(kept(&chart.name, Found::OverTime(found)))
            }));
        }
        progress.finish();
        told_apart(done)
    }
}

/// What the stored run says of measures.
fn told(given: &[Sensitivity]) -> Vec<&Given> {
    given.iter().filter_map(|s| if let Found::Given(given) = &s.found { Some(given) } else { None }).collect()
}
