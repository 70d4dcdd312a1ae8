//! A straight line of ops.

use crate::Code;
use crate::graph::{Graph, Id, Marks, Node};

use super::strip;

/// An op on nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// What it computes.
    pub node: Id,
    pub code: Code,
    pub operands: [Id; 3],
    /// The table of a lookup.
    pub table: u32,
}

impl Step {
    /// The op of a node; `None` for what is not computed.
    pub fn of(graph: &Graph, node: Id) -> Option<Step> {
        match graph.node(node) {
            Node::Op(code, operands) => {
                let operands = operands.map(|o| strip(graph, o));
                Some(Step { node, code, operands, table: 0 })
            }
            Node::Lookup(table, a) => {
                Some(Step { node, code: Code::Lookup, operands: [strip(graph, a), Id::ZERO, Id::ZERO], table })
            }
            _ => None,
        }
    }

    /// What it reads.
    pub fn reads(&self) -> impl Iterator<Item = Id> + use<> {
        self.operands.into_iter().take(self.code.arity())
    }
}

/// Ops in order, and for an event the noise they need.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub steps: Vec<Step>,
    pub draws: Vec<Id>,
}

impl Section {
    /// The ops that `roots` need, of nodes that belong here, operands before users.
    ///
    /// They keep the order in which they were made: the elements of a variable one after the other, with the same ops
    /// for each, runs some percent faster than each result right before its use.
    pub fn ordered(graph: &Graph, roots: &[Id], mut belongs: impl FnMut(Id) -> bool) -> Section {
        let mut section = Section::default();
        let mut seen = Marks::default();
        let mut stack: Vec<Id> = roots.iter().map(|&root| strip(graph, root)).collect();
        while let Some(id) = stack.pop() {
            if !belongs(id) || !seen.insert(id) {
                continue;
            }
            match Step::of(graph, id) {
                Some(step) => {
                    stack.extend(step.reads());
                    section.steps.push(step);
                }
                None if matches!(graph.node(id), Node::Noise(_)) => section.draws.push(id),
                None => {}
            }
        }
        section.steps.sort_unstable_by_key(|step| step.node);
        section.draws.sort_unstable();
        section
    }
}
