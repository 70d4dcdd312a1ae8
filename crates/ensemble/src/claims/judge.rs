//! Judging one claim in one future, and the counts of many.

use milepost_strategy::model::{Claim, Hypothesis, MeasureId, Scope, Statistic, Strategy, VariantId};
use serde::{Deserialize, Serialize};

use super::Outcomes;
use super::evaluate::{Evaluator, has_margin};
use super::guard::guards;
use super::statistic::statistics_of;
use milepost_engine::Tally;

/// One claim, ready to judge futures.
pub(crate) struct Judge<'a> {
    strategy: &'a Strategy,
    /// The claim.
    pub hypothesis: &'a Hypothesis,
    /// The parts of a `for each`, or the claim itself.
    statements: Vec<Statement<'a>>,
    /// Its statistics over futures.
    pub statistics: Vec<(Statistic, &'a Claim)>,
}

/// A predicate, and the full gains it compares with.
struct Statement<'a> {
    claim: &'a Claim,
    guards: Vec<(MeasureId, VariantId)>,
}

/// What one claim made of many futures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Judged {
    /// Futures in which it is true; for a claim on the ensemble, futures that its statistics are over.
    pub yes: u64,
    /// Futures in which it is false.
    pub no: u64,
    /// Futures in which the full gain is below what matters.
    pub apart: u64,
    /// Futures in which it is unknown.
    pub unknown: u64,
    /// Per part of a `for each`: futures in which it is true, and in which it is false.
    pub parts: Vec<(u64, u64)>,
    /// Margins of the futures judged.
    pub margin: Tally,
    /// Per statistic, the known values in member order.
    pub samples: Vec<Vec<f64>>,
}

/// How a claim stands in one future.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Standing {
    Yes,
    No,
    Apart,
    Unknown,
}

impl<'a> Judge<'a> {
    /// Prepares a hypothesis.
    pub fn new(strategy: &'a Strategy, hypothesis: &'a Hypothesis) -> Judge<'a> {
        let claim = &hypothesis.claim;
        let statements = match claim {
            Claim::All(parts) if hypothesis.scope != Scope::Ensemble => parts.iter().map(|(_, part)| part).collect(),
            _ => vec![claim],
        };
        let statements = statements.into_iter().map(|claim| Statement { claim, guards: guards(strategy, claim) });
        Judge { strategy, hypothesis, statements: statements.collect(), statistics: statistics_of(claim) }
    }

    /// Judges futures, in member order.
    pub fn judge(&self, futures: impl IntoIterator<Item = impl Outcomes>) -> Judged {
        let mut judged = Judged {
            parts: vec![(0, 0); self.parts().len()],
            samples: vec![Vec::new(); self.statistics.len()],
            ..Judged::default()
        };
        let mut margins = Vec::new();
        for future in futures {
            let mut evaluator = Evaluator { strategy: self.strategy, outcomes: &future, statistics: [].iter() };
            let count = match self.hypothesis.scope {
                Scope::Ensemble => self.sample(&mut evaluator, &mut judged.samples),
                _ => self.stand(&mut evaluator, &mut judged.parts, &mut margins),
            };
            match count {
                Standing::Yes => judged.yes += 1,
                Standing::No => judged.no += 1,
                Standing::Apart => judged.apart += 1,
                Standing::Unknown => judged.unknown += 1,
            }
        }
        judged.margin = Tally::of(margins);
        judged
    }

    /// Whether the claim has a margin.
    pub fn has_margin(&self) -> bool {
        has_margin(&self.hypothesis.claim)
    }

    /// The parts of a `for each`; none of any other claim.
    pub fn parts(&self) -> &'a [(String, Claim)] {
        if let Claim::All(parts) = &self.hypothesis.claim { parts } else { &[] }
    }

    /// How the claim stands in one future: false if one statement is; else unknown if one is; else true, unless all of
    /// them stand apart.  The margin is the least of those that do not.
    fn stand(&self, evaluator: &mut Evaluator, parts: &mut [(u64, u64)], margins: &mut Vec<f64>) -> Standing {
        let mut whole = if self.statements.is_empty() { Standing::Yes } else { Standing::Apart };
        let mut least: Option<f64> = None;
        for (k, statement) in self.statements.iter().enumerate() {
            let standing = self.standing(evaluator, statement);
            if let (Some(counts), Standing::Yes | Standing::No) = (parts.get_mut(k), standing) {
                let count = if standing == Standing::Yes { &mut counts.0 } else { &mut counts.1 };
                *count += 1;
            }
            whole = match (whole, standing) {
                (Standing::No, _) | (_, Standing::No) => Standing::No,
                (Standing::Unknown, _) | (_, Standing::Unknown) => Standing::Unknown,
                (Standing::Apart, other) | (other, Standing::Apart) => other,
                (Standing::Yes, Standing::Yes) => Standing::Yes,
            };
            if standing != Standing::Apart
                && let Some(margin) = evaluator.margin(statement.claim)
            {
                // Unknown stays unknown.
                least =
                    Some(least.map_or(margin, |least| if margin < least || margin.is_nan() { margin } else { least }));
            }
        }
        if matches!(whole, Standing::Yes | Standing::No) {
            margins.extend(least);
        }
        whole
    }

    fn standing(&self, evaluator: &mut Evaluator, statement: &Statement) -> Standing {
        match self.stands_apart(evaluator, statement) {
            Some(true) => return Standing::Apart,
            None => return Standing::Unknown,
            Some(false) => {}
        }
        match evaluator.value(statement.claim) {
            value if value.is_nan() => Standing::Unknown,
            1.0 => Standing::Yes,
            _ => Standing::No,
        }
    }

    /// Whether a full gain is below what matters; `None` where one is unknown.
    fn stands_apart(&self, evaluator: &mut Evaluator, statement: &Statement) -> Option<bool> {
        let mut unknown = false;
        for &(measure, variant) in &statement.guards {
            let full = evaluator.value(&Claim::Gain(measure, variant));
            let matters = self.strategy.measures.get(measure.index()).map_or(0.0, |m| m.matters);
            if full < matters {
                return Some(true);
            }
            unknown |= full.is_nan();
        }
        if unknown { None } else { Some(false) }
    }

    /// Takes one future into the statistics, unless one of them does not know its value there.
    fn sample(&self, evaluator: &mut Evaluator, samples: &mut [Vec<f64>]) -> Standing {
        let mut known = true;
        for statement in &self.statements {
            match self.stands_apart(evaluator, statement) {
                Some(true) => return Standing::Apart,
                apart => known &= apart.is_some(),
            }
        }
        let values: Vec<f64> = self.statistics.iter().map(|(_, of)| evaluator.value(of)).collect();
        if !known || values.iter().any(|value| value.is_nan()) {
            return Standing::Unknown;
        }
        samples.iter_mut().zip(values).for_each(|(sample, value)| sample.push(value));
        Standing::Yes
    }
}

impl Judged {
    /// Adds the futures that follow.
    pub fn merge(&mut self, next: &Judged) {
        self.yes += next.yes;
        self.no += next.no;
        self.apart += next.apart;
        self.unknown += next.unknown;
        self.margin.merge(&next.margin);
        for (mine, theirs) in self.parts.iter_mut().zip(&next.parts) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
        for (mine, theirs) in self.samples.iter_mut().zip(&next.samples) {
            mine.extend(theirs);
        }
    }
}
