//! Smooths and delays as stocks and rings: one set for each textual occurrence and element.

use milepost_strategy::model::Expr;

use super::Lowering;
use super::environment::Environment;
use crate::Fault;
use crate::graph::{Change, Id, Traits};

impl<'a> Lowering<'a> {
    fn occurrence(
        &self,
        expr: &Expr,
        environment: &Environment,
    ) -> (usize, Vec<(milepost_strategy::model::DimensionId, usize)>) {
        (std::ptr::from_ref(expr) as usize, environment.only(&expr.dims))
    }

    /// Adds the stages of a delay, each a stock; `task` defines them all, given the first.
    fn stages(
        &mut self,
        what: &str,
        order: u32,
        task: impl FnOnce(&mut Self, Vec<Id>) -> Result<(), Fault> + 'a,
    ) -> Id {
        let order = order.max(1);
        let name = |stage: u32, subject: &str| match order {
            1 => format!("{what} in {subject}"),
            _ => format!("{what} in {subject}, stage {stage}"),
        };
        let subject = self.subject();
        let first = self.graph.len() as u32;
        let head = self.state(
            name(1, &subject),
            self.doubt_of(&name(1, &subject)),
            Traits::default(),
            Box::new(move |lowering, head| {
                debug_assert_eq!(head, Id(first));
                task(lowering, (0..order).map(|i| Id(first + i)).collect())
            }),
        );
        let mut last = head;
        for stage in 2..=order {
            last = self.companion(head, name(stage, &subject));
        }
        last
    }

    /// An information delay: every stage seeks the one before it in its share of the time.
    pub(super) fn smooth(
        &mut self,
        expr: &'a Expr,
        order: u32,
        input: &'a Expr,
        over: &'a Expr,
        initial: Option<&'a Expr>,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let key = self.occurrence(expr, environment);
        if let Some(&output) = self.occurrences.get(&key) {
            return Ok(output);
        }
        let environment = environment.clone();
        let output = self.stages("smooth", order, move |lowering, stages| {
            let input = lowering.root(input, &environment)?;
            let initial = match initial {
                Some(initial) => lowering.root(initial, &environment)?,
                None => input,
            };
            let over = lowering.root(over, &environment)?;
            let stage_time = lowering.share(over, order);
            let mut before = input;
            for stage in stages {
                let gap = lowering.graph.sub(before, stage);
                let rate = lowering.quotient(gap, stage_time);
                lowering.define(stage, Change::Stock { rate }, initial);
                before = stage;
            }
            Ok(())
        });
        self.occurrences.insert(key, output);
        Ok(output)
    }

    /// A material delay: every stage is a stock that empties in its share of the time, full to begin with.
    pub(super) fn delay(
        &mut self,
        expr: &'a Expr,
        order: u32,
        input: &'a Expr,
        over: &'a Expr,
        initial: Option<&'a Expr>,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let key = self.occurrence(expr, environment);
        let time = self.value(over, environment)?;
        let stage_time = self.share(time, order);
        let last = match self.occurrences.get(&key) {
            Some(&last) => last,
            None => {
                let environment = environment.clone();
                self.stages("delay", order, move |lowering, stages| {
                    let input = lowering.root(input, &environment)?;
                    let initial = match initial {
                        Some(initial) => lowering.root(initial, &environment)?,
                        None => input,
                    };
                    let initial = lowering.graph.mul(initial, stage_time);
                    let mut inflow = input;
                    for stage in stages {
                        let outflow = lowering.quotient(stage, stage_time);
                        let rate = lowering.graph.sub(inflow, outflow);
                        lowering.define(stage, Change::Stock { rate }, initial);
                        inflow = outflow;
                    }
                    Ok(())
                })
            }
        };
        self.occurrences.insert(key, last);
        Ok(self.quotient(last, stage_time))
    }

    /// The time of one of several equal stages.
    fn share(&mut self, time: Id, order: u32) -> Id {
        let order = self.number(f64::from(order.max(1)));
        self.graph.div(time, order)
    }

    /// A pipeline.
    pub(super) fn delay_fixed(
        &mut self,
        expr: &'a Expr,
        input: &'a Expr,
        steps: u32,
        initial: &'a Expr,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let key = self.occurrence(expr, environment);
        if let Some(&output) = self.occurrences.get(&key) {
            return Ok(output);
        }
        let environment = environment.clone();
        let name = format!("fixed delay in {}", self.subject());
        let doubt = self.doubt_of(&name);
        let output = self.state(
            name,
            doubt,
            Traits::default(),
            Box::new(move |lowering, output| {
                let input = lowering.root(input, &environment)?;
                let initial = lowering.root(initial, &environment)?;
                lowering.define(output, Change::Ring { length: steps.max(1), input }, initial);
                Ok(())
            }),
        );
        self.occurrences.insert(key, output);
        Ok(output)
    }
}
