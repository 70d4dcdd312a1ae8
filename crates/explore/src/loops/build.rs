//! Expressions over dimensions, put together by hand.

use milepost_strategy::model::*;
use milepost_strategy::unit::Unit;
use milepost_syntax::Span;
use milepost_syntax::ast::{BinaryOp, Docs};

use crate::ask::expr;

/// `a op b`, over the dimensions of both.
pub(super) fn binary(op: BinaryOp, a: Expr, b: Expr) -> Expr {
    let dims = [a.dims.as_slice(), b.dims.as_slice()].concat();
    let ty = match op {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div | BinaryOp::Pow => Type::Number(Unit::one()),
        _ => Type::Truth,
    };
    Expr { ty, ..expr(ExprKind::Binary(op, Box::new(a), Box::new(b)), &dims) }
}

/// `a - b`
pub(super) fn sub(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Sub, a, b)
}

/// `a * b`
pub(super) fn mul(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Mul, a, b)
}

/// `a / b`
pub(super) fn div(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Div, a, b)
}

/// `|a|`
pub(super) fn abs(a: Expr) -> Expr {
    let dims = a.dims.clone();
    expr(ExprKind::Call(Function::Abs, vec![a]), &dims)
}

/// `if test then a else b`
pub(super) fn choose(test: Expr, a: Expr, b: Expr) -> Expr {
    let dims = [test.dims.as_slice(), a.dims.as_slice(), b.dims.as_slice()].concat();
    expr(ExprKind::If(Box::new([test, a, b])), &dims)
}

/// Whether a value is known.
pub(super) fn known(a: Expr) -> Expr {
    let dims = a.dims.clone();
    Expr { ty: Type::Truth, ..expr(ExprKind::Call(Function::Known, vec![a]), &dims) }
}

/// Every element of a variable by itself.
pub(super) fn read(variables: &[Variable], id: VariableId) -> Expr {
    let variable = &variables[id.index()];
    let selects = variable.dims.iter().map(|&d| Select::Bound(d)).collect();
    Expr { ty: variable.ty.clone(), ..expr(ExprKind::Variable(id, selects), &variable.dims) }
}

/// An equation for each element of `dims`.
pub(super) fn equation(name: String, dims: &[DimensionId], flow: bool, value: Expr) -> Variable {
    let ty = value.ty.clone();
    variable(name, dims, ty, VariableKind::Let { flow, value })
}

/// A variable that people do not see.
pub(super) fn variable(name: String, dims: &[DimensionId], ty: Type, kind: VariableKind) -> Variable {
    Variable {
        name,
        title: None,
        docs: Docs::default(),
        span: Span::default(),
        dims: dims.to_vec(),
        ty,
        display: Display { text: String::new(), scale: 1.0 },
        kind,
    }
}
