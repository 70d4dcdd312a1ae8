//! Whose equation is being expanded: told only when a name or a message is wanted.

use milepost_strategy::model::VariableId;

use super::Lowering;
use super::environment::label;
use crate::graph::StateId;

/// Whose equation is being expanded.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    /// The strategy, a measure or a chart.
    Named(&'a str),
    /// An element of a variable.
    Element(VariableId, usize),
    State(StateId),
}

impl Lowering<'_> {
    /// Its name, with elements.
    pub(super) fn subject(&self) -> String {
        match self.subject {
            Subject::Named(name) => name.to_string(),
            Subject::Element(id, flat) => label(self.strategy, id, flat),
            Subject::State(state) => self.graph.states[state.index()].name.clone(),
        }
    }
}
