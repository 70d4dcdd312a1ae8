//! Building nodes: constants are folded and what changes no value is left out.
//!
//! A product with 0 is 0 where the other factor can be neither unknown nor infinite; the sign of a zero is not kept.

use super::fold::fold;
use super::{Facts, Graph, Id, Node, Range, Traits};
use crate::Code;

impl Graph {
    pub fn unary(&mut self, code: Code, a: Id) -> Id {
        self.op(code, [a, Id::ZERO, Id::ZERO])
    }

    pub fn binary(&mut self, code: Code, a: Id, b: Id) -> Id {
        self.op(code, [a, b, Id::ZERO])
    }

    pub fn neg(&mut self, a: Id) -> Id {
        self.unary(Code::Neg, a)
    }

    pub fn add(&mut self, a: Id, b: Id) -> Id {
        self.binary(Code::Add, a, b)
    }

    pub fn sub(&mut self, a: Id, b: Id) -> Id {
        self.binary(Code::Sub, a, b)
    }

    pub fn mul(&mut self, a: Id, b: Id) -> Id {
        self.binary(Code::Mul, a, b)
    }

    pub fn div(&mut self, a: Id, b: Id) -> Id {
        self.binary(Code::Div, a, b)
    }

    pub fn sum(&mut self, terms: &[Id]) -> Id {
        terms.iter().fold(Id::ZERO, |sum, &term| self.add(sum, term))
    }

    /// The smaller (`Code::Min`) or the larger (`Code::Max`); unknown if either is.
    pub fn extreme(&mut self, code: Code, a: Id, b: Id) -> Id {
        // The op yields its second operand where a comparison fails: an unknown operand belongs there.
        match (self.is(a, Traits::UNKNOWN), self.is(b, Traits::UNKNOWN)) {
            (false, _) => self.binary(code, a, b),
            (true, false) => self.binary(code, b, a),
            (true, true) => {
                let value = self.binary(code, a, b);
                let lost = self.unary(Code::IsUnknown, a);
                self.select(lost, Id::UNKNOWN, value)
            }
        }
    }

    /// `x` held in lo..hi; unknown stays unknown.
    pub fn clip(&mut self, x: Id, lo: Id, hi: Id) -> Id {
        let low = self.extreme(Code::Max, x, lo);
        self.extreme(Code::Min, low, hi)
    }

    /// `if test then a else b`; an unknown test takes b.
    pub fn select(&mut self, test: Id, a: Id, b: Id) -> Id {
        self.op(Code::Select, [test, a, b])
    }

    fn either_unknown(&self, a: Id, b: Id) -> bool {
        self.is(a, Traits::UNKNOWN) || self.is(b, Traits::UNKNOWN)
    }

    /// `a < b` (or another comparison), unknown if either is.
    pub fn compare(&mut self, code: Code, a: Id, b: Id) -> Id {
        if !self.either_unknown(a, b) {
            return self.binary(code, a, b);
        }
        match code {
            Code::Lt => self.binary(Code::KnownLt, a, b),
            Code::Le => self.binary(Code::KnownLe, a, b),
            Code::Eq => self.binary(Code::KnownEq, a, b),
            _ => {
                let same = self.binary(Code::KnownEq, a, b);
                self.unary(Code::KnownNot, same)
            }
        }
    }

    pub fn at_most(&mut self, a: Id, b: Id) -> Id {
        self.compare(Code::Le, a, b)
    }

    pub fn and(&mut self, a: Id, b: Id) -> Id {
        let code = if self.either_unknown(a, b) { Code::KnownAnd } else { Code::And };
        self.binary(code, a, b)
    }

    pub fn or(&mut self, a: Id, b: Id) -> Id {
        let code = if self.either_unknown(a, b) { Code::KnownOr } else { Code::Or };
        self.binary(code, a, b)
    }

    pub fn not(&mut self, a: Id) -> Id {
        let code = if self.is(a, Traits::UNKNOWN) { Code::KnownNot } else { Code::Not };
        self.unary(code, a)
    }

    /// Whether a value is unknown.
    pub fn is_unknown(&mut self, a: Id) -> Id {
        self.unary(Code::IsUnknown, a)
    }

    /// A table at a value; unknown at unknown.
    pub fn lookup(&mut self, table: u32, a: Id) -> Id {
        let value = self.bare_lookup(table, a);
        if !self.is(a, Traits::UNKNOWN) {
            return value;
        }
        let lost = self.is_unknown(a);
        self.select(lost, Id::UNKNOWN, value)
    }

    /// A table at a value that is known.
    pub fn bare_lookup(&mut self, table: u32, a: Id) -> Id {
        let truth =
            self.lookups[table as usize].y.iter().all(|&y| y == 0.0 || y == 1.0) && self.lookups[table as usize].step;
        let traits = self.traits(a).without(Traits::TRUTH).without(Traits::WILD);
        let traits = if truth { traits.with(Traits::TRUTH) } else { traits };
        let y = &self.lookups[table as usize].y;
        let range = y.iter().map(|&y| Range::point(y)).reduce(Range::hull).unwrap_or(Range::ANY);
        self.intern(Node::Lookup(table, a), Facts { traits, doubt: self.doubt(a), range })
    }

    /// An op on nodes, simplified.
    pub fn op(&mut self, code: Code, operands: [Id; 3]) -> Id {
        use Code::{Add, And, Eq, KnownAnd, KnownEq, KnownOr, Mul, Ne, Or};
        let [a, b, c] = operands;
        // One order for what has the same bits in either.
        let operands = match code {
            Add | Mul | Eq | Ne | And | Or | KnownEq | KnownAnd | KnownOr if b < a => [b, a, c],
            _ => operands,
        };
        let arity = code.arity();
        let constants = operands.map(|o| self.constant(o));
        let all = constants[..arity].iter().all(Option::is_some);
        if let Some(value) = all.then(|| fold(code, constants.map(|c| c.unwrap_or(0.0)))).flatten() {
            return self.number(value);
        }
        match self.simpler(code, operands, constants) {
            Some(id) => id,
            None => self.plain(code, operands),
        }
    }

    fn simpler(&mut self, code: Code, [a, b, c]: [Id; 3], [ka, kb, _]: [Option<f64>; 3]) -> Option<Id> {
        let tame = |g: &Graph, id: Id| !g.traits(id).has(Traits::WILD.with(Traits::UNKNOWN));
        let known_truth = |g: &Graph, id: Id| g.is(id, Traits::TRUTH) && !g.is(id, Traits::UNKNOWN);
        let negated = |g: &Graph, id: Id| match g.node(id) {
            Node::Op(Code::Neg, [x, ..]) => Some(x),
            _ => None,
        };
        match code {
            Code::Copy => Some(a),
            Code::Neg => negated(self, a),
            Code::Add if ka == Some(0.0) => Some(b),
            Code::Add | Code::Sub if kb == Some(0.0) => Some(a),
            Code::Add => match (negated(self, a), negated(self, b)) {
                (_, Some(y)) => Some(self.sub(a, y)),
                (Some(x), None) => Some(self.sub(b, x)),
                _ => None,
            },
            Code::Sub if a == b && tame(self, a) => Some(Id::ZERO),
            Code::Sub => negated(self, b).map(|y| self.add(a, y)),
            Code::Mul | Code::Div if kb == Some(1.0) => Some(a),
            Code::Mul if ka == Some(1.0) => Some(b),
            Code::Mul if ka == Some(-1.0) => Some(self.neg(b)),
            Code::Mul | Code::Div if kb == Some(-1.0) => Some(self.neg(a)),
            Code::Mul if ka == Some(0.0) && tame(self, b) => Some(Id::ZERO),
            Code::Mul if kb == Some(0.0) && tame(self, a) => Some(Id::ZERO),
            // Dividing by a power of two is exactly multiplying by its inverse, and cheaper.
            Code::Div => {
                let inverse = kb.filter(|d| power_of_two(*d)).map(|d| 1.0 / d)?;
                let inverse = self.number(inverse);
                Some(self.mul(a, inverse))
            }
            Code::Pow if kb == Some(1.0) => Some(a),
            Code::Pow if kb == Some(2.0) => Some(self.mul(a, a)),
            Code::Pow if kb == Some(0.5) => Some(self.unary(Code::Sqrt, a)),
            Code::Min | Code::Max if a == b => Some(a),
            Code::Min | Code::Max if tame(self, a) && tame(self, b) => {
                let (ra, rb) = (self.range(a), self.range(b));
                let (lower, upper) = if code == Code::Min { (a, b) } else { (b, a) };
                match (ra.hi <= rb.lo, rb.hi <= ra.lo) {
                    (true, _) => Some(lower),
                    (_, true) => Some(upper),
                    _ if known_truth(self, a) && known_truth(self, b) && code == Code::Min => Some(self.and(a, b)),
                    _ => None,
                }
            }
            Code::Abs if tame(self, a) && self.range(a).lo >= 0.0 => Some(a),
            Code::Lt | Code::Le if tame(self, a) && tame(self, b) => {
                let (ra, rb) = (self.range(a), self.range(b));
                match code {
                    Code::Lt if ra.hi < rb.lo => Some(Id::ONE),
                    Code::Lt if ra.lo >= rb.hi => Some(Id::ZERO),
                    Code::Le if ra.hi <= rb.lo => Some(Id::ONE),
                    Code::Le if ra.lo > rb.hi => Some(Id::ZERO),
                    _ => None,
                }
            }
            Code::And | Code::KnownAnd if ka == Some(0.0) || kb == Some(0.0) => Some(Id::ZERO),
            Code::Or | Code::KnownOr if ka == Some(1.0) || kb == Some(1.0) => Some(Id::ONE),
            Code::And | Code::KnownAnd if ka == Some(1.0) && self.is(b, Traits::TRUTH) => Some(b),
            Code::And | Code::KnownAnd if kb == Some(1.0) && self.is(a, Traits::TRUTH) => Some(a),
            Code::Or | Code::KnownOr if ka == Some(0.0) && self.is(b, Traits::TRUTH) => Some(b),
            Code::Or | Code::KnownOr if kb == Some(0.0) && self.is(a, Traits::TRUTH) => Some(a),
            Code::And | Code::KnownAnd | Code::Or | Code::KnownOr if a == b && self.is(a, Traits::TRUTH) => Some(a),
            Code::Not | Code::KnownNot => match self.node(a) {
                Node::Op(Code::Not | Code::KnownNot, [x, ..]) if self.is(x, Traits::TRUTH) => Some(x),
                _ => None,
            },
            Code::Mul if known_truth(self, a) && known_truth(self, b) => Some(self.and(a, b)),
            Code::IsUnknown if !self.is(a, Traits::UNKNOWN) => Some(Id::ZERO),
            Code::Select if ka.is_some() => Some(if ka == Some(1.0) { b } else { c }),
            Code::Select if b == c => Some(b),
            Code::Select if b == Id::ONE && c == Id::ZERO && known_truth(self, a) => Some(a),
            Code::Select => match self.node(a) {
                Node::Op(Code::Not, [x, ..]) if known_truth(self, x) => Some(self.select(x, c, b)),
                _ => None,
            },
            _ => None,
        }
    }
}

fn power_of_two(value: f64) -> bool {
    let bits = value.abs().to_bits();
    let exponent = bits >> 52;
    bits & ((1 << 52) - 1) == 0 && (2..2045).contains(&exponent)
}
