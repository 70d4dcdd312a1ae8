//! What is wanted, as nodes: measures, charts, variables, parameters.

use std::collections::BTreeMap;

use milepost_strategy::model::{Chart, Distribution, Expr, Lever, Method, VariableId, VariableKind};

use super::environment::{Environment, count, label};
use super::subject::Subject;
use super::{Lowering, Model};
use crate::Fault;
use crate::graph::{Change, Doubt, Id, Marks, Node, StateId, StepSet};

impl<'a> Lowering<'a> {
    pub(super) fn model(mut self) -> Result<Model, Fault> {
        let strategy = self.strategy;
        let save_every = self.want.save_every.unwrap_or(strategy.time.report_every).max(1);
        let mut measures = Vec::new();
        if self.want.measures {
            let last = self.grid.set([self.grid.steps]);
            for measure in &strategy.measures {
                self.subject = Subject::Named(&measure.name);
                let value = self.root(&measure.value, &Environment::default())?;
                let value = self.at_event(value, last)?;
                measures.push((measure.name.clone(), value));
            }
        }
        let mut charts = Vec::new();
        if self.want.charts {
            for chart in &strategy.charts {
                self.subject = Subject::Named(&chart.name);
                charts.push((format!("chart.{}", chart.name), self.chart(chart, save_every)?));
            }
        }
        let mut variables = Vec::new();
        for &id in &self.want.variables {
            self.prepare_variable(id)?;
            for flat in 0..self.values[id.index()].len() {
                variables.push((label(strategy, id, flat), self.element(id, flat)?));
            }
        }
        let parameters = if self.evidence.is_none() { self.parameters()? } else { Vec::new() };
        self.settle_all()?;
        let outputs = measures.iter().chain(&charts).chain(&variables).map(|(_, id)| *id).collect();
        let notices = self.notices(outputs)?;
        self.settle_all()?;
        let named = [&measures, &charts, &variables].into_iter().flatten().map(|(_, id)| *id);
        let all: Vec<Id> = named.chain(notices.iter().map(|(_, _, id)| *id)).collect();
        let (_, states) = self.live(&all);
        for &state in &states {
            self.begin(state)?;
        }
        self.change_at_every_step(&states);
        let method = match strategy.time.method {
            Method::Euler => crate::Method::Euler,
            Method::Rk2 => crate::Method::Rk2,
            Method::Rk4 => crate::Method::Rk4,
        };
        let Lowering { graph, grid, .. } = self;
        Ok(Model { graph, grid, method, measures, parameters, notices, charts, variables, save_every })
    }

    /// Lets the few latches that change at most steps change at every step, to what they were where they would not:
    /// the engine does less at steps that no event is scheduled for.
    fn change_at_every_step(&mut self, states: &[StateId]) {
        let mut sets: BTreeMap<StepSet, Vec<StateId>> = BTreeMap::new();
        for &state in states {
            if let Some(Change::Latch { at, .. }) = self.graph.states[state.index()].change {
                sets.entry(at).or_default().push(state);
            }
        }
        for (at, latches) in sets {
            let dense = self.grid.steps(at).len() > self.grid.steps as usize / 2;
            if at == StepSet::EVERY || !dense || latches.len() > 8 {
                continue;
            }
            let now = self.within(at);
            for state in latches {
                let Some(Change::Latch { next, .. }) = self.graph.states[state.index()].change else { continue };
                let latch = self.graph.reader(state);
                let next = self.graph.select(now, next, latch);
                self.graph.states[state.index()].change = Some(Change::Latch { at: StepSet::EVERY, next });
            }
        }
    }

    /// Replaces a state's initial value by what it is at the first instant.
    fn begin(&mut self, state: StateId) -> Result<(), Fault> {
        let known = &self.graph.states[state.index()];
        let initial = known.initial.ok_or_else(|| Fault::Circular(known.name.clone()))?;
        let start = self.start(initial)?;
        self.graph.states[state.index()].initial = Some(start);
        Ok(())
    }

    fn prepare_variable(&mut self, id: VariableId) -> Result<(), Fault> {
        let exprs: Vec<&'a Expr> = self.defining(id);
        self.prepare(exprs)
    }

    /// A chart's value at a save point: a level as it stands, a flow averaged since the save point before.
    fn chart(&mut self, chart: &'a Chart, save_every: u32) -> Result<Id, Fault> {
        let x = self.root(&chart.value, &Environment::default())?;
        if !chart.averages {
            return Ok(x);
        }
        let sum = self.cumulated(x);
        let steps = self.grid.steps;
        let at = self.grid.set((0..=steps / save_every).map(|k| k * save_every));
        let last = self.latch(format!("{} at the last save point", chart.name), at, Id::UNKNOWN, Doubt::Any);
        self.set_next(last, sum);
        let total = self.graph.sub(sum, last);
        let mut period = self.number(f64::from(save_every) * self.grid.step);
        if !steps.is_multiple_of(save_every) {
            let rest = self.number(f64::from(steps % save_every) * self.grid.step);
            let end = self.grid.time(steps);
            let over = self.since(end);
            period = self.graph.select(over, rest, period);
        }
        Ok(self.graph.div(total, period))
    }

    /// Every uncertainty with a distribution, and every lever that is varied, in declared order.
    fn parameters(&mut self) -> Result<Vec<(String, Id)>, Fault> {
        let strategy = self.strategy;
        let mut found = Vec::new();
        for (i, variable) in strategy.variables.iter().enumerate() {
            let id = VariableId(i as u32);
            match &variable.kind {
                VariableKind::Uncertain(uncertain) => {
                    for flat in 0..count(strategy, variable) {
                        if !matches!(uncertain.distribution.get(flat), None | Some(Distribution::Fixed(_))) {
                            found.push((label(strategy, id, flat), self.uncertain(id, flat, uncertain)));
                        }
                    }
                }
                VariableKind::Lever(Lever { varied: Some(distribution), .. }) => {
                    found.push((variable.name.clone(), self.varied(id, distribution)));
                }
                VariableKind::Indicator(indicator) => {
                    self.range_parameter("under_reporting", &variable.name, indicator.under_reporting, &mut found);
                }
                VariableKind::Trigger(trigger) => {
                    self.range_parameter("compliance", &variable.name, trigger.compliance, &mut found);
                }
                _ => {}
            }
        }
        for recommendation in &strategy.recommendations {
            if !matches!(recommendation.delivered.1, Distribution::Fixed(_)) {
                found.push((format!("delivered.{}", recommendation.name), self.delivered(recommendation)));
            }
        }
        Ok(found)
    }

    fn range_parameter(&mut self, what: &str, name: &str, range: (f64, f64), found: &mut Vec<(String, Id)>) {
        if range.0 != range.1 {
            let name = format!("{what}.{name}");
            let value = self.between(range, &name);
            found.push((name, value));
        }
    }

    /// All nodes and states that some nodes need, initial values apart.
    pub(super) fn live(&self, roots: &[Id]) -> (Marks, Vec<StateId>) {
        let mut nodes = Marks::default();
        let mut states = Vec::new();
        let mut stack = roots.to_vec();
        while let Some(id) = stack.pop() {
            if !nodes.insert(id) {
                continue;
            }
            stack.extend(self.graph.operands(id));
            if let Node::State(state) = self.graph.node(id) {
                states.push(state);
                match self.graph.states[state.index()].change {
                    Some(Change::Stock { rate: next, .. }) => stack.push(next),
                    Some(Change::Latch { next, .. }) => stack.push(next),
                    Some(Change::Ring { input, .. }) => stack.push(input),
                    None => {}
                }
            }
        }
        states.sort_unstable();
        (nodes, states)
    }
}
