//! How far a decision is from its opposite: the fewest votes that, had they been otherwise, would have changed it.
//!
//! The fewest votes are found exactly: unit by unit, all combinations of shares that hold or fail there with the fewest votes
//! moved, keeping of combinations that count alike only the cheapest.  Shares of the whole then need the sum to be large enough.

use std::collections::BTreeMap;

use crate::outcome::{Possible, all, any};
use crate::reach::{Reach, Span, push, reach, room};
use crate::rule::Tally;
use crate::{Decision, Move, Part, Rule, Scope, Test, Unit, Votes};

/// Combinations kept at once; a rule that needs more is not searched.
const MOST_KEPT: usize = 50_000;

/// The fewest votes that would have changed the outcome, by one kind of move.
#[derive(Clone, Debug, PartialEq)]
pub struct Distance {
    /// The move.
    pub way: Move,
    /// Votes.
    pub votes: u64,
    /// In which units, by position, and how many; what is left over may be moved anywhere.
    pub units: Vec<(usize, u64)>,
    /// Figures that count are missing or disputed: it is at least so far, and may be further.
    pub at_least: bool,
}

/// What would turn a unit's own verdict round.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitDistance {
    /// Unit, by position.
    pub unit: usize,
    /// The share that is asked of units, by position among those of the rule.
    pub share: usize,
    /// Fewest votes switched; `None` where all would not do.
    pub switched: Option<u64>,
    /// Fewest votes added, and for which option; `None` where no number would do.
    pub added: Option<(u64, usize)>,
    /// Figures that count are missing or disputed.
    pub at_least: bool,
}

/// How far a decision is from its opposite.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Distances {
    /// Fewest votes switched from one option to another.
    pub switched: Option<Distance>,
    /// Fewest votes added, of all options.
    pub added: Option<Distance>,
    /// Unit by unit.
    pub units: Vec<UnitDistance>,
    /// The rule has too many combinations to search; nothing is said of those moves.
    pub unsearched: bool,
}

/// Finds the distances of a decided outcome.  Where the outcome is open it is no distance away from either, and only the
/// units are told.
pub fn distances(decision: &Decision, votes: &Votes) -> Distances {
    let mut found = Distances { units: units(decision, votes), ..Distances::default() };
    let Some(holds) = decision.rule.possible(votes).decided() else { return found };
    for way in ways(&decision.rule, votes.options.len()) {
        match (Search { rule: &decision.rule, votes, way: &way, holds }).run() {
            Err(TooMany) => found.unsearched = true,
            Ok(None) => {}
            Ok(Some(distance)) => {
                let best = if matches!(way, Move::Add(_)) { &mut found.added } else { &mut found.switched };
                if best.as_ref().is_none_or(|b| distance.votes < b.votes) {
                    *best = Some(distance);
                }
            }
        }
    }
    found
}

/// Moves worth trying: to and from the option that the rule is about; between any two where it is about several.
fn ways(rule: &Rule, options: usize) -> Vec<Move> {
    let mut asked: Vec<usize> = rule.shares().iter().filter_map(|(t, _)| option_of(t)).collect();
    asked.sort_unstable();
    asked.dedup();
    let mut out = Vec::new();
    match asked[..] {
        [one] => out.extend(switches(one, options)),
        _ => {
            let pairs = (0..options).flat_map(|a| (0..options).map(move |b| (a, b)));
            out.extend(pairs.filter(|(a, b)| a != b).map(|(a, b)| Move::Switch { from: vec![a], to: b }));
        }
    }
    out.extend((0..options).map(Move::Add));
    out
}

fn option_of(test: &Test) -> Option<usize> {
    match test.part {
        Part::Option(x) => Some(x),
        Part::Cast => None,
    }
}

/// To an option from all others, and from it to another.
fn switches(option: usize, options: usize) -> Vec<Move> {
    let others: Vec<usize> = (0..options).filter(|o| *o != option).collect();
    let Some(other) = others.first().copied() else { return Vec::new() };
    vec![Move::Switch { from: others, to: option }, Move::Switch { from: vec![option], to: other }]
}

/// What would turn each unit round.
fn units(decision: &Decision, votes: &Votes) -> Vec<UnitDistance> {
    let mut out = Vec::new();
    let scopes = decision.rule.shares().into_iter().filter_map(|(test, scope)| match scope {
        Scope::Units(units, _) => Some((test, units)),
        Scope::Whole => None,
    });
    let options = votes.options.len();
    for (share, (test, scope)) in scopes.enumerate() {
        for u in scope {
            let unit = &votes.units[*u];
            let mut at_least = false;
            let mut fewest = |way: &Move| {
                let found = reach(unit, test, way, room(unit, way));
                at_least |= !found.exact;
                other_side(found)
            };
            let switched = option_of(test).into_iter().flat_map(|x| switches(x, options));
            let switched = switched.filter_map(|way| fewest(&way)).min();
            let added = (0..options).filter_map(|o| Some((fewest(&Move::Add(o))?, o))).min();
            out.push(UnitDistance { unit: *u, share, switched, added, at_least });
        }
    }
    out
}

/// The fewest votes at which a share has the truth that it has not now; `None` where it is open already.
fn other_side(reach: Reach) -> Option<u64> {
    let [holds, fails] = [reach.holds, reach.fails].map(|s| s.map(|s| s.least));
    match (holds, fails) {
        (Some(0), Some(0)) => None,
        (Some(0), other) | (other, Some(0)) => other,
        _ => None,
    }
}

/// The rule has too many combinations.
struct TooMany;

struct Search<'a> {
    rule: &'a Rule,
    votes: &'a Votes,
    way: &'a Move,
    /// Whether the rule holds now.
    holds: bool,
}

/// A way to bring about what it counts for: votes moved from `span.least` to `span.most`, and where the least are.
#[derive(Clone, Debug)]
struct Kept {
    span: Span,
    units: Vec<(usize, u64)>,
}

/// Weights of the units in which a share holds, for each share that is asked of units.
type Counted = Vec<u128>;

impl Search<'_> {
    fn run(&self) -> Result<Option<Distance>, TooMany> {
        let shares = self.rule.shares();
        let asked: Vec<(&Test, Tally)> = shares
            .iter()
            .filter_map(|(test, scope)| match scope {
                Scope::Units(units, need) => Some((*test, Tally::of(units, need))),
                Scope::Whole => None,
            })
            .collect();
        let direction = self.direction(&shares);
        if direction.is_some_and(|d| (d > 0) == self.holds || d == 0) {
            return Ok(None);
        }
        let mut exact = true;
        let mut kept: BTreeMap<Counted, Vec<Kept>> = BTreeMap::new();
        kept.insert(vec![0; asked.len()], vec![Kept { span: Span { least: 0, most: 0 }, units: Vec::new() }]);
        for (u, unit) in self.votes.units.iter().enumerate() {
            let choices = self.choices(u, unit, &asked, &mut exact)?;
            let mut next: BTreeMap<Counted, Vec<Kept>> = BTreeMap::new();
            for (counted, ways) in &kept {
                for (weights, span) in &choices {
                    let sums = counted.iter().zip(weights).zip(&asked);
                    let sums: Counted =
                        sums.map(|((a, b), (_, tally))| a.saturating_add(*b).min(tally.target)).collect();
                    let list = next.entry(sums).or_default();
                    for way in ways {
                        keep(list, &way.with(u, *span));
                    }
                }
            }
            if direction.is_some() {
                prune(&mut next, !self.holds);
            }
            if next.values().map(Vec::len).sum::<usize>() > MOST_KEPT {
                return Err(TooMany);
            }
            kept = next;
        }
        Ok(self.cheapest(&kept, &asked, exact))
    }

    /// 1 where the move can only push shares up, -1 where only down, 0 where it pushes none; `None` where some go up and
    /// others down.
    fn direction(&self, shares: &[(&Test, &Scope)]) -> Option<i8> {
        let pushes: Vec<i8> = shares.iter().map(|(test, _)| push(self.way, test)).filter(|p| *p != 0).collect();
        match (pushes.iter().any(|p| *p > 0), pushes.iter().any(|p| *p < 0)) {
            (true, true) => None,
            (up, down) => Some(i8::from(up) - i8::from(down)),
        }
    }

    /// What a unit can count for, and with how many votes moved there.
    fn choices(
        &self,
        u: usize,
        unit: &Unit,
        asked: &[(&Test, Tally)],
        exact: &mut bool,
    ) -> Result<Vec<(Counted, Span)>, TooMany> {
        let room = room(unit, self.way);
        let mut choices = vec![(vec![0; asked.len()], Span { least: 0, most: room })];
        for (k, (test, tally)) in asked.iter().enumerate() {
            let weight = tally.weights.iter().filter(|(v, _)| *v == u).map(|(_, w)| *w).sum::<u128>();
            if weight == 0 {
                continue;
            }
            let found = reach(unit, test, self.way, room);
            *exact &= found.exact;
            let mut next = Vec::new();
            for (counted, span) in &choices {
                for (truth, holds) in [(found.holds, true), (found.fails, false)] {
                    let Some(span) = truth.and_then(|t| meet(*span, t)) else { continue };
                    let mut counted = counted.clone();
                    counted[k] = if holds { weight } else { 0 };
                    next.push((counted, span));
                }
            }
            choices = next;
            if choices.len() > 64 {
                return Err(TooMany);
            }
        }
        Ok(choices)
    }

    /// The cheapest combination under which the rule turns round.
    fn cheapest(&self, kept: &BTreeMap<Counted, Vec<Kept>>, asked: &[(&Test, Tally)], exact: bool) -> Option<Distance> {
        let all = Unit::sum(&self.votes.units, self.votes.options.len());
        let room = self.votes.units.iter().fold(0_u64, |sum, u| sum.saturating_add(room(u, self.way)));
        let whole: Vec<Reach> = self
            .rule
            .shares()
            .into_iter()
            .filter(|(_, scope)| matches!(scope, Scope::Whole))
            .map(|(test, _)| reach(&all, test, self.way, room))
            .collect();
        let exact = exact && whole.iter().all(|w| w.exact);
        let turns = whole.iter().flat_map(|w| [w.holds, w.fails]).flatten().map(|s| s.least);
        let turns: Vec<u64> = turns.collect();
        let mut best: Option<(u64, &Kept)> = None;
        for (counted, ways) in kept {
            for way in ways {
                let totals = turns.iter().map(|t| (*t).max(way.span.least)).chain([way.span.least]);
                for total in totals.filter(|t| *t <= way.span.most) {
                    let cheaper = best.is_none_or(|(votes, _)| total < votes);
                    if cheaper && self.turned(counted, asked, &whole, total) {
                        best = Some((total, way));
                    }
                }
            }
        }
        let (votes, way) = best?;
        let units = way.units.clone();
        Some(Distance { way: self.way.clone(), votes, units, at_least: !exact })
    }

    /// Whether the rule can be the opposite of what it is.
    fn turned(&self, counted: &Counted, asked: &[(&Test, Tally)], whole: &[Reach], total: u64) -> bool {
        let mut units = counted.iter().zip(asked).map(|(sum, (_, tally))| Possible::known(*sum >= tally.target));
        let mut whole = whole.iter().map(|w| {
            let within = |s: Option<Span>| s.is_some_and(|s| s.least <= total && total <= s.most);
            Possible { yes: within(w.holds), no: within(w.fails) }
        });
        let found = judge(self.rule, &mut units, &mut whole);
        if self.holds { found.no } else { found.yes }
    }
}

/// The rule over the truths of its shares, in their order.
fn judge(
    rule: &Rule,
    units: &mut impl Iterator<Item = Possible>,
    whole: &mut impl Iterator<Item = Possible>,
) -> Possible {
    let nothing = Possible { yes: true, no: true };
    match rule {
        Rule::All(parts) => all(&parts.iter().map(|p| judge(p, &mut *units, &mut *whole)).collect::<Vec<_>>()),
        Rule::Any(parts) => any(&parts.iter().map(|p| judge(p, &mut *units, &mut *whole)).collect::<Vec<_>>()),
        Rule::Share(_, Scope::Units(..)) => units.next().unwrap_or(nothing),
        Rule::Share(_, Scope::Whole) => whole.next().unwrap_or(nothing),
    }
}

fn meet(a: Span, b: Span) -> Option<Span> {
    let (least, most) = (a.least.max(b.least), a.most.min(b.most));
    (least <= most).then_some(Span { least, most })
}

impl Kept {
    fn with(&self, unit: usize, span: Span) -> Kept {
        let least = self.span.least.saturating_add(span.least);
        let mut units = self.units.clone();
        if span.least > 0 {
            units.push((unit, span.least));
        }
        Kept { span: Span { least, most: self.span.most.saturating_add(span.most) }, units }
    }
}

/// Adds a way unless one that reaches as far both ways is there.
fn keep(list: &mut Vec<Kept>, way: &Kept) {
    let covers = |a: &Span, b: &Span| a.least <= b.least && a.most >= b.most;
    if list.iter().any(|k| covers(&k.span, &way.span)) {
        return;
    }
    list.retain(|k| !covers(&way.span, &k.span));
    list.push(way.clone());
}

/// Leaves out what costs no less than another and counts for no more (`up`), or no less.  Right where every move pushes all
/// shares the same way: votes beyond the least then do no harm, so every way is as good as one that reaches to all votes.
fn prune(kept: &mut BTreeMap<Counted, Vec<Kept>>, up: bool) {
    let cheapest: Vec<(Counted, u64)> =
        kept.iter().filter_map(|(c, list)| Some((c.clone(), list.iter().map(|k| k.span.least).min()?))).collect();
    let most = kept.values().flatten().map(|k| k.span.most).max().unwrap_or(0);
    kept.retain(|counted, list| {
        let Some(at) = list.iter().min_by_key(|k| k.span.least).cloned() else { return false };
        let better = |(other, votes): &(Counted, u64)| {
            let no_worse = counted.iter().zip(other).all(|(a, b)| if up { b >= a } else { b <= a });
            no_worse && other != counted && *votes <= at.span.least
        };
        *list = vec![Kept { span: Span { most, ..at.span }, ..at }];
        !cheapest.iter().any(better)
    });
}
