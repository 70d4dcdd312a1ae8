//! What the report draws over time.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::DeclarationKind;

use crate::checker::{Checker, Space, Symbol};
use crate::expression::Context;
use crate::model::*;

impl Checker<'_> {
    /// Declared charts; where there are none, what the measures look at.
    pub(crate) fn charts(&mut self) -> Vec<Chart> {
        let mut out = Vec::new();
        let mut declared = false;
        for d in self.declarations() {
            let DeclarationKind::Chart(c) = &d.kind else { continue };
            declared = true;
            self.define(Space::Chart, &c.head.name, Symbol::Other);
            let unit = c.head.unit.as_ref().and_then(|u| self.unit(u));
            let Some(value) = self.expr(&c.value, &Context::default()) else { continue };
            let Some(value) = self.needs_number(value) else { continue };
            let value = match &unit {
                Some((u, _)) => self.needs_unit(value, &u.clone(), &format!("`{}`", c.head.name.text)),
                None => Some(value),
            };
            let Some(value) = value else { continue };
            if !value.dims.is_empty() {
                let message = format!("a chart shows one number, this is over {}", self.dim_names(&value.dims));
                let help = format!("reduce it: sum(... over {})", self.dim(value.dims[0]).name);
                self.report(Diagnostic::error(c.value.span, message).help(help));
                continue;
            }
            let observed = match &c.observed {
                None => Vec::new(),
                Some(name) => match self.lookup(Space::Value, &name.text) {
                    Some(Symbol::Variable(id)) => match &self.kinds[id.index()] {
                        Some(VariableKind::Indicator(i)) => observed_totals(i),
                        _ => {
                            let message = format!("`{}` is not an indicator", name.text);
                            self.report(Diagnostic::error(name.span, message));
                            Vec::new()
                        }
                    },
                    _ => {
                        self.find(Space::Value, "indicator", name);
                        Vec::new()
                    }
                },
            };
            let title = c.head.title.as_ref().unwrap_or(&c.head.name).text.clone();
            let chart =
                self.chart(c.head.name.text.clone(), title, d.docs.clone(), value, unit.map(|(_, d)| d), observed);
            out.extend(chart);
        }
        if !declared {
            for m in self.measures.clone() {
                let mut value = m.value;
                while let ExprKind::OverTime { body, .. } = value.kind {
                    value = *body;
                }
                if matches!(value.ty, Type::Number(_)) && !has_over_time(&value) {
                    out.extend(self.chart(m.name, m.title, m.docs, value, None, Vec::new()));
                }
            }
        }
        out
    }

    fn chart(
        &mut self,
        name: String,
        title: String,
        docs: milepost_syntax::ast::Docs,
        value: Expr,
        display: Option<Display>,
        observed: Vec<(f64, f64)>,
    ) -> Option<Chart> {
        let Type::Number(unit) = value.ty.clone() else { return None };
        let averages = unit.power_of(&self.axis.unit) < 0;
        let display = display.unwrap_or_else(|| self.plain_display(&value, &unit));
        Some(Chart { name, title, docs, value, averages, display, observed, kind: ChartKind::Plain })
    }
}

/// Evidence summed over elements; a period with a gap is left out.
fn observed_totals(i: &Indicator) -> Vec<(f64, f64)> {
    let points = i.evidence.iter().flat_map(|e| &e.points);
    points.filter_map(|(t, values)| values.iter().copied().sum::<Option<f64>>().map(|v| (*t, v))).collect()
}

fn has_over_time(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::OverTime { .. }) || crate::visit::parts(e).into_iter().any(has_over_time)
}
