//! Functions that yield a vector: the element that stands on the left is the one that is meant.

use super::super::Resolver;
use super::super::build::*;
use super::super::scope::Scope;
use super::super::subscripts::{Atom, RangeId, Subject};
use super::{Call, Place};
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Subscript};
use milepost_strategy::model::{Expr, VariableId};
use milepost_syntax::ast::BinaryOp;

/// So long vectors may be: every pair of elements is compared.
const LONGEST: usize = 400;
/// So many elements may be chosen among at every step.
const MOST_MAPPED: usize = 400;

impl Resolver<'_> {
    pub(super) fn vector_function(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        match key {
            "vector rank" | "vector sort order" => self.sorted(key, c).map(Some),
            "vector elm map" => self.element_map(c).map(Some),
            "vector reorder" => self.reordered(c).map(Some),
            "invert matrix" => self.invert_matrix(c).map(Some),
            _ => self.allocation(key, c),
        }
    }

    /// The range of a subscript of an argument, by its position from the end, and the element that is meant.
    pub(super) fn vector_range(&self, e: &Foreign, from_end: usize, c: &Call) -> Read<(RangeId, Atom)> {
        let fault = || {
            let message = format!("`{}` needs a variable with a range of subscripts here", c.name);
            crate::resolve::Diagnostic::error(e.span, message)
        };
        let Kind::Name(_, subscripts) = &e.kind else { return Err(fault()) };
        let at = subscripts.len().checked_sub(from_end + 1).ok_or_else(fault)?;
        let (Subscript::Name(name, span) | Subscript::Every(name, span)) = &subscripts[at] else { return Err(fault()) };
        let Subject::Range(range) = self.subject(name, *span)? else { return Err(fault()) };
        match c.scope.bound(range, &self.subscripts) {
            Some(atom) => Ok((range, atom)),
            None => Err(self.unbound(range, *span)),
        }
    }

    /// The variables of a result that is the same for all elements of a range; made at the first of them.
    pub(super) fn once(
        &mut self,
        range: RangeId,
        c: &Call,
        make: impl FnOnce(&mut Self) -> Read<Vec<VariableId>>,
    ) -> Read<Vec<VariableId>> {
        let place: Place = (std::ptr::from_ref(c.whole) as usize, c.scope.key_without(range));
        // Inside a macro every call has its own parameters.
        if c.scope.inside.is_none()
            && let Some(known) = self.shared.get(&place)
        {
            return Ok(known.clone());
        }
        let made = make(self)?;
        if c.scope.inside.is_none() {
            self.shared.insert(place, made.clone());
        }
        Ok(made)
    }

    /// A vector's elements.
    pub(super) fn vector(&mut self, e: &Foreign, range: RangeId, scope: &Scope) -> Read<Vec<Expr>> {
        let atoms = self.subscripts.ranges[range].atoms.clone();
        atoms.into_iter().map(|atom| self.number(e, &scope.with(range, atom, false))).collect()
    }

    /// Each as a variable, so that it is worked out once however often it is read.
    pub(super) fn named(&mut self, what: &str, values: Vec<Expr>) -> Vec<Expr> {
        values
            .into_iter()
            .map(|value| {
                let span = value.span;
                match known(&value) {
                    Some(_) => value,
                    None => variable(self.extra(what, value), &[], span),
                }
            })
            .collect()
    }

    /// `VECTOR RANK` (from 1) and `VECTOR SORT ORDER` (which element stands at each place, from 0).
    fn sorted(&mut self, key: &str, c: &Call) -> Read<Expr> {
        let span = c.span;
        c.count(2, 2)?;
        let direction = self.told_argument(c, 1, "the direction")?;
        let argument = c.argument(0)?;
        let (range, atom) = self.vector_range(argument, 0, c)?;
        let at = self.subscripts.ranges[range].position(atom).unwrap_or(0);
        let n = self.subscripts.ranges[range].atoms.len();
        if n > LONGEST {
            return Err(c.fault(format!("`{}` over more than {LONGEST} elements is not supported", c.name)));
        }
        let whole_order = key == "vector sort order";
        let made = self.once(range, c, |resolver| {
            let values = resolver.vector(argument, range, c.scope)?;
            let values = resolver.named("sorted", values);
            let mut ranks = Vec::new();
            for i in 0..n {
                // Equal ones keep their order, upwards and downwards.
                let before = (0..n).filter(|&j| j != i).map(|j| {
                    let (a, b) = (values[j].clone(), values[i].clone());
                    let (a, b) = if direction > 0.0 { (a, b) } else { (b, a) };
                    as_number(binary(if j < i { BinaryOp::Le } else { BinaryOp::Lt }, a, b))
                });
                ranks.push(sum(before.collect(), span));
            }
            let ranks: Vec<VariableId> = ranks.into_iter().map(|rank| resolver.extra("rank", rank)).collect();
            if !whole_order {
                return Ok(ranks);
            }
            let mut order = Vec::new();
            for k in 0..n {
                let here = ranks.iter().enumerate().map(|(i, &rank)| {
                    let test = binary(BinaryOp::Eq, variable(rank, &[], span), number(k as f64, span));
                    choose(test, number(i as f64, span), number(0.0, span))
                });
                let place = sum(here.collect(), span);
                order.push(resolver.extra("order", place));
            }
            Ok(order)
        })?;
        let value = variable(made[at], &[], span);
        Ok(if whole_order { value } else { add(value, number(1.0, span)) })
    }

    /// `VECTOR ELM MAP(x[first], offset)`: the element so many behind the one named, the last subscript fastest and all
    /// others after it; `:NA:` beyond the ends.
    fn element_map(&mut self, c: &Call) -> Read<Expr> {
        let span = c.span;
        c.count(2, 2)?;
        let argument = c.argument(0)?;
        let Kind::Name(name, subscripts) = &argument.kind else {
            return Err(c.fault("`VECTOR ELM MAP` needs a variable with subscripts"));
        };
        let Some(slot) = self.slot_named(name, c) else { return Err(self.unknown(name, argument.span)) };
        let atoms = self.atoms(slot, subscripts, argument.span, c.scope)?;
        let count = self.slots[slot].cells.len();
        let Some((_, from)) = self.slots[slot].place(&atoms).filter(|_| !atoms.is_empty()) else {
            return Err(c.fault("`VECTOR ELM MAP` needs a variable with subscripts"));
        };
        let offset = self.number(c.argument(1)?, c.scope)?;
        let at = |resolver: &Self, flat: usize| match resolver.slots[slot].cells[flat] {
            Some(_) => resolver.cell(slot, &resolver.slots[slot].atoms(flat), argument.span),
            None => Ok(number(crate::foreign::NOT_AVAILABLE, span)),
        };
        if let Some(offset) = self.throughout(&offset) {
            let flat = from as f64 + offset.trunc();
            return match (0.0..count as f64).contains(&flat) {
                true => at(self, flat as usize),
                false => Ok(number(crate::foreign::NOT_AVAILABLE, span)),
            };
        }
        if count > MOST_MAPPED {
            let message = format!("`VECTOR ELM MAP` of more than {MOST_MAPPED} elements by what is not constant");
            return Err(c.fault(message).help("name the elements, or map a smaller variable"));
        }
        let whole = call(milepost_strategy::model::Function::Integer, vec![offset], span);
        let offset = variable(self.extra("offset", whole), &[], span);
        let cells = (0..count).map(|flat| at(self, flat)).collect::<Read<Vec<Expr>>>()?;
        Ok(picked(cells, &offset, -(from as f64), span))
    }

    /// `VECTOR REORDER(x[d], order[d])`: at each place the element that stands there in the order, counted from 0.
    fn reordered(&mut self, c: &Call) -> Read<Expr> {
        c.count(2, 2)?;
        let argument = c.argument(0)?;
        let (range, _) = self.vector_range(argument, 0, c)?;
        if self.subscripts.ranges[range].atoms.len() > MOST_MAPPED {
            return Err(c.fault(format!("`VECTOR REORDER` of more than {MOST_MAPPED} elements is not supported")));
        }
        let cells = self.vector(argument, range, c.scope)?;
        let order = self.number(c.argument(1)?, c.scope)?;
        let whole = call(milepost_strategy::model::Function::Integer, vec![order], c.span);
        let order = variable(self.extra("order", whole), &[], c.span);
        Ok(picked(cells, &order, 0.0, c.span))
    }
}

/// The value whose position, counted from `first`, is `at`; `:NA:` where none is.
fn picked(values: Vec<Expr>, at: &Expr, first: f64, span: milepost_syntax::Span) -> Expr {
    let mut value = number(crate::foreign::NOT_AVAILABLE, span);
    for (k, cell) in values.into_iter().enumerate().rev() {
        let here = binary(BinaryOp::Eq, at.clone(), number(k as f64 + first, span));
        value = choose(here, cell, value);
    }
    value
}
