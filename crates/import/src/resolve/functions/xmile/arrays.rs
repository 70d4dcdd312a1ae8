//! Functions of arrays.

use super::super::super::build::*;
use super::super::super::{Resolver, Symbol};
use super::super::Call;
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Subscript, What};
use crate::resolve::subscripts::{RangeId, Subject};
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::ast::BinaryOp;

/// So many elements are ranked: every pair is compared.
const MOST_RANKED: usize = 400;
/// So many points are interpolated between.
const MOST_POINTS: usize = 10_000;

impl Resolver<'_> {
    pub(super) fn over_array(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        if let Some(value) = self.over_slats(key, c)? {
            return Ok(Some(value));
        }
        Ok(Some(match key {
            "mean" if c.arguments.len() > 1 => {
                let values = self.numbers(c)?;
                let count = values.len() as f64;
                div(sum(values, span), number(count, span))
            }
            // The number of a dimension's elements, by its name.
            "size" => match c.argument(0)?.kind {
                Kind::Name(ref name, ref none) if none.is_empty() => match self.symbol(name, c.scope) {
                    Symbol::Subject(Subject::Range(range)) => {
                        c.count(1, 1)?;
                        number(self.subscripts.ranges[range].atoms.len() as f64, span)
                    }
                    _ => return Ok(None),
                },
                _ => return Ok(None),
            },
            "rank" => self.ranked(c)?,
            "interpolate" => self.interpolated(c)?,
            _ => return Ok(None),
        }))
    }

    /// A reduction over what lies on the slats of a conveyor (XMILE 1.0, 3.7.1: conveyors and queues are containers).
    fn over_slats(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let ([Foreign { kind: Kind::Name(name, none), .. }], true) =
            (c.arguments, matches!(key, "sum" | "mean" | "min" | "max" | "prod" | "size" | "stddev"))
        else {
            return Ok(None);
        };
        let Symbol::Slot(slot) = self.symbol(name, c.scope) else { return Ok(None) };
        if !none.is_empty() || !self.slots[slot].axes.is_empty() {
            return Ok(None);
        }
        // All of it is what the conveyor or queue holds.
        if key == "sum" && self.slots[slot].equations.iter().any(|(v, _)| matches!(v.what, What::Conveyor(_))) {
            return self.number(c.argument(0)?, c.scope).map(Some);
        }
        let Some(slats) = self.slats_of(slot, span)? else { return Ok(None) };
        self.reduced(key, slats, c).map(Some)
    }

    /// `RANK(array, n)`: the position of the n-th smallest element; of equal ones the first comes first.
    fn ranked(&mut self, c: &Call) -> Read<Expr> {
        let span = c.span;
        c.count(2, 2)?;
        let mut ranges = Vec::new();
        let argument = c.argument(0)?;
        self.every(argument, c.scope, &mut ranges)?;
        let scopes = self.combinations(&ranges, c.scope, span)?;
        if ranges.is_empty() || scopes.len() > MOST_RANKED {
            return Err(c.fault(format!("`{}` needs an array of at most {MOST_RANKED} elements", c.name)));
        }
        let wanted = self.number(c.argument(1)?, c.scope)?;
        let values = scopes.iter().map(|scope| self.number(argument, scope)).collect::<Read<Vec<Expr>>>()?;
        let values = self.named("ranked", values);
        let mut found = Vec::new();
        for (i, value) in values.iter().enumerate() {
            let before = values.iter().enumerate().filter(|(j, _)| *j != i).map(|(j, other)| {
                let op = if j < i { BinaryOp::Le } else { BinaryOp::Lt };
                as_number(binary(op, other.clone(), value.clone()))
            });
            let place = add(sum(before.collect(), span), number(1.0, span));
            let here = binary(BinaryOp::Eq, place, wanted.clone());
            found.push(choose(here, number(i as f64 + 1.0, span), number(0.0, span)));
        }
        Ok(sum(found, span))
    }

    /// `INTERPOLATE(array, x, ...)`: between elements that stand at equal distances from 0 to 1, in each dimension.
    fn interpolated(&mut self, c: &Call) -> Read<Expr> {
        let span = c.span;
        let argument = c.argument(0)?;
        let ranges = self.free_ranges(argument, c)?;
        if ranges.is_empty() {
            return Err(c.fault(format!("`{}` needs an array", c.name)));
        }
        c.count(ranges.len() + 1, ranges.len() + 1)?;
        let mut at = Vec::new();
        for (i, &range) in ranges.iter().enumerate() {
            let last = self.subscripts.ranges[range].atoms.len() as f64 - 1.0;
            let x = self.number(c.argument(i + 1)?, c.scope)?;
            let x = call(Function::Clip, vec![x, number(0.0, span), number(1.0, span)], span);
            at.push(self.named("place", vec![mul(x, number(last, span))]).remove(0));
        }
        let mut terms = Vec::new();
        let count: usize = ranges.iter().map(|&r| self.subscripts.ranges[r].atoms.len()).product();
        if count > MOST_POINTS {
            return Err(c.fault(format!("`{}` of more than {MOST_POINTS} elements is not supported", c.name)));
        }
        for (flat, scope) in self.combinations(&ranges, c.scope, span)?.into_iter().enumerate() {
            let mut rest = flat;
            let mut weights = Vec::new();
            for (place, &range) in at.iter().zip(&ranges).rev() {
                let n = self.subscripts.ranges[range].atoms.len();
                let away = sub(place.clone(), number((rest % n) as f64, span));
                let near = sub(number(1.0, span), call(Function::Abs, vec![away], span));
                weights.push(extreme(Function::Max, near, number(0.0, span)));
                rest /= n;
            }
            weights.push(self.number(argument, &scope)?);
            terms.push(product(weights, span));
        }
        Ok(sum(terms, span))
    }

    /// The dimensions of an array that no subscript settles, in order.
    fn free_ranges(&mut self, e: &Foreign, c: &Call) -> Read<Vec<RangeId>> {
        let Kind::Name(name, subscripts) = &e.kind else { return Ok(Vec::new()) };
        let Symbol::Slot(slot) = self.symbol(name, c.scope) else { return Ok(Vec::new()) };
        let axes = self.slots[slot].axes.iter().map(|a| a.range);
        let free: Vec<RangeId> = match subscripts.is_empty() {
            true => axes.collect(),
            false => axes
                .zip(subscripts)
                .filter(|(_, s)| matches!(s, Subscript::Range(..) | Subscript::Every(..)))
                .map(|(range, _)| range)
                .collect(),
        };
        let twice = free.iter().enumerate().any(|(i, range)| free[..i].contains(range));
        if twice {
            return Err(c.fault(format!("`{}` of an array with one dimension twice is not supported", c.name)));
        }
        Ok(free)
    }
}
