//! Random events: whether one of a Poisson process happens in the present reporting period.

use milepost_strategy::model::{Expr, Method};

use super::Lowering;
use super::environment::Environment;
use crate::graph::{Change, Doubt, Id, StepSet, Traits};
use crate::{Code, Draws, Fault, stream};

/// Longer than any wait: nothing happens.
const FOREVER: f64 = 1e300;

impl<'a> Lowering<'a> {
    /// `occurs(rate)`.
    ///
    /// An event happens in a period if the wait for it, drawn once per period from the standard exponential
    /// distribution, is below rate x period: with probability 1 - exp(-rate x period).  The wait is the same in every
    /// pathway, so that of two rates the higher has all events of the lower one.
    pub(super) fn occurs(
        &mut self,
        expr: &'a Expr,
        rate: &'a Expr,
        stream: &str,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let bound = environment.only(&expr.dims);
        let key = (std::ptr::from_ref(expr) as usize, bound.clone());
        if let Some(&known) = self.occurrences.get(&key) {
            return Ok(known);
        }
        let rate = self.value(rate, environment)?;
        let every = self.strategy.time.report_every.max(1);
        let period = self.number(f64::from(every) * self.grid.step);
        let expected = self.graph.mul(rate, period);
        // No period begins with the last instant.
        let starts: Vec<u32> = (1..).map(|k| k * every).take_while(|&n| n < self.grid.steps).collect();
        let idle = self.want.draws == Draws::Defaults && !self.graph.is(expected, Traits::UNKNOWN);
        let happens = if idle || starts.is_empty() {
            Id::ZERO
        } else {
            let elements: Vec<&str> =
                bound.iter().map(|(d, e)| self.strategy.dimensions[d.index()].elements[*e].as_str()).collect();
            let name = match elements.is_empty() {
                true => stream.to_string(),
                false => format!("{stream}[{}]", elements.join(",")),
            };
            self.drawn_event(&name, expected, &starts)
        };
        self.occurrences.insert(key, happens);
        Ok(happens)
    }

    /// Whether the wait of a period is over before `expected`, as it stands when the period starts; false before.
    fn drawn_event(&mut self, name: &str, expected: Id, starts: &[u32]) -> Id {
        // Noise is drawn at an event, whose latches have changed at the next step: the one before the period starts.
        let before = self.grid.set(starts.iter().map(|n| n - 1));
        let wait = self.wait(name);
        let doubt = if self.graph.is(expected, Traits::UNKNOWN) { Doubt::Any } else { Doubt::Never };
        if self.strategy.time.method != Method::Euler {
            // All stages of a step must see the same, so it is decided a step early, with the time of the start.
            let half = self.grid.step / 2.0;
            let times: Vec<(f64, f64)> =
                starts.iter().map(|&n| (self.grid.time(n - 1) - half, self.grid.time(n))).collect();
            let start = self.next_start(&times);
            let expected = self.at_time(expected, start);
            let happens = self.graph.compare(Code::Lt, wait, expected);
            return self.truth_latch(name, before, happens, doubt);
        }
        let wait = match self.graph.constant(wait) {
            Some(_) => wait,
            None => {
                let never = self.number(FOREVER);
                let drawn = self.latch(format!("wait of {name}"), before, never, Doubt::Never);
                self.set_next(drawn, wait);
                drawn
            }
        };
        let happens = self.graph.compare(Code::Lt, wait, expected);
        let at = self.grid.set(starts.iter().copied());
        let kept = self.truth_latch(name, at, happens, doubt);
        let now = self.within(at);
        self.graph.select(now, happens, kept)
    }

    /// A draw from the standard exponential distribution.
    fn wait(&mut self, name: &str) -> Id {
        if self.want.draws == Draws::Defaults {
            return self.number(FOREVER);
        }
        let u = self.graph.noise(stream(name));
        let rest = self.graph.sub(Id::ONE, u);
        let log = self.graph.unary(Code::Ln, rest);
        self.graph.neg(log)
    }

    /// The start of the period that begins with the next step.
    fn next_start(&mut self, times: &[(f64, f64)]) -> Id {
        let (x, y) = times.iter().copied().unzip();
        let table = self.graph.table(crate::Lookup { x, y, step: true });
        self.graph.bare_lookup(table, Id::TIME)
    }

    /// A truth that takes a value at some steps and is false before.
    fn truth_latch(&mut self, name: &str, at: StepSet, next: Id, doubt: Doubt) -> Id {
        let (_, id) = self.graph.state(name.to_string(), Traits::TRUTH, doubt);
        self.define(id, Change::Latch { at, next }, Id::ZERO);
        id
    }
}
