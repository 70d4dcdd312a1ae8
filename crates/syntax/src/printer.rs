//! Expressions as they would be written, on one line.

use crate::ast::{BinaryOp, Call, Expr, ExprKind, Name, UnaryOp, Variant};
use crate::parser::RESERVED;

/// How tightly operators bind, loosest first; an operand that binds less tightly than its place needs parentheses.
const IF: u8 = 0;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const SUM: u8 = 5;
const POWER: u8 = 7;
const OPERAND: u8 = 8;

/// Prints an expression as it would be written, on one line: numbers in their shortest form, percents as percents.
pub fn expression(expr: &Expr) -> String {
    let mut out = String::new();
    print(&mut out, expr, IF);
    out
}

/// Prints an expression in a place that needs what binds at least as tightly as `place`.
fn print(out: &mut String, expr: &Expr, place: u8) {
    let parentheses = binding(expr) < place;
    if parentheses {
        out.push('(');
    }
    match &expr.kind {
        ExprKind::Number { value, percent, unit } => number(out, *value, *percent, unit.as_ref()),
        ExprKind::Date(date) => out.push_str(&date.to_string()),
        ExprKind::Name(name) => value_name(out, name),
        ExprKind::Index { base, elements } => {
            value_name(out, &base.text);
            out.push('[');
            names(out, elements, ", ");
            out.push(']');
        }
        ExprKind::Call(call) => print_call(out, call),
        ExprKind::Unary(op, of) => {
            let (sign, tight) = match op {
                UnaryOp::Neg => ("-", POWER),
                UnaryOp::Not => ("not ", NOT),
            };
            out.push_str(sign);
            let twice = matches!(of.kind, ExprKind::Unary(UnaryOp::Neg, _));
            print(out, of, if twice { OPERAND } else { tight });
        }
        ExprKind::Binary(op, left, right) => {
            let (sign, tight) = operator(*op);
            // Power groups to the right, comparisons not at all, the others to the left.
            let (left_place, right_place) = match op {
                BinaryOp::Pow => (OPERAND, POWER),
                _ if tight == COMPARE => (SUM, SUM),
                _ => (tight, tight + 1),
            };
            print(out, left, left_place);
            out.push_str(sign);
            print(out, right, right_place);
        }
        ExprKind::If(parts) => {
            // An `if` within another stands bare only behind `else`.
            let words = [("if ", IF + 1), (" then ", IF + 1), (" else ", IF)];
            for ((word, place), part) in words.into_iter().zip(parts.iter()) {
                out.push_str(word);
                print(out, part, place);
            }
        }
        ExprKind::ByElement { arms, otherwise } => {
            out.push_str("{ ");
            for (at, (element, value)) in arms.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                name(out, element);
                out.push_str(": ");
                print(out, value, IF);
            }
            if let Some(value) = otherwise {
                out.push_str(if arms.is_empty() { "else " } else { ", else " });
                print(out, value, IF);
            }
            out.push_str(" }");
        }
        ExprKind::AtTime(value, time) => {
            print(out, value, IF);
            out.push_str(" at ");
            match time {
                Some(time) => print(out, time, SUM),
                None => out.push_str("end"),
            }
        }
        ExprKind::Seen { observed, of } => {
            out.push_str(if *observed { "observed " } else { "true " });
            let plain = matches!(of.kind, ExprKind::Name(_) | ExprKind::Index { .. } | ExprKind::Call(_));
            print(out, of, if plain { IF } else { OPERAND + 2 });
        }
        ExprKind::Under(measure, pathway) => {
            print(out, measure, OPERAND);
            out.push_str(" under ");
            print(out, pathway, IF);
        }
        ExprKind::Variant(variant) => print_variant(out, variant),
        ExprKind::Error => out.push_str("..."),
    }
    if parentheses {
        out.push(')');
    }
}

/// How tightly an expression binds.
fn binding(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::AtTime(..) | ExprKind::If(_) | ExprKind::Variant(_) => IF,
        // Lest `and` behind it goes on with the list of the variant.
        ExprKind::Under(_, pathway) if matches!(pathway.kind, ExprKind::Variant(_)) => IF,
        ExprKind::Binary(op, ..) => operator(*op).1,
        ExprKind::Unary(UnaryOp::Not, _) => NOT,
        ExprKind::Unary(UnaryOp::Neg, _) => POWER,
        ExprKind::Under(..) => OPERAND,
        ExprKind::Number { value, .. } if value.is_sign_negative() => POWER,
        _ => OPERAND + 1,
    }
}

/// An operator with its spaces, and how tightly it binds.
fn operator(op: BinaryOp) -> (&'static str, u8) {
    match op {
        BinaryOp::Or => (" or ", 1),
        BinaryOp::And => (" and ", 2),
        BinaryOp::Eq => (" = ", COMPARE),
        BinaryOp::Ne => (" != ", COMPARE),
        BinaryOp::Lt => (" < ", COMPARE),
        BinaryOp::Le => (" <= ", COMPARE),
        BinaryOp::Gt => (" > ", COMPARE),
        BinaryOp::Ge => (" >= ", COMPARE),
        BinaryOp::Add => (" + ", SUM),
        BinaryOp::Sub => (" - ", SUM),
        BinaryOp::Mul => (" * ", 6),
        BinaryOp::Div => (" / ", 6),
        BinaryOp::Pow => ("^", POWER),
    }
}

fn print_call(out: &mut String, call: &Call) {
    value_name(out, &call.function.text);
    out.push('(');
    for (at, arg) in call.args.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        print(out, arg, IF);
    }
    let mut gap = !call.args.is_empty();
    let mut word = |out: &mut String, word: &str| {
        out.push_str(if std::mem::replace(&mut gap, true) { " " } else { "" });
        out.push_str(word);
    };
    if !call.over.is_empty() {
        word(out, "over ");
        names(out, &call.over, ", ");
    }
    for (start, value, place) in
        [("weighted by ", &call.weighted, IF), ("from ", &call.from, SUM), ("to ", &call.to, SUM)]
    {
        if let Some(value) = value {
            word(out, start);
            print(out, value, place);
        }
    }
    out.push(')');
}

fn print_variant(out: &mut String, variant: &Variant) {
    out.push_str(&variant.pathway.text);
    if !variant.without.is_empty() {
        out.push_str(" without ");
        names(out, &variant.without, " and ");
    }
    for (at, (lever, value)) in variant.with.iter().enumerate() {
        out.push_str(if at > 0 { " and " } else { " with " });
        value_name(out, &lever.text);
        out.push_str(" = ");
        // A single value, perhaps with a sign.
        match &value.kind {
            ExprKind::Unary(UnaryOp::Neg, of) => {
                out.push('-');
                print(out, of, OPERAND + 1);
            }
            _ => print(out, value, OPERAND + 1),
        }
    }
}

fn names(out: &mut String, list: &[Name], separator: &str) {
    for (at, item) in list.iter().enumerate() {
        out.push_str(if at > 0 { separator } else { "" });
        name(out, item);
    }
}

/// Whether a name is one word.
fn is_word(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_alphabetic() || c == '_') && letters.all(|c| c.is_alphanumeric() || c == '_')
}

/// Prints the name of something with a value, in backquotes where it is not one word or one of the language.
fn value_name(out: &mut String, name: &str) {
    if is_word(name) && !RESERVED.contains(&name) {
        out.push_str(name);
    } else {
        out.push_str(&format!("`{name}`"));
    }
}

/// Prints a name, in quotes where it is more than one word.
fn name(out: &mut String, name: &Name) {
    if is_word(&name.text) {
        out.push_str(&name.text);
    } else {
        out.push_str(&format!("\"{}\"", name.text));
    }
}

pub(crate) fn number(out: &mut String, value: f64, percent: bool, unit: Option<&Name>) {
    let size = value.abs();
    if percent {
        out.push_str(&shifted(value));
        out.push('%');
    } else if size != 0.0 && !(1e-5..1e15).contains(&size) {
        out.push_str(&format!("{value:e}"));
    } else {
        out.push_str(&format!("{value}"));
    }
    if let Some(unit) = unit {
        out.push(' ');
        out.push_str(&unit.text);
    }
}

/// A number times 100, exactly, by moving the point in its shortest form.
fn shifted(value: f64) -> String {
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent = exponent.parse::<i32>().unwrap_or(0) + 2;
    if !(-5..15).contains(&exponent) && value != 0.0 {
        return format!("{digits}e{exponent}");
    }
    // Reading and printing decimals of this size gives back the same digits.
    format!("{}", format!("{digits}e{exponent}").parse::<f64>().unwrap_or(value * 100.0))
}
