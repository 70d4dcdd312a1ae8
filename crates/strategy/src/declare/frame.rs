//! The `strategy` block: title, source, question, time.

use milepost_syntax::ast::{self, DeclarationKind, ExprKind as Ast};
use milepost_syntax::{Date, Diagnostic, FileId, Span};

use crate::checker::Checker;
use crate::model::{Method, TimeAxis};
use crate::time::{Edge, steps, whole};
use crate::units::{Units, time_unit};

/// A run longer than this is a typing error.
const MOST_STEPS: f64 = 50_000_000.0;

/// An axis to go on with when the strategy declares none that can be used.
pub(crate) fn placeholder() -> TimeAxis {
    TimeAxis {
        unit: "month".into(),
        start: 0.0,
        end: 1.0,
        step: 1.0,
        steps: 1,
        method: Method::Euler,
        origin: None,
        until: None,
        decide: 0.0,
        decide_date: None,
        report_every: 1,
    }
}

/// Whether a finding lies in the `strategy` block.
fn within(at: Span, block: Option<(&ast::Declaration, &ast::Strategy)>) -> bool {
    block.is_some_and(|(d, _)| d.span.file == at.file && (d.span.start..=d.span.end).contains(&at.start))
}

impl<'a> Checker<'a> {
    /// Reads the `strategy` block and the `unit` declarations, which everything else needs.
    pub(crate) fn frame(&mut self) -> Option<(&'a ast::Declaration, &'a ast::Strategy)> {
        let mut blocks = Vec::new();
        for d in self.declarations() {
            if let DeclarationKind::Strategy(s) = &d.kind {
                blocks.push((d, s));
            }
        }
        for (_, extra) in blocks.iter().skip(1) {
            self.report(Diagnostic::error(extra.title.span, "a strategy has one `strategy` block, this is another"));
        }
        let found = blocks.first().copied();
        match found {
            // The block may stand in a file that could not be read, which has been reported.
            None if self.files.len() < self.sources.files().count() => return None,
            None => {
                let help = "write one: strategy \"Title\" { time month from 2005-01 to 2009-12 step 1/8 }";
                let mut finding = Diagnostic::error(Span::default(), "there is no `strategy` block").help(help);
                finding.span = None;
                self.report(finding);
                return None;
            }
            Some((_, s)) => match &s.time {
                // A line that could not be parsed has been reported and needs no second finding.
                None if self.diagnostics.iter().any(|d| d.span.is_some_and(|at| within(at, found))) => return None,
                None if self.used_model().is_some() => {
                    self.axis = self.read_model(None)?;
                    self.decide(s.decide.as_ref());
                }
                None => {
                    let finding = Diagnostic::error(s.title.span, "the `strategy` block says nothing of time");
                    return self.fail(finding.help("write `time month from 2005-01 to 2009-12 step 1/8`"));
                }
                Some(time) => {
                    self.axis = self.time_axis(time)?;
                    if self.used_model().is_some() {
                        self.read_model(Some(time.span))?;
                    }
                    self.decide(s.decide.as_ref());
                }
            },
        }
        self.units = Units::new(&self.axis.unit);
        for d in self.declarations() {
            if let DeclarationKind::Unit(name) = &d.kind {
                if self.units.get(&name.text).is_some() {
                    self.report(Diagnostic::error(name.span, format!("`{}` is a unit already", name.text)));
                    continue;
                }
                self.units.declare(&name.text);
            }
        }
        found
    }

    /// The axis, or nothing where it cannot be used.  A wrong method alone is reported and left at Euler.
    fn time_axis(&mut self, time: &ast::Time) -> Option<TimeAxis> {
        if time_unit(&time.unit.text).is_none() {
            let finding = Diagnostic::error(time.unit.span, format!("unknown unit of time `{}`", time.unit.text));
            return self.fail(finding.help("use second, minute, hour, day, week, month, quarter or year"));
        }
        let mut axis = TimeAxis { unit: time.unit.text.clone(), ..placeholder() };
        self.units = Units::new(&axis.unit);
        match (&time.from.kind, &time.to.kind) {
            (Ast::Date(from), Ast::Date(to)) => {
                axis.origin = Some(Date { day: Some(from.day.unwrap_or(1)), ..*from });
                axis.until = Some(*to);
                axis.end = axis.at(*to, Edge::Last)?;
            }
            (Ast::Date(_), _) | (_, Ast::Date(_)) => {
                let finding =
                    Diagnostic::error(time.span, "time runs from a date to a date, or from a number to a number");
                return self.fail(finding);
            }
            _ => {
                axis.start = self.plain_constant(&time.from)?;
                axis.end = self.plain_constant(&time.to)?;
            }
        }
        axis.step = match &time.step {
            Some(e) => self.plain_constant(e)?,
            None => 1.0,
        };
        if !(axis.step > 0.0 && axis.step.is_finite()) {
            return self.fail(Diagnostic::error(time.span, "the step is above zero").help("write `step 1/8`"));
        }
        if axis.end <= axis.start {
            return self.fail(Diagnostic::error(time.span, "time ends before it begins"));
        }
        if (axis.end - axis.start) / axis.step > MOST_STEPS {
            return self
                .fail(Diagnostic::error(time.span, "this is more than 50 million steps").help("use a longer step"));
        }
        let Some(n) = steps(axis.start, axis.end, axis.step) else {
            let length = axis.end - axis.start;
            let message = format!("{length} {0} are no whole number of steps of {1} {0}", axis.unit, axis.step);
            return self.fail(Diagnostic::error(time.span, message).help("choose a step that divides the time"));
        };
        axis.steps = n;
        axis.method = match time.method.as_ref().map(|m| m.text.as_str()) {
            None | Some("euler") => Method::Euler,
            Some("rk2") => Method::Rk2,
            Some("rk4") => Method::Rk4,
            Some(other) => {
                let finding = Diagnostic::error(time.span, format!("unknown method `{other}`"));
                self.report(finding.help("use euler, rk2 or rk4"));
                Method::Euler
            }
        };
        let months = if axis.origin.is_some() { axis.steps_per_months(1.0) } else { None };
        axis.report_every = months.or(whole(1.0 / axis.step)).unwrap_or(1);
        axis.decide = axis.start;
        Some(axis)
    }

    /// The instant of the decision; where it is wrong it stays at the start.
    fn decide(&mut self, decide: Option<&ast::Expr>) {
        let Some(e) = decide else { return };
        let Some(when) = self.instant(e, Edge::First) else { return };
        if !(self.axis.start..=self.axis.end).contains(&when) {
            let finding = Diagnostic::error(e.span, "the decision lies outside the strategy's time");
            let help = self.axis.extent();
            self.report(finding.help(help));
            return;
        }
        self.axis.decide = when;
        self.axis.decide_date = if let Ast::Date(d) = &e.kind { Some(*d) } else { None };
    }

    /// A dimensionless constant.
    pub(crate) fn plain_constant(&mut self, e: &ast::Expr) -> Option<f64> {
        self.constant(e, &crate::unit::Unit::one(), 1.0)
    }

    /// The file a finding without a better place belongs to.
    pub(crate) fn first_file(&self) -> Span {
        Span { file: FileId(0), start: 0, end: 0 }
    }
}
