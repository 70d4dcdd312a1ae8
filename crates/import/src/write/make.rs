//! Small makers of trees.

use crate::foreign::{Binary, Expr, ExprKind, Subscript, Unary, same};
use milepost_syntax::Span;

/// A number.
pub(crate) fn number(value: f64, span: Span) -> Expr {
    Expr { kind: ExprKind::Number(value), span }
}

/// A name with subscripts.
pub(crate) fn name(of: &str, subscripts: Vec<Subscript>, span: Span) -> Expr {
    Expr { kind: ExprKind::Name(of.to_string(), subscripts), span }
}

/// A name without subscripts.
pub(crate) fn word(of: &str, span: Span) -> Expr {
    name(of, Vec::new(), span)
}

/// A call.
pub(crate) fn call(of: &str, arguments: Vec<Expr>, span: Span) -> Expr {
    Expr { kind: crate::equation::call(of, arguments), span }
}

/// Two with an operator between them.
pub(crate) fn binary(op: Binary, a: Expr, b: Expr) -> Expr {
    let span = a.span;
    Expr { kind: ExprKind::Binary(op, Box::new(a), Box::new(b)), span }
}

pub(crate) fn add(a: Expr, b: Expr) -> Expr {
    binary(Binary::Add, a, b)
}

pub(crate) fn sub(a: Expr, b: Expr) -> Expr {
    binary(Binary::Sub, a, b)
}

pub(crate) fn mul(a: Expr, b: Expr) -> Expr {
    binary(Binary::Mul, a, b)
}

pub(crate) fn div(a: Expr, b: Expr) -> Expr {
    binary(Binary::Div, a, b)
}

pub(crate) fn less(a: Expr, b: Expr) -> Expr {
    binary(Binary::Lt, a, b)
}

pub(crate) fn negative(a: Expr) -> Expr {
    let span = a.span;
    Expr { kind: ExprKind::Unary(Unary::Minus, Box::new(a)), span }
}

/// `a` where the test holds, else `b`.
pub(crate) fn choose(test: Expr, a: Expr, b: Expr) -> Expr {
    let span = test.span;
    Expr { kind: ExprKind::If(Box::new([test, a, b])), span }
}

/// The value of a number with signs.
pub(crate) fn value(e: &Expr) -> Option<f64> {
    match &e.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Unary(Unary::Minus, a) => value(a).map(|v| -v),
        ExprKind::Unary(Unary::Plus, a) => value(a),
        _ => None,
    }
}

/// The value of an expression of XMILE's at an instant, where numbers and the time alone tell it.
pub(crate) fn value_at(e: &Expr, time: f64) -> Option<f64> {
    let at = |e: &Expr| value_at(e, time);
    match &e.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Name(name, list) if list.is_empty() && same(name) == "time" => Some(time),
        ExprKind::Unary(Unary::Minus, a) => at(a).map(|a| -a),
        ExprKind::Unary(Unary::Plus, a) => at(a),
        ExprKind::Binary(op, a, b) => {
            let (a, b) = (at(a)?, at(b)?);
            Some(match op {
                Binary::Add => a + b,
                Binary::Sub => a - b,
                Binary::Mul => a * b,
                Binary::Div => a / b,
                Binary::Power => a.powf(b),
                _ => return None,
            })
        }
        ExprKind::Call { name, arguments, .. } => {
            let values = arguments.iter().map(at).collect::<Option<Vec<f64>>>()?;
            match (same(name).as_str(), &values[..]) {
                ("sin", [x]) => Some(x.sin()),
                ("cos", [x]) => Some(x.cos()),
                ("exp", [x]) => Some(x.exp()),
                ("ln", [x]) => Some(x.ln()),
                ("sqrt", [x]) => Some(x.sqrt()),
                ("abs", [x]) => Some(x.abs()),
                ("int", [x]) => Some(x.floor()),
                ("min", [x, y]) => Some(x.min(*y)),
                ("max", [x, y]) => Some(x.max(*y)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Functions that yield the same for the same arguments and the same instant, however often they are written.
const STEADY: [&str; 40] = [
    "abs",
    "arccos",
    "arcsin",
    "arctan",
    "cos",
    "cosh",
    "exp",
    "int",
    "integer",
    "ln",
    "log",
    "log10",
    "lookup",
    "max",
    "mean",
    "min",
    "modulo",
    "power",
    "prod",
    "pulse",
    "pulse train",
    "quantum",
    "ramp",
    "round",
    "safediv",
    "sin",
    "sinh",
    "size",
    "sqrt",
    "step",
    "sum",
    "tan",
    "tanh",
    "vmax",
    "vmin",
    "xidz",
    "zidz",
    "if then else",
    "elmcount",
    "stddev",
];

/// Whether an expression may be written more than once: short, and without a memory or draws of its own.
pub(crate) fn may_repeat(e: &Expr) -> bool {
    fn size(e: &Expr) -> usize {
        match &e.kind {
            ExprKind::Call { name, arguments, outputs, .. } => {
                let steady = outputs.is_empty() && STEADY.contains(&same(name).as_str());
                if steady { 1 + arguments.iter().map(size).sum::<usize>() } else { 1000 }
            }
            ExprKind::Unary(_, a) => 1 + size(a),
            ExprKind::Binary(_, a, b) => 1 + size(a) + size(b),
            ExprKind::If(three) => 1 + three.iter().map(size).sum::<usize>(),
            ExprKind::Table(_) => 1000,
            ExprKind::Number(_) | ExprKind::NotAvailable | ExprKind::Text(_) | ExprKind::Name(..) => 1,
        }
    }
    size(e) <= 12
}

/// Calls `f` with every part of an expression, itself first.
pub(crate) fn walk<'e>(e: &'e Expr, f: &mut dyn FnMut(&'e Expr)) {
    f(e);
    match &e.kind {
        ExprKind::Number(_) | ExprKind::NotAvailable | ExprKind::Text(_) | ExprKind::Table(_) => {}
        ExprKind::Name(_, list) => inside(list, f),
        ExprKind::Call { subscripts, arguments, outputs, .. } => {
            inside(subscripts, f);
            arguments.iter().chain(outputs).for_each(|a| walk(a, f));
        }
        ExprKind::Unary(_, a) => walk(a, f),
        ExprKind::Binary(_, a, b) => {
            walk(a, f);
            walk(b, f);
        }
        ExprKind::If(three) => three.iter().for_each(|a| walk(a, f)),
    }
}

fn inside<'e>(list: &'e [Subscript], f: &mut dyn FnMut(&'e Expr)) {
    for subscript in list {
        match subscript {
            Subscript::At(e) => walk(e, f),
            Subscript::Range(Some((a, b)), _) => {
                walk(a, f);
                walk(b, f);
            }
            _ => {}
        }
    }
}

/// The subscripts of a left-hand side, as they are read elsewhere.
pub(crate) fn as_read(names: &[(String, Span)]) -> Vec<Subscript> {
    names.iter().map(|(name, span)| Subscript::Name(name.clone(), *span)).collect()
}
