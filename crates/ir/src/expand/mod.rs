//! Every construct as scalar equations, element by element.

mod chain;
mod delay;
mod diagnostics;
mod draws;
mod environment;
mod evidence;
mod exact;
mod expression;
mod functions;
mod indicator;
mod judge;
mod lever;
mod nudge;
mod occurs;
mod opening;
mod order;
mod outputs;
mod over_time;
mod references;
mod rewrite;
mod sample;
mod stage;
mod stock;
mod subject;
mod trigger;
mod unknowns;
mod variable;

use std::collections::BTreeSet;
use std::rc::Rc;

use milepost_strategy::model::{DimensionId, Expr, PathwayId, Strategy, VariableId, Variant};
use milepost_syntax::ast::BinaryOp;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Change, Doubt, Graph, Grid, Id, StateId, StepSet, Traits};
use crate::{Evidence, Fault, NoticeKind, Want};
use environment::Environment;
use subject::Subject;

/// A strategy as a graph, and the nodes that are wanted of it.
#[derive(Debug)]
pub(crate) struct Model {
    pub graph: Graph,
    pub grid: Grid,
    pub method: crate::Method,
    /// Outputs by name: measures, then parameters.
    pub measures: Vec<(String, Id)>,
    pub parameters: Vec<(String, Id)>,
    pub notices: Vec<(NoticeKind, String, Id)>,
    /// Saved values by name: charts, then variables.
    pub charts: Vec<(String, Id)>,
    pub variables: Vec<(String, Id)>,
    pub save_every: u32,
}

/// Expands a strategy: simulated, or over evidence.
pub(crate) fn expand(
    strategy: &Strategy,
    variant: &Variant,
    want: &Want,
    evidence: Option<&Evidence>,
) -> Result<Model, Fault> {
    nudge::check(strategy, variant)?;
    // At first no stock is taken to be unknown at any time.  Those that turn out to be are, the next time.
    let mut doubtful = BTreeSet::new();
    loop {
        let model = Lowering::new(strategy, variant, want, evidence, &doubtful).model()?;
        let more = unknowns::doubtful(&model.graph);
        let before = doubtful.len();
        doubtful.extend(more);
        if doubtful.len() == before {
            return Ok(model);
        }
    }
}

/// Defines a state, once the state is known to be there.
type Task<'a> = Box<dyn FnOnce(&mut Lowering<'a>, Id) -> Result<(), Fault> + 'a>;

/// What is watched over for a notice, if its subject turns out to be needed.
struct Watch {
    kind: NoticeKind,
    text: String,
    subject: Id,
    /// Truth (or, for a stock, the value itself).
    flag: Id,
}

struct Lowering<'a> {
    strategy: &'a Strategy,
    variant: &'a Variant,
    want: &'a Want,
    /// What observers published, where nothing is simulated.
    evidence: Option<&'a Evidence>,
    graph: Graph,
    grid: Grid,
    /// Value of each variable's elements, once expanded.
    values: Vec<Vec<Option<Id>>>,
    /// Elements being expanded, to find circles.
    open: Vec<(VariableId, usize)>,
    /// Variables of which every element has been expanded.
    ready: Vec<bool>,
    /// For each equation, the variables that must be there before it.
    needs: Vec<Vec<VariableId>>,
    /// Variables whose elements are made of other elements of the same circle.
    knotted: Vec<bool>,
    /// Expressions, by address, of which everything that they read at the same instant has been expanded.
    prepared: FxHashSet<usize>,
    /// Sums and products taken apart, by address: the same for every element.
    chains: FxHashMap<usize, Rc<chain::Chain<'a>>>,
    /// Names of stocks and delays that may be unknown.
    doubtful: &'a BTreeSet<String>,
    /// Elements that are moved: what they are themselves.
    held: FxHashMap<(VariableId, usize), Id>,
    /// Flows cut to what is in a stock.
    cuts: stock::Cuts<'a>,
    /// What flows would be if they were not cut.
    uncut: FxHashMap<Id, Id>,
    /// Levers whose value at the first instant matters to initial values.
    initial_levers: Vec<bool>,
    tasks: Vec<Option<(Id, Task<'a>)>>,
    task_of: FxHashMap<StateId, usize>,
    /// States of delays and samples: one set per textual occurrence and element.
    occurrences: FxHashMap<(usize, Vec<(DimensionId, usize)>), Id>,
    /// What is drawn at every step, by its stream.
    noises: FxHashMap<String, Id>,
    stages: FxHashMap<(PathwayId, usize), stage::Begun>,
    cumulated: FxHashMap<Id, Id>,
    /// How far a trigger's response has come, by the bits of the length of its ramp.
    responses: FxHashMap<(VariableId, usize, u64), Id>,
    starts: rewrite::Starts,
    /// Triggers, by name.
    triggers: Vec<VariableId>,
    watches: Vec<Watch>,
    /// Equations that something compared or rounded is made of.
    exact_variables: Vec<bool>,
    /// Whether the last bit of what is being expanded could tell.
    exact: bool,
    /// Whose equation is being expanded, for messages.
    subject: Subject<'a>,
    depth: usize,
}

impl<'a> Lowering<'a> {
    fn new(
        strategy: &'a Strategy,
        variant: &'a Variant,
        want: &'a Want,
        evidence: Option<&'a Evidence>,
        doubtful: &'a BTreeSet<String>,
    ) -> Lowering<'a> {
        let time = &strategy.time;
        let sizes = strategy.variables.iter().map(|v| environment::count(strategy, v));
        let cuts = stock::cuts(strategy);
        let needs = order::needs(strategy, &cuts);
        Lowering {
            knotted: order::knotted(strategy, &needs),
            needs,
            strategy,
            variant,
            want,
            evidence,
            graph: Graph::new(time.start, time.end),
            grid: Grid::new(time.start, time.step, time.steps),
            values: sizes.map(|n| vec![None; n]).collect(),
            open: Vec::new(),
            ready: vec![false; strategy.variables.len()],
            prepared: FxHashSet::default(),
            chains: FxHashMap::default(),
            doubtful,
            held: FxHashMap::default(),
            cuts,
            uncut: FxHashMap::default(),
            initial_levers: order::initial_levers(strategy),
            tasks: Vec::new(),
            task_of: FxHashMap::default(),
            occurrences: FxHashMap::default(),
            noises: FxHashMap::default(),
            stages: FxHashMap::default(),
            cumulated: FxHashMap::default(),
            responses: FxHashMap::default(),
            starts: rewrite::Starts::default(),
            triggers: trigger::by_name(strategy),
            watches: Vec::new(),
            exact_variables: exact::exact(strategy),
            exact: false,
            subject: Subject::Named(&strategy.title),
            depth: 0,
        }
    }

    /// A state that `task` will define before the graph is used.
    fn state(&mut self, name: String, doubt: Doubt, traits: Traits, task: Task<'a>) -> Id {
        let (state, id) = self.graph.state(name, traits, doubt);
        self.task_of.insert(state, self.tasks.len());
        self.tasks.push(Some((id, task)));
        id
    }

    /// Whether a stock or a delay of this name may be unknown.
    fn doubt_of(&self, name: &str) -> Doubt {
        if self.doubtful.contains(name) { Doubt::Any } else { Doubt::Never }
    }

    /// A state that is defined by the task of another.
    fn companion(&mut self, of: Id, name: String) -> Id {
        let doubt = self.doubt_of(&name);
        let (state, id) = self.graph.state(name, Traits::default(), doubt);
        if let Some(&task) = self.state_of(of).and_then(|s| self.task_of.get(&s)) {
            self.task_of.insert(state, task);
        }
        id
    }

    fn state_of(&self, id: Id) -> Option<StateId> {
        match self.graph.node(id) {
            crate::graph::Node::State(state) => Some(state),
            _ => None,
        }
    }

    /// Says how a state changes and where it begins.
    fn define(&mut self, state: Id, change: Change, initial: Id) {
        if let Some(state) = self.state_of(state) {
            let state = &mut self.graph.states[state.index()];
            state.change = Some(change);
            state.initial = Some(initial);
        }
    }

    /// A latch defined at once.
    fn latch(&mut self, name: String, at: StepSet, initial: Id, doubt: Doubt) -> Id {
        let (_, id) = self.graph.state(name, Traits::default(), doubt);
        self.define(id, Change::Latch { at, next: id }, initial);
        id
    }

    fn set_next(&mut self, latch: Id, next: Id) {
        let Some(state) = self.state_of(latch) else { return };
        if let Some(Change::Latch { next: slot, .. }) = &mut self.graph.states[state.index()].change {
            *slot = next;
        }
    }

    /// Runs the task that defines a state, unless it has been run or is under way.
    fn settle(&mut self, state: StateId) -> Result<(), Fault> {
        let Some((id, task)) = self.task_of.get(&state).and_then(|&t| self.tasks[t].take()) else { return Ok(()) };
        self.depth += 1;
        if self.depth > LIMIT {
            return Err(Fault::TooDeep(self.subject()));
        }
        let subject = std::mem::replace(&mut self.subject, Subject::State(state));
        let open = std::mem::take(&mut self.open);
        let exact = std::mem::take(&mut self.exact);
        let done = task(self, id);
        (self.open, self.exact) = (open, exact);
        self.subject = subject;
        self.depth -= 1;
        done
    }

    /// Runs all tasks, also those that tasks give rise to.
    fn settle_all(&mut self) -> Result<(), Fault> {
        let mut done = 0;
        while done < self.tasks.len() {
            let state = self.tasks[done].as_ref().and_then(|(id, _)| self.state_of(*id));
            if let Some(state) = state {
                self.settle(state)?;
            }
            done += 1;
        }
        Ok(())
    }

    /// The value of a whole expression: what it reads is expanded first, so that long chains need no deep recursion.
    fn root(&mut self, expr: &'a Expr, environment: &Environment) -> Result<Id, Fault> {
        self.prepare([expr])?;
        self.value(expr, environment)
    }

    fn number(&mut self, value: f64) -> Id {
        self.graph.number(value)
    }
}

/// How deep expressions may be nested.
const LIMIT: usize = 400;

/// Names the comparison of two values.
fn comparison(op: BinaryOp) -> Option<(crate::Code, bool)> {
    use crate::Code;
    Some(match op {
        BinaryOp::Eq => (Code::Eq, false),
        BinaryOp::Ne => (Code::Ne, false),
        BinaryOp::Lt => (Code::Lt, false),
        BinaryOp::Le => (Code::Le, false),
        BinaryOp::Gt => (Code::Lt, true),
        BinaryOp::Ge => (Code::Le, true),
        _ => return None,
    })
}
