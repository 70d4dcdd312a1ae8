//! A predicate taken apart: the comparisons and truths that it is made of.

use milepost_strategy::model::{Expr, ExprKind, Select, Strategy, Type, VariableKind};
use milepost_syntax::ast::BinaryOp;

/// A part of a predicate that is true, false or unknown by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom<'a> {
    /// The whole of it.
    pub expr: &'a Expr,
    /// Whether the predicate wants it to be false.
    pub negated: bool,
    /// Its sides, where it compares two numbers.
    pub sides: Option<(BinaryOp, &'a Expr, &'a Expr)>,
}

/// Parts deeper than this are told as one.
const DEEPEST: usize = 8;

/// The parts of a predicate, in order; equations that it names are taken apart as well.
pub(crate) fn atoms<'a>(strategy: &'a Strategy, test: &'a Expr) -> Vec<Atom<'a>> {
    let mut found = Vec::new();
    split(strategy, test, false, 0, &mut found);
    found
}

fn split<'a>(strategy: &'a Strategy, expr: &'a Expr, negated: bool, depth: usize, found: &mut Vec<Atom<'a>>) {
    let number = |e: &Expr| matches!(e.ty, Type::Number(_));
    match &expr.kind {
        _ if depth > DEEPEST => found.push(Atom { expr, negated, sides: None }),
        ExprKind::Not(a) => split(strategy, a, !negated, depth + 1, found),
        ExprKind::Binary(BinaryOp::And | BinaryOp::Or, a, b) => {
            split(strategy, a, negated, depth + 1, found);
            split(strategy, b, negated, depth + 1, found);
        }
        ExprKind::Binary(op, a, b) if number(a) && number(b) => {
            found.push(Atom { expr, negated, sides: Some((*op, a, b)) });
        }
        ExprKind::Variable(id, selects) => match &strategy.variable(*id).kind {
            // Its equation stands for it, element for element.
            VariableKind::Let { flow: false, value } if selects.iter().all(|s| matches!(s, Select::Bound(_))) => {
                split(strategy, value, negated, depth + 1, found);
            }
            _ => found.push(Atom { expr, negated, sides: None }),
        },
        _ => found.push(Atom { expr, negated, sides: None }),
    }
}

/// Whether all parts must be true: the predicate is one part, or parts joined by `and`.
pub(crate) fn all_needed(strategy: &Strategy, test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Binary(BinaryOp::And, a, b) => all_needed(strategy, a) && all_needed(strategy, b),
        ExprKind::Binary(BinaryOp::Or, ..) => false,
        ExprKind::Not(a) => !matches!(a.kind, ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..)),
        ExprKind::Variable(id, selects) => match &strategy.variable(*id).kind {
            VariableKind::Let { flow: false, value } if selects.iter().all(|s| matches!(s, Select::Bound(_))) => {
                all_needed(strategy, value)
            }
            _ => true,
        },
        _ => true,
    }
}
