//! Subscript ranges.

use crate::equation::{Kind, Parser, Read, reads};
use crate::foreign::{Binary, Dimension, Mapping, same};
use milepost_syntax::{Diagnostic, Span};

/// How many elements one range may have.
const LONGEST: usize = 100_000;
/// How many bytes the names of all ranges of a file may have.
pub(super) const MOST: usize = 32 << 20;

/// `dim: a, b, (c1-c5) -> other, (third: x, y)` after the colon.
pub(super) fn elements(p: &mut Parser, name: String, place: Span, budget: &mut usize) -> Read<Dimension> {
    let mut dimension =
        Dimension { name, elements: Vec::new(), mappings: Vec::new(), equivalent: None, external: None, span: place };
    let first = p.look(0);
    let function = p.look(1).kind == Kind::Open && {
        let name = p.name_of(first);
        reads(&name, "get xls subscript") || reads(&name, "get direct subscript")
    };
    if function {
        dimension.external = Some(p.expression()?);
    } else {
        loop {
            if p.eat(Kind::Open) {
                range(p, &mut dimension.elements, budget)?;
            } else {
                dimension.elements.push(p.element("an element or a range `(a1-a9)`")?);
            }
            if !p.eat(Kind::Comma) {
                break;
            }
        }
    }
    if p.eat(Kind::Maps) {
        mappings(p, &mut dimension.mappings)?;
    }
    p.finish()?;
    Ok(dimension)
}

/// `dim <-> other` after the arrow.
pub(super) fn equivalent(p: &mut Parser, name: String, place: Span) -> Read<Dimension> {
    let other = p.name("a dimension")?;
    p.finish()?;
    Ok(Dimension {
        name,
        elements: Vec::new(),
        mappings: Vec::new(),
        equivalent: Some(other),
        external: None,
        span: place,
    })
}

/// `a1-a9)`, written out.
fn range(p: &mut Parser, elements: &mut Vec<(String, Span)>, budget: &mut usize) -> Read<()> {
    let (first, start) = p.element("the first element of a range")?;
    p.expect(Kind::Operator(Binary::Sub), "`-`")?;
    let (last, end) = p.element("the last element of a range")?;
    p.expect(Kind::Close, "`)`")?;
    let span = start.to(end);
    let fault = |message: String| Diagnostic::error(span, message);
    let (prefix, from) = split(&first);
    let (other, to) = split(&last);
    let numbers = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if same(prefix) == same(other) && from <= to => from..=to,
        _ => {
            return Err(fault(format!("`{first}-{last}` is no range"))
                .help("the names are the same but for a number at the end, which rises: `(a1-a9)`"));
        }
    };
    let count = (numbers.end() - numbers.start()).saturating_add(1);
    if count > LONGEST as u64 {
        return Err(fault(format!("this range has {count} elements, and at most {LONGEST} are read")));
    }
    let bytes = (count as usize).saturating_mul(first.len().max(last.len()) + 24);
    *budget = budget.checked_sub(bytes).ok_or_else(|| fault("the ranges of this file are too long".into()))?;
    // `(a01-a12)` counts with its leading zeros.
    let width = if from.starts_with('0') && from.len() == to.len() { from.len() } else { 0 };
    elements.extend(numbers.map(|n| (format!("{prefix}{n:0width$}"), span)));
    Ok(())
}

/// A name and the number at its end.
fn split(name: &str) -> (&str, &str) {
    name.split_at(name.trim_end_matches(|c: char| c.is_ascii_digit()).len())
}

/// `other`, `(other: x, y)` and so on; `other: x, y` without brackets takes all that follows.
fn mappings(p: &mut Parser, mappings: &mut Vec<Mapping>) -> Read<()> {
    loop {
        let start = p.look(0);
        let bracket = p.eat(Kind::Open);
        let (to, _) = p.name("a dimension")?;
        let mut elements = Vec::new();
        if p.eat(Kind::Colon) {
            elements.push(p.element("an element")?.0);
            while p.eat(Kind::Comma) {
                elements.push(p.element("an element")?.0);
            }
        }
        if bracket {
            p.expect(Kind::Close, "`,` or `)`")?;
        }
        mappings.push(Mapping { to, elements, span: p.since(start) });
        if !p.eat(Kind::Comma) {
            return Ok(());
        }
    }
}
