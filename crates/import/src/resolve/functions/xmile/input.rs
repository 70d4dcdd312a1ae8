//! Test inputs, and tables read backwards.

use super::super::super::Resolver;
use super::super::super::build::*;
use super::super::Call;
use crate::equation::Read;
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::ast::BinaryOp;

impl Resolver<'_> {
    pub(super) fn input(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        match key {
            "pulse" => self.pulse(c).map(Some),
            "ramp" if c.arguments.len() == 1 => {
                let slope = self.number(c.argument(0)?, c.scope)?;
                let start = variable(self.control.start, &[], c.span);
                Ok(Some(mul(slope, sub(time(c.span), start))))
            }
            "lookupinv" => self.table_function("lookup invert", c),
            _ => Ok(None),
        }
    }

    /// `PULSE(volume, first, interval)`: the volume within a step, at the first time and then every interval; an interval
    /// of 0 repeats nothing.  Without an interval XMILE fires once (3.5.4), and Stella at every step from the first time.
    fn pulse(&mut self, c: &Call) -> Read<Expr> {
        c.count(1, 3)?;
        let span = c.span;
        let magnitude = self.number(c.argument(0)?, c.scope)?;
        let step = self.time_step(span);
        let height = div(magnitude, step.clone());
        let first = match c.arguments.get(1) {
            Some(first) => self.number(first, c.scope)?,
            None => variable(self.control.start, &[], span),
        };
        let now = self.middle(span);
        let passed = sub(now.clone(), first.clone());
        let begun = less(first, now);
        let once = less(passed.clone(), step.clone());
        let due = match c.arguments.get(2) {
            None if self.stella_made() => begun,
            None => and(begun, once),
            Some(interval) => {
                let interval = self.number(interval, c.scope)?;
                let again = less(call(Function::Modulo, vec![passed, interval.clone()], span), step);
                let repeats = less(number(0.0, span), interval);
                binary(BinaryOp::And, begun, as_truth(choose(repeats, as_number(again), as_number(once))))
            }
        };
        Ok(choose(due, height, number(0.0, span)))
    }
}
