//! The arithmetic of ops whose result is the same bits on every machine.

use crate::Code;

fn truth(value: bool) -> f64 {
    if value { 1.0 } else { 0.0 }
}

fn known(a: f64, b: f64, value: bool) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { truth(value) }
}

impl Code {
    /// Number of operands (a lookup's table not counted).
    pub fn arity(self) -> usize {
        use Code::*;
        match self {
            Copy | Neg | Abs | Exp | Ln | Sqrt | Sin | Cos | Tan | Atan | Asin | Acos | Logistic | NormalQuantile
            | NormalCdf | Floor | Ceil | Round | Trunc | Not | KnownNot | IsUnknown | Lookup => 1,
            Add | Sub | Mul | Div | Pow | Min | Max | Mod | Lt | Le | Eq | Ne | And | Or | KnownLt | KnownLe
            | KnownEq | KnownAnd | KnownOr => 2,
            Select | MulAdd | MulSub | SubMul | AddAdd | MulMul | AddMul | DiffMul | MulDiv | DivMul | Clip => 3,
        }
    }
}

/// The value of an op on constants; `None` where machines or libraries could differ.
pub(crate) fn fold(code: Code, [a, b, c]: [f64; 3]) -> Option<f64> {
    Some(match code {
        Code::Copy => a,
        Code::Neg => -a,
        Code::Abs => a.abs(),
        Code::Sqrt => a.sqrt(),
        Code::Floor => a.floor(),
        Code::Ceil => a.ceil(),
        Code::Round => a.round(),
        Code::Trunc => a.trunc(),
        Code::Add => a + b,
        Code::Sub => a - b,
        Code::Mul => a * b,
        Code::Div => a / b,
        Code::Min => minimum(a, b),
        Code::Max => maximum(a, b),
        Code::Mod => a - b * (a / b).floor(),
        Code::Lt => truth(a < b),
        Code::Le => truth(a <= b),
        Code::Eq => truth(a == b),
        Code::Ne => truth(a != b),
        Code::And => truth(a == 1.0 && b == 1.0),
        Code::Or => truth(a == 1.0 || b == 1.0),
        Code::Not | Code::KnownNot => 1.0 - a,
        Code::KnownLt => known(a, b, a < b),
        Code::KnownLe => known(a, b, a <= b),
        Code::KnownEq => known(a, b, a == b),
        Code::KnownAnd if a == 0.0 || b == 0.0 => 0.0,
        Code::KnownOr if a == 1.0 || b == 1.0 => 1.0,
        Code::KnownAnd => known(a, b, true),
        Code::KnownOr => known(a, b, false),
        Code::IsUnknown => truth(a.is_nan()),
        Code::Select => {
            if a == 1.0 {
                b
            } else {
                c
            }
        }
        _ => return None,
    })
}

fn minimum(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn maximum(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
