//! Samples latched at a date.

use milepost_strategy::model::{Expr, Method};

use super::Lowering;
use super::environment::Environment;
use crate::Fault;
use crate::graph::{Change, Doubt, Id, Traits};

impl<'a> Lowering<'a> {
    /// `at(x, date)`: x as it was at that date, unknown before.
    pub(super) fn at(
        &mut self,
        expr: &'a Expr,
        a: &'a Expr,
        date: f64,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let key = (std::ptr::from_ref(expr) as usize, environment.only(&expr.dims));
        if let Some(&sample) = self.occurrences.get(&key) {
            return Ok(sample);
        }
        let x = self.value(a, environment)?;
        let sample = self.sample(x, date)?;
        self.occurrences.insert(key, sample);
        Ok(sample)
    }

    /// x as it was at the first step of a date: at that step its current value, unknown before.
    pub(super) fn sample(&mut self, x: Id, wanted: f64) -> Result<Id, Fault> {
        let n = self.grid.step_of(wanted);
        if n > self.grid.steps {
            return Ok(Id::UNKNOWN);
        }
        let date = self.grid.time(n);
        let euler = self.strategy.time.method == Method::Euler;
        // A full step that is not before the date wanted is not before the step sampled.
        let doubt = match self.graph.is(x, Traits::UNKNOWN) {
            true => Doubt::Any,
            false if euler => Doubt::Before(wanted),
            false => Doubt::Before(date),
        };
        if !self.graph.is(x, Traits::TIME.with(Traits::STATE).with(Traits::NOISE)) {
            let since = if euler || n == 0 { self.since(date) } else { self.arrived(n) };
            return Ok(self.graph.select(since, x, Id::UNKNOWN));
        }
        let name = format!("sample in {}", self.subject());
        if n == 0 {
            // It begins with the value wanted and never changes.
            let never = self.grid.set([]);
            let doubt = if self.graph.is(x, Traits::UNKNOWN) { Doubt::Any } else { Doubt::Never };
            return Ok(self.latch(name, never, x, doubt));
        }
        let at = self.grid.set([n]);
        let taken = self.state(
            name,
            doubt,
            Traits::default(),
            Box::new(move |lowering, taken| {
                let next = lowering.at_event(x, at)?;
                lowering.define(taken, Change::Latch { at, next }, Id::UNKNOWN);
                Ok(())
            }),
        );
        if euler {
            let date = self.number(date);
            let now = self.graph.compare(crate::Code::Eq, Id::TIME, date);
            return Ok(self.graph.select(now, x, taken));
        }
        let now = self.arrived(n);
        // Within a step the latch has not changed yet, though the date has come.
        let done = self.latch(format!("sample taken in {}", self.subject()), at, Id::ZERO, Doubt::Never);
        self.set_next(done, Id::ONE);
        let early = self.graph.select(now, x, Id::UNKNOWN);
        Ok(self.graph.select(done, taken, early))
    }

    /// Whether step n (above 0) has come: true from that step on, but not in the stages of the step before it, whose
    /// time may be that of step n.
    fn arrived(&mut self, n: u32) -> Id {
        let at = self.grid.set([n - 1]);
        let latch = self.latch(format!("date come in {}", self.subject()), at, Id::ZERO, Doubt::Never);
        self.set_next(latch, Id::ONE);
        latch
    }
}
