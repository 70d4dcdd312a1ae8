//! Indicators: what observers see of a variable, period by period.

use milepost_strategy::model::{Indicator, VariableId};

use super::Lowering;
use super::environment::{environment, label};
use crate::graph::{Change, Doubt, Id, StepSet, Traits};
use crate::{Code, Draws, Fault, stream};

impl<'a> Lowering<'a> {
    /// The value published last; unknown before the first publication.
    pub(super) fn indicator(&mut self, id: VariableId, flat: usize, indicator: &'a Indicator) -> Id {
        let name = label(self.strategy, id, flat);
        self.state(
            name.clone(),
            Doubt::Any,
            Traits::LATCH,
            Box::new(move |lowering, published| {
                let at = lowering.grid.ends_of(indicator.every);
                let mut next = match lowering.told(id, flat, indicator) {
                    Some(told) => told,
                    None => {
                        let seen = lowering.observed(id, flat, indicator, at)?;
                        lowering.distorted(id, flat, &name, indicator, seen)?
                    }
                };
                for lag in 1..=indicator.lag {
                    let waiting = lowering.latch(format!("{name}, {lag} periods old"), at, Id::UNKNOWN, Doubt::Any);
                    lowering.set_next(waiting, next);
                    next = waiting;
                }
                lowering.define(published, Change::Latch { at, next }, Id::UNKNOWN);
                Ok(())
            }),
        )
    }

    /// The true value of a period that ends now: the average of a flow, or a level as it stands.
    fn observed(&mut self, id: VariableId, flat: usize, indicator: &'a Indicator, at: StepSet) -> Result<Id, Fault> {
        let x = self.root(&indicator.observes, &environment(self.strategy, id, flat))?;
        if !indicator.averages {
            return Ok(x);
        }
        let sum = self.cumulated(x);
        let doubt = if self.graph.is(x, Traits::UNKNOWN) { Doubt::Any } else { Doubt::Never };
        let last = self.latch(format!("{} at the last period's end", self.subject()), at, Id::ZERO, doubt);
        self.set_next(last, sum);
        let period = self.number(f64::from(indicator.every.max(1)) * self.grid.step);
        let total = self.graph.sub(sum, last);
        Ok(self.graph.div(total, period))
    }

    /// As it is reported: less than there was, and with noise of its own in every period.
    fn distorted(
        &mut self,
        id: VariableId,
        flat: usize,
        name: &str,
        indicator: &'a Indicator,
        seen: Id,
    ) -> Result<Id, Fault> {
        let variable = &self.strategy.variables[id.index()].name;
        let mut missed = self.between(indicator.under_reporting, &format!("under_reporting.{variable}"));
        if let Some(hidden) = &indicator.hidden {
            let hidden = self.root(hidden, &environment(self.strategy, id, flat))?;
            let both = self.graph.add(missed, hidden);
            missed = self.graph.clip(both, Id::ZERO, Id::ONE);
        }
        let reported = self.graph.sub(Id::ONE, missed);
        let seen = self.graph.mul(seen, reported);
        if indicator.noise == 0.0 || self.want.draws == Draws::Defaults {
            return Ok(seen);
        }
        let u = self.graph.noise(stream(&format!("noise.{name}")));
        let z = self.graph.unary(Code::NormalQuantile, u);
        let noise = self.number(indicator.noise);
        let relative = self.graph.mul(z, noise);
        let factor = self.graph.add(relative, Id::ONE);
        Ok(self.graph.mul(seen, factor))
    }
}
