//! Which outcomes the votes allow: exact bounds for each unit, three values for the rule.

use crate::count::UNBOUNDED;
use crate::rule::Tally;
use crate::{Base, Count, Decision, Part, Rule, Scope, Test, Unit, Votes};

/// What became of a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It carries.
    Adopted,
    /// It fails.
    Rejected,
}

/// What something can be as far as is known.  At least one is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    /// It can hold.
    pub yes: bool,
    /// It can fail to hold.
    pub no: bool,
}

impl Possible {
    pub(crate) fn known(holds: bool) -> Possible {
        Possible { yes: holds, no: !holds }
    }

    /// What it is, where that is known.
    pub fn decided(self) -> Option<bool> {
        (self.yes != self.no).then_some(self.yes)
    }
}

/// How one unit stands in one share of the rule.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitStanding {
    /// Unit, by position.
    pub unit: usize,
    /// The test, by position among the shares of the rule that are asked of units.
    pub share: usize,
    /// Whether it holds there.
    pub holds: Possible,
    /// Part and base where the share is least, and where it is greatest.
    pub between: [(u64, u64); 2],
}

/// How one share of the rule stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareStanding {
    /// Whether it holds where it must.
    pub holds: Possible,
    /// Of a share of the whole: part and base where it is least, and where it is greatest.
    pub whole: Option<[(u64, u64); 2]>,
    /// Of a share that is asked of units: what the units in which it surely holds weigh, what those in which it may, and how
    /// much is enough.
    pub units: Option<[u128; 3]>,
}

/// The outcomes that the votes allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// One where it is decided, two where it is open.
    pub possible: Vec<Outcome>,
    /// Whether each of them can come of some votes within the bounds, rather than only not being excluded.
    pub tight: bool,
    /// How each share of the rule stands, in order.
    pub shares: Vec<ShareStanding>,
    /// How each unit stands, share by share.
    pub standing: Vec<UnitStanding>,
}

impl Decision {
    /// The outcomes that the votes allow.
    ///
    /// *Sound*: whatever the missing figures are, the outcome is among them.  *Tight* where the rule is monotone in one
    /// option: the votes most in its favour, everywhere at once, decide what is possible.  A rule with a quorum, or of several
    /// options, may name an outcome that no single set of votes brings about.
    pub fn outcomes(&self, votes: &Votes) -> Outcomes {
        let holds = self.rule.possible(votes);
        let adopted = if self.rejects { Possible { yes: holds.no, no: holds.yes } } else { holds };
        let mut possible = Vec::new();
        possible.extend(adopted.yes.then_some(Outcome::Adopted));
        possible.extend(adopted.no.then_some(Outcome::Rejected));
        let tight = possible.len() == 1 || self.rule.monotone();
        let asked = self.rule.shares().into_iter().filter_map(|(test, scope)| match scope {
            Scope::Units(units, _) => Some((test, units)),
            Scope::Whole => None,
        });
        let standing = asked.enumerate().flat_map(|(share, (test, units))| {
            units.iter().map(move |u| {
                let unit = &votes.units[*u];
                let between = [worst(unit, test), best(unit, test)];
                UnitStanding { unit: *u, share, holds: standing(unit, test), between }
            })
        });
        let shares = self.rule.shares().into_iter().map(|(test, scope)| share_standing(test, scope, votes));
        Outcomes { possible, tight, shares: shares.collect(), standing: standing.collect() }
    }
}

impl Rule {
    /// Whether the rule can hold, and can fail to.
    pub fn possible(&self, votes: &Votes) -> Possible {
        let parts = |parts: &[Rule]| parts.iter().map(|p| p.possible(votes)).collect::<Vec<_>>();
        match self {
            Rule::All(list) => all(&parts(list)),
            Rule::Any(list) => any(&parts(list)),
            Rule::Share(test, scope) => share_standing(test, scope, votes).holds,
        }
    }
}

fn share_standing(test: &Test, scope: &Scope, votes: &Votes) -> ShareStanding {
    match scope {
        Scope::Whole => {
            let all = Unit::sum(&votes.units, votes.options.len());
            let whole = Some([worst(&all, test), best(&all, test)]);
            ShareStanding { holds: standing(&all, test), whole, units: None }
        }
        Scope::Units(units, need) => {
            let tally = Tally::of(units, need);
            let (mut surely, mut perhaps) = (0_u128, 0_u128);
            for (u, weight) in &tally.weights {
                let holds = standing(&votes.units[*u], test);
                perhaps = perhaps.saturating_add(if holds.yes { *weight } else { 0 });
                surely = surely.saturating_add(if holds.no { 0 } else { *weight });
            }
            let holds = Possible { yes: perhaps >= tally.target, no: surely < tally.target };
            ShareStanding { holds, whole: None, units: Some([surely, perhaps, tally.target]) }
        }
    }
}

pub(crate) fn all(parts: &[Possible]) -> Possible {
    Possible { yes: parts.iter().all(|p| p.yes), no: parts.iter().any(|p| p.no) }
}

pub(crate) fn any(parts: &[Possible]) -> Possible {
    Possible { yes: parts.iter().any(|p| p.yes), no: parts.iter().all(|p| p.no) }
}

/// Whether a share can meet its bar, and can miss it.
pub(crate) fn standing(unit: &Unit, test: &Test) -> Possible {
    let ends = [best(unit, test), worst(unit, test)].map(|(part, base)| test.bar.met(part, base));
    // Of nothing no share is reached, not even one of 0.
    let nobody = figures(unit, test).1.low() == 0;
    Possible { yes: ends.contains(&true), no: nobody || ends.contains(&false) }
}

/// Part, base and what of the base is not the part.
fn figures(unit: &Unit, test: &Test) -> (Count, Count, Count) {
    let (part, mut others) = match test.part {
        Part::Cast => (unit.cast, Count::exact(0)),
        Part::Option(x) => {
            let others = unit.options.iter().enumerate().filter(|(i, _)| *i != x);
            let mut others = others.fold(Count::exact(0), |sum, (_, votes)| sum.plus(*votes));
            if test.base != Base::Valid {
                others = others.plus(unit.invalid);
            }
            (unit.options[x], others)
        }
    };
    let base = match test.base {
        Base::Valid => unit.valid,
        Base::Cast => unit.cast,
        Base::Registered => {
            others = others.plus(unit.away);
            unit.registered
        }
    };
    (part, base, others)
}

/// Part and base where the share is greatest: as many as there can be for it, as few as there can be of the rest.
pub(crate) fn best(unit: &Unit, test: &Test) -> (u64, u64) {
    let (part, base, others) = figures(unit, test);
    let whole = (part.top().saturating_add(others.low())).clamp(base.low(), base.top()).min(UNBOUNDED);
    (part.top().min(whole.saturating_sub(others.low())), whole)
}

/// Part and base where the share is least.
pub(crate) fn worst(unit: &Unit, test: &Test) -> (u64, u64) {
    let (part, base, others) = figures(unit, test);
    let whole = (part.low().saturating_add(others.top())).clamp(base.low(), base.top()).min(UNBOUNDED);
    (part.low().max(whole.saturating_sub(others.top())).min(whole), whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Need, Threshold};

    fn no_at_two_thirds(base: Base) -> Test {
        Test { part: Part::Option(1), base, bar: Threshold::at_least(2, 3) }
    }

    #[test]
    fn a_missing_unit_can_go_either_way() {
        let units = vec![Unit::counted("a", &[1, 9]), Unit::counted("b", &[9, 1]), Unit::unknown("c", 2)];
        let votes = Votes { options: vec!["yes".into(), "no".into()], units };
        let veto = |k| Decision {
            rule: Rule::Share(no_at_two_thirds(Base::Valid), Scope::Units(vec![0, 1, 2], Need::Count(k))),
            rejects: true,
        };
        assert_eq!(veto(1).outcomes(&votes).possible, [Outcome::Rejected]);
        assert_eq!(veto(2).outcomes(&votes).possible, [Outcome::Adopted, Outcome::Rejected]);
        assert_eq!(veto(3).outcomes(&votes).possible, [Outcome::Adopted]);
    }

    #[test]
    fn bounds_decide_where_they_suffice() {
        let mut unit = Unit::unknown("a", 2);
        (unit.options[0], unit.options[1]) = (Count::between(30, 33), Count::between(66, 70));
        let unit = unit.tightened().unwrap();
        // 66 of 99 is two thirds, and no counts give less.
        assert_eq!(standing(&unit, &no_at_two_thirds(Base::Valid)).decided(), Some(true));
        let above = Test { bar: Threshold::more_than(2, 3), ..no_at_two_thirds(Base::Valid) };
        assert_eq!(standing(&unit, &above).decided(), None);
        // Of the register nothing is known but that it is no smaller.
        assert_eq!(standing(&unit, &no_at_two_thirds(Base::Registered)).decided(), None);
    }
}
