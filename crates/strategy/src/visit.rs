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

/// The direct parts of an expression, to be changed; in the order of [`parts`].
pub fn parts_mut(e: &mut Expr) -> Vec<&mut Expr> {
    match &mut e.kind {
        ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Time | ExprKind::Variable(..) | ExprKind::Noise { .. } => {
            Vec::new()
        }
        ExprKind::Initial(x) | ExprKind::Neg(x) | ExprKind::Not(x) | ExprKind::Lookup(_, x) | ExprKind::At(x, _) => {
            vec![x]
        }
        ExprKind::Occurs { rate, .. } => vec![rate],
        ExprKind::Binary(_, a, b) => vec![a, b],
        ExprKind::If(three) => three.iter_mut().collect(),
        ExprKind::Call(_, args) | ExprKind::ByElement(_, args) => args.iter_mut().collect(),
        ExprKind::Reduce { body, weight, .. } => std::iter::once(&mut **body).chain(weight.as_deref_mut()).collect(),
        ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
            [&mut **input, &mut **over].into_iter().chain(initial.as_deref_mut()).collect()
        }
        ExprKind::DelayFixed { input, initial, .. }
        | ExprKind::Previous { input, initial }
        | ExprKind::Active { value: input, initial } => vec![input, initial],
        ExprKind::Lag { input, over, initial } => vec![input, over, initial],
        ExprKind::OverTime { body, .. } => vec![body],
    }
}

/// Puts one variable in the place of another.
pub(crate) fn replace(e: &mut Expr, from: VariableId, to: VariableId) {
    match &mut e.kind {
        ExprKind::Variable(id, _) if *id == from => *id = to,
        _ => parts_mut(e).into_iter().for_each(|part| replace(part, from, to)),
    }
}
