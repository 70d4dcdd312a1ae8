//! When a value may be unknown.

use super::{Graph, Id, Node, StateId};
use crate::Code;

/// When a value may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(crate) enum Doubt {
    /// Never.
    #[default]
    Never,
    /// Before this time only.
    Before(f64),
    /// While this state is unknown only.
    While(StateId),
    /// At any time.
    Any,
}

impl Doubt {
    pub fn or(self, other: Doubt) -> Doubt {
        match (self, other) {
            (Doubt::Never, d) | (d, Doubt::Never) => d,
            (Doubt::Before(a), Doubt::Before(b)) => Doubt::Before(a.max(b)),
            (a, b) if a == b => a,
            _ => Doubt::Any,
        }
    }

    /// What is left of it where a fact is sure.
    fn given(self, fact: Fact) -> Doubt {
        match (self, fact) {
            (Doubt::Before(end), Fact::From(time)) if end <= time => Doubt::Never,
            (Doubt::Before(end), Fact::Before(time)) => Doubt::Before(end.min(time)),
            (Doubt::While(state), Fact::Known(known)) if state == known => Doubt::Never,
            (Doubt::Any, Fact::Before(time)) => Doubt::Before(time),
            (doubt, _) => doubt,
        }
    }
}

/// What a test tells of the branch that it leads to.
#[derive(Clone, Copy)]
enum Fact {
    From(f64),
    Before(f64),
    Known(StateId),
}

impl Graph {
    /// When the result of an op may be unknown.
    pub(super) fn doubt_of(&self, code: Code, operands: [Id; 3]) -> Doubt {
        match code {
            Code::IsUnknown | Code::Lt | Code::Le | Code::Eq | Code::Ne | Code::And | Code::Or => Doubt::Never,
            Code::Select => {
                let [test, a, b] = operands;
                self.within(a, test, true).or(self.within(b, test, false))
            }
            _ => operands.into_iter().take(code.arity()).fold(Doubt::Never, |doubt, o| doubt.or(self.doubt(o))),
        }
    }

    /// The doubt about a value in the branch of a test that holds, or that does not.
    fn within(&self, value: Id, test: Id, holds: bool) -> Doubt {
        let doubt = self.doubt(value);
        if doubt == Doubt::Never {
            return doubt;
        }
        let mut left = doubt;
        let mut tests = vec![(test, holds)];
        let mut looked = 0;
        while let Some((test, holds)) = tests.pop() {
            looked += 1;
            if looked > 32 {
                break;
            }
            let Node::Op(code, [a, b, _]) = self.node(test) else { continue };
            let (ka, kb) = (self.constant(a), self.constant(b));
            let fact = match (code, ka, kb, holds) {
                (Code::Le, Some(date), _, true) if b == Id::TIME => Some(Fact::From(date)),
                (Code::Le, Some(date), _, false) if b == Id::TIME => Some(Fact::Before(date)),
                (Code::Lt, Some(date), _, true) if b == Id::TIME => Some(Fact::From(date)),
                (Code::Lt, _, Some(date), false) if a == Id::TIME => Some(Fact::From(date)),
                (Code::Lt, _, Some(date), true) if a == Id::TIME => Some(Fact::Before(date)),
                (Code::Le, _, Some(date), false) if a == Id::TIME => Some(Fact::From(date)),
                (Code::IsUnknown, .., false) => match self.node(a) {
                    Node::State(state) => Some(Fact::Known(state)),
                    _ => None,
                },
                _ => None,
            };
            if let Some(fact) = fact {
                left = left.given(fact);
            }
            match (code, holds) {
                (Code::And | Code::KnownAnd, true) | (Code::Or | Code::KnownOr, false) => {
                    tests.extend([(a, holds), (b, holds)]);
                }
                // That `not x` is not true says that x is, if x is one or the other.
                (Code::Not, _) if self.doubt(a) == Doubt::Never => tests.push((a, !holds)),
                _ => {}
            }
        }
        left
    }
}
