//! Between which numbers an expression stays, where its form tells.

use super::super::Resolver;
use super::super::assemble::Cell;
use milepost_strategy::model::{Expr, ExprKind, Function, LookupShape, Select, VariableId, VariableKind};
use milepost_syntax::ast::BinaryOp;

/// So deep equations are followed.
const DEEPEST: usize = 60;

type Range = (f64, f64);

impl Resolver<'_> {
    /// The least and the largest value that an expression can take; none where they cannot be told.
    pub(super) fn bounds(&mut self, e: &Expr) -> Option<Range> {
        self.bounds_at(e, 0).filter(|(low, high)| low.is_finite() && high.is_finite() && low <= high)
    }

    fn bounds_at(&mut self, e: &Expr, depth: usize) -> Option<Range> {
        if depth > DEEPEST {
            return None;
        }
        let end = self.plan.end;
        let mut at = |e: &Expr| self.bounds_at(e, depth + 1);
        match &e.kind {
            ExprKind::Number(value) => Some((*value, *value)),
            ExprKind::Truth(_) | ExprKind::Not(_) | ExprKind::Noise { .. } => Some((0.0, 1.0)),
            ExprKind::Time => Some((self.start?, end)),
            ExprKind::Neg(a) => at(a).map(|(low, high)| (-high, -low)),
            ExprKind::Binary(op, a, b) => between(*op, at(a), at(b)),
            ExprKind::If(parts) => union(at(&parts[1])?, at(&parts[2])?),
            ExprKind::Call(function, arguments) => {
                let ranges: Vec<Option<Range>> = arguments.iter().map(at).collect();
                called(*function, &ranges)
            }
            ExprKind::Lookup(id, _) => {
                let lookup = &self.lookups[id.index()];
                let y = || lookup.points.iter().map(|p| p.1);
                (lookup.shape != LookupShape::Extrapolated)
                    .then(|| (y().fold(f64::INFINITY, f64::min), y().fold(f64::NEG_INFINITY, f64::max)))
            }
            ExprKind::Initial(a) => at(a),
            ExprKind::Active { value, .. } => at(value),
            ExprKind::Lag { input, initial, .. } => union(at(input)?, at(initial)?),
            ExprKind::Smooth { input, initial, .. } => {
                let input = at(input)?;
                match initial {
                    Some(initial) => union(input, at(initial)?),
                    None => Some(input),
                }
            }
            ExprKind::Variable(id, selects) => self.bounds_of(*id, selects, depth),
            _ => None,
        }
    }

    fn bounds_of(&mut self, id: VariableId, selects: &[Select], depth: usize) -> Option<Range> {
        if let Some(extra) = id.index().checked_sub(self.slots.len()) {
            return match self.extras.get(extra)?.as_ref()?.kind.clone() {
                VariableKind::Let { value, .. } => self.bounds_at(&value, depth + 1),
                _ => None,
            };
        }
        let mut flat = 0;
        for (axis, select) in self.slots[id.index()].axes.iter().zip(selects) {
            let Select::Element(element) = select else { return None };
            flat = flat * axis.atoms.len() + element;
        }
        match self.cell_value(id.index(), flat).ok()? {
            Cell::Value(value) => self.bounds_at(&value, depth + 1),
            Cell::Stock { .. } => None,
        }
    }
}

fn union(a: Range, b: Range) -> Option<Range> {
    Some((a.0.min(b.0), a.1.max(b.1)))
}

fn between(op: BinaryOp, a: Option<Range>, b: Option<Range>) -> Option<Range> {
    let corners = |f: fn(f64, f64) -> f64| {
        let (a, b) = (a?, b?);
        let all = [f(a.0, b.0), f(a.0, b.1), f(a.1, b.0), f(a.1, b.1)];
        if all.iter().any(|x| x.is_nan()) {
            return None;
        }
        Some((all.iter().copied().fold(f64::INFINITY, f64::min), all.iter().copied().fold(f64::NEG_INFINITY, f64::max)))
    };
    match op {
        BinaryOp::Add => Some((a?.0 + b?.0, a?.1 + b?.1)),
        BinaryOp::Sub => Some((a?.0 - b?.1, a?.1 - b?.0)),
        BinaryOp::Mul => corners(|x, y| x * y),
        BinaryOp::Div if b?.0 > 0.0 || b?.1 < 0.0 => corners(|x, y| x / y),
        BinaryOp::Div | BinaryOp::Pow => None,
        _ => Some((0.0, 1.0)),
    }
}

fn called(function: Function, ranges: &[Option<Range>]) -> Option<Range> {
    let first = ranges.first().copied().flatten();
    let mapped = |f: fn(f64) -> f64| first.map(|(low, high)| (f(low), f(high)));
    match function {
        Function::Floor => mapped(f64::floor),
        Function::Ceil => mapped(f64::ceil),
        Function::Round => mapped(f64::round),
        Function::Integer => mapped(f64::trunc),
        Function::Exp => mapped(f64::exp),
        Function::Sin | Function::Cos => Some((-1.0, 1.0)),
        Function::Abs => first.map(|(low, high)| (0.0, low.abs().max(high.abs()))),
        Function::Sum => ranges.iter().try_fold((0.0, 0.0), |all, r| r.map(|r| (all.0 + r.0, all.1 + r.1))),
        // The least of several is at most the least known end.
        Function::Min => {
            let high = ranges.iter().flatten().map(|r| r.1).fold(f64::INFINITY, f64::min);
            let low = ranges.iter().map(|r| r.map_or(f64::MIN, |r| r.0)).fold(f64::INFINITY, f64::min);
            Some((low, high))
        }
        Function::Max => ranges.iter().copied().reduce(|a, b| Some((a?.0.max(b?.0), a?.1.max(b?.1)))).flatten(),
        Function::Clip => match (ranges.get(1).copied().flatten(), ranges.get(2).copied().flatten()) {
            (Some(low), Some(high)) => Some((low.0, high.1)),
            _ => None,
        },
        _ => None,
    }
}
