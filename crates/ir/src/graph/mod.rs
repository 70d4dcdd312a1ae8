//! A hash-consed graph of scalar operations.  Equal expressions are one node, and operands come before their users.

mod by_id;
mod doubt;
mod fold;
mod range;
mod simplify;
mod step_set;

use rustc_hash::FxHashMap;

pub(crate) use by_id::{ById, Marks};
pub(crate) use doubt::Doubt;
pub(crate) use fold::fold;
pub(crate) use range::Range;
pub(crate) use step_set::{Grid, StepSet};

use crate::{Code, Lookup};

/// A node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(pub u32);

impl Id {
    /// The constant 0, also written for unused operands.
    pub const ZERO: Id = Id(0);
    /// The constant 1.
    pub const ONE: Id = Id(1);
    /// Unknown.
    pub const UNKNOWN: Id = Id(2);
    /// The time.
    pub const TIME: Id = Id(3);

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A state: a stock, a latch or a fixed delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct StateId(pub u32);

impl StateId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// A constant, by its bits.
    Constant(u64),
    /// The time.
    Time,
    /// A uniform draw, one per member.
    Draw(u64),
    /// A uniform draw, fresh at every event.
    Noise(u64),
    /// The value of a state.
    State(StateId),
    /// An operation; unused operands are [`Id::ZERO`].
    Op(Code, [Id; 3]),
    /// A lookup table at a value.
    Lookup(u32, Id),
    /// The same value, but an event does not look through it for states that change at the same step.
    Hold(Id),
}

/// What a node depends on and what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Traits(u8);

impl Traits {
    /// Depends on the time.
    pub const TIME: Traits = Traits(1);
    /// Depends on a draw of the member.
    pub const MEMBER: Traits = Traits(2);
    /// Depends on a state.
    pub const STATE: Traits = Traits(4);
    /// Depends on noise.
    pub const NOISE: Traits = Traits(8);
    /// May be unknown.
    pub const UNKNOWN: Traits = Traits(16);
    /// Depends on a latch that an event may look through.
    pub const LATCH: Traits = Traits(32);
    /// May be infinite or undefined (a division or a logarithm), overflow apart.
    pub const WILD: Traits = Traits(64);
    /// Is 0, 1 or unknown.
    pub const TRUTH: Traits = Traits(128);

    pub fn has(self, other: Traits) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Traits) -> Traits {
        Traits(self.0 | other.0)
    }

    fn without(self, other: Traits) -> Traits {
        Traits(self.0 & !other.0)
    }

    fn only(self, other: Traits) -> Traits {
        Traits(self.0 & other.0)
    }
}

/// What is known of a node's value.
#[derive(Clone, Copy, Debug)]
struct Facts {
    traits: Traits,
    doubt: Doubt,
    range: Range,
}

impl Facts {
    fn new(traits: Traits, range: Range) -> Facts {
        Facts { traits, doubt: Doubt::Never, range }
    }
}

/// How a state changes.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Integrated.
    Stock { rate: Id },
    /// Takes the value of `next` at certain steps.
    Latch { at: StepSet, next: Id },
    /// Gives back what went in some steps ago.
    Ring { length: u32, input: Id },
}

/// A state.  `initial` is read at the first instant.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub name: String,
    pub change: Option<Change>,
    pub initial: Option<Id>,
    /// The node that reads it.
    pub node: Id,
}

/// The graph.
#[derive(Debug)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    facts: Vec<Facts>,
    known: FxHashMap<Node, Id>,
    pub states: Vec<State>,
    pub lookups: Vec<Lookup>,
    /// Of a table, by its shape and the bits of its points.
    table_of: FxHashMap<(bool, Vec<u64>), u32>,
}

impl Graph {
    /// A graph whose time lies between two ends.
    pub fn new(start: f64, end: f64) -> Graph {
        let mut graph = Graph {
            nodes: Vec::new(),
            facts: Vec::new(),
            known: FxHashMap::default(),
            states: Vec::new(),
            lookups: Vec::new(),
            table_of: FxHashMap::default(),
        };
        graph.number(0.0);
        graph.number(1.0);
        graph.number(f64::NAN);
        graph.intern(Node::Time, Facts::new(Traits::TIME, Range::new(start, end)));
        graph
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn node(&self, id: Id) -> Node {
        self.nodes[id.index()]
    }

    pub fn traits(&self, id: Id) -> Traits {
        self.facts[id.index()].traits
    }

    pub fn is(&self, id: Id, what: Traits) -> bool {
        self.traits(id).has(what)
    }

    /// When a value may be unknown.
    pub fn doubt(&self, id: Id) -> Doubt {
        self.facts[id.index()].doubt
    }

    /// What values it can take.
    pub fn range(&self, id: Id) -> Range {
        self.facts[id.index()].range
    }

    /// The value of a constant.
    pub fn constant(&self, id: Id) -> Option<f64> {
        match self.node(id) {
            Node::Constant(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    /// Operands of a node.
    pub fn operands(&self, id: Id) -> impl Iterator<Item = Id> + use<> {
        let (operands, count) = match self.node(id) {
            Node::Op(code, operands) => (operands, code.arity()),
            Node::Lookup(_, a) | Node::Hold(a) => ([a, Id::ZERO, Id::ZERO], 1),
            _ => ([Id::ZERO; 3], 0),
        };
        operands.into_iter().take(count)
    }

    pub fn number(&mut self, value: f64) -> Id {
        // One unknown and one zero: the sign of either is nobody's business.
        let (value, traits) = match value {
            0.0 => (0.0, Traits::TRUTH),
            1.0 => (1.0, Traits::TRUTH),
            v if v.is_nan() => (f64::NAN, Traits::TRUTH),
            v if v.is_infinite() => (v, Traits::WILD),
            v => (v, Traits::default()),
        };
        let doubt = if value.is_nan() { Doubt::Any } else { Doubt::Never };
        self.intern(Node::Constant(value.to_bits()), Facts { traits, doubt, range: Range::point(value) })
    }

    pub fn draw(&mut self, stream: u64) -> Id {
        self.intern(Node::Draw(stream), Facts::new(Traits::MEMBER, Range::UNIT))
    }

    pub fn noise(&mut self, stream: u64) -> Id {
        self.intern(Node::Noise(stream), Facts::new(Traits::NOISE, Range::UNIT))
    }

    /// A new state, and the node that reads it.  How it changes and begins is told later.
    pub fn state(&mut self, name: String, traits: Traits, doubt: Doubt) -> (StateId, Id) {
        let id = StateId(self.states.len() as u32);
        self.states.push(State { name, change: None, initial: None, node: Id::ZERO });
        let doubt = if doubt == Doubt::Any { Doubt::While(id) } else { doubt };
        let range = if traits.has(Traits::TRUTH) { Range::UNIT } else { Range::ANY };
        let node = self.intern(Node::State(id), Facts { traits: traits.with(Traits::STATE), doubt, range });
        self.states[id.index()].node = node;
        (id, node)
    }

    /// The node that reads a state.
    pub fn reader(&self, state: StateId) -> Id {
        self.states[state.index()].node
    }

    pub fn table(&mut self, table: Lookup) -> u32 {
        let bits = table.x.iter().chain(&table.y).map(|v| v.to_bits()).collect();
        let next = self.lookups.len() as u32;
        let found = *self.table_of.entry((table.step, bits)).or_insert(next);
        if found == next {
            self.lookups.push(table);
        }
        found
    }

    pub fn hold(&mut self, a: Id) -> Id {
        if !self.is(a, Traits::LATCH) {
            return a;
        }
        let known = self.facts[a.index()];
        self.intern(Node::Hold(a), Facts { traits: known.traits.without(Traits::LATCH), ..known })
    }

    /// The same value in a slot of its own.
    pub fn copy(&mut self, a: Id) -> Id {
        self.plain(Code::Copy, [a, Id::ZERO, Id::ZERO])
    }

    /// Says what values a state can take; before anything reads it.
    pub fn bound(&mut self, id: Id, range: Range) {
        self.facts[id.index()].range = range;
    }

    fn intern(&mut self, node: Node, facts: Facts) -> Id {
        if let Some(&id) = self.known.get(&node) {
            return id;
        }
        let id = Id(self.nodes.len() as u32);
        let unknown = if facts.doubt == Doubt::Never { Traits::default() } else { Traits::UNKNOWN };
        let traits = facts.traits.without(Traits::UNKNOWN).with(unknown);
        self.nodes.push(node);
        self.facts.push(Facts { traits, ..facts });
        self.known.insert(node, id);
        id
    }

    /// An operation as it stands, without looking for anything simpler.
    fn plain(&mut self, code: Code, operands: [Id; 3]) -> Id {
        let facts = Facts {
            traits: self.traits_of(code, operands),
            doubt: self.doubt_of(code, operands),
            range: self.range_of(code, operands),
        };
        self.intern(Node::Op(code, operands), facts)
    }

    fn traits_of(&self, code: Code, operands: [Id; 3]) -> Traits {
        let read = || operands.into_iter().take(code.arity());
        let inherited = read().fold(Traits::default(), |traits, o| traits.with(self.traits(o)));
        let is_truth = |id: Id| self.is(id, Traits::TRUTH);
        let mut traits = inherited.without(Traits::TRUTH.with(Traits::WILD));
        match code {
            Code::Lt | Code::Le | Code::Eq | Code::Ne | Code::And | Code::Or | Code::Not | Code::IsUnknown => {
                return traits.with(Traits::TRUTH);
            }
            Code::KnownLt | Code::KnownLe | Code::KnownEq | Code::KnownAnd | Code::KnownOr | Code::KnownNot => {
                return traits.with(Traits::TRUTH);
            }
            Code::Select => {
                let branches = self.traits(operands[1]).with(self.traits(operands[2]));
                traits = traits.with(branches.only(Traits::WILD));
                if is_truth(operands[1]) && is_truth(operands[2]) {
                    traits = traits.with(Traits::TRUTH);
                }
                return traits;
            }
            Code::Min | Code::Max | Code::Copy if read().all(is_truth) => traits = traits.with(Traits::TRUTH),
            _ => {}
        }
        let wild = self.makes_wild(code, operands);
        traits.with(if wild { Traits::WILD } else { inherited.only(Traits::WILD) })
    }
}
