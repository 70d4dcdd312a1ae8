//! The graph as a program: what is computed when, in which order, in which slots.

mod allocate;
mod fuse;
mod history;
mod place;
mod section;

use crate::expand::Model;
use crate::graph::{Change, Id, Node, StateId, Traits};
use crate::{Clock, Event, History, Latch, Lowered, Notice, Output, Parameter, Program, Ring, Stock, Want};
use allocate::{Slots, allocate};
use place::{Plan, place};

/// Emits a model.
pub(crate) fn emit(model: Model, want: &Want) -> Lowered {
    emitted(place(model), want)
}

/// As [`emit`], and says what its states are before a step.
pub(crate) fn emit_with_history(model: Model, want: &Want, until: f64) -> (Lowered, History) {
    let plan = place(model);
    let until = plan.model.grid.step_of(until).min(plan.model.grid.steps);
    let history = history::history(&plan, until);
    (emitted(plan, want), history)
}

fn emitted(mut plan: Plan, want: &Want) -> Lowered {
    if want.optimise {
        fuse::fuse(&mut plan);
    }
    let slots = allocate(&plan, want.optimise);
    let program = program(&plan, &slots);
    let model = &plan.model;
    let (measures, charts) = (model.measures.len(), model.charts.len());
    let notices = model.notices.iter().enumerate().map(|(i, (kind, text, _))| Notice {
        output: measures + i,
        kind: *kind,
        text: text.clone(),
    });
    let parameters = model
        .parameters
        .iter()
        .enumerate()
        .map(|(i, (name, _))| Parameter { name: name.clone(), output: measures + model.notices.len() + i });
    Lowered {
        measures: 0..measures,
        charts: 0..charts,
        variables: charts..program.saved.len(),
        notices: notices.collect(),
        parameters: parameters.collect(),
        program,
    }
}

fn program(plan: &Plan, slots: &Slots) -> Program {
    let model = &plan.model;
    let graph = &model.graph;
    let at = |id: Id| slots.of(plan.strip(id));
    let state = |state: StateId| slots.of(plan.node_of(state));
    let initial = |s: StateId| at(graph.states[s.index()].initial.unwrap_or(Id::UNKNOWN));
    let mut stocks = Vec::new();
    let mut rings = Vec::new();
    for &id in &plan.states {
        let known = &graph.states[id.index()];
        match known.change {
            Some(Change::Stock { rate }) => stocks.push(Stock {
                slot: state(id),
                initial: initial(id),
                rate: at(rate),
                finite: !graph.is(plan.node_of(id), Traits::UNKNOWN),
                name: known.name.clone(),
            }),
            Some(Change::Ring { length, input }) => {
                rings.push(Ring { length, input: at(input), initial: initial(id), output: state(id) });
            }
            _ => {}
        }
    }
    let events = plan.events.iter().map(|event| {
        let latches = event.latches.iter().map(|&id| {
            let next = match graph.states[id.index()].change {
                Some(Change::Latch { next, .. }) => next,
                _ => plan.node_of(id),
            };
            Latch { slot: state(id), initial: initial(id), next: at(next) }
        });
        Event {
            at: model.grid.schedule(event.at),
            draws: slots.draws(plan, &event.section.draws),
            ops: slots.ops(&event.section),
            latches: latches.collect(),
        }
    });
    let named = |list: &[(String, Id)]| -> Vec<Output> {
        list.iter().map(|(name, id)| Output { name: name.clone(), slot: at(*id) }).collect()
    };
    let notices = plan.model.notices.iter().enumerate();
    let notices = notices.map(|(i, (_, _, id))| Output { name: format!("notice.{i}"), slot: at(*id) });
    let mut outputs = named(&model.measures);
    outputs.extend(notices);
    outputs.extend(named(&model.parameters));
    let mut saved = named(&model.charts);
    saved.extend(named(&model.variables));
    Program {
        clock: Clock { start: model.grid.start, step: model.grid.step, steps: model.grid.steps },
        method: model.method,
        slots: slots.count,
        constants: slots.constants(plan),
        draws: slots.draws(plan, &plan.draws),
        time: slots.get(Id::TIME),
        timed: slots.ops(&plan.timed),
        shared: plan.shared.iter().map(|&id| slots.of(id)).collect(),
        once: slots.ops(&plan.once),
        rates: slots.ops(&plan.rates),
        stocks,
        events: events.collect(),
        rings,
        lookups: graph.lookups.clone(),
        outputs,
        saved,
        save_every: model.save_every,
    }
}

impl Plan {
    /// The node that reads a state.
    fn node_of(&self, state: StateId) -> Id {
        self.model.graph.reader(state)
    }

    /// A node without the marks that only matter to expansion.
    fn strip(&self, id: Id) -> Id {
        strip(&self.model.graph, id)
    }
}

fn strip(graph: &crate::graph::Graph, mut id: Id) -> Id {
    while let Node::Hold(inner) = graph.node(id) {
        id = inner;
    }
    id
}
