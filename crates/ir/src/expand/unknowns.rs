//! Which stocks and delays may be unknown: those that take in what is.

use std::collections::BTreeSet;

use crate::Code;
use crate::graph::{Change, Graph, Id, Node, Traits};

/// Names of stocks and delays that were taken to be always known and are not.
pub(super) fn doubtful(graph: &Graph) -> BTreeSet<String> {
    let fed = |state: usize| {
        let known = &graph.states[state];
        let input = match known.change {
            Some(Change::Stock { rate, .. }) => Some(rate),
            Some(Change::Ring { input, .. }) => Some(input),
            _ => None,
        };
        [input, known.initial.filter(|_| input.is_some())].into_iter().flatten()
    };
    let nodes = || (0..graph.len() as u32).map(Id);
    let mut unknown: Vec<bool> = nodes().map(|id| graph.is(id, Traits::UNKNOWN)).collect();
    let surprising = (0..graph.states.len()).any(|s| fed(s).any(|id| unknown[id.index()]));
    let mut found = BTreeSet::new();
    if !surprising {
        return found;
    }
    // What is found feeds others: follow it to the end, so that few rounds are needed.
    loop {
        let mut more = false;
        for id in nodes() {
            if unknown[id.index()] {
                continue;
            }
            unknown[id.index()] = match graph.node(id) {
                Node::State(state) => fed(state.index()).any(|id| unknown[id.index()]),
                Node::Op(Code::IsUnknown, _) => false,
                Node::Op(Code::Select, [_, a, b]) => unknown[a.index()] || unknown[b.index()],
                _ => graph.operands(id).any(|o| unknown[o.index()]),
            };
            more |= unknown[id.index()];
        }
        if !more {
            break;
        }
    }
    for id in nodes() {
        if let Node::State(state) = graph.node(id) {
            let feeds = fed(state.index()).any(|id| unknown[id.index()]);
            if feeds && unknown[id.index()] {
                found.insert(graph.states[state.index()].name.clone());
            }
        }
    }
    found
}
