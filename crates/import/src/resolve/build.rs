//! Small makers of checked expressions.  Everything is a number without a unit, or a truth.

use milepost_strategy::model::{Expr, ExprKind, Function, Select, Type, VariableId};
use milepost_strategy::unit::Unit;
use milepost_syntax::Span;
use milepost_syntax::ast::BinaryOp;

/// A number's type.
pub(crate) fn plain() -> Type {
    Type::Number(Unit::one())
}

fn made(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, dims: Vec::new(), span }
}

/// An expression that is a number.
pub(crate) fn of(kind: ExprKind, span: Span) -> Expr {
    made(kind, plain(), span)
}

/// A number.
pub(crate) fn number(value: f64, span: Span) -> Expr {
    of(ExprKind::Number(value), span)
}

/// No number at all: where it is read, the run is refused.
pub(crate) fn nothing(span: Span) -> Expr {
    div(number(0.0, span), number(0.0, span))
}

/// The time.
pub(crate) fn time(span: Span) -> Expr {
    of(ExprKind::Time, span)
}

/// An element of a variable.
pub(crate) fn variable(id: VariableId, elements: &[usize], span: Span) -> Expr {
    of(ExprKind::Variable(id, elements.iter().map(|&e| Select::Element(e)).collect()), span)
}

/// The value of a number, where it is one.
pub(crate) fn known(e: &Expr) -> Option<f64> {
    if let ExprKind::Number(value) = e.kind { Some(value) } else { None }
}

/// As a number: a truth is 1 or 0.
pub(crate) fn as_number(e: Expr) -> Expr {
    if e.ty != Type::Truth {
        return e;
    }
    let span = e.span;
    if let ExprKind::Truth(truth) = e.kind {
        return number(f64::from(u8::from(truth)), span);
    }
    of(ExprKind::If(Box::new([e, number(1.0, span), number(0.0, span)])), span)
}

/// As a truth: any number but 0 holds.
pub(crate) fn as_truth(e: Expr) -> Expr {
    if e.ty == Type::Truth {
        return e;
    }
    let span = e.span;
    if let ExprKind::Number(value) = e.kind {
        return made(ExprKind::Truth(value != 0.0), Type::Truth, span);
    }
    binary(BinaryOp::Ne, e, number(0.0, span))
}

/// Arithmetic, comparison or logic of two.
pub(crate) fn binary(op: BinaryOp, a: Expr, b: Expr) -> Expr {
    let span = a.span;
    let (a, b, ty) = match op {
        BinaryOp::And | BinaryOp::Or => (as_truth(a), as_truth(b), Type::Truth),
        BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge | BinaryOp::Eq | BinaryOp::Ne => {
            (as_number(a), as_number(b), Type::Truth)
        }
        _ => (as_number(a), as_number(b), plain()),
    };
    made(ExprKind::Binary(op, Box::new(a), Box::new(b)), ty, span)
}

pub(crate) fn add(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Add, a, b)
}

pub(crate) fn sub(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Sub, a, b)
}

pub(crate) fn mul(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Mul, a, b)
}

pub(crate) fn div(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Div, a, b)
}

pub(crate) fn less(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Lt, a, b)
}

pub(crate) fn and(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::And, a, b)
}

/// `-a`
pub(crate) fn negative(a: Expr) -> Expr {
    let (a, span) = (as_number(a.clone()), a.span);
    match known(&a) {
        Some(value) => number(-value, span),
        None => of(ExprKind::Neg(Box::new(a)), span),
    }
}

/// `not a`
pub(crate) fn not(a: Expr) -> Expr {
    let span = a.span;
    made(ExprKind::Not(Box::new(as_truth(a))), Type::Truth, span)
}

/// `if test then a else b`
pub(crate) fn choose(test: Expr, a: Expr, b: Expr) -> Expr {
    let span = test.span;
    of(ExprKind::If(Box::new([as_truth(test), as_number(a), as_number(b)])), span)
}

/// A pure function of numbers.
pub(crate) fn call(function: Function, arguments: Vec<Expr>, span: Span) -> Expr {
    of(ExprKind::Call(function, arguments.into_iter().map(as_number).collect()), span)
}

/// The smallest or largest of two.
pub(crate) fn extreme(function: Function, a: Expr, b: Expr) -> Expr {
    let span = a.span;
    call(function, vec![a, b], span)
}

/// A sum of many.
pub(crate) fn sum(mut terms: Vec<Expr>, span: Span) -> Expr {
    match terms.len() {
        0 => number(0.0, span),
        1 => as_number(terms.remove(0)),
        _ => call(Function::Sum, terms, span),
    }
}

/// A product of many, as a tree of small height.
pub(crate) fn product(terms: Vec<Expr>, span: Span) -> Expr {
    let mut row = terms;
    while row.len() > 1 {
        let mut next = Vec::with_capacity(row.len().div_ceil(2));
        let mut pairs = row.into_iter();
        while let Some(a) = pairs.next() {
            next.push(match pairs.next() {
                Some(b) => mul(a, b),
                None => a,
            });
        }
        row = next;
    }
    row.pop().map_or_else(|| number(1.0, span), as_number)
}
