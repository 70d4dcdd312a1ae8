//! Functions of the time.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use crate::foreign::Dialect;
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::Span;

impl Resolver<'_> {
    pub(super) fn of_time(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let vensim = self.model.dialect == Dialect::Vensim;
        Ok(Some(match key {
            "step" => {
                c.count(2, 2)?;
                let [height, from] = self.two(c)?;
                let begun = less(from, self.middle(span));
                choose(begun, height, number(0.0, span))
            }
            "ramp" => {
                c.count(2, 3)?;
                let [slope, from] = self.two(c)?;
                let passed = match c.arguments.get(2) {
                    Some(to) => sub(extreme(Function::Min, time(span), self.number(to, c.scope)?), from.clone()),
                    None => sub(time(span), from.clone()),
                };
                let begun = less(from, time(span));
                choose(begun, mul(slope, passed), number(0.0, span))
            }
            "pulse" if vensim => {
                c.count(2, 2)?;
                let [from, width] = self.two(c)?;
                let width = self.at_least_a_step(width, span);
                let now = self.middle(span);
                let to = add(from.clone(), width);
                as_number(and(less(from, now.clone()), less(now, to)))
            }
            "pulse train" => {
                c.count(4, 4)?;
                let [from, width] = self.two(c)?;
                let between = self.number(c.argument(2)?, c.scope)?;
                let end = self.number(c.argument(3)?, c.scope)?;
                let width = self.at_least_a_step(width, span);
                let now = self.middle(span);
                let passed = sub(now.clone(), from.clone());
                // An interval of 0 repeats nothing.
                let repeats = less(number(0.0, span), between.clone());
                let phase = call(Function::Modulo, vec![passed.clone(), between], span);
                let phase = choose(repeats, phase, passed);
                let begun = less(from, now.clone());
                // A pulse goes on at the end itself.
                let going = less(time(span), add(end, number(1e-6, span)));
                as_number(and(and(begun, going), less(phase, width)))
            }
            "get time value" => {
                c.count(3, 3)?;
                let relative = self.told_argument(c, 0, "what the time is relative to")?;
                let measure = self.told_argument(c, 2, "the measure")?;
                let offset = self.number(c.argument(1)?, c.scope)?;
                match (relative as i64, measure as i64) {
                    (0, 0) => add(time(span), offset),
                    (1, 0) => add(variable(self.control.start, &[], span), offset),
                    (relative, measure) => {
                        let message = format!(
                            "`GET TIME VALUE` relative to {relative} in measure {measure} needs a calendar, which is not supported"
                        );
                        return Err(c.fault(message).help("use relative to 0 or 1 and measure 0"));
                    }
                }
            }
            "time base" if vensim => {
                c.count(2, 2)?;
                let [start, slope] = self.two(c)?;
                add(start, mul(slope, time(span)))
            }
            _ => return Ok(None),
        }))
    }

    /// Time plus half a step: an instant that falls on a step is clearly reached or not.
    pub(super) fn middle(&self, span: Span) -> Expr {
        add(time(span), self.half(span))
    }

    pub(super) fn half(&self, span: Span) -> Expr {
        mul(self.time_step(span), number(0.5, span))
    }

    /// A width; a step where it is 0.
    fn at_least_a_step(&self, width: Expr, span: Span) -> Expr {
        match known(&width) {
            Some(width) if width > 0.0 => number(width, span),
            _ => extreme(Function::Max, width, self.time_step(span)),
        }
    }
}
