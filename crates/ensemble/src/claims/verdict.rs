//! From counts to a verdict.

use milepost_strategy::model::{MeasureId, Scope, Strategy, VariantId};

use super::judge::{Judge, Judged};
use super::statistic::statistic;
use super::unit::margin_unit;
use super::wilson::wilson;
use super::{Outcomes, evaluate::Evaluator};
use crate::summary::{Outcome, Verdict};
use milepost_engine::Tally;

/// The verdict on a hypothesis after all its futures.
pub(crate) fn verdict(strategy: &Strategy, judge: &Judge, judged: &Judged) -> Verdict {
    let hypothesis = judge.hypothesis;
    let found = match hypothesis.scope {
        Scope::Ensemble => on_ensemble(strategy, judge, judged),
        _ => on_futures(judge, judged),
    };
    Verdict {
        name: hypothesis.name.clone(),
        apart: judged.apart,
        unknown: judged.unknown,
        margin_unit: margin_unit(strategy, &hypothesis.claim),
        ..found
    }
}

/// Where a 95 % interval lies, seen from a threshold, which itself belongs to the claim.
fn outcome(scope: Scope, (low, high): (f64, f64)) -> Outcome {
    let (holds, fails) = match scope {
        Scope::AtLeast(share) => (low >= share, high < share),
        Scope::AtMost(share) => (high <= share, low > share),
        Scope::Ensemble => (low == 1.0, high == 0.0),
    };
    match (holds, fails) {
        (true, _) => Outcome::Holds,
        (_, true) => Outcome::Fails,
        _ => Outcome::Mixed,
    }
}

fn on_futures(judge: &Judge, judged: &Judged) -> Verdict {
    let count = judged.yes + judged.no;
    let interval = wilson(judged.yes, count);
    let parts = judge.parts().iter().zip(&judged.parts);
    let parts = parts.map(|((name, _), &(yes, no))| (name.clone(), share(yes, yes + no)));
    Verdict {
        verdict: outcome(judge.hypothesis.scope, interval),
        share: share(judged.yes, count),
        interval,
        judged: count,
        margin: judge.has_margin().then(|| judged.margin.spread()),
        parts: parts.collect(),
        ..empty()
    }
}

fn on_ensemble(strategy: &Strategy, judge: &Judge, judged: &Judged) -> Verdict {
    let claim = &judge.hypothesis.claim;
    let values: Vec<f64> =
        judge.statistics.iter().zip(&judged.samples).map(|((which, _), sample)| statistic(*which, sample)).collect();
    let evaluator = || Evaluator { strategy, outcomes: &NoFuture, statistics: values.iter() };
    let truth = evaluator().value(claim);
    let mut evaluate_parts = evaluator();
    let parts = judge.parts().iter();
    let parts = parts.map(|(name, part)| (name.clone(), if evaluate_parts.value(part) == 1.0 { 1.0 } else { 0.0 }));
    let parts = parts.collect();
    // Unknown leaves it open.
    let interval = if truth.is_nan() { (0.0, 1.0) } else { (truth, truth) };
    Verdict {
        verdict: outcome(Scope::Ensemble, interval),
        share: if truth == 1.0 { 1.0 } else { 0.0 },
        interval,
        judged: judged.yes,
        margin: evaluator().margin(claim).map(|margin| Tally::of([margin]).spread()),
        parts,
        ..empty()
    }
}

/// On the ensemble only statistics have values.
struct NoFuture;

impl Outcomes for NoFuture {
    fn outcome(&self, _: MeasureId, _: VariantId) -> f64 {
        f64::NAN
    }
}

fn share(yes: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { yes as f64 / of as f64 }
}

fn empty() -> Verdict {
    Verdict {
        name: String::new(),
        verdict: Outcome::Mixed,
        share: 0.0,
        interval: (0.0, 1.0),
        judged: 0,
        apart: 0,
        unknown: 0,
        margin: None,
        margin_unit: (String::new(), 1.0),
        parts: Vec::new(),
    }
}
