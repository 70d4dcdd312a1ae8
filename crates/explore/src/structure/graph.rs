//! Who moves whom, and which way.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::*;
use milepost_syntax::ast::Change;

use super::monotone::{Influences, Walk};
use super::range::{self, Range, ranges};
use super::sign::Sign;

/// A direct influence of one variable on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// What moves.
    pub from: VariableId,
    /// What it moves.
    pub to: VariableId,
    /// Which way.
    pub sign: Sign,
}

/// All influences, sorted by source and target; none of a variable on itself, one at most between two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The influences.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The influences in a model.  A stock is moved by its flows, not by what it began with; a lever by the triggers
    /// that set it, not by regimes and recommendations, which are choices.
    pub fn new(strategy: &Strategy) -> Graph {
        let ranges = ranges(strategy);
        let mut found = BTreeMap::new();
        for (i, variable) in strategy.variables.iter().enumerate() {
            let to = VariableId(i as u32);
            for (from, sign) in influences(strategy, &ranges, to, variable) {
                found.insert((from, to), sign);
            }
            if let VariableKind::Trigger(trigger) = &variable.kind {
                for setting in &trigger.then {
                    join(&mut found, to, setting.lever, push(strategy, &ranges, setting));
                }
            }
        }
        found.retain(|(from, to), _| from != to);
        Graph::of(found)
    }

    /// The influences among `keep`: direct ones, and those that go through any of `through`, whose chains are followed.
    pub fn within(&self, keep: &BTreeSet<VariableId>, through: &BTreeSet<VariableId>) -> Graph {
        let inside = |id: &VariableId| keep.contains(id) || through.contains(id);
        let edges = self.edges.iter().filter(|e| inside(&e.from) && inside(&e.to));
        let mut left: BTreeMap<(VariableId, VariableId), Sign> = edges.map(|e| ((e.from, e.to), e.sign)).collect();
        for &gone in through.difference(keep) {
            let ends = |at: fn(&(VariableId, VariableId)) -> [VariableId; 2]| {
                let of = left.iter().filter(move |(pair, _)| at(pair)[0] == gone);
                of.map(|(pair, sign)| (at(pair)[1], *sign)).collect::<Vec<_>>()
            };
            let (into, out) = (ends(|p| [p.1, p.0]), ends(|p| [p.0, p.1]));
            left.retain(|(from, to), _| *from != gone && *to != gone);
            for &(from, first) in &into {
                for &(to, second) in out.iter().filter(|(to, _)| *to != from) {
                    join(&mut left, from, to, first.times(second));
                }
            }
        }
        Graph::of(left)
    }

    /// The influences as `(from, to, sign)`, for [`loops`](super::loops).
    pub fn triples(&self) -> impl Iterator<Item = (VariableId, VariableId, Sign)> {
        self.edges.iter().map(|e| (e.from, e.to, e.sign))
    }

    /// Number of influences that begin or end at a variable.
    pub fn degree(&self, id: VariableId) -> usize {
        self.edges.iter().filter(|e| e.from == id || e.to == id).count()
    }

    fn of(found: BTreeMap<(VariableId, VariableId), Sign>) -> Graph {
        Graph { edges: found.into_iter().map(|((from, to), sign)| Edge { from, to, sign }).collect() }
    }
}

fn join(all: &mut BTreeMap<(VariableId, VariableId), Sign>, from: VariableId, to: VariableId, sign: Sign) {
    all.entry((from, to)).and_modify(|s| *s = s.joined(sign)).or_insert(sign);
}

/// What moves a variable, and which way.
fn influences(strategy: &Strategy, ranges: &[Range], id: VariableId, variable: &Variable) -> Influences {
    let mut walk = Walk::new(strategy, ranges);
    match &variable.kind {
        VariableKind::Let { value, .. } => walk.add(value, Sign::Plus),
        VariableKind::Stock(stock) => {
            for flow in &stock.flows {
                match flow {
                    StockFlow::In(e) => walk.add(e, Sign::Plus),
                    StockFlow::Out(e) => walk.add(e, Sign::Minus),
                    StockFlow::Toward { goal, over } => {
                        walk.add(goal, Sign::Plus);
                        walk.add_time(id, goal, over);
                    }
                }
            }
        }
        VariableKind::Indicator(indicator) => walk.add(&indicator.observes, Sign::Plus),
        VariableKind::Condition(condition) => {
            walk.add(&condition.holds.test, Sign::Plus);
            condition.lost.iter().for_each(|lost| walk.add(&lost.test, Sign::Minus));
        }
        VariableKind::Milestone(milestone) => walk.add(&milestone.met.test, Sign::Plus),
        VariableKind::Trigger(trigger) => {
            walk.add(&trigger.fires.test, Sign::Plus);
            trigger.second.iter().for_each(|second| walk.add(&second.test, Sign::Plus));
            trigger.ends.iter().for_each(|ends| walk.add(&ends.test, Sign::Minus));
        }
        VariableKind::Constant(_) | VariableKind::Series(_) | VariableKind::Uncertain(_) | VariableKind::Lever(_) => {}
    }
    walk.found
}

/// Which way a setting pushes its lever, measured from the lever's default.
pub(super) fn push(strategy: &Strategy, ranges: &[Range], setting: &Setting) -> Sign {
    let VariableKind::Lever(lever) = &strategy.variable(setting.lever).kind else { return Sign::Unknown };
    let value = range::of(strategy, ranges, &setting.value);
    let above = |least: f64, most: f64| match value {
        Range { lo, .. } if lo >= most => Sign::Plus,
        Range { hi, .. } if hi <= least => Sign::Minus,
        _ => Sign::Unknown,
    };
    let least = lever.default.iter().copied().fold(f64::INFINITY, f64::min);
    let most = lever.default.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match (setting.change, lever.range) {
        // Categories have no order.
        (_, None) => Sign::Unknown,
        (Change::Add, _) => above(0.0, 0.0),
        (Change::Scale, _) => above(1.0, 1.0),
        (Change::Set, _) => above(least, most),
    }
}
