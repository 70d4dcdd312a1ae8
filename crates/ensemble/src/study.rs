//! Everything to be run, made ready.

use std::ops::Range;

use milepost_engine::Fault;
use milepost_strategy::model::{PathwayId, Strategy, Type, VariableKind, Variant, VariantId};

use crate::claims::{Judge, variants_of};
use crate::hash::Hasher;
use crate::parallel::in_parallel;
use crate::shard::{SHARD, TILE, common};
use crate::simulate::{Purpose, Simulate};
use crate::{Error, Plan};

/// Changes whenever the same programs would give other shards.
const FORMAT: u64 = 2;

/// Everything to be run, made ready: pathways first, then the variants that only claims speak of.
pub(crate) struct Study<'a, S> {
    /// The strategy.
    pub strategy: &'a Strategy,
    /// The plan.
    pub plan: &'a Plan,
    /// What is run.
    pub runs: Vec<Run<S>>,
    /// How many of the runs are pathways.
    pub pathways: usize,
    /// The run of each variant of the strategy.
    pub run_of: Vec<Option<usize>>,
    /// Whether each pathway run is a choice, rather than shown for comparison.
    pub choices: Vec<bool>,
    /// The run of the reference pathway.
    pub reference: Option<usize>,
    /// The claims judged.
    pub judges: Vec<Judge<'a>>,
    /// The uncertainties.
    pub parameters: Vec<Parameter>,
    /// Hash of all programs.
    pub programs: String,
    /// Hash of everything that shards depend on, besides their members.
    pub key: String,
}

/// One variant, made ready.
pub(crate) struct Run<S> {
    /// The variant.
    pub variant: VariantId,
    /// What runs it.
    pub simulate: S,
}

/// An uncertainty as a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    /// Name, with elements.
    pub name: String,
    /// Unit as people read it.
    pub unit: String,
    /// Canonical value of one such unit.
    pub scale: f64,
    /// Names, for a categorical one.
    pub categories: Option<Vec<String>>,
}

impl<'a, S: Simulate> Study<'a, S> {
    /// Makes ready what the plan asks for; `prepare` makes a variant ready.
    pub fn new(
        strategy: &'a Strategy,
        plan: &'a Plan,
        prepare: impl Fn(&Variant, Purpose) -> Result<S, Error> + Sync,
    ) -> Result<Study<'a, S>, Error> {
        let chosen: Vec<VariantId> = plan.chosen(strategy)?.into_iter().map(plain).collect();
        let pathways = chosen.len();
        let judged = if plan.claim_members().is_empty() { &[] } else { strategy.hypotheses.as_slice() };
        let judges: Vec<Judge> = judged.iter().map(|hypothesis| Judge::new(strategy, hypothesis)).collect();
        let reference = strategy.reference.map(plain);
        let mut others: Vec<VariantId> =
            judged.iter().flat_map(|hypothesis| variants_of(&hypothesis.claim, reference)).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|variant| !chosen.contains(variant));

        let all: Vec<VariantId> = chosen.into_iter().chain(others).collect();
        let mut run_of = vec![None; strategy.variants.len()];
        for (k, variant) in all.iter().enumerate() {
            if let Some(run) = run_of.get_mut(variant.index()) {
                *run = Some(k);
            }
        }
        let prepared = in_parallel(plan.workers(), all.len(), |k| {
            let variant = all[k];
            let purpose = if k < pathways { Purpose::Pathway } else { Purpose::Claim };
            let missing =
                || Error::Program { pathway: format!("variant {}", variant.0), why: "it is not there".into() };
            let of = strategy.variants.get(variant.index()).ok_or_else(missing)?;
            Ok(Run { variant, simulate: prepare(of, purpose)? })
        });
        let runs: Vec<Run<S>> = prepared.into_iter().collect::<Result<_, Error>>()?;
        let parameters = parameters(strategy, &runs);
        let pathway = |run: &Run<S>| strategy.variants[run.variant.index()].pathway;
        let choice = |run: &Run<S>| strategy.pathways.get(pathway(run).index()).is_none_or(|p| !p.comparison);
        let choices = runs.iter().take(pathways).map(choice).collect();
        let mut study = Study {
            choices,
            reference: reference.and_then(|variant| run_of[variant.index()]),
            programs: String::new(),
            key: String::new(),
            strategy,
            plan,
            runs,
            pathways,
            run_of,
            judges,
            parameters,
        };
        study.programs = study.hash_programs();
        study.key = study.hash_recipe();
        Ok(study)
    }

    /// Times of the charts.
    pub fn times(&self) -> Vec<f64> {
        self.runs.first().map_or_else(Vec::new, |run| run.simulate.times())
    }

    fn hash_programs(&self) -> String {
        let mut hasher = Hasher::default();
        for (k, run) in self.runs.iter().enumerate() {
            hasher.text(&self.variant(k).name);
            run.simulate.hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl<S> Study<'_, S> {
    /// Runs (variant x member) of a shard.
    pub fn runs_of(&self, shard: &Range<u64>) -> u64 {
        (0..self.runs.len()).map(|run| self.members_of(run, shard)).map(|members| members.end - members.start).sum()
    }

    /// The members of a shard that a run takes.
    pub fn members_of(&self, run: usize, shard: &Range<u64>) -> Range<u64> {
        if run < self.pathways { shard.clone() } else { common(shard, &self.plan.claim_members()) }
    }

    /// The runs that are pathways.
    pub fn pathways(&self) -> Range<usize> {
        0..self.pathways
    }

    /// The variant of a run.
    pub fn variant(&self, run: usize) -> &Variant {
        &self.strategy.variants[self.runs[run].variant.index()]
    }

    /// Hash of everything that a shard depends on.
    pub fn key_of(&self, shard: &Range<u64>) -> String {
        let judged = common(shard, &self.plan.claim_members());
        let mut hasher = Hasher::default();
        hasher.text(&self.key);
        hasher.numbers([shard.start, shard.end, judged.start, judged.end]);
        hasher.finish()
    }

    /// An engine's fault in a run, as people read it.
    pub fn explain(&self, run: usize, fault: Fault) -> Error {
        explain(self.strategy, self.variant(run), fault)
    }

    fn hash_recipe(&self) -> String {
        let mut hasher = Hasher::default();
        hasher.text(env!("CARGO_PKG_VERSION"));
        hasher.numbers([FORMAT, SHARD, TILE, self.plan.seed, self.pathways as u64]);
        hasher.numbers([self.plan.allow_nan, self.plan.charts]);
        hasher.text(&self.programs);
        hasher.text(&format!("{:?}", (self.reference, &self.choices)));
        for measure in &self.strategy.measures {
            hasher.text(&measure.name);
            hasher.text(&format!("{:?}", (measure.maximise, measure.acceptable, measure.matters, &measure.display)));
        }
        for parameter in &self.parameters {
            hasher.text(&format!("{parameter:?}"));
        }
        for judge in &self.judges {
            let hypothesis = judge.hypothesis;
            hasher.text(&format!("{:?}", (&hypothesis.claim, hypothesis.scope)));
        }
        for variant in &self.strategy.variants {
            hasher.text(&variant.name);
        }
        hasher.finish()
    }
}

/// An engine's fault in a variant, as people read it.
pub(crate) fn explain(strategy: &Strategy, variant: &Variant, fault: Fault) -> Error {
    let pathway = variant.name.clone();
    match fault {
        Fault::NonFinite { name, member, time, value } => {
            let axis = &strategy.time;
            let time = if axis.origin.is_some() { axis.label(time) } else { format!("{} {time}", axis.unit) };
            Error::NotFinite { pathway, stock: name, member, time, value }
        }
        Fault::Cancelled => Error::Interrupted { done: 0, total: 0 },
        other => Error::Program { pathway, why: other.to_string() },
    }
}

/// The variant that is a pathway itself: pathways come first, in order.
fn plain(pathway: PathwayId) -> VariantId {
    VariantId(pathway.0)
}

fn parameters<S: Simulate>(strategy: &Strategy, runs: &[Run<S>]) -> Vec<Parameter> {
    let names = runs.first().map_or_else(Vec::new, |run| run.simulate.parameters());
    let column = |name: String| {
        let base = name.split('[').next().unwrap_or_default();
        let uncertain =
            strategy.variables.iter().find(|v| v.name == base && matches!(v.kind, VariableKind::Uncertain(_)));
        match uncertain {
            Some(variable) => {
                let categories = if let Type::Category(names) = &variable.ty { Some(names.clone()) } else { None };
                let (unit, scale) = (variable.display.text.clone(), variable.display.scale);
                Parameter { unit, scale, categories, name }
            }
            // Delivery, compliance, under-reporting.
            None => Parameter { unit: "share".into(), scale: 1.0, categories: None, name },
        }
    };
    names.into_iter().map(column).collect()
}
