//! Measures over time: integrals as stocks, extremes and first times as latches.

use milepost_strategy::model::{Expr, OverTime};

use super::Lowering;
use super::environment::Environment;
use crate::graph::{Change, Doubt, Id, Traits};
use crate::{Code, Fault};

impl<'a> Lowering<'a> {
    /// The integral of x since the start: one stock for each x, whoever asks.
    pub(super) fn cumulated(&mut self, x: Id) -> Id {
        if !self.graph.is(x, Traits::TIME.with(Traits::STATE).with(Traits::NOISE)) {
            let start = self.number(self.grid.start);
            let passed = self.graph.sub(Id::TIME, start);
            return self.graph.mul(x, passed);
        }
        if let Some(&sum) = self.cumulated.get(&x) {
            return sum;
        }
        let doubt = if self.graph.is(x, Traits::UNKNOWN) { Doubt::Any } else { Doubt::Never };
        let (_, sum) = self.graph.state(format!("total in {}", self.subject()), Traits::default(), doubt);
        self.define(sum, Change::Stock { rate: x }, Id::ZERO);
        self.cumulated.insert(x, sum);
        sum
    }

    /// A reduction over time, read after the last step.
    pub(super) fn over_time(
        &mut self,
        how: OverTime,
        body: &'a Expr,
        from: f64,
        to: f64,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let x = self.root(body, environment)?;
        let x = self.graph.hold(x);
        let last = self.grid.steps;
        let begin = self.grid.step_of(from);
        let end = self.grid.step_of(to).min(last);
        // The last step not clearly after the end.
        let through = (begin..=last).take_while(|&n| self.grid.time(n) <= to + 1e-9 * self.grid.step).last();
        match how {
            OverTime::Total => self.total(x, begin, end),
            OverTime::Average if begin >= end => Ok(Id::UNKNOWN),
            OverTime::Average => {
                let total = self.total(x, begin, end)?;
                let length = self.number(f64::from(end - begin) * self.grid.step);
                Ok(self.graph.div(total, length))
            }
            OverTime::Peak => Ok(self.extreme_over(Code::Max, f64::NEG_INFINITY, x, begin, through)),
            OverTime::Lowest => Ok(self.extreme_over(Code::Min, f64::INFINITY, x, begin, through)),
            OverTime::First => Ok(self.first(x, begin, through)),
            OverTime::Duration => Ok(self.duration(x, begin, end)),
        }
    }

    fn total(&mut self, x: Id, begin: u32, end: u32) -> Result<Id, Fault> {
        if begin >= end {
            return Ok(Id::ZERO);
        }
        let whole = begin == 0 && end == self.grid.steps;
        if self.graph.is(x, Traits::UNKNOWN) && !whole {
            // Unknown outside the window is no concern of the total.
            let (from, to) = (self.grid.time(begin), self.grid.time(end));
            let (begun, over) = (self.since(from), self.since(to));
            let running = self.graph.not(over);
            let inside = if end == self.grid.steps { begun } else { self.graph.and(begun, running) };
            let counted = self.graph.select(inside, x, Id::ZERO);
            return Ok(self.cumulated(counted));
        }
        let sum = self.cumulated(x);
        let until = if end == self.grid.steps { sum } else { self.sample(sum, self.grid.time(end))? };
        let before = if begin == 0 { Id::ZERO } else { self.sample(sum, self.grid.time(begin))? };
        Ok(self.graph.sub(until, before))
    }

    /// The value of a latch after the last step: its next value if it changes there.
    fn finally(&self, latch: Id, next: Id, through: u32) -> Id {
        if through == self.grid.steps { next } else { latch }
    }

    fn extreme_over(&mut self, code: Code, none: f64, x: Id, begin: u32, through: Option<u32>) -> Id {
        let Some(through) = through else { return Id::UNKNOWN };
        let at = self.grid.set(begin..=through);
        let none = self.number(none);
        let latch = self.latch(format!("extreme in {}", self.subject()), at, none, Doubt::Never);
        // An unknown x does not compare, and leaves the latch as it is.
        let next = self.graph.binary(code, x, latch);
        self.set_next(latch, next);
        let value = self.finally(latch, next, through);
        if !self.graph.is(x, Traits::UNKNOWN) {
            return value;
        }
        let never = self.graph.binary(Code::Eq, value, none);
        self.graph.select(never, Id::UNKNOWN, value)
    }

    fn first(&mut self, x: Id, begin: u32, through: Option<u32>) -> Id {
        let Some(through) = through else { return Id::UNKNOWN };
        let at = self.grid.set(begin..=through);
        let latch = self.latch(format!("first time in {}", self.subject()), at, Id::UNKNOWN, Doubt::Any);
        let open = self.graph.is_unknown(latch);
        let now = self.graph.and(open, x);
        let next = self.graph.select(now, Id::TIME, latch);
        self.set_next(latch, next);
        self.finally(latch, next, through)
    }

    fn duration(&mut self, x: Id, begin: u32, end: u32) -> Id {
        if begin >= end {
            return Id::ZERO;
        }
        let at = self.grid.set(begin..end);
        let latch = self.latch(format!("duration in {}", self.subject()), at, Id::ZERO, Doubt::Never);
        let step = self.number(self.grid.step);
        let longer = self.graph.add(latch, step);
        let next = self.graph.select(x, longer, latch);
        self.set_next(latch, next);
        latch
    }
}
