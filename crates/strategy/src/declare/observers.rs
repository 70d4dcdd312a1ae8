//! What observers see and judge: indicators, conditions, milestones, triggers.

use std::collections::BTreeSet;

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, ExprKind as Ast};

use crate::checker::{Body, Checker, Header, Space, Symbol};
use crate::expression::Context;
use crate::model::*;
use crate::time::{Edge, whole};
use crate::unit::Unit;
use crate::units::{Length, time_unit};
use crate::visit;

/// Judgements further back than this are refused.
const MOST_PERIODS: u32 = 240;

impl Checker<'_> {
    pub(crate) fn indicator(&mut self, id: VariableId, i: &ast::Indicator, header: &Header) -> Option<Indicator> {
        let cx = Context::over(&header.dims);
        let observes = self.expr(&i.observes, &cx)?;
        let observes = self.needs_number(observes)?;
        let observes = match &header.unit {
            Some((unit, _)) => self.needs_unit(observes, &unit.clone(), &format!("`{}`", header.name.text))?,
            None => observes,
        };
        let observes = self.fits(observes, &header.dims, &header.name.text)?;
        self.headers[id.index()].ty = Some(observes.ty.clone());
        let Type::Number(unit) = &observes.ty else { return None };
        let averages = unit.power_of(&self.axis.unit) < 0;
        let every = match &i.every {
            None => self.axis.report_every,
            Some(name) => self.period(name)?,
        };
        let period = f64::from(every) * self.axis.step;
        let lag = match &i.known_after {
            None => 0,
            Some(e) => (self.length(e)? / period - 1e-9).ceil().max(0.0) as u32,
        };
        if lag > MOST_PERIODS {
            return self.fail(Diagnostic::error(
                header.name.span,
                format!("`{}` is known too late to be of use", header.name.text),
            ));
        }
        let noise = match &i.noise {
            None => 0.0,
            Some(e) => self.share(e, "noise")?,
        };
        let under_reporting = match &i.under_reporting {
            None => (0.0, 0.0),
            Some((lo, hi)) => {
                let (a, b) = (self.share(lo, "under-reporting")?, self.share(hi, "under-reporting")?);
                if a > b {
                    return self.fail(Diagnostic::error(lo.span, "this range is empty"));
                }
                (a, b)
            }
        };
        let variable = match (&i.observes.kind, &observes.kind) {
            (Ast::Name(_), ExprKind::Variable(v, _)) => Some(*v),
            _ => None,
        };
        let scale = header.unit.as_ref().map_or(1.0, |(_, d)| d.scale);
        // A table holds totals of its period; an averaging indicator is a rate.
        let (scale, per) = if averages { (1.0, period) } else { (scale, 1.0) };
        let evidence = self.evidence(i, &header.dims, scale, per)?;
        let produced_by = i.produced_by.as_ref().map(|n| n.text.clone());
        Some(Indicator {
            observes,
            variable,
            averages,
            every,
            lag,
            noise,
            under_reporting,
            // Checked once every equation has a type: it may read what judges by this indicator.
            hidden: None,
            produced_by,
            evidence,
        })
    }

    /// The shares that indicators hide, once all types are known.
    pub(crate) fn hidden_shares(&mut self) {
        for k in 0..self.headers.len() {
            let Body::Indicator(ast::Indicator { hidden: Some(e), .. }) = self.headers[k].body else { continue };
            let header = self.headers[k].clone();
            if header.broken {
                continue;
            }
            let hidden = self.hidden_share(e, &header);
            match &mut self.kinds[k] {
                Some(VariableKind::Indicator(i)) if hidden.is_some() => i.hidden = hidden,
                kind => *kind = None,
            }
        }
    }

    fn hidden_share(&mut self, e: &ast::Expr, header: &Header) -> Option<Expr> {
        let share = self.expr(e, &Context::over(&header.dims))?;
        let share = self.needs_unit(share, &Unit::one(), "the share that is hidden")?;
        if let ExprKind::Number(v) = share.kind
            && !(0.0..=1.0).contains(&v)
        {
            return self.fail(Diagnostic::error(e.span, "the share that is hidden lies from 0 to 100%"));
        }
        self.fits(share, &header.dims, &header.name.text)
    }

    /// Steps in a named reporting period.
    fn period(&mut self, name: &ast::Name) -> Option<u32> {
        let steps = match (time_unit(&name.text), self.axis.origin) {
            (Some(Length::Months(n)), Some(_)) => self.axis.steps_per_months(n),
            (Some(_), _) => self.units.get(&name.text).and_then(|(_, scale)| whole(scale / self.axis.step)),
            (None, _) => {
                let finding = Diagnostic::error(name.span, format!("`{}` is no reporting period", name.text));
                return self.fail(finding.help("use day, week, month, quarter or year"));
            }
        };
        if steps.is_none() {
            let message = format!("the step ({} {}) does not divide a {}", self.axis.step, self.axis.unit, name.text);
            self.report(Diagnostic::error(name.span, message).help("choose a step that does"));
        }
        steps
    }

    /// A predicate with its persistence.
    pub(crate) fn when(&mut self, w: &ast::When, header: &Header) -> Option<When> {
        let cx = Context { judging: true, ..Context::over(&header.dims) };
        let test = self.expr(&w.test, &cx)?;
        let test = self.needs_truth(test)?;
        let test = self.fits(test, &header.dims, &header.name.text)?;
        let every = self.judged_every(&test);
        let period = f64::from(every) * self.axis.step;
        let (of, periods) = match &w.persistence {
            None => (1, 1),
            Some(p) => {
                let length = self.length(&p.span)?;
                let Some(n) = whole(length / period).filter(|n| *n <= MOST_PERIODS) else {
                    let message =
                        format!("this is no whole number of reporting periods of {period} {}", self.axis.unit);
                    return self
                        .fail(Diagnostic::error(p.span.span, message).help("conditions are judged once a period"));
                };
                (p.of.unwrap_or(n), n)
            }
        };
        if of == 0 || of > periods {
            return self.fail(Diagnostic::error(w.test.span, format!("{of} of {periods} periods cannot be")));
        }
        Some(When { test, of, periods, every })
    }

    /// The longest reporting period of the indicators that a predicate reads.
    fn judged_every(&self, test: &Expr) -> u32 {
        let mut longest = None;
        visit::variables(test, &mut |id| {
            if let crate::checker::Body::Indicator(_) = self.headers[id.index()].body
                && let Some(VariableKind::Indicator(i)) = &self.kinds[id.index()]
            {
                longest = longest.max(Some(i.every));
            }
        });
        longest.unwrap_or(self.axis.report_every)
    }

    fn reads_indicator(&self, test: &Expr) -> bool {
        let mut found = false;
        visit::variables(test, &mut |id| {
            found |= matches!(
                self.headers[id.index()].body,
                crate::checker::Body::Indicator(_) | crate::checker::Body::Condition(_)
            );
        });
        found
    }

    pub(crate) fn condition(&mut self, c: &ast::Condition, header: &Header) -> Option<Condition> {
        let holds = self.when(&c.holds, header);
        let lost = match &c.lost {
            Some(w) => Some(self.when(w, header)?),
            None => None,
        };
        let holds = holds?;
        let observable = self.reads_indicator(&holds.test);
        Some(Condition { holds, lost, observable })
    }

    pub(crate) fn milestone(&mut self, m: &ast::Milestone, header: &Header) -> Option<Milestone> {
        let due = match &m.due {
            Some(e) => Some(self.instant(e, Edge::Last)?),
            None => None,
        };
        let (actor, element) = (self.actor(m.by.as_ref()), self.element(m.element.as_ref()));
        let met = self.when(&m.met, header)?;
        Some(Milestone { due, due_date: Self::written_date(m.due.as_ref()), actor, element, met })
    }

    pub(crate) fn trigger(&mut self, t: &ast::Trigger, header: &Header) -> Option<Trigger> {
        let actor = self.actor(t.by.as_ref());
        if t.by.is_none() {
            let finding = Diagnostic::error(header.name.span, format!("`{}` obliges no one", header.name.text));
            self.report(finding.help("write `by AUTHORITY`: a trigger obliges someone to decide"));
        }
        let within = match &t.within {
            Some(e) => self.length(e)?,
            None => 0.0,
        };
        let fires = self.when(&t.fires, header);
        let ends = match &t.ends {
            Some(w) => Some(self.when(w, header)?),
            None => None,
        };
        let then = self.settings(&t.then, &header.dims);
        let compliance = match &t.compliance {
            None => (1.0, 1.0),
            Some((lo, hi)) => {
                let (a, b) = (self.share(lo, "compliance")?, self.share(hi, "compliance")?);
                if a > b {
                    return self.fail(Diagnostic::error(lo.span, "this range is empty"));
                }
                (a, b)
            }
        };
        let fires = fires?;
        let second = match &t.second_source {
            None => None,
            Some(name) => Some(self.second_source(name, &fires)?),
        };
        let second_source = t.second_source.as_ref().map(|n| n.text.clone());
        Some(Trigger { actor, within, fires, second, second_source, then: then?, ends, compliance })
    }

    /// The same predicate, read from another indicator of the same variable.
    fn second_source(&mut self, name: &ast::Name, fires: &When) -> Option<When> {
        let Some(Symbol::Variable(second)) = self.lookup(Space::Value, &name.text) else {
            let finding = Diagnostic::error(name.span, format!("unknown indicator `{}`", name.text));
            let finding = self.suggest(finding, Space::Value, &name.text);
            return self.fail(finding.help("a second source is an indicator of the same variable"));
        };
        let observed = |c: &Self, id: VariableId| match &c.kinds[id.index()] {
            Some(VariableKind::Indicator(i)) => i.variable,
            _ => None,
        };
        let what = observed(self, second);
        let mut first = BTreeSet::new();
        visit::variables(&fires.test, &mut |id| {
            if what.is_some() && observed(self, id) == what {
                first.insert(id);
            }
        });
        let first: Vec<_> = first.into_iter().filter(|id| *id != second).collect();
        let [first] = first.as_slice() else {
            let message = format!("`{}` does not observe the variable that this trigger reads", name.text);
            return self.fail(
                Diagnostic::error(name.span, message).help("a second source is another indicator of the same variable"),
            );
        };
        let mut test = fires.test.clone();
        visit::replace(&mut test, *first, second);
        Some(When { test, ..fires.clone() })
    }
}
