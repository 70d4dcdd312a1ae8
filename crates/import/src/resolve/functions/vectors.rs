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

impl Resolver<'_> {
    pub(super) fn vector_function(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        match key {
            "vector rank" | "vector sort order" => self.sorted(key, c).map(Some),
            "vector elm map" => self.element_map(c).map(Some),
            "allocate by priority" => self.allocate_by_priority(c).map(Some),
            "allocate available" => self.allocate_available(c).map(Some),
            "invert matrix" => self.invert_matrix(c).map(Some),
            _ => Ok(None),
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

    /// `VECTOR ELM MAP(x[first], offset)`: the element so many behind the one named; `:NA:` beyond the ends.
    fn element_map(&mut self, c: &Call) -> Read<Expr> {
        let span = c.span;
        c.count(2, 2)?;
        let argument = c.argument(0)?;
        let offset = self.number(c.argument(1)?, c.scope)?;
        let offset = variable(self.extra("offset", offset), &[], span);
        let Kind::Name(name, subscripts) = &argument.kind else {
            return Err(c.fault("`VECTOR ELM MAP` needs a variable with subscripts"));
        };
        let super::super::Symbol::Slot(slot) = self.symbol(name, c.scope) else {
            return Err(self.unknown(name, argument.span));
        };
        let atoms = self.atoms(slot, subscripts, argument.span, c.scope)?;
        let (Some(&last), Some(axis)) = (atoms.last(), self.slots[slot].axes.last()) else {
            return Err(c.fault("`VECTOR ELM MAP` needs a variable with subscripts"));
        };
        let from = axis.position(last).unwrap_or(0) as f64;
        let axis = axis.atoms.clone();
        let mut value = number(crate::foreign::NOT_AVAILABLE, span);
        for (k, &atom) in axis.iter().enumerate().rev() {
            let mut here = atoms.clone();
            if let Some(last) = here.last_mut() {
                *last = atom;
            }
            let whole = call(milepost_strategy::model::Function::Integer, vec![offset.clone()], span);
            let test = binary(BinaryOp::Eq, whole, number(k as f64 - from, span));
            value = choose(test, self.cell(slot, &here, argument.span)?, value);
        }
        Ok(value)
    }
}
