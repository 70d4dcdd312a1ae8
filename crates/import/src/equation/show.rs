//! Expressions as short text with all brackets, for tests.

use crate::foreign::{Expr, ExprKind, Subscript, Unary};

/// `1 + 2 * x[a]` as `(1 Add (2 Mul x[a]))`.
pub(crate) fn show(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(value) => format!("{value}"),
        ExprKind::NotAvailable => ":NA:".into(),
        ExprKind::Text(text) => format!("'{text}'"),
        ExprKind::Name(name, subscripts) => format!("{name}{}", brackets(subscripts)),
        ExprKind::Call { name, subscripts, arguments, outputs } => {
            let outputs = if outputs.is_empty() { String::new() } else { format!(" : {}", all(outputs)) };
            format!("{name}{}({}{outputs})", brackets(subscripts), all(arguments))
        }
        ExprKind::Unary(sign, inner) => match sign {
            Unary::Minus => format!("-{}", show(inner)),
            Unary::Plus => format!("+{}", show(inner)),
            Unary::Not => format!("not {}", show(inner)),
        },
        ExprKind::Binary(operator, left, right) => format!("({} {operator:?} {})", show(left), show(right)),
        ExprKind::If(three) => format!("if({})", all(&three[..])),
        ExprKind::Table(table) => format!("{:?}", table.points),
    }
}

fn all(exprs: &[Expr]) -> String {
    exprs.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn brackets(subscripts: &[Subscript]) -> String {
    if subscripts.is_empty() {
        return String::new();
    }
    let each = subscripts.iter().map(|s| match s {
        Subscript::Name(name, _) => name.clone(),
        Subscript::Every(name, _) => format!("{name}!"),
        Subscript::At(expr) => format!("@{}", show(expr)),
        Subscript::Range(None, _) => "*".into(),
        Subscript::Range(Some((a, b)), _) => format!("{}:{}", show(a), show(b)),
    });
    format!("[{}]", each.collect::<Vec<_>>().join(","))
}
