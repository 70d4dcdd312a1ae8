//! Where an expression stands: which element each range on the left stands for, and inside which macro.

use super::subscripts::{Atom, RangeId, Subscripts};
use milepost_strategy::model::VariableId;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What ranges stand for where an expression is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(super) bindings: Vec<Binding>,
    /// The instance of a macro, if inside one.
    pub inside: Option<Rc<Instance>>,
    /// Whose equation it is, with its element: `x[a,b]`.
    pub label: Rc<str>,
    /// The element whose equation it is: its slot and flat position; none inside a macro.
    pub own: Option<(usize, usize)>,
    /// How many macros are open.
    pub depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    range: RangeId,
    atom: Atom,
    /// Bound by `range!` within a function, not on the left.
    every: bool,
}

/// A macro at a call: its parameters and variables.
#[derive(Debug, Default)]
pub(crate) struct Instance {
    /// Names to variables.
    pub values: FxHashMap<String, VariableId>,
    /// Parameters that are given tables: the variable of the model that holds the table, and its element.
    pub tables: FxHashMap<String, (usize, usize)>,
    /// Parameters that are given data: the data variable, and its element.
    pub data: FxHashMap<String, (usize, usize)>,
}

impl Scope {
    /// Binds a range of the left-hand side.
    pub fn bind(&mut self, range: RangeId, atom: Atom) {
        self.bindings.push(Binding { range, atom, every: false });
    }

    /// The same with a range bound; `every` for `range!`.
    pub fn with(&self, range: RangeId, atom: Atom, every: bool) -> Scope {
        let mut scope = self.clone();
        scope.bindings.push(Binding { range, atom, every });
        scope
    }

    /// What `range!` stands for.
    pub fn every(&self, range: RangeId) -> Option<Atom> {
        self.bindings.iter().rev().find(|b| b.every && b.range == range).map(|b| b.atom)
    }

    /// What a range stands for: bound itself, mapped to one that is, holding the element of the one that is, or in part
    /// of a mapping.
    pub fn bound(&self, range: RangeId, subscripts: &Subscripts) -> Option<Atom> {
        let left = || self.bindings.iter().rev().filter(|b| !b.every);
        if let Some(own) = left().find(|b| b.range == range) {
            return Some(own.atom);
        }
        if let Some(mapped) = left().find_map(|b| subscripts.mapped(b.range, b.atom, range)) {
            return Some(mapped);
        }
        let mut held = left().filter(|b| subscripts.ranges[range].atoms.contains(&b.atom)).map(|b| b.atom);
        if let Some(first) = held.next() {
            return held.all(|other| other == first).then_some(first);
        }
        // What is mapped as a whole is mapped in parts.
        left().find_map(|b| subscripts.mapped_in_parts(b.atom, range))
    }

    /// Ranges of the left-hand side and what they stand for, in order.
    pub fn left(&self) -> impl Iterator<Item = (RangeId, Atom)> {
        self.bindings.iter().filter(|b| !b.every).map(|b| (b.range, b.atom))
    }

    /// Everything bound but one range: what a result for all elements of that range depends on.
    pub fn key_without(&self, range: RangeId) -> Vec<(RangeId, Atom, bool)> {
        let others = self.bindings.iter().filter(|b| b.range != range);
        others.map(|b| (b.range, b.atom, b.every)).collect()
    }
}
