//! Walking checked expressions.

use crate::model::{Expr, ExprKind, VariableId};

/// The direct parts of an expression.
pub fn parts(e: &Expr) -> Vec<&Expr> {
    match &e.kind {
        ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Time | ExprKind::Variable(..) | ExprKind::Noise { .. } => {
            Vec::new()
        }
        ExprKind::Initial(x) | ExprKind::Neg(x) | ExprKind::Not(x) | ExprKind::Lookup(_, x) | ExprKind::At(x, _) => {
            vec![x]
        }
        ExprKind::Occurs { rate, .. } => vec![rate],
        ExprKind::Binary(_, a, b) => vec![a, b],
        ExprKind::If(three) => three.iter().collect(),
        ExprKind::Call(_, args) | ExprKind::ByElement(_, args) => args.iter().collect(),
        ExprKind::Reduce { body, weight, .. } => std::iter::once(&**body).chain(weight.as_deref()).collect(),
        ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
            [&**input, &**over].into_iter().chain(initial.as_deref()).collect()
        }
        ExprKind::DelayFixed { input, initial, .. }
        | ExprKind::Previous { input, initial }
        | ExprKind::Active { value: input, initial } => vec![input, initial],
        ExprKind::Lag { input, over, initial } => vec![input, over, initial],
        ExprKind::OverTime { body, .. } => vec![body],
    }
}

/// Calls `f` with every variable that is read anywhere in the expression.
pub fn variables(e: &Expr, f: &mut dyn FnMut(VariableId)) {
    if let ExprKind::Variable(id, _) = &e.kind {
        f(*id);
    }
    for part in parts(e) {
        variables(part, f);
    }
}

/// Puts one variable in the place of another.
pub(crate) fn replace(e: &mut Expr, from: VariableId, to: VariableId) {
    match &mut e.kind {
        ExprKind::Variable(id, _) if *id == from => *id = to,
        ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Time | ExprKind::Variable(..) | ExprKind::Noise { .. } => {
        }
        ExprKind::Initial(x) | ExprKind::Neg(x) | ExprKind::Not(x) | ExprKind::Lookup(_, x) | ExprKind::At(x, _) => {
            replace(x, from, to)
        }
        ExprKind::Occurs { rate, .. } => replace(rate, from, to),
        ExprKind::Binary(_, a, b) => {
            replace(a, from, to);
            replace(b, from, to);
        }
        ExprKind::If(three) => three.iter_mut().for_each(|x| replace(x, from, to)),
        ExprKind::Call(_, args) | ExprKind::ByElement(_, args) => args.iter_mut().for_each(|x| replace(x, from, to)),
        ExprKind::Reduce { body, weight, .. } => {
            replace(body, from, to);
            if let Some(w) = weight {
                replace(w, from, to);
            }
        }
        ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
            replace(input, from, to);
            replace(over, from, to);
            if let Some(i) = initial {
                replace(i, from, to);
            }
        }
        ExprKind::DelayFixed { input, initial, .. }
        | ExprKind::Previous { input, initial }
        | ExprKind::Active { value: input, initial } => {
            replace(input, from, to);
            replace(initial, from, to);
        }
        ExprKind::Lag { input, over, initial } => {
            replace(input, from, to);
            replace(over, from, to);
            replace(initial, from, to);
        }
        ExprKind::OverTime { body, .. } => replace(body, from, to),
    }
}
