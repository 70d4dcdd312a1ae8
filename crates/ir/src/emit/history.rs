//! What every state is until a step, as a hash: two programs whose states agree have the same bits up to there.
//!
//! Nodes that depend on the time alone are worked out for every step of the history, so that a choice that falls later is
//! seen to be none yet.  All others are known by what they are made of; a state is known by its name there, which holds if
//! the states of that name begin alike and change alike in both programs: then they agree step by step.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::place::Plan;
use super::strip;
use crate::graph::{Change, Graph, Grid, Id, Node, StateId, StepSet, Traits};
use crate::{Code, History, Past};

/// Operations that are looked through to see that a value is positive.
const DEPTH: u32 = 8;

/// A node over the steps of a history.
#[derive(Clone)]
enum Value {
    /// The same number at every step, for all members.
    Still(f64),
    /// A number for each step, the same for all members.
    Timed(Rc<Vec<f64>>),
    /// Zero for all members, of an unknown sign; and what it is made of.
    Zero(u128),
    /// What it is made of.
    Made(u128),
}

/// What the states and the charts of a plan are before step `until`.
pub(super) fn history(plan: &Plan, until: u32) -> History {
    let (graph, grid) = (&plan.model.graph, &plan.model.grid);
    let mut past = Walk { graph, grid, until, names: names(graph), values: vec![None; graph.len()] };
    past.settle(plan);
    let state = |id: &StateId| past.state(*id);
    let is_stock = |id: &&StateId| matches!(graph.states[id.index()].change, Some(Change::Stock { .. }));
    History {
        step: until,
        stocks: plan.states.iter().filter(is_stock).map(state).collect(),
        latches: plan.events.iter().flat_map(|event| &event.latches).map(state).collect(),
        charts: plan.model.charts.iter().map(|(_, id)| past.made(*id)).collect(),
    }
}

/// Every state's name, and which of those of its name it is.
fn names(graph: &Graph) -> Vec<u128> {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let name = |state: &str, count: u64| mix_text(mix(7, u128::from(count)), state);
    graph
        .states
        .iter()
        .map(|state| {
            let count = seen.entry(state.name.as_str()).or_default();
            *count += 1;
            name(&state.name, *count)
        })
        .collect()
}

struct Walk<'a> {
    graph: &'a Graph,
    grid: &'a Grid,
    until: u32,
    names: Vec<u128>,
    values: Vec<Option<Value>>,
}

impl Walk<'_> {
    /// Works out every node that the states and charts of a plan need, operands before their users.
    fn settle(&mut self, plan: &Plan) {
        let graph = self.graph;
        let mut needed = vec![false; graph.len()];
        let mut stack: Vec<Id> = plan.model.charts.iter().map(|(_, id)| *id).collect();
        for id in &plan.states {
            let state = &graph.states[id.index()];
            stack.extend(state.initial);
            match state.change {
                Some(Change::Stock { rate: next } | Change::Latch { next, .. } | Change::Ring { input: next, .. }) => {
                    stack.push(next)
                }
                None => {}
            }
        }
        while let Some(id) = stack.pop() {
            if !std::mem::replace(&mut needed[id.index()], true) {
                stack.extend(graph.operands(id));
                // A latch that does not change yet is what it begins with.
                if let Node::State(state) = graph.node(id) {
                    stack.extend(graph.states[state.index()].initial);
                }
            }
        }
        for at in (0..graph.len()).filter(|at| needed[*at]) {
            self.value(Id(at as u32));
        }
    }

    /// A node's value; initial values of states may be made after those who read the state.
    fn value(&mut self, id: Id) -> Value {
        if let Some(known) = &self.values[id.index()] {
            return known.clone();
        }
        let value = match self.graph.node(id) {
            Node::Constant(bits) => Value::Still(f64::from_bits(bits)),
            Node::Time => Value::Timed(Rc::new((0..self.until).map(|n| self.grid.time(n)).collect())),
            Node::Draw(stream) => Value::Made(mix(11, u128::from(stream))),
            Node::Noise(stream) => Value::Made(mix(13, u128::from(stream))),
            Node::Hold(inner) => self.value(inner),
            Node::Lookup(table, at) => {
                let table = &self.graph.lookups[table as usize];
                let bits = table.x.iter().chain(&table.y).map(|v| u128::from(v.to_bits()));
                let table = bits.fold(mix(17, u128::from(table.step)), mix);
                let at = self.value(at);
                Value::Made(mix(table, made(&at)))
            }
            Node::State(state) => self.reader(state),
            Node::Op(code, operands) => self.op(code, operands),
        };
        self.values[id.index()] = Some(value.clone());
        value
    }

    /// What reads a state: its name, unless it cannot change yet.
    fn reader(&mut self, id: StateId) -> Value {
        let state = &self.graph.states[id.index()];
        if let (Some(Change::Latch { at, .. }), Some(initial)) = (&state.change, state.initial)
            && self.steps(*at).is_empty()
            // An initial value that is a state itself is read at the first instant only.
            && !self.graph.is(initial, Traits::STATE)
        {
            match self.value(initial) {
                Value::Still(value) => return Value::Still(value),
                Value::Timed(values) if !values.is_empty() => return Value::Still(values[0]),
                _ => {}
            }
        }
        Value::Made(mix(19, self.names[id.index()]))
    }

    fn op(&mut self, code: Code, operands: [Id; 3]) -> Value {
        let count = code.arity();
        let values: Vec<Value> = operands[..count].iter().map(|id| self.value(*id)).collect();
        if let Some(folded) = self.folded(code, &values) {
            return folded;
        }
        match (code, &values[..]) {
            (Code::Select, [Value::Still(test), yes, no]) => {
                return if *test == 1.0 { yes.clone() } else { no.clone() };
            }
            (Code::Mul, [a, b]) => {
                let finite = |at: usize| self.is_finite(operands[at]);
                for (value, other) in [(a, 1), (b, 0)] {
                    if is_plus_zero(value) && finite(other) && self.is_plus(operands[other], DEPTH) {
                        return Value::Still(0.0);
                    }
                }
                let zero = |value: &Value| matches!(value, Value::Still(0.0) | Value::Zero(_));
                if (zero(a) && (finite(1) || zero(b))) || (zero(b) && finite(0)) {
                    return Value::Zero(self.combined(code, &values));
                }
            }
            // A zero of either sign changes nothing that is no negative zero itself.
            (Code::Add | Code::Sub, [a, Value::Zero(_)]) if is_signed(a) => return a.clone(),
            (Code::Add, [Value::Zero(_), b]) if is_signed(b) => return b.clone(),
            _ => {}
        }
        Value::Made(self.combined(code, &values))
    }

    fn combined(&self, code: Code, values: &[Value]) -> u128 {
        values.iter().fold(mix(23, code as u128), |hash, value| mix(hash, made(value)))
    }

    /// An op on what is known step by step.
    fn folded(&self, code: Code, values: &[Value]) -> Option<Value> {
        let at = |value: &Value, n: usize| match value {
            Value::Still(value) => Some(*value),
            Value::Timed(values) => values.get(n).copied(),
            Value::Zero(_) | Value::Made(_) => None,
        };
        let fold = |n: usize| {
            let mut operands = [0.0; 3];
            for (operand, value) in operands.iter_mut().zip(values) {
                *operand = at(value, n)?;
            }
            let [a, b, c] = operands;
            match code {
                Code::Clip => crate::graph::fold(Code::Min, [crate::graph::fold(Code::Max, [a, b, 0.0])?, c, 0.0]),
                _ => crate::graph::fold(code, operands),
            }
        };
        if values.iter().all(|value| matches!(value, Value::Still(_))) {
            return fold(0).map(Value::Still);
        }
        let all: Vec<f64> = (0..self.until as usize).map(fold).collect::<Option<_>>()?;
        let first = all.first()?.to_bits();
        match all.iter().all(|value| value.to_bits() == first) {
            true => Some(Value::Still(f64::from_bits(first))),
            false => Some(Value::Timed(Rc::new(all))),
        }
    }

    /// Whether a node is surely a finite number.
    fn is_finite(&self, id: Id) -> bool {
        let range = self.graph.range(id);
        let wild = self.graph.is(id, Traits::WILD.with(Traits::UNKNOWN));
        !wild && range.lo.is_finite() && range.hi.is_finite()
    }

    /// Whether a node is surely a positive number or the positive zero, at any step.
    fn is_plus(&self, id: Id, depth: u32) -> bool {
        let graph = self.graph;
        let is_plus = |id: Id| depth > 0 && self.is_plus(id, depth - 1);
        if self.is_finite(id) && graph.range(id).lo > 0.0 {
            return true;
        }
        match graph.node(id) {
            Node::Constant(bits) => is_plus_number(f64::from_bits(bits)),
            Node::Draw(_) | Node::Noise(_) => true,
            Node::Hold(inner) => is_plus(inner),
            Node::Op(code, [a, b, c]) => match code {
                Code::Copy | Code::Sqrt => is_plus(a),
                Code::Exp | Code::Logistic | Code::NormalCdf => !graph.is(a, Traits::WILD.with(Traits::UNKNOWN)),
                Code::Add | Code::Mul | Code::Min => is_plus(a) && is_plus(b),
                // The second operand stands where the first is not greater.
                Code::Max => is_plus(b),
                Code::Clip => is_plus(b) && is_plus(c),
                Code::Select => is_plus(b) && is_plus(c),
                _ => false,
            },
            _ => false,
        }
    }

    /// The steps of a set before the end of the history.
    fn steps(&self, set: StepSet) -> &[u32] {
        let steps = self.grid.steps(set);
        &steps[..steps.partition_point(|n| *n < self.until)]
    }

    fn made(&self, id: Id) -> u128 {
        self.values[strip(self.graph, id).index()].as_ref().map_or(0, made)
    }

    /// What a state is called, and how it begins and changes.
    fn state(&self, id: StateId) -> Past {
        let state = &self.graph.states[id.index()];
        let initial = state.initial.map_or(0, |id| self.made(id));
        let change = match &state.change {
            Some(Change::Stock { rate }) => mix(29, self.made(*rate)),
            // A latch that does not change yet may be about to change to anything.
            Some(Change::Latch { at, .. }) if self.steps(*at).is_empty() => 31,
            Some(Change::Latch { at, next }) => {
                self.steps(*at).iter().fold(mix(37, self.made(*next)), |hash, n| mix(hash, u128::from(*n)))
            }
            Some(Change::Ring { length, input }) => mix(mix(41, u128::from(*length)), self.made(*input)),
            None => 43,
        };
        Past { name: self.names[id.index()], made: mix(initial, change) }
    }
}

/// What a value is made of.
fn made(value: &Value) -> u128 {
    match value {
        Value::Still(value) => mix(3, u128::from(value.to_bits())),
        Value::Timed(values) => values.iter().fold(5, |hash, value| mix(hash, u128::from(value.to_bits()))),
        Value::Zero(hash) | Value::Made(hash) => *hash,
    }
}

fn is_plus_number(value: f64) -> bool {
    value > 0.0 || value.to_bits() == 0
}

fn is_plus_zero(value: &Value) -> bool {
    matches!(value, Value::Still(value) if value.to_bits() == 0)
}

/// Whether a value is surely no negative zero.
fn is_signed(value: &Value) -> bool {
    let fine = |value: f64| value.to_bits() != (-0.0_f64).to_bits();
    match value {
        Value::Still(value) => fine(*value),
        Value::Timed(values) => values.iter().all(|value| fine(*value)),
        Value::Zero(_) | Value::Made(_) => false,
    }
}

/// Both in one hash of 128 bits: two multiplications that spread every bit, one for each half.
fn mix(hash: u128, next: u128) -> u128 {
    let half = |salt: u64, multiplier: u64| {
        let mut x = (hash as u64) ^ ((hash >> 64) as u64).rotate_left(29) ^ salt;
        for word in [next as u64, (next >> 64) as u64] {
            x = (x ^ word).wrapping_mul(multiplier);
            x ^= x >> 32;
            x = x.wrapping_mul(0xd6e8_feb8_6659_fd93);
            x ^= x >> 29;
        }
        x
    };
    let low = half(0x243f_6a88_85a3_08d3, 0x9e37_79b9_7f4a_7c15);
    let high = half(0x1319_8a2e_0370_7344, 0xff51_afd7_ed55_8ccd);
    (u128::from(high) << 64) | u128::from(low)
}

fn mix_text(hash: u128, text: &str) -> u128 {
    text.bytes().fold(mix(hash, text.len() as u128), |hash, byte| mix(hash, u128::from(byte)))
}
