//! What an expression reads, without evaluating it.

use milepost_strategy::model::{Expr, ExprKind, Function, VariableId};

/// What a walk over an expression looks into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// All that is needed at the same instant: not the inputs of delays, which are states.
    SameTime,
    /// What can make the value unknown: not the tests of `if`, not the argument of `known`.
    Unknown,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// Variables read, in order, with repetitions.
    pub variables: Vec<VariableId>,
    /// Whether the expression itself can be unknown where its variables are not.
    pub unknown: bool,
}

/// Walks over an expression, however deep.
pub(crate) fn look(expr: &Expr, how: Look) -> Found {
    let mut found = Found::default();
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        let from = stack.len();
        match &expr.kind {
            ExprKind::Number(value) => found.unknown |= value.is_nan(),
            ExprKind::Truth(_) | ExprKind::Time => {}
            ExprKind::Variable(variable, _) => found.variables.push(*variable),
            ExprKind::Neg(a) | ExprKind::Not(a) | ExprKind::Lookup(_, a) => stack.push(a),
            ExprKind::Binary(_, a, b) => stack.extend([&**a, &**b]),
            ExprKind::If(parts) if how == Look::Unknown => stack.extend([&parts[1], &parts[2]]),
            ExprKind::If(parts) => stack.extend(parts.iter()),
            ExprKind::Call(Function::Known, _) if how == Look::Unknown => {}
            ExprKind::Call(_, parts) | ExprKind::ByElement(_, parts) => stack.extend(parts),
            ExprKind::Reduce { body, weight, .. } => {
                stack.extend([Some(body), weight.as_ref()].into_iter().flatten().map(|e| &**e))
            }
            ExprKind::At(a, _) => {
                found.unknown = true;
                stack.push(a);
            }
            ExprKind::OverTime { body, .. } => {
                found.unknown = true;
                if how == Look::Unknown {
                    stack.push(body);
                }
            }
            ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
                // The time constant of a material delay is read again by its outflow.
                if how == Look::Unknown {
                    stack.push(input);
                    stack.extend(initial.as_deref());
                }
                stack.push(over);
            }
            ExprKind::DelayFixed { input, initial, .. } => {
                if how == Look::Unknown {
                    stack.extend([&**input, &**initial]);
                }
            }
        }
        stack[from..].reverse();
    }
    found
}
