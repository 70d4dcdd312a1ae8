//! Slots.  What outlives its section has one of its own; other results take the slot freed last.

use crate::graph::{ById, Change, Id, Marks, Node};
use crate::{Draw, Op, Slot};

use super::place::{Pace, Plan, pace};
use super::section::Section;

/// The slot of every node in use.
#[derive(Debug, Default)]
pub(super) struct Slots {
    of: ById<Slot>,
    /// Number of slots.
    pub count: u32,
}

impl Slots {
    pub fn get(&self, id: Id) -> Option<Slot> {
        self.of.get(id)
    }

    /// Every node that is read has been given a slot.
    pub fn of(&self, id: Id) -> Slot {
        self.get(id).unwrap_or_default()
    }

    pub fn ops(&self, section: &Section) -> Vec<Op> {
        let op = |step: &super::section::Step| {
            let mut slots = [0; 3];
            for (slot, id) in slots.iter_mut().zip(step.reads()) {
                *slot = self.of(id);
            }
            let [a, b, c] = slots;
            let b = if step.code == crate::Code::Lookup { step.table } else { b };
            Op { code: step.code, dst: self.of(step.node), a, b, c }
        };
        section.steps.iter().map(op).collect()
    }

    pub fn constants(&self, plan: &Plan) -> Vec<(Slot, f64)> {
        let graph = &plan.model.graph;
        let constant = |(id, slot): (Id, Slot)| Some((slot, graph.constant(id)?));
        let mut constants: Vec<(Slot, f64)> = self.of.iter().filter_map(constant).collect();
        constants.sort_by_key(|(slot, _)| *slot);
        constants
    }

    pub fn draws(&self, plan: &Plan, draws: &[Id]) -> Vec<Draw> {
        let draw = |&id: &Id| match plan.model.graph.node(id) {
            Node::Draw(stream) | Node::Noise(stream) => Some(Draw { slot: self.of(id), stream }),
            _ => None,
        };
        draws.iter().filter_map(draw).collect()
    }

    fn fresh(&mut self) -> Slot {
        self.count += 1;
        self.count - 1
    }

    fn own(&mut self, id: Id) {
        if !self.of.contains(id) {
            let slot = self.fresh();
            self.of.insert(id, slot);
        }
    }
}

/// Gives every node in use a slot.
pub(super) fn allocate(plan: &Plan, reuse: bool) -> Slots {
    let graph = &plan.model.graph;
    let mut slots = Slots::default();
    let events: Vec<&Section> = plan.events.iter().map(|e| &e.section).collect();
    let ends = Ends::of(plan);

    // What is simply there, in the order in which it is first read.
    let everything = [&plan.timed, &plan.once, &plan.rates].into_iter().chain(events.iter().copied());
    for id in everything.flat_map(|s| &s.steps).flat_map(|step| step.reads()) {
        if pace(graph, id) == Pace::There {
            slots.own(id);
        }
    }
    let there = ends.forever.ids.iter().chain(&ends.initial.ids).filter(|&&id| pace(graph, id) == Pace::There);
    there.for_each(|&id| slots.own(id));
    plan.states.iter().for_each(|&state| slots.own(plan.node_of(state)));
    plan.draws.iter().for_each(|&id| slots.own(id));

    // Results that are read in every step, and what several events compute.
    plan.shared.iter().for_each(|&id| slots.own(id));
    let in_events: Marks = reads(&events);
    let in_rates: Marks = reads(&[&plan.rates]);
    for step in &plan.once.steps {
        let id = step.node;
        if in_rates.contains(id) || in_events.contains(id) || ends.forever.contains(id) {
            slots.own(id);
        }
    }
    let mut computed = Marks::default();
    for id in events.iter().flat_map(|s| s.draws.iter().copied().chain(s.steps.iter().map(|step| step.node))) {
        if !computed.insert(id) {
            slots.own(id);
        }
    }

    // Two pools: the engine can keep a temporary of the rates in a register if no event uses its slot.
    let mut pool = Pool { free: Vec::new(), reuse };
    pool.sections(&mut slots, &[&plan.timed], |_| false);
    pool.sections(&mut slots, &[&plan.once], |id| ends.initial.contains(id));
    pool.sections(&mut slots, &events, |id| ends.forever.contains(id));
    let mut pool = Pool { free: Vec::new(), reuse };
    pool.sections(&mut slots, &[&plan.rates], |id| ends.forever.contains(id) || in_events.contains(id));
    slots
}

fn reads(sections: &[&Section]) -> Marks {
    sections.iter().flat_map(|s| &s.steps).flat_map(|step| step.reads()).collect()
}

/// A set of nodes, in order.
struct Sorted {
    ids: Vec<Id>,
    marks: Marks,
}

impl Sorted {
    fn new(mut ids: Vec<Id>) -> Sorted {
        ids.sort_unstable();
        ids.dedup();
        Sorted { marks: ids.iter().copied().collect(), ids }
    }

    fn contains(&self, id: Id) -> bool {
        self.marks.contains(id)
    }
}

/// What the engine itself reads.
struct Ends {
    /// Read after `once` only.
    initial: Sorted,
    /// Read at the end of a step or later.
    forever: Sorted,
}

impl Ends {
    fn of(plan: &Plan) -> Ends {
        let (mut forever, mut initials) = (Vec::new(), Vec::new());
        let model = &plan.model;
        for list in [&model.measures, &model.parameters, &model.charts, &model.variables] {
            forever.extend(list.iter().map(|(_, id)| plan.strip(*id)));
        }
        forever.extend(model.notices.iter().map(|(_, _, id)| plan.strip(*id)));
        for &state in &plan.states {
            let state = &model.graph.states[state.index()];
            let initial = plan.strip(state.initial.unwrap_or(Id::UNKNOWN));
            match state.change {
                Some(Change::Ring { input, .. }) => {
                    forever.push(plan.strip(input));
                    forever.push(initial);
                }
                Some(Change::Stock { rate: next, .. } | Change::Latch { next, .. }) => {
                    forever.push(plan.strip(next));
                    initials.push(initial);
                }
                None => {}
            }
        }
        Ends { initial: Sorted::new(initials), forever: Sorted::new(forever) }
    }
}

/// Slots that may be used again.
struct Pool {
    free: Vec<Slot>,
    reuse: bool,
}

impl Pool {
    /// Allocates the results of sections that run one after the other; those that are `kept` are not freed before the
    /// last of them is over.
    fn sections(&mut self, slots: &mut Slots, sections: &[&Section], kept: impl Fn(Id) -> bool) {
        let mut last: ById<(usize, usize)> = ById::default();
        for (s, section) in sections.iter().enumerate() {
            for (i, step) in section.steps.iter().enumerate() {
                step.reads().for_each(|id| last.insert(id, (s, i)));
            }
        }
        // What was taken from the pool and not given back.
        let mut taken = Marks::default();
        for (s, section) in sections.iter().enumerate() {
            for &draw in &section.draws {
                self.take(slots, draw, &mut taken);
            }
            for (i, step) in section.steps.iter().enumerate() {
                for id in step.reads() {
                    if last.get(id) == Some((s, i)) && !kept(id) && taken.remove(id) {
                        self.give(slots.of(id));
                    }
                }
                self.take(slots, step.node, &mut taken);
            }
        }
        let results = sections.iter().flat_map(|s| s.draws.iter().copied().chain(s.steps.iter().map(|step| step.node)));
        let mut left: Vec<Id> = results.filter(|&id| taken.remove(id)).collect();
        left.sort_unstable();
        for id in left {
            self.give(slots.of(id));
        }
    }

    fn take(&mut self, slots: &mut Slots, id: Id, taken: &mut Marks) {
        if slots.of.contains(id) {
            return;
        }
        let slot = if self.reuse { self.free.pop() } else { None };
        let slot = slot.unwrap_or_else(|| slots.fresh());
        slots.of.insert(id, slot);
        taken.insert(id);
    }

    fn give(&mut self, slot: Slot) {
        if self.reuse {
            self.free.push(slot);
        }
    }
}
