//! When each node is computed: once, per time, at every step, or at an event; and which are needed at all.

use crate::expand::Model;
use crate::graph::{Change, Graph, Id, Marks, Node, StateId, StepSet, Traits};

use super::section::Section;
use super::strip;

/// A model and where its nodes are computed.
#[derive(Debug)]
pub(super) struct Plan {
    pub model: Model,
    /// States in use.
    pub states: Vec<StateId>,
    /// Draws of members in use.
    pub draws: Vec<Id>,
    pub once: Section,
    pub timed: Section,
    /// Results of `timed` that others read.
    pub shared: Vec<Id>,
    pub rates: Section,
    pub events: Vec<Planned>,
}

/// An event.
#[derive(Debug)]
pub(super) struct Planned {
    pub at: StepSet,
    pub latches: Vec<StateId>,
    pub section: Section,
}

/// How often a node must be computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pace {
    /// Constants, the time, draws of members and states are simply there.
    There,
    Once,
    Timed,
    Step,
}

pub(super) fn pace(graph: &Graph, id: Id) -> Pace {
    let traits = graph.traits(id);
    match graph.node(id) {
        Node::Constant(_) | Node::Time | Node::Draw(_) | Node::State(_) => Pace::There,
        _ if traits.has(Traits::STATE.with(Traits::NOISE)) => Pace::Step,
        _ if traits.has(Traits::TIME) && traits.has(Traits::MEMBER) => Pace::Step,
        _ if traits.has(Traits::TIME) => Pace::Timed,
        _ => Pace::Once,
    }
}

/// Decides for every node that is needed.
pub(super) fn place(mut model: Model) -> Plan {
    copy_states(&mut model);
    let graph = &model.graph;
    let outputs: Vec<Id> = model
        .measures
        .iter()
        .chain(&model.parameters)
        .map(|(_, id)| *id)
        .chain(model.notices.iter().map(|(_, _, id)| *id))
        .collect();
    let saved: Vec<Id> = model.charts.iter().chain(&model.variables).map(|(_, id)| *id).collect();
    let states = live_states(graph, outputs.iter().chain(&saved));

    let mut rate_roots = Vec::new();
    let mut initials = Vec::new();
    let mut latches: Vec<(StepSet, StateId, Id)> = Vec::new();
    for &id in &states {
        let state = &graph.states[id.index()];
        initials.push(state.initial.unwrap_or(Id::UNKNOWN));
        match state.change {
            Some(Change::Stock { rate, .. }) => rate_roots.push(rate),
            Some(Change::Ring { input, .. }) => rate_roots.push(input),
            Some(Change::Latch { at, next }) => latches.push((at, id, next)),
            None => {}
        }
    }
    rate_roots.extend(&saved);
    let rates = Section::ordered(graph, &rate_roots, |id| pace(graph, id) == Pace::Step);
    let in_rates: Marks = rates.steps.iter().map(|step| step.node).collect();
    let events = events(&mut model, latches, &outputs, &in_rates);
    let graph = &model.graph;

    let sections = || std::iter::once(&rates).chain(events.iter().map(|event| &event.section));
    let used: Vec<Id> = sections().flat_map(|s| s.steps.iter().flat_map(|step| step.reads())).collect();
    let next = events.iter().flat_map(|e| &e.latches).filter_map(|s| match graph.states[s.index()].change {
        Some(Change::Latch { next, .. }) => Some(next),
        _ => None,
    });
    let roots: Vec<Id> = used.into_iter().chain(next).chain(rate_roots).chain(outputs).chain(initials).collect();
    let timed = Section::ordered(graph, &roots, |id| pace(graph, id) == Pace::Timed);
    // What `timed` needs beside the time are constants, or ops on constants that are left to the engine.
    let within: Vec<Id> = timed.steps.iter().flat_map(|step| step.reads()).collect();
    let fixed = Section::ordered(graph, &within, |id| pace(graph, id) == Pace::Once);
    let moved: Marks = fixed.steps.iter().map(|step| step.node).collect();
    let timed = Section { steps: [fixed.steps, timed.steps].concat(), draws: Vec::new() };
    let once = Section::ordered(graph, &roots, |id| pace(graph, id) == Pace::Once && !moved.contains(id));

    let timed_nodes: Marks = timed.steps.iter().map(|step| step.node).collect();
    let mut seen = Marks::default();
    let outside = roots.iter().map(|&id| strip(graph, id)).chain(once.steps.iter().flat_map(|step| step.reads()));
    let shared: Vec<Id> = outside.filter(|id| timed_nodes.contains(*id) && seen.insert(*id)).collect();
    let mut drawn = Marks::default();
    let reads = once.steps.iter().chain(sections().flat_map(|s| &s.steps)).flat_map(|step| step.reads());
    let draws: Vec<Id> = reads
        .chain(roots.iter().map(|&id| strip(graph, id)))
        .filter(|&id| matches!(graph.node(id), Node::Draw(_)) && drawn.insert(id))
        .collect();
    Plan { states, draws, once, timed, shared, rates, events, model }
}

/// An output that is simply a latch is read before the latch changes for the last time.
fn copy_states(model: &mut Model) {
    let Model { graph, measures, notices, .. } = model;
    for output in measures.iter_mut().map(|(_, id)| id).chain(notices.iter_mut().map(|(_, _, id)| id)) {
        let id = strip(graph, *output);
        if matches!(graph.node(id), Node::State(_)) {
            *output = graph.copy(id);
        }
    }
}

fn live_states<'a>(graph: &Graph, roots: impl Iterator<Item = &'a Id>) -> Vec<StateId> {
    let mut seen = vec![false; graph.len()];
    let mut stack: Vec<Id> = roots.copied().collect();
    let mut states = Vec::new();
    while let Some(id) = stack.pop() {
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        stack.extend(graph.operands(id));
        if let Node::State(state) = graph.node(id) {
            states.push(state);
            match graph.states[state.index()].change {
                Some(
                    Change::Stock { rate: next, .. } | Change::Latch { next, .. } | Change::Ring { input: next, .. },
                ) => stack.push(next),
                None => {}
            }
        }
    }
    states.sort_unstable();
    states
}

/// Latches by the steps at which they change, those that change most often first, and outputs at the last step.
fn events(model: &mut Model, latches: Vec<(StepSet, StateId, Id)>, outputs: &[Id], in_rates: &Marks) -> Vec<Planned> {
    let graph = &model.graph;
    let last = model.grid.set([model.grid.steps]);
    let grid = &model.grid;
    let mut sets: Vec<StepSet> = latches.iter().map(|(at, ..)| *at).collect();
    let late: Vec<Id> = outputs.iter().copied().filter(|&id| pace(graph, strip(graph, id)) == Pace::Step).collect();
    if late.iter().any(|&id| !in_rates.contains(strip(graph, id))) {
        sets.push(last);
    }
    sets.sort_by_key(|&at| (std::cmp::Reverse(grid.steps(at).len()), at));
    sets.dedup();
    let mut computed: Vec<(StepSet, Marks)> = Vec::new();
    let mut events = Vec::new();
    for at in sets {
        let here: Vec<&(StepSet, StateId, Id)> = latches.iter().filter(|(when, ..)| *when == at).collect();
        let mut roots: Vec<Id> = here.iter().map(|(_, _, next)| *next).collect();
        if at == last {
            roots.extend(&late);
        }
        let known = |id: Id| computed.iter().any(|(when, nodes)| nodes.contains(id) && grid.covers(*when, at));
        let belongs = |id: Id| pace(graph, id) == Pace::Step && !in_rates.contains(id) && !known(id);
        let section = Section::ordered(graph, &roots, belongs);
        let nodes = section.steps.iter().map(|step| step.node).chain(section.draws.iter().copied()).collect();
        computed.push((at, nodes));
        events.push(Planned { at, latches: here.iter().map(|(_, id, _)| *id).collect(), section });
    }
    events
}
