//! An op as an expression of C, with the rounding and the order of the engine.

use milepost_ir::{Code, Op, Slot};

/// The value of an op; `read` writes a slot.
pub(super) fn value(op: &Op, read: impl Fn(Slot) -> String) -> String {
    let a = || read(op.a);
    let b = || read(op.b);
    let c = || read(op.c);
    let one = |name: &str| format!("{name}({})", a());
    let two = |name: &str| format!("{name}({}, {})", a(), b());
    let infix = |sign: &str| format!("{} {sign} {}", a(), b());
    let truth = |sign: &str| format!("{} {sign} {} ? 1.0 : 0.0", a(), b());
    match op.code {
        Code::Copy => a(),
        Code::Neg => format!("-{}", a()),
        Code::Abs => one("fabs"),
        Code::Exp => one("mp_exp"),
        Code::Ln => one("mp_ln"),
        Code::Sqrt => one("sqrt"),
        Code::Sin => one("mp_sin"),
        Code::Cos => one("mp_cos"),
        Code::Tan => one("mp_tan"),
        Code::Atan => one("mp_atan"),
        Code::Asin => one("mp_asin"),
        Code::Acos => one("mp_acos"),
        Code::Logistic => one("mp_logistic"),
        Code::NormalQuantile => one("mp_normal_quantile"),
        Code::NormalCdf => one("mp_normal_cdf"),
        Code::Floor => one("floor"),
        Code::Ceil => one("mp_ceil"),
        Code::Round => one("mp_round"),
        Code::Trunc => one("mp_trunc"),
        Code::Add => infix("+"),
        Code::Sub => infix("-"),
        Code::Mul => infix("*"),
        Code::Div => infix("/"),
        Code::Pow => two("mp_pow"),
        Code::Min => two("mp_min"),
        Code::Max => two("mp_max"),
        Code::Mod => two("mp_modulo"),
        Code::Lt => truth("<"),
        Code::Le => truth("<="),
        Code::Eq => truth("=="),
        Code::Ne => truth("!="),
        Code::And => two("mp_and"),
        Code::Or => two("mp_or"),
        Code::Not | Code::KnownNot => format!("1.0 - {}", a()),
        Code::KnownLt => two("mp_known_lt"),
        Code::KnownLe => two("mp_known_le"),
        Code::KnownEq => two("mp_known_eq"),
        Code::KnownAnd => two("mp_known_and"),
        Code::KnownOr => two("mp_known_or"),
        Code::IsUnknown => format!("{0} != {0} ? 1.0 : 0.0", a()),
        Code::Select => format!("{} == 1.0 ? {} : {}", a(), b(), c()),
        Code::Lookup => format!("mp_lookup(&LOOKUPS[{}], {})", op.b, a()),
        Code::MulAdd => format!("{} * {} + {}", a(), b(), c()),
        Code::MulSub => format!("{} * {} - {}", a(), b(), c()),
        Code::SubMul => format!("{} - {} * {}", c(), a(), b()),
        Code::AddAdd => format!("({} + {}) + {}", a(), b(), c()),
        Code::MulMul => format!("({} * {}) * {}", a(), b(), c()),
        Code::AddMul => format!("({} + {}) * {}", a(), b(), c()),
        Code::DiffMul => format!("({} - {}) * {}", a(), b(), c()),
        Code::MulDiv => format!("({} * {}) / {}", a(), b(), c()),
        Code::DivMul => format!("({} / {}) * {}", a(), b(), c()),
        Code::Clip => format!("mp_clip({}, {}, {})", a(), b(), c()),
    }
}

/// Number of slots that an op reads: of `a`, `b`, `c` the first so many.
fn arity(code: Code) -> usize {
    use Code::*;
    match code {
        Copy | Neg | Abs | Exp | Ln | Sqrt | Sin | Cos | Tan | Atan | Asin | Acos | Logistic => 1,
        NormalQuantile | NormalCdf | Floor | Ceil | Round | Trunc | Not | KnownNot | IsUnknown | Lookup => 1,
        Add | Sub | Mul | Div | Pow | Min | Max | Mod | Lt | Le | Eq | Ne | And | Or => 2,
        KnownLt | KnownLe | KnownEq | KnownAnd | KnownOr => 2,
        Select | MulAdd | MulSub | SubMul | AddAdd | MulMul | AddMul | DiffMul | MulDiv | DivMul | Clip => 3,
    }
}

/// The slots that an op reads.
pub(super) fn reads(op: &Op) -> impl Iterator<Item = Slot> + use<> {
    [op.a, op.b, op.c].into_iter().take(arity(op.code))
}
