//! What values a node can take, where it is known and finite.
//!
//! Ends are computed with the arithmetic of the ops themselves, which rounds monotonically: no value lies outside.

use super::{Graph, Id};
use crate::Code;

/// A closed range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub lo: f64,
    pub hi: f64,
}

impl Range {
    pub const ANY: Range = Range { lo: f64::NEG_INFINITY, hi: f64::INFINITY };
    pub const UNIT: Range = Range { lo: 0.0, hi: 1.0 };
    pub const POSITIVE: Range = Range { lo: 0.0, hi: f64::INFINITY };

    pub fn new(lo: f64, hi: f64) -> Range {
        if lo <= hi { Range { lo, hi } } else { Range::ANY }
    }

    pub fn point(value: f64) -> Range {
        Range::new(value, value)
    }

    pub fn hull(self, other: Range) -> Range {
        Range::new(least(self.lo, other.lo), most(self.hi, other.hi))
    }

    pub fn inside(self, lo: f64, hi: f64) -> bool {
        lo <= self.lo && self.hi <= hi
    }

    pub fn plus(self, other: Range) -> Range {
        Range::new(self.lo + other.lo, self.hi + other.hi)
    }

    pub fn times(self, other: Range) -> Range {
        // An end at infinity stands for any large value: with 0 it makes 0.
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        self.ends(other, product)
    }

    fn over(self, other: Range) -> Range {
        if !other.avoids_zero() {
            return Range::ANY;
        }
        let quotient = |a: f64, b: f64| if a == 0.0 || b.is_infinite() { 0.0 } else { a / b };
        self.ends(other, quotient)
    }

    fn ends(self, other: Range, f: impl Fn(f64, f64) -> f64) -> Range {
        let ends = [f(self.lo, other.lo), f(self.lo, other.hi), f(self.hi, other.lo), f(self.hi, other.hi)];
        if ends.iter().any(|e| e.is_nan()) {
            return Range::ANY;
        }
        Range::new(ends.into_iter().fold(ends[0], least), ends.into_iter().fold(ends[0], most))
    }

    fn avoids_zero(self) -> bool {
        self.lo > 0.0 || self.hi < 0.0
    }

    fn negative(self) -> Range {
        Range::new(-self.hi, -self.lo)
    }
}

fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn most(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

impl Graph {
    /// The range of an op's result.
    pub(super) fn range_of(&self, code: Code, operands: [Id; 3]) -> Range {
        let [a, b, c] = operands.map(|o| self.range(o));
        match code {
            Code::Copy => a,
            Code::Neg => a.negative(),
            Code::Abs if a.lo >= 0.0 => a,
            Code::Abs => Range::new(0.0, most(-a.lo, a.hi)),
            Code::Exp | Code::Sqrt => Range::POSITIVE,
            Code::Pow if a.lo >= 0.0 => Range::POSITIVE,
            Code::Logistic | Code::NormalCdf => Range::UNIT,
            Code::Sin | Code::Cos => Range::new(-1.0, 1.0),
            Code::Floor | Code::Ceil | Code::Round | Code::Trunc => Range::new(a.lo.floor(), a.hi.ceil()),
            Code::Add => a.plus(b),
            Code::Sub => a.plus(b.negative()),
            Code::Mul if operands[0] == operands[1] => {
                let square = a.times(a);
                Range::new(most(square.lo, 0.0), square.hi)
            }
            Code::Mul => a.times(b),
            Code::Div => a.over(b),
            Code::Min => Range::new(least(a.lo, b.lo), least(a.hi, b.hi)),
            Code::Max => Range::new(most(a.lo, b.lo), most(a.hi, b.hi)),
            // Unknown is no value.
            Code::Select if operands[1] == Id::UNKNOWN => c,
            Code::Select if operands[2] == Id::UNKNOWN => b,
            Code::Select => b.hull(c),
            Code::Lt | Code::Le | Code::Eq | Code::Ne | Code::And | Code::Or | Code::Not | Code::IsUnknown => {
                Range::UNIT
            }
            Code::KnownLt | Code::KnownLe | Code::KnownEq | Code::KnownAnd | Code::KnownOr | Code::KnownNot => {
                Range::UNIT
            }
            _ => Range::ANY,
        }
    }

    /// Whether an op may make infinite or undefined values of finite ones, overflow apart.
    pub(super) fn makes_wild(&self, code: Code, operands: [Id; 3]) -> bool {
        let [a, b, _] = operands.map(|o| self.range(o));
        match code {
            Code::Ln => a.lo <= 0.0,
            Code::Sqrt => a.lo < 0.0,
            Code::Pow => a.lo <= 0.0,
            Code::Asin | Code::Acos => !a.inside(-1.0, 1.0),
            Code::Tan => true,
            Code::NormalQuantile => a.lo < 0.0 || a.hi > 1.0,
            Code::Div | Code::Mod => !b.avoids_zero(),
            _ => false,
        }
    }
}
