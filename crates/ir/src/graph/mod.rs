//! A hash-consed graph of scalar operations.  Equal expressions are one node, and operands come before their users.

mod doubt;
mod fold;
mod simplify;
mod step_set;

use std::collections::HashMap;

pub(crate) use doubt::Doubt;
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

    const INHERITED: Traits = Traits(!128);

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
}

/// The graph.
#[derive(Debug)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    traits: Vec<Traits>,
    doubts: Vec<Doubt>,
    known: HashMap<Node, Id>,
    pub states: Vec<State>,
    pub lookups: Vec<Lookup>,
}

impl Graph {
    pub fn new() -> Graph {
        let mut graph = Graph {
            nodes: Vec::new(),
            traits: Vec::new(),
            doubts: Vec::new(),
            known: HashMap::new(),
            states: Vec::new(),
            lookups: Vec::new(),
        };
        graph.number(0.0);
        graph.number(1.0);
        graph.number(f64::NAN);
        graph.intern(Node::Time, Traits::TIME, Doubt::Never);
        graph
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn node(&self, id: Id) -> Node {
        self.nodes[id.index()]
    }

    pub fn traits(&self, id: Id) -> Traits {
        self.traits[id.index()]
    }

    pub fn is(&self, id: Id, what: Traits) -> bool {
        self.traits(id).has(what)
    }

    /// When a value may be unknown.
    pub fn doubt(&self, id: Id) -> Doubt {
        self.doubts[id.index()]
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
        self.intern(Node::Constant(value.to_bits()), traits, doubt)
    }

    pub fn draw(&mut self, stream: u64) -> Id {
        self.intern(Node::Draw(stream), Traits::MEMBER, Doubt::Never)
    }

    pub fn noise(&mut self, stream: u64) -> Id {
        self.intern(Node::Noise(stream), Traits::NOISE, Doubt::Never)
    }

    /// A new state, and the node that reads it.  How it changes and begins is told later.
    pub fn state(&mut self, name: String, traits: Traits, doubt: Doubt) -> (StateId, Id) {
        let id = StateId(self.states.len() as u32);
        self.states.push(State { name, change: None, initial: None });
        let doubt = if doubt == Doubt::Any { Doubt::While(id) } else { doubt };
        (id, self.intern(Node::State(id), traits.with(Traits::STATE), doubt))
    }

    pub fn table(&mut self, table: Lookup) -> u32 {
        let same = |other: &Lookup| {
            let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            other.step == table.step && bits(&other.x) == bits(&table.x) && bits(&other.y) == bits(&table.y)
        };
        match self.lookups.iter().position(same) {
            Some(found) => found as u32,
            None => {
                self.lookups.push(table);
                self.lookups.len() as u32 - 1
            }
        }
    }

    pub fn hold(&mut self, a: Id) -> Id {
        if !self.is(a, Traits::LATCH) {
            return a;
        }
        let traits = self.traits(a).without(Traits::LATCH);
        self.intern(Node::Hold(a), traits, self.doubt(a))
    }

    /// The same value in a slot of its own.
    pub fn copy(&mut self, a: Id) -> Id {
        self.plain(Code::Copy, [a, Id::ZERO, Id::ZERO])
    }

    fn intern(&mut self, node: Node, traits: Traits, doubt: Doubt) -> Id {
        if let Some(&id) = self.known.get(&node) {
            return id;
        }
        let id = Id(self.nodes.len() as u32);
        self.nodes.push(node);
        let unknown = if doubt == Doubt::Never { Traits::default() } else { Traits::UNKNOWN };
        self.traits.push(traits.without(Traits::UNKNOWN).with(unknown));
        self.doubts.push(doubt);
        self.known.insert(node, id);
        id
    }

    /// An operation as it stands, without looking for anything simpler.
    fn plain(&mut self, code: Code, operands: [Id; 3]) -> Id {
        let mut traits = Traits::default();
        for operand in operands.into_iter().take(code.arity()) {
            traits = traits.with(self.traits(operand));
        }
        let both = operands.into_iter().take(code.arity()).all(|o| self.is(o, Traits::TRUTH));
        traits = traits.only(Traits::INHERITED);
        match code {
            Code::Lt | Code::Le | Code::Eq | Code::Ne | Code::And | Code::Or | Code::Not | Code::IsUnknown => {
                traits = traits.without(Traits::WILD).with(Traits::TRUTH);
            }
            Code::KnownLt | Code::KnownLe | Code::KnownEq | Code::KnownAnd | Code::KnownOr | Code::KnownNot => {
                traits = traits.without(Traits::WILD).with(Traits::TRUTH)
            }
            Code::Select => {
                let branches = self.traits(operands[1]).with(self.traits(operands[2]));
                traits = traits.without(Traits::WILD).with(branches.only(Traits::WILD));
                if self.is(operands[1], Traits::TRUTH) && self.is(operands[2], Traits::TRUTH) {
                    traits = traits.with(Traits::TRUTH);
                }
            }
            Code::Min | Code::Max | Code::Copy if both => traits = traits.with(Traits::TRUTH),
            Code::Ln | Code::Sqrt | Code::Asin | Code::Acos | Code::Tan | Code::Pow | Code::NormalQuantile => {
                traits = traits.with(Traits::WILD)
            }
            Code::Div | Code::Mod | Code::MulDiv | Code::DivMul => {
                let divisor = if code == Code::MulDiv { operands[2] } else { operands[1] };
                if self.constant(divisor).is_none_or(|c| c == 0.0) {
                    traits = traits.with(Traits::WILD);
                }
            }
            _ => {}
        }
        let doubt = self.doubt_of(code, operands);
        self.intern(Node::Op(code, operands), traits, doubt)
    }
}
