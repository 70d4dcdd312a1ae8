//! Where the last bit of a value could tell: in what is compared or rounded.

use milepost_strategy::model::{Expr, ExprKind, Function, Strategy, VariableId, VariableKind};
use milepost_syntax::ast::BinaryOp;

use super::references::{parts, roots};

/// Whether a binary operator tells values apart that differ in the last bit.
pub(super) fn compares(op: BinaryOp) -> bool {
    super::comparison(op).is_some()
}

/// Whether a function does.
pub(super) fn rounds(function: Function) -> bool {
    use Function::*;
    matches!(function, Floor | Ceil | Round | Integer | Modulo | Step | Pulse)
}

/// For each variable, whether it is an equation that something compared or rounded is made of.
///
/// Flows, stocks and what observers see of them are quantities that are integrated: there it ends.
pub(super) fn exact(strategy: &Strategy) -> Vec<bool> {
    let mut exact = vec![false; strategy.variables.len()];
    let mut stack: Vec<(&Expr, bool)> = roots(strategy).into_iter().map(|expr| (expr, false)).collect();
    while let Some((expr, inside)) = stack.pop() {
        let inside = inside
            || match &expr.kind {
                ExprKind::Binary(op, ..) => compares(*op),
                ExprKind::Call(function, _) => rounds(*function),
                _ => false,
            };
        match &expr.kind {
            ExprKind::Variable(VariableId(id), _) if inside => {
                let known = std::mem::replace(&mut exact[*id as usize], true);
                match &strategy.variables[*id as usize].kind {
                    VariableKind::Let { flow: false, value } if !known => stack.push((value, true)),
                    _ => {}
                }
            }
            _ => parts(expr, |part| stack.push((part, inside))),
        }
    }
    exact
}
