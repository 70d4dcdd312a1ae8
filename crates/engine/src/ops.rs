//! What an op reads, and its value on one lane.

use milepost_ir::{Code, Op, Slot};

use crate::math;
use crate::tables::Table;

/// Number of slots that an op reads: of `a`, `b`, `c` the first so many.
pub(crate) fn arity(code: Code) -> usize {
    use Code::*;
    match code {
        Copy | Neg | Abs | Exp | Ln | Sqrt | Sin | Cos | Tan | Atan | Asin | Acos | Logistic => 1,
        NormalQuantile | NormalCdf | Floor | Ceil | Round | Trunc | Not | KnownNot | IsUnknown => 1,
        Lookup => 1,
        Add | Sub | Mul | Div | Pow | Min | Max | Mod | Lt | Le | Eq | Ne | And | Or => 2,
        KnownLt | KnownLe | KnownEq | KnownAnd | KnownOr => 2,
        Select | MulAdd | MulSub | SubMul | AddAdd | MulMul | AddMul | DiffMul | MulDiv | DivMul | Clip => 3,
    }
}

/// The slots that an op reads.
pub(crate) fn reads(op: &Op) -> impl Iterator<Item = Slot> + use<> {
    [op.a, op.b, op.c].into_iter().take(arity(op.code))
}

/// The table that an op reads.
pub(crate) fn table(op: &Op) -> Option<u32> {
    (op.code == Code::Lookup).then_some(op.b)
}

/// The value of an op; `get` gives the slots.
pub(crate) fn value(op: &Op, get: impl Fn(Slot) -> f64, tables: &[Table]) -> f64 {
    let a = || get(op.a);
    let b = || get(op.b);
    let c = || get(op.c);
    match op.code {
        Code::Copy => a(),
        Code::Neg => -a(),
        Code::Abs => a().abs(),
        Code::Exp => math::exp(a()),
        Code::Ln => math::ln(a()),
        Code::Sqrt => a().sqrt(),
        Code::Sin => math::sin(a()),
        Code::Cos => math::cos(a()),
        Code::Tan => math::tan(a()),
        Code::Atan => math::atan(a()),
        Code::Asin => math::asin(a()),
        Code::Acos => math::acos(a()),
        Code::Logistic => math::logistic(a()),
        Code::NormalQuantile => math::normal_quantile(a()),
        Code::NormalCdf => math::normal_cdf(a()),
        Code::Floor => math::floor(a()),
        Code::Ceil => math::ceil(a()),
        Code::Round => math::round(a()),
        Code::Trunc => math::trunc(a()),
        Code::Add => a() + b(),
        Code::Sub => a() - b(),
        Code::Mul => a() * b(),
        Code::Div => a() / b(),
        Code::Pow => math::pow(a(), b()),
        Code::Min => math::min(a(), b()),
        Code::Max => math::max(a(), b()),
        Code::Mod => math::modulo(a(), b()),
        Code::Lt => math::truth(a() < b()),
        Code::Le => math::truth(a() <= b()),
        Code::Eq => math::truth(a() == b()),
        Code::Ne => math::truth(a() != b()),
        Code::And => math::and(a(), b()),
        Code::Or => math::or(a(), b()),
        Code::Not | Code::KnownNot => 1.0 - a(),
        Code::KnownLt => math::known_lt(a(), b()),
        Code::KnownLe => math::known_le(a(), b()),
        Code::KnownEq => math::known_eq(a(), b()),
        Code::KnownAnd => math::known_and(a(), b()),
        Code::KnownOr => math::known_or(a(), b()),
        Code::IsUnknown => math::is_unknown(a()),
        Code::Select => math::select(a(), b(), c()),
        Code::Lookup => tables[op.b as usize].value(a()),
        Code::MulAdd => a() * b() + c(),
        Code::MulSub => a() * b() - c(),
        Code::SubMul => c() - a() * b(),
        Code::AddAdd => (a() + b()) + c(),
        Code::MulMul => (a() * b()) * c(),
        Code::AddMul => (a() + b()) * c(),
        Code::DiffMul => (a() - b()) * c(),
        Code::MulDiv => (a() * b()) / c(),
        Code::DivMul => (a() / b()) * c(),
        Code::Clip => math::clip(a(), b(), c()),
    }
}
