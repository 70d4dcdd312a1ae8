//! A straight line of ops.

use crate::Code;
use crate::graph::{Graph, Id, Node};

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
    /// The ops that `roots` need, of nodes that belong here, operands before users and users soon after.
    pub fn ordered(graph: &Graph, roots: &[Id], mut belongs: impl FnMut(Id) -> bool) -> Section {
        let mut section = Section::default();
        let mut seen = std::collections::HashSet::new();
        let mut stack: Vec<(Id, bool)> = Vec::new();
        for &root in roots {
            stack.push((strip(graph, root), false));
            while let Some((id, ready)) = stack.pop() {
                if ready {
                    section.steps.extend(Step::of(graph, id));
                    continue;
                }
                if !belongs(id) || !seen.insert(id) {
                    continue;
                }
                match (graph.node(id), Step::of(graph, id)) {
                    (Node::Noise(_), _) => section.draws.push(id),
                    (_, Some(step)) => {
                        stack.push((id, true));
                        let from = stack.len();
                        stack.extend(step.reads().map(|operand| (operand, false)));
                        stack[from..].reverse();
                    }
                    _ => {}
                }
            }
        }
        section
    }
}
