//! Numbers and comparisons in words.

use milepost_strategy::model::{Expr, Strategy, Type};
use milepost_strategy::visit;
use milepost_syntax::SourceMap;
use milepost_syntax::ast::BinaryOp;
use serde::Serialize;

/// How numbers of one comparison are written: as the author wrote its bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unit {
    /// Canonical value of one.
    pub scale: f64,
    /// What follows a number: `%`, ` person/month`, ` per 100,000 a month`.
    pub suffix: String,
}

impl Unit {
    /// The unit of a bar that is a plain number, such as `5/100000/month`; else that of the type.
    pub fn of_bar(sources: &SourceMap, bar: &Expr, canonical: f64) -> Unit {
        let plain = || match &bar.ty {
            Type::Number(unit) if !unit.is_one() => Unit { scale: 1.0, suffix: spoken(&unit.to_string()) },
            _ => Unit { scale: 1.0, suffix: String::new() },
        };
        if !is_literal(bar) {
            return plain();
        }
        let text = snippet(sources, bar);
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
        let (number, rest) = text.split_at(split);
        let Some(number) = number.replace('_', "").parse::<f64>().ok().filter(|n| *n != 0.0) else { return plain() };
        if rest.contains(['(', '*']) || !canonical.is_finite() || canonical == 0.0 {
            return plain();
        }
        Unit { scale: canonical / number, suffix: suffix(rest) }
    }
}

fn is_literal(expr: &Expr) -> bool {
    let mut reads = false;
    visit::variables(expr, &mut |_| reads = true);
    !reads
}

/// `/100000/month` as ` per 100,000 a month`; ` person/month` as it is.
fn suffix(rest: &str) -> String {
    let rest = rest.trim();
    let Some(tail) = rest.strip_prefix('/') else {
        return if rest.is_empty() || rest == "%" { rest.to_string() } else { spoken(rest) };
    };
    let mut parts = tail.splitn(2, '/').map(str::trim);
    match (parts.next().and_then(|n| n.parse::<f64>().ok()), parts.next()) {
        (Some(n), Some(per)) => format!(" per {} a {per}", figure(n)),
        (Some(n), None) => format!(" per {}", figure(n)),
        (None, _) => format!(" a {tail}"),
    }
}

/// `person/month` as ` people a month`.
fn spoken(unit: &str) -> String {
    let mut parts = unit.splitn(2, '/').map(str::trim);
    let counted = match parts.next() {
        Some("person") => "people",
        Some("incident") => "incidents",
        Some(other) => other,
        None => "",
    };
    parts.next().map_or_else(|| format!(" {counted}"), |per| format!(" {counted} a {per}"))
}

/// A number as people read it: whole from 100 on, else three digits, with thousands separated.
pub fn figure(x: f64) -> String {
    if !x.is_finite() {
        return "unknown".into();
    }
    let size = x.abs();
    if size >= 100.0 {
        return separated(x.round());
    }
    if size > 0.0 && size < 1e-4 {
        return format!("{x:.2e}");
    }
    if size == 0.0 {
        return "0".into();
    }
    let digits = if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        (2 - size.log10().floor() as i32).clamp(2, 6) as usize
    };
    let text = format!("{x:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

fn separated(x: f64) -> String {
    let digits = format!("{:.0}", x.abs());
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if x < 0.0 { format!("-{out}") } else { out }
}

/// What the author wrote, on one line, without notes.
pub fn snippet(sources: &SourceMap, expr: &Expr) -> String {
    let lines = sources.snippet(expr.span).lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// `below`, `at least`; the opposite where it is to be false.
pub fn compares(op: BinaryOp, negated: bool) -> &'static str {
    match (op, negated) {
        (BinaryOp::Lt, false) | (BinaryOp::Ge, true) => "below",
        (BinaryOp::Le, false) | (BinaryOp::Gt, true) => "at most",
        (BinaryOp::Gt, false) | (BinaryOp::Le, true) => "above",
        (BinaryOp::Ge, false) | (BinaryOp::Lt, true) => "at least",
        (BinaryOp::Eq, false) | (BinaryOp::Ne, true) => "equal to",
        _ => "other than",
    }
}

/// `3 months`, `2 of 3 months`; empty where one judgement is enough.
pub fn persistence(of: u32, periods: u32, length: f64, unit: &str) -> String {
    let count = |n: u32| {
        let length = f64::from(n) * length;
        let whole = (length - length.round()).abs() < 1e-9;
        if whole { plural(length.round() as i64, unit) } else { plural(i64::from(n), "period") }
    };
    match (of, periods) {
        (1, 1) => String::new(),
        (of, all) if of == all => count(all),
        (of, all) => format!("{of} of {}", count(all)),
    }
}

/// `1 day`, `2 days`.
pub fn plural(n: i64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{} {what}s", separated(n as f64)) }
}

/// A variable's title, or its name in words.
pub fn title(strategy: &Strategy, id: milepost_strategy::model::VariableId) -> String {
    let variable = strategy.variable(id);
    variable.title.clone().unwrap_or_else(|| variable.name.replace('_', " "))
}
