//! Smooths and delays as stocks and rings: one set for each textual occurrence and element.

use milepost_strategy::model::Expr;

use super::Lowering;
use super::environment::Environment;
use crate::Fault;
use crate::graph::{Change, Doubt, Id, StepSet, Traits};

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

    /// A pipeline whose length in time is known before the run.
    pub(super) fn lag(
        &mut self,
        expr: &'a Expr,
        input: &'a Expr,
        over: &'a Expr,
        initial: &'a Expr,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let bound = environment.clone();
        self.remembered(expr, "fixed delay", environment, move |lowering, output| {
            let over = lowering.root(over, &bound)?;
            let over = lowering.start(over)?;
            let known = lowering.graph.constant(over).filter(|over| over.is_finite());
            if known.is_none() && lowering.evidence.is_some() {
                let never = lowering.grid.set([]);
                lowering.define(output, Change::Latch { at: never, next: output }, Id::UNKNOWN);
                return Ok(());
            }
            let Some(over) = known else {
                let what = format!("the length of a {} must be a number before the run", lowering.subject());
                return Err(Fault::Misplaced(what));
            };
            let length = (over / lowering.grid.step).round().clamp(1.0, f64::from(u32::MAX)) as u32;
            let input = lowering.root(input, &bound)?;
            let initial = lowering.root(initial, &bound)?;
            lowering.define(output, Change::Ring { length, input }, initial);
            Ok(())
        })
    }

    /// What an expression was a step ago.
    pub(super) fn previous(
        &mut self,
        expr: &'a Expr,
        input: &'a Expr,
        initial: &'a Expr,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let bound = environment.clone();
        self.remembered(expr, "previous value", environment, move |lowering, output| {
            let next = lowering.root(input, &bound)?;
            let initial = lowering.root(initial, &bound)?;
            lowering.define(output, Change::Latch { at: StepSet::EVERY, next }, initial);
            Ok(())
        })
    }

    /// What an expression is at the first instant.
    pub(super) fn initial(&mut self, expr: &'a Expr, value: &'a Expr, environment: &Environment) -> Result<Id, Fault> {
        let bound = environment.clone();
        self.remembered(expr, "initial value", environment, move |lowering, output| {
            let initial = lowering.root(value, &bound)?;
            let never = lowering.grid.set([]);
            lowering.define(output, Change::Latch { at: never, next: output }, initial);
            Ok(())
        })
    }

    /// A value for which another stands where initial values are worked out.
    pub(super) fn active(
        &mut self,
        expr: &'a Expr,
        value: &'a Expr,
        initial: &'a Expr,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let first = self.initial(expr, initial, environment)?;
        let value = self.value(value, environment)?;
        let starting = self.starting();
        Ok(self.graph.select(starting, first, value))
    }

    /// A state of its own for each textual occurrence and element, defined by `task`.
    fn remembered(
        &mut self,
        expr: &'a Expr,
        what: &str,
        environment: &Environment,
        task: impl FnOnce(&mut Self, Id) -> Result<(), Fault> + 'a,
    ) -> Result<Id, Fault> {
        let key = self.occurrence(expr, environment);
        if let Some(&output) = self.occurrences.get(&key) {
            return Ok(output);
        }
        let name = format!("{what} in {}", self.subject());
        let doubt = self.doubt_of(&name);
        let output = self.state(name, doubt, Traits::default(), Box::new(task));
        self.occurrences.insert(key, output);
        Ok(output)
    }

    /// A number drawn evenly between 0 and 1 at every step: a latch that takes a draw for the next step.
    pub(super) fn noise(&mut self, stream: &str) -> Id {
        let name = format!("noise {stream}");
        if let Some(&known) = self.noises.get(&name) {
            return known;
        }
        let first = self.graph.draw(crate::stream(&name));
        let next = self.graph.noise(crate::stream(&name));
        let (_, id) = self.graph.state(name.clone(), Traits::default(), Doubt::Never);
        self.define(id, Change::Latch { at: StepSet::EVERY, next }, first);
        self.noises.insert(name, id);
        id
    }
}
