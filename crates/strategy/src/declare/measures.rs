//! Measures of how a future went.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, BinaryOp, DeclarationKind, ExprKind as Ast};

use crate::checker::{Checker, Space, Symbol};
use crate::expression::Context;
use crate::model::*;
use crate::unit::Unit;

impl<'a> Checker<'a> {
    /// Names of measures, which other declarations use.
    pub(crate) fn declare_measure_names(&mut self) {
        let mut n = 0;
        for d in self.declarations() {
            if let DeclarationKind::Measure(m) = &d.kind {
                self.define(Space::Measure, &m.head.name, Symbol::Measure(MeasureId(n)));
                n += 1;
            }
        }
    }

    /// All measures.
    pub(crate) fn declare_measures(&mut self) {
        for d in self.declarations() {
            let DeclarationKind::Measure(m) = &d.kind else { continue };
            let measure = self.measure(d, m);
            if measure.is_none() {
                self.broken.insert(m.head.name.text.clone());
            }
            self.measures.push(measure.unwrap_or_else(|| self.nothing(d, m)));
        }
    }

    /// Keeps the positions of the others when a measure is wrong; the strategy is refused anyway.
    fn nothing(&self, d: &ast::Declaration, m: &ast::Measure) -> Measure {
        Measure {
            name: m.head.name.text.clone(),
            title: String::new(),
            docs: d.docs.clone(),
            span: d.span,
            maximise: m.maximise,
            value: crate::expression::number(0.0, d.span),
            unit: Unit::one(),
            display: Display { text: String::new(), scale: 1.0 },
            acceptable: None,
            matters: 0.0,
        }
    }

    fn measure(&mut self, d: &ast::Declaration, m: &ast::Measure) -> Option<Measure> {
        let name = &m.head.name;
        if let Some(dim) = m.head.dims.first() {
            return self
                .fail(Diagnostic::error(dim.span, "a measure is one number").help("reduce it: sum(... over d)"));
        }
        let cx = Context { measuring: true, ..Context::default() };
        let declared = m.head.unit.as_ref().and_then(|u| self.unit(u));
        let value = match &declared {
            Some((unit, display)) => {
                let (unit, scale) = (unit.clone(), display.scale);
                let value = self.with_unit(&m.value, &unit, scale, &cx)?;
                self.needs_unit(value, &unit, &format!("`{}`", name.text))?
            }
            None => self.expr(&m.value, &cx)?,
        };
        let value = self.needs_number(value)?;
        if !value.dims.is_empty() {
            let message = format!("a measure is one number, this is over {}", self.dim_names(&value.dims));
            let help = format!("reduce it: sum(... over {})", self.dim(value.dims[0]).name);
            return self.fail(Diagnostic::error(m.value.span, message).help(help));
        }
        if !matches!(m.value.kind, Ast::AtTime(..)) && !looks_over_time(&value) {
            let message = format!("`{}` does not say when it is read", name.text);
            let help = "write `x at end`, `x at 2007-01`, or total(x), peak(x), average(x)";
            return self.fail(Diagnostic::error(m.value.span, message).help(help));
        }
        let Type::Number(unit) = value.ty.clone() else { return None };
        let display = match declared {
            Some((_, display)) => display,
            None => self.plain_display(&value, &unit),
        };
        let scale = display.scale;
        let acceptable = match &m.acceptable {
            None => None,
            Some((op, bar)) => {
                let fits = matches!(
                    (m.maximise, op),
                    (true, BinaryOp::Ge | BinaryOp::Gt) | (false, BinaryOp::Le | BinaryOp::Lt)
                );
                if !fits {
                    let (word, sign) = if m.maximise { ("maximised", ">=") } else { ("minimised", "<=") };
                    let message = format!("`{}` is {word}, so what is acceptable is `{sign}` a bar", name.text);
                    self.report(Diagnostic::error(bar.span, message));
                }
                Some(self.constant(bar, &unit, scale)?)
            }
        };
        let matters = match &m.matters {
            None => 0.0,
            Some(e) => self.constant(e, &unit, scale)?,
        };
        if matters < 0.0 {
            self.report(Diagnostic::error(name.span, "what matters is an amount, so not below zero"));
        }
        let title = m.head.title.as_ref().unwrap_or(name).text.clone();
        let (name, docs, span) = (name.text.clone(), d.docs.clone(), d.span);
        Some(Measure { name, title, docs, span, maximise: m.maximise, value, unit, display, acceptable, matters })
    }

    /// How a number without a declared unit is shown: like the variable it is, else in canonical units.
    pub(crate) fn plain_display(&self, value: &Expr, unit: &Unit) -> Display {
        if let ExprKind::Variable(id, _) = &value.kind
            && let Some((_, display)) = &self.headers[id.index()].unit
        {
            return display.clone();
        }
        if unit.is_one() {
            let mut share = false;
            crate::visit::variables(value, &mut |id| {
                share |= self.headers[id.index()].unit.as_ref().is_some_and(|(_, d)| d.text == "share");
            });
            let bare =
                matches!(value.kind, ExprKind::Reduce { how: Reduction::Mean | Reduction::Min | Reduction::Max, .. });
            return Display { text: if share && bare { "share".into() } else { String::new() }, scale: 1.0 };
        }
        Display { text: unit.to_string(), scale: 1.0 }
    }
}

/// Whether a measure reads more than one instant.
fn looks_over_time(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::OverTime { .. } | ExprKind::At(..))
        || crate::visit::parts(e).into_iter().any(looks_over_time)
}
