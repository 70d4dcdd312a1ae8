//! Rules by which many decide.

use crate::Threshold;

/// What a share is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// Valid votes.
    Valid,
    /// Ballots cast, invalid and blank ones among them.
    Cast,
    /// Registered voters.
    Registered,
}

/// What is held against the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Votes for an option, by position.
    Option(usize),
    /// Ballots cast: with [`Base::Registered`] the turnout, which a quorum asks for.
    Cast,
}

/// A share that must meet a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Test {
    /// Of what.
    pub part: Part,
    /// In what.
    pub base: Base,
    /// How much.
    pub bar: Threshold,
}

/// Where a test must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// In the sum of all units.
    Whole,
    /// In enough of these units, by position.
    Units(Vec<usize>, Need),
}

/// What is enough.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// So many of the units.
    Count(u64),
    /// Units that together weigh this share of all of them.
    Weight {
        /// Weight of each unit of the scope, in its order.
        weights: Vec<u64>,
        /// Share of the sum of the weights as they count.
        bar: Threshold,
        /// No unit counts for more than this share of the sum of the uncapped weights.
        cap: Option<(u64, u64)>,
    },
}

/// A rule: shares joined by `and` and `or`.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every part holds: concurrent majorities.
    All(Vec<Rule>),
    /// At least one part holds.
    Any(Vec<Rule>),
    /// A share meets its bar where it must.
    Share(Test, Scope),
}

/// A rule and what follows when it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The rule.
    pub rule: Rule,
    /// The motion is rejected when the rule holds, and adopted otherwise; else the other way round.
    pub rejects: bool,
}

impl Rule {
    /// Its shares, in order.
    pub(crate) fn shares(&self) -> Vec<(&Test, &Scope)> {
        match self {
            Rule::All(parts) | Rule::Any(parts) => parts.iter().flat_map(Rule::shares).collect(),
            Rule::Share(test, scope) => vec![(test, scope)],
        }
    }

    /// Whether more votes for an option in the place of others never turn the rule against it, and fewer never for it: all
    /// shares are of one option.
    ///
    /// A rule with a quorum is not monotone under *added* votes: votes against can carry a motion over the quorum (the
    /// no-show paradox).  Nor is a rule that asks for shares of several options.
    pub fn monotone(&self) -> bool {
        let mut parts = self.shares().into_iter().map(|(test, _)| test.part);
        let first = parts.next();
        matches!(first, Some(Part::Option(_))) && parts.all(|part| Some(part) == first)
    }
}

/// A sum of weights that must reach a target: what every scope of units comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tally {
    /// Unit and weight.
    pub weights: Vec<(usize, u128)>,
    /// Enough.
    pub target: u128,
}

impl Tally {
    /// Of a scope of units; no target that can be reached where the weights are too large to add.
    pub fn of(units: &[usize], need: &Need) -> Tally {
        match need {
            Need::Count(k) => Tally { weights: units.iter().map(|u| (*u, 1)).collect(), target: u128::from(*k) },
            Need::Weight { weights, bar, cap } => {
                let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
                // Weights times the cap's denominator, so that a capped one stays whole.
                let (top, below) = cap.map_or((1, 1), |(a, b)| (u128::from(a), u128::from(b.max(1))));
                let most = sum.saturating_mul(top);
                let counted = |w: u64| u128::from(w).saturating_mul(below).min(most);
                let weights: Vec<_> = units.iter().zip(weights).map(|(u, w)| (*u, counted(*w))).collect();
                let total = weights.iter().fold(0_u128, |sum, (_, w)| sum.saturating_add(*w));
                // Of no weight no share is reached.
                let target = bar.target(total).filter(|_| total > 0).unwrap_or(u128::MAX);
                Tally { weights, target }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capped_unit_counts_for_no_more_than_its_cap() {
        // 60, 20, 20; no unit above 1/4 of 100: 25, 20, 20 count, and more than half of 65 is 33 (in quarters: 131).
        let need = Need::Weight { weights: vec![60, 20, 20], bar: Threshold::more_than(1, 2), cap: Some((1, 4)) };
        let tally = Tally::of(&[0, 1, 2], &need);
        assert_eq!(tally.weights, [(0, 100), (1, 80), (2, 80)]);
        assert_eq!(tally.target, 131);
    }
}
