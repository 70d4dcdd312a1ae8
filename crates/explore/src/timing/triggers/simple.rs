//! Predicates of the form `indicator > number`, for which another number can be tried.

use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;

/// An indicator against a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Simple {
    pub indicator: VariableId,
    /// Whether it fires above the number.
    pub above: bool,
    /// In canonical units.
    pub threshold: f64,
}

/// The predicate, if it is one indicator without dimensions against a number.
pub(in super::super) fn simple(strategy: &Strategy, test: &Expr) -> Option<Simple> {
    let ExprKind::Binary(op, a, b) = &test.kind else { return None };
    let indicator = |e: &Expr| match e.kind {
        ExprKind::Variable(id, ref select) if select.is_empty() => {
            matches!(strategy.variables[id.index()].kind, VariableKind::Indicator(_)).then_some(id)
        }
        _ => None,
    };
    let above = match op {
        BinaryOp::Gt | BinaryOp::Ge => true,
        BinaryOp::Lt | BinaryOp::Le => false,
        _ => return None,
    };
    if let (Some(indicator), Some(threshold)) = (indicator(a), constant(b)) {
        return Some(Simple { indicator, above, threshold });
    }
    Some(Simple { indicator: indicator(b)?, above: !above, threshold: constant(a)? })
}

/// Arithmetic of numbers.
fn constant(e: &Expr) -> Option<f64> {
    Some(match &e.kind {
        ExprKind::Number(value) => *value,
        ExprKind::Neg(x) => -constant(x)?,
        ExprKind::Binary(op, a, b) => {
            let (a, b) = (constant(a)?, constant(b)?);
            match op {
                BinaryOp::Add => a + b,
                BinaryOp::Sub => a - b,
                BinaryOp::Mul => a * b,
                BinaryOp::Div => a / b,
                _ => return None,
            }
        }
        _ => return None,
    })
}
