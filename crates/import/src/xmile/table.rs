//! Graphical functions (XMILE 1.0, 3.1.4).

use super::Reader;
use super::tree::Element;
use super::variable::text_span;
use crate::equation::call;
use crate::foreign::{Expr, ExprKind, Table, TableKind};
use milepost_syntax::{Diagnostic, Span};

impl Reader {
    /// A graphical function at a value, as one expression.
    pub(super) fn graph(&mut self, at: Expr, gf: &Element) -> Option<Expr> {
        let table = self.table(gf)?;
        let span = at.span;
        let table = Expr { kind: ExprKind::Table(table), span: gf.span };
        Some(Expr { kind: call("WITH LOOKUP", vec![at, table]), span })
    }

    /// A graphical function.
    pub(super) fn table(&mut self, gf: &Element) -> Option<Table> {
        let table = points(gf).map(|points| Table { points, kind: kind(gf), external: None, span: gf.span });
        table.map_err(|fault| self.findings.push(fault)).ok()
    }
}

fn kind(gf: &Element) -> TableKind {
    let discrete = gf.attribute("discrete").is_some_and(|d| d.eq_ignore_ascii_case("true"));
    match gf.attribute("type").map(str::to_ascii_lowercase).as_deref() {
        Some("extrapolate") => TableKind::Extrapolate,
        Some("discrete") => TableKind::Discrete,
        _ if discrete => TableKind::Discrete,
        _ => TableKind::Continuous,
    }
}

/// `<ypts>` over `<xpts>`, or over equal steps of `<xscale>`.
fn points(gf: &Element) -> Result<Vec<(f64, f64)>, Diagnostic> {
    let fault = |place: Span, message: String| Err(Diagnostic::error(place, message));
    let Some(y) = gf.child("ypts") else {
        return fault(gf.span, "this graphical function has no `<ypts>`".into());
    };
    let y = list(y)?;
    let x = match gf.child("xpts") {
        Some(xpts) => list(xpts)?,
        None => {
            let scale = |name: &str| gf.child("xscale")?.attribute(name)?.trim().parse::<f64>().ok();
            let (Some(min), Some(max)) = (scale("min"), scale("max")) else {
                return fault(gf.span, "this graphical function has neither `<xpts>` nor an `<xscale>`".into());
            };
            let last = y.len().saturating_sub(1).max(1) as f64;
            (0..y.len()).map(|i| min + (max - min) * (i as f64 / last)).collect()
        }
    };
    if x.len() != y.len() {
        return fault(gf.span, format!("this graphical function has {} x and {} y", x.len(), y.len()));
    }
    let mut points: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(points)
}

/// Numbers with commas, or what `sep` says, between them.
fn list(element: &Element) -> Result<Vec<f64>, Diagnostic> {
    let separator = element.attribute("sep").filter(|s| !s.is_empty()).unwrap_or(",");
    let parts = element.text.split(separator).map(str::trim).filter(|p| !p.is_empty());
    let numbers: Option<Vec<f64>> = parts.map(|p| p.parse().ok().filter(|v: &f64| v.is_finite())).collect();
    match numbers {
        Some(numbers) if !numbers.is_empty() => Ok(numbers),
        _ => Err(Diagnostic::error(text_span(element), format!("`<{}>` is no list of numbers", element.name))
            .help("write them with commas between them")),
    }
}
