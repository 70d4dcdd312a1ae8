//! Numbers that are known before a run.

use milepost_strategy::model::{Expr, ExprKind, Function, Select, Strategy, VariableKind};
use milepost_syntax::ast::BinaryOp;

/// The value of an expression at the first instant, where constants alone tell it.
pub(super) fn value(e: &Expr, strategy: &Strategy, depth: u32) -> Option<f64> {
    if depth > 100 {
        return None;
    }
    let at = |e: &Expr| value(e, strategy, depth + 1);
    let truth = |t: bool| f64::from(u8::from(t));
    match &e.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Time => Some(strategy.time.start),
        ExprKind::Neg(a) => at(a).map(|a| -a),
        ExprKind::Binary(op, a, b) => {
            let (a, b) = (at(a)?, at(b)?);
            Some(match op {
                BinaryOp::Add => a + b,
                BinaryOp::Sub => a - b,
                BinaryOp::Mul => a * b,
                BinaryOp::Div => a / b,
                BinaryOp::Pow => a.powf(b),
                BinaryOp::Lt => truth(a < b),
                BinaryOp::Le => truth(a <= b),
                BinaryOp::Gt => truth(a > b),
                BinaryOp::Ge => truth(a >= b),
                BinaryOp::Eq => truth(a == b),
                BinaryOp::Ne => truth(a != b),
                BinaryOp::And => truth(a != 0.0 && b != 0.0),
                BinaryOp::Or => truth(a != 0.0 || b != 0.0),
            })
        }
        ExprKind::Truth(holds) => Some(truth(*holds)),
        ExprKind::Not(a) => at(a).map(|a| truth(a == 0.0)),
        ExprKind::If(three) => match at(&three[0])? {
            0.0 => at(&three[2]),
            _ => at(&three[1]),
        },
        ExprKind::Call(function, arguments) => {
            let values = arguments.iter().map(at).collect::<Option<Vec<f64>>>()?;
            let first = *values.first()?;
            Some(match function {
                Function::Min => values.into_iter().fold(first, f64::min),
                Function::Max => values.into_iter().fold(first, f64::max),
                Function::Sum => values.into_iter().sum(),
                Function::Abs => first.abs(),
                Function::Sqrt => first.sqrt(),
                Function::Floor => first.floor(),
                Function::Integer => first.trunc(),
                Function::Round => first.round(),
                _ => return None,
            })
        }
        ExprKind::Variable(id, selects) => {
            let variable = strategy.variable(*id);
            let mut flat = 0;
            let mut env = Vec::new();
            for (select, dimension) in selects.iter().zip(&variable.dims) {
                let Select::Element(element) = select else { return None };
                flat = flat * strategy.dimension(*dimension).elements.len() + element;
                env.push((*dimension, *element));
            }
            match &variable.kind {
                VariableKind::Constant(values) => values.get(flat).copied(),
                VariableKind::Let { value: e, .. } => {
                    let mut e = e;
                    while let ExprKind::ByElement(d, rows) = &e.kind {
                        let element = env.iter().find(|(other, _)| other == d)?.1;
                        e = rows.get(element)?;
                    }
                    at(e)
                }
                _ => None,
            }
        }
        _ => None,
    }
}
