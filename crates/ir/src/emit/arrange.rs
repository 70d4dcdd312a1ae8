//! Sums, products and quotients arranged so that little is left to do at every step.
//!
//! Where a difference in the last bit is of no consequence (not in what is compared, rounded or counted):
//! factors and terms that do not change are put together, so that they are computed once; a quotient by something that
//! does not change, or that divides several, becomes a product with its inverse.  Division costs as much as five
//! products.

use std::collections::HashMap;

use crate::Code;
use crate::expand::Model;
use crate::graph::{Change, Graph, Id, Node};

use super::place::{Pace, live_states, pace};
use super::strip;

/// Arranges a model.
pub(super) fn arrange(model: &mut Model) {
    let uses = Uses::of(model);
    let mut arranger = Arranger { graph: &mut model.graph, uses: &uses, new: HashMap::new() };
    for &id in &uses.order {
        let value = arranger.arranged(id);
        arranger.new.insert(id, value);
    }
    let new = arranger.new;
    let moved = |id: &mut Id| *id = new.get(id).copied().unwrap_or(*id);
    let outputs = model.measures.iter_mut().chain(&mut model.parameters).chain(&mut model.charts);
    outputs.chain(&mut model.variables).for_each(|(_, id)| moved(id));
    model.notices.iter_mut().for_each(|(_, _, id)| moved(id));
    for state in &mut model.graph.states {
        match &mut state.change {
            Some(Change::Stock { rate: id } | Change::Latch { next: id, .. } | Change::Ring { input: id, .. }) => moved(id),
            None => {}
        }
    }
}

/// Who reads what.
struct Uses {
    /// Nodes in use, operands first.
    order: Vec<Id>,
    /// How often each is read.
    count: HashMap<Id, usize>,
    /// The reader of what is read once.
    reader: HashMap<Id, Id>,
    /// Nodes of which every bit counts.
    exact: Vec<bool>,
    /// How many quotients have this divisor.
    divides: HashMap<Id, usize>,
}

impl Uses {
    fn of(model: &Model) -> Uses {
        let graph = &model.graph;
        let lists = [&model.measures, &model.parameters, &model.charts, &model.variables];
        let mut roots: Vec<Id> = lists.into_iter().flatten().map(|(_, id)| *id).collect();
        roots.extend(model.notices.iter().map(|(_, _, id)| *id));
        let mut exact = vec![false; graph.len()];
        model.notices.iter().for_each(|(_, _, id)| exact[id.index()] = true);
        for state in live_states(graph, roots.clone().iter()) {
            match graph.states[state.index()].change {
                Some(Change::Latch { next, .. }) => {
                    exact[next.index()] = true;
                    roots.push(next);
                }
                Some(Change::Stock { rate: id } | Change::Ring { input: id, .. }) => roots.push(id),
                None => {}
            }
        }
        let mut count: HashMap<Id, usize> = HashMap::new();
        let mut reader = HashMap::new();
        let mut divides: HashMap<Id, usize> = HashMap::new();
        let mut stack = Vec::new();
        for root in roots {
            *count.entry(root).or_default() += 2;
            stack.push(root);
        }
        let mut seen = vec![false; graph.len()];
        let mut order = Vec::new();
        while let Some(id) = stack.pop() {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            order.push(id);
            for operand in graph.operands(id) {
                *count.entry(operand).or_default() += 1;
                reader.insert(operand, id);
                stack.push(operand);
            }
        }
        order.sort_unstable();
        for &id in order.iter().rev() {
            let strict = match graph.node(id) {
                Node::Op(code, operands) => {
                    if code == Code::Div && !exact[id.index()] {
                        *divides.entry(operands[1]).or_default() += 1;
                    }
                    if code == Code::Select {
                        exact[operands[0].index()] = true;
                    }
                    counts_bits(code)
                }
                Node::Lookup(table, _) => graph.lookups[table as usize].step,
                _ => false,
            };
            if strict || exact[id.index()] {
                graph.operands(id).for_each(|operand| exact[operand.index()] = true);
            }
        }
        Uses { order, count, reader, exact, divides }
    }

    /// Whether a node may be taken apart: its only reader takes the pieces.
    fn is_single(&self, id: Id) -> bool {
        self.count.get(&id) == Some(&1) && !self.exact[id.index()]
    }
}

/// Whether an op tells values apart that differ in the last bit.
fn counts_bits(code: Code) -> bool {
    use Code::*;
    matches!(
        code,
        Lt | Le | Eq | Ne | KnownLt | KnownLe | KnownEq | Floor | Ceil | Round | Trunc | Mod | And | Or | Not | KnownAnd
            | KnownOr | KnownNot | IsUnknown
    )
}

/// Whether a node is part of a product, or of a sum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    Product,
    Sum,
}

fn chain(graph: &Graph, id: Id) -> Option<Chain> {
    match graph.node(id) {
        Node::Op(Code::Mul | Code::Div | Code::Neg, _) => Some(Chain::Product),
        Node::Op(Code::Add | Code::Sub, _) => Some(Chain::Sum),
        _ => None,
    }
}

struct Arranger<'a> {
    graph: &'a mut Graph,
    uses: &'a Uses,
    new: HashMap<Id, Id>,
}

impl Arranger<'_> {
    fn arranged(&mut self, id: Id) -> Id {
        let pace = pace(self.graph, strip(self.graph, id));
        if pace == Pace::Step && !self.uses.exact[id.index()] {
            let kind = chain(self.graph, id);
            // A link of a longer chain is taken care of by its end.
            let inner = self.uses.is_single(id)
                && self.uses.reader.get(&id).is_some_and(|&reader| {
                    chain(self.graph, reader) == kind && !self.uses.exact[reader.index()]
                });
            let better = match kind {
                Some(Chain::Product) if !inner => self.product(id),
                Some(Chain::Sum) if !inner => self.sum(id),
                _ => None,
            };
            if let Some(better) = better {
                return better;
            }
        }
        self.rebuilt(id)
    }

    /// The same op on arranged operands.
    fn rebuilt(&mut self, id: Id) -> Id {
        let new = |id: Id| self.new.get(&id).copied().unwrap_or(id);
        match self.graph.node(id) {
            Node::Op(Code::Copy, [a, ..]) => {
                let a = new(a);
                self.graph.copy(a)
            }
            Node::Op(code, operands) => {
                let operands = operands.map(new);
                self.graph.op(code, operands)
            }
            Node::Lookup(table, a) => {
                let a = new(a);
                self.graph.bare_lookup(table, a)
            }
            Node::Hold(a) => new(a),
            _ => id,
        }
    }

    /// The pieces of a chain, in order, each with whether it divides or is subtracted; and whether all is negated.
    fn pieces(&self, top: Id, kind: Chain) -> (Vec<(Id, bool)>, bool) {
        let mut stack = vec![(top, false)];
        let mut pieces = Vec::new();
        let mut negative = false;
        while let Some((id, inverse)) = stack.pop() {
            let link = self.uses.is_single(id) && self.paced(id) == Pace::Step;
            let open = id == top || (link && chain(self.graph, id) == Some(kind));
            match self.graph.node(id) {
                Node::Op(Code::Neg, [a, ..]) if open => {
                    negative = !negative;
                    stack.push((a, inverse));
                }
                Node::Op(code, [a, b, _]) if open => {
                    let other = matches!(code, Code::Div | Code::Sub);
                    stack.push((b, inverse != other));
                    stack.push((a, inverse));
                }
                _ => pieces.push((id, inverse)),
            }
        }
        (pieces, negative)
    }

    fn paced(&self, id: Id) -> Pace {
        let id = strip(self.graph, id);
        match self.graph.node(id) {
            Node::Time => Pace::Timed,
            Node::State(_) => Pace::Step,
            _ if pace(self.graph, id) == Pace::There => Pace::Once,
            _ => pace(self.graph, id),
        }
    }

    fn product(&mut self, id: Id) -> Option<Id> {
        let (pieces, negative) = self.pieces(id, Chain::Product);
        let still = pieces.iter().filter(|(p, _)| self.paced(*p) != Pace::Step);
        let shared = |p: Id| self.uses.divides.get(&p).copied().unwrap_or(0) > 1;
        let worth = still.clone().count() + usize::from(negative) > 1
            || still.clone().any(|(_, inverse)| *inverse)
            || pieces.iter().any(|&(p, inverse)| inverse && shared(p));
        if !worth {
            return None;
        }
        let mut factors: HashMap<bool, Vec<Id>> = HashMap::new();
        let mut held = [(Pace::Once, Id::ONE), (Pace::Timed, Id::ONE)];
        for (piece, inverse) in pieces {
            let pace = self.paced(piece);
            let mut value = self.new.get(&piece).copied().unwrap_or(piece);
            if pace != Pace::Step {
                let slot = &mut held[usize::from(pace == Pace::Timed)].1;
                *slot = if inverse { self.graph.div(*slot, value) } else { self.graph.mul(*slot, value) };
                continue;
            }
            let divides = inverse && !shared(piece);
            if inverse && !divides {
                value = self.graph.div(Id::ONE, value);
            }
            factors.entry(divides).or_default().push(value);
        }
        if negative {
            held[0].1 = self.graph.neg(held[0].1);
        }
        let graph = &mut *self.graph;
        let mut all = |list: &[Id]| list.iter().copied().reduce(|a, b| graph.mul(a, b));
        let top = factors.get(&false).and_then(|list| all(list));
        let bottom = factors.get(&true).and_then(|list| all(list));
        // A number goes with what depends on the time alone, which costs nothing.
        let [(_, mut once), (_, mut timed)] = held;
        if timed != Id::ONE && self.graph.constant(once).is_some() {
            (once, timed) = (Id::ONE, self.graph.mul(once, timed));
        }
        let mut value = top.unwrap_or(Id::ONE);
        for factor in [once, timed] {
            value = self.graph.mul(value, factor);
        }
        Some(bottom.map_or(value, |bottom| self.graph.div(value, bottom)))
    }

    fn sum(&mut self, id: Id) -> Option<Id> {
        let (pieces, _) = self.pieces(id, Chain::Sum);
        if pieces.iter().filter(|(p, _)| self.paced(*p) != Pace::Step).count() < 2 {
            return None;
        }
        let mut held = [Id::ZERO, Id::ZERO];
        let mut terms = Vec::new();
        for (piece, minus) in pieces {
            let pace = self.paced(piece);
            let value = self.new.get(&piece).copied().unwrap_or(piece);
            if pace == Pace::Step {
                terms.push((value, minus));
                continue;
            }
            let slot = &mut held[usize::from(pace == Pace::Timed)];
            *slot = if minus { self.graph.sub(*slot, value) } else { self.graph.add(*slot, value) };
        }
        let [mut once, mut timed] = held;
        if timed != Id::ZERO && self.graph.constant(once).is_some() {
            (once, timed) = (Id::ZERO, self.graph.add(once, timed));
        }
        let mut value = self.graph.add(once, timed);
        for (term, minus) in terms {
            value = if minus { self.graph.sub(value, term) } else { self.graph.add(value, term) };
        }
        Some(value)
    }
}
