//! Expressions as text, with no more brackets than they need.

use super::names::name;
use crate::foreign::{Binary, Dialect, Expr, ExprKind, NOT_AVAILABLE, Subscript, Table, Unary};

/// Binding of what an expression is, loose to tight, as the readers have it; a whole expression stands at 0.
const OR: u8 = 1;
const AND: u8 = 2;
const EQUAL: u8 = 3;
const ORDER: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const SIGN: u8 = 7;
const POWER: u8 = 8;
const WORD: u8 = 9;

/// Longer chains of conditions stand without brackets, which would nest too deep.
const LONGEST: u32 = 20;

/// An expression in a dialect.
pub(crate) fn text(e: &Expr, dialect: Dialect) -> String {
    let mut out = String::new();
    write(e, 0, dialect, &mut out);
    out
}

/// A number with the fewest digits that read back as the same one.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-5..1e15).contains(&size) { format!("{value}") } else { format!("{value:e}") }
}

/// The points of a table as Vensim writes them in brackets: `[(0,0)-(10,10)],(1,2),(3,4)`.
pub(crate) fn points(table: &Table) -> String {
    let ends = |side: fn(&(f64, f64)) -> f64| {
        let all = table.points.iter().map(side);
        let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        (number(low), number(high))
    };
    let (x, y) = (ends(|p| p.0), ends(|p| p.1));
    let all: Vec<String> = table.points.iter().map(|(x, y)| format!("({},{})", number(*x), number(*y))).collect();
    format!("[({},{})-({},{})],{}", x.0, y.0, x.1, y.1, all.join(","))
}

/// What binds an expression; a negative number is a sign before one.
fn binding(e: &Expr, dialect: Dialect) -> u8 {
    match &e.kind {
        ExprKind::Number(value) if value.is_sign_negative() => SIGN,
        ExprKind::NotAvailable if dialect == Dialect::Xmile => SIGN,
        // XMILE's binds as a sign does, Vensim's takes a whole comparison.
        ExprKind::Unary(Unary::Not, _) if dialect == Dialect::Vensim => 0,
        ExprKind::If(_) if dialect == Dialect::Xmile => 0,
        ExprKind::Unary(..) => SIGN,
        ExprKind::Binary(op, ..) => level(*op, dialect),
        _ => WORD,
    }
}

fn level(op: Binary, dialect: Dialect) -> u8 {
    match op {
        Binary::Or => OR,
        Binary::And => AND,
        Binary::Eq | Binary::Ne => EQUAL,
        Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge => ORDER,
        Binary::Add | Binary::Sub => SUM,
        // Vensim has it as a function.
        Binary::Mod if dialect == Dialect::Vensim => WORD,
        Binary::Mul | Binary::Div | Binary::Mod => PRODUCT,
        Binary::Power => POWER,
    }
}

fn sign(op: Binary, dialect: Dialect) -> &'static str {
    match (op, dialect) {
        (Binary::Add, _) => " + ",
        (Binary::Sub, _) => " - ",
        (Binary::Mul, _) => " * ",
        (Binary::Div, _) => " / ",
        (Binary::Power, _) => "^",
        (Binary::Lt, _) => " < ",
        (Binary::Le, _) => " <= ",
        (Binary::Gt, _) => " > ",
        (Binary::Ge, _) => " >= ",
        (Binary::Eq, _) => " = ",
        (Binary::Ne, _) => " <> ",
        (Binary::And, Dialect::Vensim) => " :AND: ",
        (Binary::Or, Dialect::Vensim) => " :OR: ",
        (Binary::And, Dialect::Xmile) => " AND ",
        (Binary::Or, Dialect::Xmile) => " OR ",
        (Binary::Mod, _) => " MOD ",
    }
}

/// Writes an expression that must bind at least as tightly as `floor`.
fn write(e: &Expr, floor: u8, dialect: Dialect, out: &mut String) {
    let bracket = binding(e, dialect) < floor;
    if bracket {
        out.push('(');
    }
    match &e.kind {
        ExprKind::Number(value) => out.push_str(&number(*value)),
        ExprKind::NotAvailable if dialect == Dialect::Vensim => out.push_str(":NA:"),
        ExprKind::NotAvailable => out.push_str(&number(NOT_AVAILABLE)),
        ExprKind::Text(text) => {
            out.push('\'');
            out.push_str(text);
            out.push('\'');
        }
        ExprKind::Name(of, list) => {
            out.push_str(&name(of, dialect));
            subscripts(list, dialect, out);
        }
        ExprKind::Call { name: of, subscripts: list, arguments, outputs } => {
            out.push_str(&function(of, dialect));
            subscripts(list, dialect, out);
            out.push('(');
            row(arguments, dialect, out);
            if !outputs.is_empty() {
                out.push_str(" : ");
                row(outputs, dialect, out);
            }
            out.push(')');
        }
        ExprKind::Unary(Unary::Not, inner) => {
            out.push_str(if dialect == Dialect::Vensim { ":NOT: " } else { "NOT " });
            write(inner, WORD, dialect, out);
        }
        ExprKind::Unary(which, inner) => {
            out.push(if *which == Unary::Minus { '-' } else { '+' });
            write(inner, POWER, dialect, out);
        }
        ExprKind::Binary(Binary::Mod, a, b) if dialect == Dialect::Vensim => {
            out.push_str("MODULO(");
            write(a, 0, dialect, out);
            out.push_str(", ");
            write(b, 0, dialect, out);
            out.push(')');
        }
        ExprKind::Binary(op, a, b) => {
            let level = level(*op, dialect);
            // `a ^ b ^ c` goes from right to left, and a sign behind an operator is easier read in brackets.
            let (left, right) = match op {
                Binary::Power => (WORD, POWER),
                // Not every tool reads XMILE's logic without brackets.
                Binary::And | Binary::Or if dialect == Dialect::Xmile => (logic(a, *op), SUM),
                _ if level >= SUM && matches!(b.kind, ExprKind::Unary(..)) => (level, POWER),
                _ => (level, level + 1),
            };
            write(a, left, dialect, out);
            out.push_str(sign(*op, dialect));
            let negative = matches!(&b.kind, ExprKind::Number(v) if v.is_sign_negative());
            write(b, if negative { WORD } else { right }, dialect, out);
        }
        ExprKind::If(three) => condition(three, dialect, out),
        ExprKind::Table(table) => {
            out.push('(');
            out.push_str(&points(table));
            out.push(')');
        }
    }
    if bracket {
        out.push(')');
    }
}

/// What an operand of a logical operator of XMILE must bind like: only the same operator goes on without brackets.
fn logic(operand: &Expr, op: Binary) -> u8 {
    match &operand.kind {
        ExprKind::Binary(other, ..) if *other == op => 0,
        _ => SUM,
    }
}

fn condition(three: &[Expr; 3], dialect: Dialect, out: &mut String) {
    let [test, yes, no] = three;
    if dialect == Dialect::Vensim {
        out.push_str("IF THEN ELSE(");
        row(three, dialect, out);
        out.push(')');
        return;
    }
    // Conditions within one another stand in brackets, which every tool reads, but for a long chain of them.
    out.push_str("IF ");
    write(test, OR, dialect, out);
    out.push_str(" THEN ");
    write(yes, OR, dialect, out);
    out.push_str(" ELSE ");
    let mut chain = 0;
    let mut last = no;
    while let ExprKind::If(three) = &last.kind {
        chain += 1;
        last = &three[2];
    }
    write(no, if chain <= LONGEST { OR } else { 0 }, dialect, out);
}

/// The name of what is called: a function's own words as they were written, a variable's as names are.
fn function(of: &str, dialect: Dialect) -> String {
    name(of, dialect)
}

fn row(list: &[Expr], dialect: Dialect, out: &mut String) {
    for (i, e) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write(e, 0, dialect, out);
    }
}

fn subscripts(list: &[Subscript], dialect: Dialect, out: &mut String) {
    for (i, subscript) in list.iter().enumerate() {
        out.push(if i == 0 { '[' } else { ',' });
        match subscript {
            Subscript::Name(of, _) => out.push_str(&name(of, dialect)),
            Subscript::Every(of, _) if dialect == Dialect::Vensim => {
                out.push_str(&name(of, dialect));
                out.push('!');
            }
            Subscript::Every(of, _) => {
                out.push_str("*:");
                out.push_str(&name(of, dialect));
            }
            Subscript::At(e) => write(e, 0, dialect, out),
            Subscript::Range(None, _) => out.push('*'),
            Subscript::Range(Some((from, to)), _) => {
                write(from, 0, dialect, out);
                out.push(':');
                write(to, 0, dialect, out);
            }
        }
    }
    if !list.is_empty() {
        out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foreign::What;
    use milepost_syntax::FileId;

    fn vensim(text: &str) -> Expr {
        let (mut model, findings) = crate::mdl::read(FileId(0), &format!("x = {text} ~~|"));
        assert_eq!(findings, [], "{text}");
        match model.variables.remove(0).what {
            What::Equation(e) => e,
            what => panic!("{what:?}"),
        }
    }

    fn xmile(text: &str) -> Expr {
        let text = text.replace('<', "&lt;").replace('>', "&gt;");
        let file = format!(
            "<xmile><sim_specs><start>0</start><stop>1</stop></sim_specs><model><variables><aux name=\"x\">\
             <eqn>{text}</eqn></aux></variables></model></xmile>"
        );
        let (mut model, findings) = crate::xmile::read(FileId(0), &file);
        assert_eq!(findings, [], "{text}");
        match model.variables.remove(0).what {
            What::Equation(e) => e,
            what => panic!("{what:?}"),
        }
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_tree() {
        use crate::equation::show::show;
        for equation in [
            "a - (b - c) - d",
            "a / (b * c) / d",
            "(a + b) * (c - d)",
            "(-a)^2 + -a^2 - (-b)",
            "a^(b^c) - (a^b)^c",
            "2^(-b) * (-3)",
            ":NOT: (a = 1 :AND: b > 2) :OR: c",
            ":NOT: a :AND: (:NOT: b)",
            "(a < b) + (c = d) * 2",
            "IF THEN ELSE(a < b, IF THEN ELSE(c, 1, 2), -3) + 1",
            "SUM(m[a!,b] * v[a!]) / 1e-7 + 1e20",
            "table[a](Time / 2) + m(1, 2 : c)",
            "\"odd|name\" + :NA: - 'text'",
            "3 + WITH LOOKUP(t, ([(0,0)-(2,-3)],(0,1),(2,-3)))",
        ] {
            let tree = vensim(equation);
            assert_eq!(show(&vensim(&text(&tree, Dialect::Vensim))), show(&tree), "{equation}");
        }
        for equation in [
            "IF a = 1 THEN IF b THEN 1 ELSE 2 ELSE IF c THEN 3 ELSE 4",
            "(IF a THEN 1 ELSE 2) + 3",
            "1 + (IF a THEN 1 ELSE 2 + 3)",
            "NOT (a AND b) OR NOT c",
            "a MOD b MOD c - (a MOD (b * c))",
            "SUM(x[*, b]) + SUM(y[*:d]) + x[1:3] + x[i + 1]",
            "a_long_name / \"if\"",
            "-a^2 + (-a)^2 - 2^(-1)",
        ] {
            let tree = xmile(equation);
            assert_eq!(show(&xmile(&text(&tree, Dialect::Xmile))), show(&tree), "{equation}");
        }
    }

    #[test]
    fn brackets_stand_only_where_they_are_needed() {
        for equation in ["a + b - c * d / e", "a * (b + c)", "-a^2", "(a + b)^c^d", "a = b :AND: c < d + 1"] {
            assert_eq!(text(&vensim(equation), Dialect::Vensim), equation);
        }
        for equation in ["IF a < b THEN 1 ELSE (IF c THEN 2 ELSE 3)", "a MOD 2 + SUM(x[*])", "NOT a AND b"] {
            assert_eq!(text(&xmile(equation), Dialect::Xmile), equation);
        }
    }
}
