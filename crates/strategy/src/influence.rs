//! Which variable moves which, and the circles that this makes.

use std::collections::{BTreeSet, VecDeque};

use crate::model::*;
use crate::visit;

/// A direct influence of one variable on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Influence {
    /// What moves.
    pub from: VariableId,
    /// What it moves.
    pub to: VariableId,
    /// Whether it goes through a smooth or a delay.
    pub delayed: bool,
}

/// Every direct influence, sorted, each once.  A stock is moved by its flows, not by what it began with; a lever by the
/// triggers that set it, not by regimes and recommendations, which are choices.
pub(crate) fn influences(s: &Strategy) -> Vec<Influence> {
    let mut found = BTreeSet::new();
    for (i, variable) in s.variables.iter().enumerate() {
        let to = VariableId(i as u32);
        for e in moving(variable) {
            reads(s, e, false, &mut |from, delayed| {
                found.insert(Influence { from, to, delayed });
            });
        }
        if let VariableKind::Trigger(trigger) = &variable.kind {
            found.extend(trigger.then.iter().map(|x| Influence { from: to, to: x.lever, delayed: false }));
        }
    }
    found.into_iter().collect()
}

/// The expressions that move a variable as time goes on.
fn moving(variable: &Variable) -> Vec<&Expr> {
    match &variable.kind {
        VariableKind::Let { value, .. } => vec![value],
        VariableKind::Stock(stock) => {
            let parts = |flow| match flow {
                &StockFlow::In(ref e) | &StockFlow::Out(ref e) => vec![e],
                StockFlow::Toward { goal, over } => vec![goal, over],
            };
            stock.flows.iter().flat_map(parts).collect()
        }
        VariableKind::Indicator(i) => std::iter::once(&i.observes).chain(&i.hidden).collect(),
        VariableKind::Condition(c) => std::iter::once(&c.holds.test).chain(c.lost.as_ref().map(|l| &l.test)).collect(),
        VariableKind::Milestone(m) => vec![&m.met.test],
        VariableKind::Trigger(t) => {
            [Some(&t.fires), t.second.as_ref(), t.ends.as_ref()].into_iter().flatten().map(|w| &w.test).collect()
        }
        VariableKind::Constant(_) | VariableKind::Series(_) | VariableKind::Uncertain(_) | VariableKind::Lever(_) => {
            Vec::new()
        }
    }
}

fn reads(s: &Strategy, e: &Expr, delayed: bool, f: &mut dyn FnMut(VariableId, bool)) {
    match &e.kind {
        ExprKind::Variable(id, _) => f(*id, delayed),
        // What it began with, and what was before the decision, is not moved any more.
        ExprKind::Initial(_) => {}
        ExprKind::At(_, date) if *date <= s.time.decide => {}
        ExprKind::Smooth { input, over, .. } | ExprKind::Delay { input, over, .. } => {
            reads(s, input, true, f);
            reads(s, over, true, f);
        }
        ExprKind::DelayFixed { input, .. } | ExprKind::Lag { input, .. } | ExprKind::Previous { input, .. } => {
            reads(s, input, true, f);
        }
        ExprKind::Active { value, .. } => reads(s, value, delayed, f),
        _ => visit::parts(e).into_iter().for_each(|part| reads(s, part, delayed, f)),
    }
}

/// Influences by their source.
pub(crate) struct Neighbours(Vec<Vec<Influence>>);

impl Neighbours {
    pub fn of(s: &Strategy) -> Neighbours {
        let mut out = vec![Vec::new(); s.variables.len()];
        influences(s).into_iter().for_each(|i| out[i.from.index()].push(i));
        Neighbours(out)
    }

    /// The influences of a variable.
    pub fn from(&self, id: VariableId) -> &[Influence] {
        &self.0[id.index()]
    }

    /// The shortest chain from one variable to another through none of `closed`, both ends included; a variable leads
    /// to itself by a circle.
    pub fn chain(&self, from: VariableId, to: VariableId, closed: &[VariableId]) -> Option<Vec<VariableId>> {
        let mut before: Vec<Option<VariableId>> = vec![None; self.0.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            for next in self.from(at) {
                if next.to == to {
                    let mut chain = vec![to, at];
                    while let Some(earlier) = chain.last().filter(|id| **id != from).and_then(|id| before[id.index()]) {
                        chain.push(earlier);
                    }
                    chain.reverse();
                    return Some(chain);
                }
                if next.to != from && before[next.to.index()].is_none() && !closed.contains(&next.to) {
                    before[next.to.index()] = Some(at);
                    queue.push_back(next.to);
                }
            }
        }
        None
    }

    /// A circle through some variables in this order that passes no variable twice: the shortest chains, as far as they
    /// do not cross each other.  The first is not named again at the end.
    pub fn circle(&self, steps: &[VariableId]) -> Option<Vec<VariableId>> {
        self.of_shortest_chains(steps).or_else(|| {
            let mut path = vec![steps[0]];
            let mut visits = 0;
            self.goes_on(steps, 0, &mut path, &mut visits).then_some(path)
        })
    }

    fn of_shortest_chains(&self, steps: &[VariableId]) -> Option<Vec<VariableId>> {
        let mut circle: Vec<VariableId> = Vec::new();
        for (k, &from) in steps.iter().enumerate() {
            let closed: Vec<VariableId> = circle.iter().chain(steps).copied().collect();
            let mut chain = self.chain(from, steps[(k + 1) % steps.len()], &closed)?;
            chain.pop();
            circle.extend(chain);
        }
        Some(circle)
    }

    /// Whether a path that has come to step `k` can be led on to the last step and back to the first.
    fn goes_on(&self, steps: &[VariableId], k: usize, path: &mut Vec<VariableId>, visits: &mut usize) -> bool {
        *visits += 1;
        let Some(&last) = path.last().filter(|_| *visits < MOST_VISITS) else { return false };
        let target = steps[(k + 1) % steps.len()];
        for next in self.from(last).iter().map(|i| i.to) {
            let reached = next == target;
            if reached && k + 1 == steps.len() {
                return true;
            }
            if !reached && (path.contains(&next) || steps.contains(&next)) {
                continue;
            }
            path.push(next);
            if self.goes_on(steps, k + usize::from(reached), path, visits) {
                return true;
            }
            path.pop();
        }
        false
    }
}

/// Places looked at before the search for a circle gives up.
const MOST_VISITS: usize = 100_000;
