//! Which elements the subscripts of a name stand for.

use super::Resolver;
use super::build::*;
use super::scope::Scope;
use super::subscripts::{Atom, RangeId, Subject};
use crate::equation::Read;
use crate::foreign::{Dialect, Expr as Foreign, ExprKind as Kind, Subscript};
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::ast::BinaryOp;
use milepost_syntax::{Diagnostic, Span};

impl Resolver<'_> {
    /// A subscript that is a position, known or computed: the element of that position is chosen among all.
    pub(super) fn computed(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        position: usize,
        span: Span,
        scope: &Scope,
    ) -> Read<Expr> {
        let Subscript::At(index) = &subscripts[position] else { return Err(Diagnostic::error(span, "no position")) };
        let index = self.number(index, scope)?;
        let axis = self.slots[slot].axes[position].atoms.clone();
        let at = |resolver: &mut Self, atom: Atom| {
            let mut fixed = subscripts.to_vec();
            let name = resolver.subscripts.atoms[atom as usize].clone();
            fixed[position] = Subscript::Name(name, span);
            resolver.slot_value(slot, &fixed, span, scope)
        };
        if let Some(known) = super::constant::fold(&index) {
            let atom = axis.get((known.round() as usize).wrapping_sub(1)).copied();
            let Some(atom) = atom.filter(|_| known >= 0.5) else {
                let message = format!("`{}` has no element {known}", self.slots[slot].name);
                return Err(Diagnostic::error(span, message));
            };
            return at(self, atom);
        }
        // Out of range is 0 (XMILE 1.0, 3.7.1).
        let mut value = number(0.0, span);
        for (k, &atom) in axis.iter().enumerate().rev() {
            let here =
                binary(BinaryOp::Eq, call(Function::Integer, vec![index.clone()], span), number(k as f64 + 1.0, span));
            value = choose(here, at(self, atom)?, value);
        }
        Ok(value)
    }

    /// The elements that a variable's subscripts stand for.
    pub(crate) fn atoms(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        span: Span,
        scope: &Scope,
    ) -> Read<Vec<Atom>> {
        let count = self.slots[slot].axes.len();
        if subscripts.is_empty() && count > 0 && self.model.dialect == Dialect::Xmile {
            return self.bare(slot, span, scope);
        }
        if subscripts.len() != count {
            let name = self.slots[slot].name;
            let message = format!("`{name}` has {count} subscripts, and {} stand here", subscripts.len());
            return Err(Diagnostic::error(span, message).help("give as many as it has"));
        }
        let mut atoms = Vec::with_capacity(count);
        for (position, subscript) in subscripts.iter().enumerate() {
            let axis = self.slots[slot].axes[position].range;
            atoms.push(match subscript {
                Subscript::Name(name, span) => match self.subject(name, *span)? {
                    Subject::Atom(atom) => atom,
                    Subject::Range(range) => {
                        match scope.bound(range, &self.subscripts).or_else(|| scope.every(range)) {
                            Some(atom) => atom,
                            None => return Err(self.unbound(range, *span)),
                        }
                    }
                },
                Subscript::Every(name, span) => match self.subject(name, *span)? {
                    Subject::Atom(atom) => atom,
                    Subject::Range(range) => match scope.every(range) {
                        Some(atom) => atom,
                        None => {
                            let message = format!("`{name}!` stands outside a function that reduces it");
                            return Err(
                                Diagnostic::error(*span, message).help("put it into SUM, VMIN, VMAX or another")
                            );
                        }
                    },
                },
                Subscript::Range(limits, span) => {
                    let range = self.limits(axis, limits, *span, scope)?;
                    match scope.every(range) {
                        Some(atom) => atom,
                        None => match scope.bound(range, &self.subscripts) {
                            Some(atom) => atom,
                            None => return Err(self.unbound(axis, *span)),
                        },
                    }
                }
                Subscript::At(index) => {
                    let index = self.number(index, scope)?;
                    let axis = &self.slots[slot].axes[position].atoms;
                    match super::constant::fold(&index).and_then(|k| axis.get((k as usize).wrapping_sub(1))) {
                        Some(&atom) => atom,
                        None => return Err(Diagnostic::error(span, "this position must be a number of an element")),
                    }
                }
            });
        }
        Ok(atoms)
    }

    /// An array without subscripts, in XMILE: the element that stands on the left, or the one a reduction is at.
    fn bare(&mut self, slot: usize, span: Span, scope: &Scope) -> Read<Vec<Atom>> {
        let ranges: Vec<RangeId> = self.slots[slot].axes.iter().map(|a| a.range).collect();
        let left: Vec<(RangeId, Atom)> = scope.left().collect();
        if ranges.iter().all(|&r| scope.every(r).is_none())
            && left.len() >= ranges.len()
            && left.iter().zip(&ranges).all(|((l, _), r)| l == r)
        {
            return Ok(left.iter().take(ranges.len()).map(|(_, a)| *a).collect());
        }
        let mut atoms = Vec::new();
        for range in ranges {
            let atom = scope.every(range).or_else(|| scope.bound(range, &self.subscripts));
            atoms.push(atom.ok_or_else(|| self.unbound(range, span))?);
        }
        Ok(atoms)
    }

    /// The range that `*` or `a:b` stands for at a position.
    pub(crate) fn limits(
        &mut self,
        axis: RangeId,
        limits: &Option<(Box<Foreign>, Box<Foreign>)>,
        span: Span,
        scope: &Scope,
    ) -> Read<RangeId> {
        let Some((from, to)) = limits else { return Ok(axis) };
        let from = self.index_in(axis, from, scope)?;
        let to = self.index_in(axis, to, scope)?;
        let atoms = self.subscripts.ranges[axis].atoms.get(from..=to).map(<[Atom]>::to_vec);
        let Some(atoms) = atoms.filter(|a| !a.is_empty()) else {
            return Err(Diagnostic::error(span, "this range of elements is empty"));
        };
        Ok(self.subscripts.range_for(&atoms))
    }

    fn index_in(&mut self, axis: RangeId, e: &Foreign, scope: &Scope) -> Read<usize> {
        let fault = || Diagnostic::error(e.span, "the ends of a range are elements or their positions");
        if let Kind::Name(name, none) = &e.kind
            && none.is_empty()
            && let Some(Subject::Atom(atom)) = self.subscripts.subject(name)
        {
            return self.subscripts.ranges[axis].position(atom).ok_or_else(fault);
        }
        let value = self.number(e, scope)?;
        let value = super::constant::fold(&value).filter(|v| *v >= 1.0).ok_or_else(fault)?;
        Ok(value as usize - 1)
    }

    pub(crate) fn subject(&self, name: &str, span: Span) -> Read<Subject> {
        super::slots::subject(name, span, &self.subscripts)
    }
}
