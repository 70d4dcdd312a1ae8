//! The same expressions at another instant: at the start, and at an event after what was published there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Lowering;
use crate::graph::{ById, Change, Id, Node, StepSet, Traits};
use crate::{Fault, Lookup};

/// Values at the first instant, of nodes that change.
#[derive(Default)]
pub(super) struct Starts(ById<Id>, Option<Id>);

impl<'a> Lowering<'a> {
    /// A node's value at the first instant: stocks, latches and delays at their initial values.
    pub(super) fn start(&mut self, root: Id) -> Result<Id, Fault> {
        let changes = Traits::TIME.with(Traits::STATE).with(Traits::NOISE);
        // Nodes whose start is wanted, each needed by the one before.
        let mut path = vec![root];
        while let Some(&top) = path.last() {
            if !self.graph.is(top, changes) || self.starts.0.contains(top) {
                path.pop();
                continue;
            }
            let nodes = self.unresolved(top, changes);
            match self.first_missing(&nodes, changes)? {
                Some((state, initial)) => {
                    if path.contains(&initial) {
                        return Err(Fault::CircularInitial(state));
                    }
                    path.push(initial);
                }
                None => {
                    for id in nodes {
                        let value = self.at_start(id);
                        self.starts.0.insert(id, value);
                    }
                }
            }
        }
        Ok(self.started(root))
    }

    /// A truth that never holds in a run, but does where initial values are worked out.
    pub(super) fn starting(&mut self) -> Id {
        if let Some(marker) = self.starts.1 {
            return marker;
        }
        let never = self.grid.set([]);
        let (_, marker) = self.graph.state("initial values".into(), Traits::TRUTH, super::Doubt::Never);
        self.define(marker, Change::Latch { at: never, next: marker }, Id::ZERO);
        self.starts.1 = Some(marker);
        marker
    }

    /// What stands for a node where initial values are worked out, if that is another one.
    fn in_place_of(&self, id: Id) -> Option<Id> {
        match self.graph.node(id) {
            Node::Op(crate::Code::Select, [test, first, _]) if self.starts.1 == Some(test) => Some(first),
            _ => None,
        }
    }

    /// What `top` needs that changes and has no known start yet, operands first.
    fn unresolved(&self, top: Id, changes: Traits) -> Vec<Id> {
        self.reached_by(top, true, |id| self.graph.is(id, changes) && !self.starts.0.contains(id))
    }

    /// `root` and what it is made of (`starting`: where initial values are worked out), as far as nodes are `wanted`,
    /// operands first.
    fn reached_by(&self, root: Id, starting: bool, wanted: impl Fn(Id) -> bool) -> Vec<Id> {
        let mut stack = vec![root];
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        while let Some(id) = stack.pop() {
            if wanted(id) && seen.insert(id) {
                found.push(id);
                match self.in_place_of(id).filter(|_| starting) {
                    Some(first) => stack.push(first),
                    None => stack.extend(self.graph.operands(id)),
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// A state among `nodes` whose initial value has no known start yet.
    fn first_missing(&mut self, nodes: &[Id], changes: Traits) -> Result<Option<(String, Id)>, Fault> {
        for &id in nodes {
            let Node::State(state) = self.graph.node(id) else { continue };
            self.settle(state)?;
            let known = &self.graph.states[state.index()];
            let initial = known.initial.ok_or_else(|| Fault::CircularInitial(known.name.clone()))?;
            if self.graph.is(initial, changes) && !self.starts.0.contains(initial) {
                return Ok(Some((known.name.clone(), initial)));
            }
        }
        Ok(None)
    }

    fn started(&self, id: Id) -> Id {
        self.starts.0.get(id).unwrap_or(id)
    }

    fn at_start(&mut self, id: Id) -> Id {
        if let Some(first) = self.in_place_of(id) {
            return self.started(first);
        }
        match self.graph.node(id) {
            Node::Time => {
                let start = self.grid.start;
                self.number(start)
            }
            Node::Noise(_) => Id::UNKNOWN,
            Node::State(state) => {
                let initial = self.graph.states[state.index()].initial.unwrap_or(Id::UNKNOWN);
                self.started(initial)
            }
            Node::Hold(a) => self.started(a),
            node => self.with_operands(id, node, |lowering, operand| lowering.started(operand)),
        }
    }

    /// A node at another time, given as a node; states as they are.
    pub(super) fn at_time(&mut self, root: Id, time: Id) -> Id {
        let found = self.reached_by(root, false, |id| self.graph.is(id, Traits::TIME));
        let mut new: FxHashMap<Id, Id> = FxHashMap::default();
        for id in found {
            let value = match self.graph.node(id) {
                Node::Time => time,
                Node::Hold(a) => new.get(&a).copied().unwrap_or(a),
                node => self.with_operands(id, node, |_, operand| new.get(&operand).copied().unwrap_or(operand)),
            };
            new.insert(id, value);
        }
        new.get(&root).copied().unwrap_or(root)
    }

    fn with_operands(&mut self, id: Id, node: Node, new: impl Fn(&Self, Id) -> Id) -> Id {
        match node {
            Node::Op(code, operands) => {
                let mut operands = operands;
                for operand in operands.iter_mut().take(code.arity()) {
                    *operand = new(self, *operand);
                }
                self.graph.op(code, operands)
            }
            Node::Lookup(table, a) => {
                let a = new(self, a);
                self.graph.bare_lookup(table, a)
            }
            _ => id,
        }
    }

    /// A node as it stands at an event, once what is published or judged at the same steps has been.
    pub(super) fn at_event(&mut self, root: Id, at: StepSet) -> Result<Id, Fault> {
        let found = self.reached_by(root, false, |id| self.graph.is(id, Traits::LATCH));
        let mut new: FxHashMap<Id, Id> = FxHashMap::default();
        for id in found {
            let value = match self.graph.node(id) {
                Node::State(state) => {
                    // One that is being judged itself at this moment is read as it was.
                    self.settle(state)?;
                    match self.graph.states[state.index()].change {
                        Some(Change::Latch { at: when, next }) => self.after(id, when, next, at),
                        _ => id,
                    }
                }
                node => self.with_operands(id, node, |_, operand| new.get(&operand).copied().unwrap_or(operand)),
            };
            new.insert(id, value);
        }
        Ok(new.get(&root).copied().unwrap_or(root))
    }

    /// A latch as seen by an event: after it changed at the same step, if it did.
    fn after(&mut self, latch: Id, when: StepSet, next: Id, at: StepSet) -> Id {
        if self.grid.covers(when, at) {
            return next;
        }
        let changed = self.within(when);
        self.graph.select(changed, next, latch)
    }

    /// Whether the current step is one of a set.
    pub(super) fn within(&mut self, set: StepSet) -> Id {
        if set == StepSet::EVERY {
            return Id::ONE;
        }
        let steps = self.grid.steps(set).to_vec();
        let half = self.grid.step / 2.0;
        let mut x = vec![self.grid.start - self.grid.step];
        let mut y = vec![0.0];
        for (i, &n) in steps.iter().enumerate() {
            if i == 0 || steps[i - 1] + 1 != n {
                x.push(self.grid.time(n) - half);
                y.push(1.0);
            }
            if steps.get(i + 1) != Some(&(n + 1)) {
                x.push(self.grid.time(n) + half);
                y.push(0.0);
            }
        }
        let table = self.graph.table(Lookup { x, y, step: true });
        self.graph.bare_lookup(table, Id::TIME)
    }
}
