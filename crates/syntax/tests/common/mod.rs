//! Sample strategies and a printer that shows how an expression was grouped.
#![allow(dead_code, reason = "each test uses its part")] // Each test uses a part.

use milepost_syntax::ast::*;
use milepost_syntax::{Diagnostic, Parsed, SourceMap, parse, render};

/// A strategy that uses every construct of the language once or more.
pub const EVERYTHING: &str = include_str!("everything.mile");

/// Parses a text as the file `test.mile`.
pub fn parsed(text: &str) -> Parsed {
    parse(Default::default(), text)
}

/// Findings as people read them.
pub fn rendered(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut sources = SourceMap::default();
    sources.add("test.mile", text);
    render(&sources, diagnostics, false)
}

/// Parses a text that must be right, and returns its declarations.
pub fn right(text: &str) -> Vec<Declaration> {
    let parsed = parsed(text);
    assert!(parsed.diagnostics.is_empty(), "{}", rendered(text, &parsed.diagnostics));
    parsed.file.declarations
}

/// The findings of a text as `line:column message`, with the first help behind a `;`.
pub fn findings(text: &str) -> Vec<String> {
    let place = |d: &Diagnostic| {
        let before = &text[..d.span.unwrap_or_default().start as usize];
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{}:{column}", before.matches('\n').count() + 1)
    };
    let help = |d: &Diagnostic| d.help.first().map_or(String::new(), |help| format!("; {help}"));
    parsed(text).diagnostics.iter().map(|d| format!("{} {}{}", place(d), d.message, help(d))).collect()
}

/// Parses `let x = TEXT`, which must be right, and returns the value.
pub fn value(text: &str) -> Expr {
    match right(&format!("let x = {text}")).remove(0).kind {
        DeclarationKind::Let(equation) => equation.value,
        other => panic!("{other:?}"),
    }
}

/// An expression with all its grouping shown.
pub fn full(expr: &Expr) -> String {
    let names = |list: &[Name]| list.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(" ");
    match &expr.kind {
        ExprKind::Number { value, percent, unit } => {
            let unit = unit.as_ref().map_or(String::new(), |u| format!(" {}", u.text));
            format!("{value}{}{unit}", if *percent { " pct" } else { "" })
        }
        ExprKind::Date(date) => date.to_string(),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Index { base, elements } => format!("{}[{}]", base.text, names(elements)),
        ExprKind::Call(call) => {
            let mut parts: Vec<String> = call.args.iter().map(full).collect();
            if !call.over.is_empty() {
                parts.push(format!("over {}", names(&call.over)));
            }
            for (word, clause) in [("by", &call.weighted), ("from", &call.from), ("to", &call.to)] {
                parts.extend(clause.iter().map(|clause| format!("{word} {}", full(clause))));
            }
            format!("{}({})", call.function.text, parts.join(", "))
        }
        ExprKind::Unary(op, of) => format!("({op:?} {})", full(of)),
        ExprKind::Binary(op, a, b) => format!("({} {op:?} {})", full(a), full(b)),
        ExprKind::If(parts) => format!("(if {} {} {})", full(&parts[0]), full(&parts[1]), full(&parts[2])),
        ExprKind::ByElement { arms, otherwise } => {
            let mut parts: Vec<String> = arms.iter().map(|(n, e)| format!("{}: {}", n.text, full(e))).collect();
            parts.extend(otherwise.iter().map(|e| format!("else {}", full(e))));
            format!("{{{}}}", parts.join(", "))
        }
        ExprKind::AtTime(of, time) => {
            format!("({} at {})", full(of), time.as_ref().map_or("end".to_string(), |time| full(time)))
        }
        ExprKind::Seen { observed, of } => format!("({} {})", if *observed { "observed" } else { "true" }, full(of)),
        ExprKind::Under(a, b) => format!("({} under {})", full(a), full(b)),
        ExprKind::Variant(v) => {
            let with: Vec<String> = v.with.iter().map(|(n, e)| format!(" {}={}", n.text, full(e))).collect();
            format!("<{} -[{}] +[{}]>", v.pathway.text, names(&v.without), with.concat().trim())
        }
        ExprKind::Error => "ERROR".to_string(),
    }
}
