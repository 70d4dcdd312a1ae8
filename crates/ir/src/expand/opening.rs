//! From when on a predicate can be known: what follows from lags, dates and persistence alone, whatever the data.
//!
//! Until then a latch has nothing to remember.  From then on what it missed counts as missed.

use milepost_strategy::model::{Expr, ExprKind, Function, Reduction, Strategy, Type, VariableId, VariableKind, When};
use milepost_syntax::ast::BinaryOp;

use super::Lowering;
use super::references::parts;
use crate::graph::StepSet;

impl Lowering<'_> {
    /// The time of the first judgement at which a predicate, with its persistence, can be known to be true.
    pub(super) fn opens(&self, when: &When, at: StepSet) -> f64 {
        let mut search = Search { strategy: self.strategy, period: self.grid.step, under_way: Vec::new() };
        let open = search.judged(when, true, self.grid.start);
        let ends = self.grid.steps(at).iter().map(|&n| self.grid.time(n));
        let slack = 1e-9 * self.grid.step;
        ends.into_iter().find(|&end| end >= open - slack).unwrap_or(f64::MAX)
    }
}

struct Search<'a> {
    strategy: &'a Strategy,
    /// Length of a step.
    period: f64,
    /// Variables on the way, so that a circle ends.
    under_way: Vec<VariableId>,
}

impl Search<'_> {
    /// When a predicate with its persistence can first be known to be `truth`.
    fn judged(&mut self, when: &When, truth: bool, start: f64) -> f64 {
        let once = self.truth(&when.test, truth, start);
        let length = f64::from(when.every.max(1)) * self.period;
        let first = once.max(start + length);
        // Enough of them true; or so many false that too few are left.
        let needed =
            if truth { when.of.max(1) } else { when.periods.max(1) - when.of.clamp(1, when.periods.max(1)) + 1 };
        first + f64::from(needed - 1) * length
    }

    fn truth(&mut self, expr: &Expr, truth: bool, start: f64) -> f64 {
        match &expr.kind {
            ExprKind::Not(a) => self.truth(a, !truth, start),
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), a, b) => {
                let (a, b) = (self.truth(a, truth, start), self.truth(b, truth, start));
                if (*op == BinaryOp::And) == truth { a.max(b) } else { a.min(b) }
            }
            ExprKind::Reduce { how: Reduction::Any | Reduction::All, body, .. } => self.truth(body, truth, start),
            ExprKind::Variable(id, _) => self.variable(*id, Some(truth), start),
            _ => self.known(expr, start),
        }
    }

    /// When a value can first be known.
    fn known(&mut self, expr: &Expr, start: f64) -> f64 {
        if matches!(expr.ty, Type::Truth)
            && matches!(
                expr.kind,
                ExprKind::Not(_)
                    | ExprKind::Variable(..)
                    | ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..)
                    | ExprKind::Reduce { how: Reduction::Any | Reduction::All, .. }
            )
        {
            return self.truth(expr, true, start).min(self.truth(expr, false, start));
        }
        match &expr.kind {
            ExprKind::Variable(id, _) => self.variable(*id, None, start),
            ExprKind::At(a, date) => self.known(a, start).max(*date),
            // A choice may be known by the branch that is taken.
            ExprKind::If(_) | ExprKind::Call(Function::Known, _) => start,
            _ => {
                let mut open = start;
                parts(expr, |part| open = open.max(self.known(part, start)));
                open
            }
        }
    }

    fn variable(&mut self, id: VariableId, truth: Option<bool>, start: f64) -> f64 {
        if self.under_way.contains(&id) {
            return start;
        }
        let strategy = self.strategy;
        let either = |search: &mut Self, of: &dyn Fn(&mut Self, bool) -> f64| match truth {
            Some(truth) => of(search, truth),
            None => of(search, true).min(of(search, false)),
        };
        self.under_way.push(id);
        let open = match &strategy.variables[id.index()].kind {
            VariableKind::Indicator(indicator) => {
                start + f64::from(indicator.lag + 1) * f64::from(indicator.every.max(1)) * self.period
            }
            VariableKind::Let { value, .. } => match truth {
                Some(truth) => self.truth(value, truth, start),
                None => self.known(value, start),
            },
            VariableKind::Milestone(m) => either(self, &|search, truth| search.judged(&m.met, truth, start)),
            VariableKind::Condition(c) => either(self, &|search, truth| match (&c.lost, truth) {
                (Some(lost), false) => search.judged(&c.holds, false, start).min(search.judged(lost, true, start)),
                _ => search.judged(&c.holds, truth, start),
            }),
            _ => start,
        };
        self.under_way.pop();
        open
    }
}
