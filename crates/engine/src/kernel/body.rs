//! The interpreter: one op after another, each a loop over chunks of 8 lanes.

use milepost_ir::Code;

use super::{Chunk, Do, Inst};
use crate::math;
use crate::tables::Table;

/// Tables up to this length are searched by counting, longer ones by halving.
const COUNTED: usize = 32;

/// Ops that are not worth a copy for each lane width.
pub(super) trait Heavy {
    /// As [`super::rows::row`].
    ///
    /// # Safety
    /// The pointers are to that many lanes, a multiple of 8, aligned to 64 bytes.
    unsafe fn row(code: Code, dst: *mut f64, a: *const f64, b: *const f64, lanes: usize);
}

/// Runs instructions in order on `L` lanes.
///
/// # Safety
/// `slots` is aligned to 64 bytes and holds `L` lanes, a multiple of 8, for every slot that an instruction names;
/// every table that an instruction names exists.
#[inline(always)]
pub(super) unsafe fn execute<const L: usize, H: Heavy>(insts: &[Inst], slots: *mut f64, tables: &[Table]) {
    for inst in insts {
        macro_rules! map {
            (|$a:ident| $value:expr) => {
                map::<L, 1>(slots, inst, |[$a]| $value)
            };
            (|$a:ident, $b:ident| $value:expr) => {
                map::<L, 2>(slots, inst, |[$a, $b]| $value)
            };
            (|$a:ident, $b:ident, $c:ident| $value:expr) => {
                map::<L, 3>(slots, inst, |[$a, $b, $c]| $value)
            };
            (|$a:ident, $b:ident, $c:ident, $d:ident| $value:expr) => {
                map::<L, 4>(slots, inst, |[$a, $b, $c, $d]| $value)
            };
        }
        // SAFETY: the caller's promise, instruction by instruction.
        unsafe {
            match inst.code {
                Do::Op(Code::Copy) => map!(|a| a),
                Do::Op(Code::Neg) => map!(|a| -a),
                Do::Op(Code::Abs) => map!(|a| a.abs()),
                Do::Op(Code::Sqrt) => map!(|a| a.sqrt()),
                Do::Op(Code::Floor) => map!(|a| math::floor(a)),
                Do::Op(Code::Not | Code::KnownNot) => map!(|a| 1.0 - a),
                Do::Op(Code::IsUnknown) => map!(|a| math::is_unknown(a)),
                Do::Op(Code::Add) => map!(|a, b| a + b),
                Do::Op(Code::Sub) => map!(|a, b| a - b),
                Do::Op(Code::Mul) => map!(|a, b| a * b),
                Do::Op(Code::Div) => map!(|a, b| a / b),
                Do::Op(Code::Min) => map!(|a, b| math::min(a, b)),
                Do::Op(Code::Max) => map!(|a, b| math::max(a, b)),
                Do::Op(Code::Lt) => map!(|a, b| math::truth(a < b)),
                Do::Op(Code::Le) => map!(|a, b| math::truth(a <= b)),
                Do::Op(Code::Eq) => map!(|a, b| math::truth(a == b)),
                Do::Op(Code::Ne) => map!(|a, b| math::truth(a != b)),
                Do::Op(Code::And) => map!(|a, b| math::and(a, b)),
                Do::Op(Code::Or) => map!(|a, b| math::or(a, b)),
                Do::Op(Code::Select) => map!(|a, b, c| math::select(a, b, c)),
                Do::Op(Code::MulAdd) => map!(|a, b, c| a * b + c),
                Do::Op(Code::MulSub) => map!(|a, b, c| a * b - c),
                Do::Op(Code::SubMul) => map!(|a, b, c| c - a * b),
                Do::Op(Code::AddAdd) => map!(|a, b, c| (a + b) + c),
                Do::Op(Code::MulMul) => map!(|a, b, c| (a * b) * c),
                Do::Op(Code::AddMul) => map!(|a, b, c| (a + b) * c),
                Do::Op(Code::DiffMul) => map!(|a, b, c| (a - b) * c),
                Do::Op(Code::MulDiv) => map!(|a, b, c| (a * b) / c),
                Do::Op(Code::DivMul) => map!(|a, b, c| (a / b) * c),
                Do::Op(Code::Clip) => map!(|a, b, c| math::clip(a, b, c)),
                Do::Op(Code::Lookup) => lookup::<L>(slots, inst, tables.get_unchecked(inst.operands[1] as usize)),
                Do::Op(code) => {
                    let row = |slot: u32| slots.add(slot as usize * L);
                    H::row(code, row(inst.dst), row(inst.operands[0]), row(inst.operands[1]), L);
                }
                Do::DivMin => map!(|a, b, c| math::min(a / b, c)),
                Do::MinDiv => map!(|a, b, c| math::min(c, a / b)),
                Do::DivMax => map!(|a, b, c| math::max(a / b, c)),
                Do::MaxDiv => map!(|a, b, c| math::max(c, a / b)),
                Do::DivAdd => map!(|a, b, c| a / b + c),
                Do::DivSub => map!(|a, b, c| a / b - c),
                Do::SubDiv => map!(|a, b, c| c - a / b),
                Do::AddDiv => map!(|a, b, c| (a + b) / c),
                Do::DiffDiv => map!(|a, b, c| (a - b) / c),
                Do::DivMinMul => map!(|a, b, c, d| math::min(a / b, c) * d),
                Do::MinDivMul => map!(|a, b, c, d| math::min(c, a / b) * d),
                Do::LtSelect => map!(|a, b, c, d| if a < b { c } else { d }),
                Do::LeSelect => map!(|a, b, c, d| if a <= b { c } else { d }),
                Do::EqSelect => map!(|a, b, c, d| if a == b { c } else { d }),
                Do::AddMulAdd => map!(|a, b, c, d| (a + b) * c + d),
                Do::DiffMulAdd => map!(|a, b, c, d| (a - b) * c + d),
                Do::MulMulAdd => map!(|a, b, c, d| (a * b) * c + d),
                Do::MulPlusMul => map!(|a, b, c, d| a * b + c * d),
                Do::MulLessMul => map!(|a, b, c, d| a * b - c * d),
                Do::SubMin => map!(|a, b, c| c - math::min(a, b)),
                Do::SubMinMul => map!(|a, b, c, d| (c - math::min(a, b)) * d),
                Do::DiffMulMin => map!(|a, b, c, d| (c - d) * math::min(a, b)),
                Do::MulAddMul => map!(|a, b, c, d| (a * b + c) * d),
                Do::MulAddAdd => map!(|a, b, c, d| (a * b + c) + d),
                Do::ElseMin => map!(|a, b, c, d| math::select(c, d, math::min(a, b))),
                Do::DivByAdd => map!(|a, b, c| c / (a + b)),
                Do::MulDivByAdd => map!(|a, b, c, d| (c * d) / (a + b)),
                Do::MulMulDiv => map!(|a, b, c, d| ((a * b) * c) / d),
                Do::MulMulMul => map!(|a, b, c, d| ((a * b) * c) * d),
                Do::AddMax => map!(|a, b, c| math::max(a + b, c)),
                Do::DiffMax => map!(|a, b, c| math::max(a - b, c)),
                Do::MulMin => map!(|a, b, c| math::min(a * b, c)),
                Do::AddClip => map!(|a, b, c, d| math::clip(a + b, c, d)),
            }
        }
    }
}

/// `dst = f(operands)` on all lanes.
///
/// # Safety
/// As for [`execute`].
#[inline(always)]
unsafe fn map<const L: usize, const N: usize>(slots: *mut f64, inst: &Inst, f: impl Fn([f64; N]) -> f64) {
    for i in 0..L / 8 {
        // SAFETY: the slots exist, and i is a chunk of a row.
        unsafe {
            let mut x = [[0.0; 8]; N];
            for k in 0..N {
                x[k] = load::<L>(slots, inst.operands[k], i);
            }
            let mut r = [0.0; 8];
            for j in 0..8 {
                let mut operands = [0.0; N];
                for k in 0..N {
                    operands[k] = x[k][j];
                }
                r[j] = f(operands);
            }
            store::<L>(slots, inst.dst, i, r);
        }
    }
}

/// A table on all lanes.
///
/// # Safety
/// As for [`execute`].
#[inline(always)]
unsafe fn lookup<const L: usize>(slots: *mut f64, inst: &Inst, table: &Table) {
    let (knots, pieces) = (table.knots(), table.pieces());
    // SAFETY: the slot exists, and its row is aligned and holds L lanes; nothing else refers to it here.
    let from = unsafe { &*slots.add(inst.operands[0] as usize * L).cast::<[f64; L]>() };
    let mut x = [0.0; L];
    for j in 0..L {
        x[j] = table.clamp(from[j]);
    }
    let mut piece = [0_u64; L];
    if knots.len() <= COUNTED {
        // All lanes for each knot, not all knots for each lane: so it vectorises over lanes.
        for &knot in &knots[1..] {
            for j in 0..L {
                piece[j] += u64::from(knot <= x[j]);
            }
        }
    } else {
        for j in 0..L {
            piece[j] = knots[1..].partition_point(|&knot| knot <= x[j]) as u64;
        }
    }
    for i in 0..L / 8 {
        let mut r = [0.0; 8];
        for j in 0..8 {
            let k = i * 8 + j;
            // SAFETY: at most knots.len() - 1 knots were counted, and there are as many pieces as knots.
            let [knot, y, slope, _] = unsafe { *pieces.get_unchecked(piece[k] as usize) };
            r[j] = y + (x[k] - knot) * slope;
        }
        // SAFETY: the slot exists, and i is a chunk of a row.
        unsafe { store::<L>(slots, inst.dst, i, r) };
    }
}

/// Eight lanes of a slot.
///
/// # Safety
/// The slot exists and has more than `i` chunks.
#[inline(always)]
unsafe fn load<const L: usize>(slots: *mut f64, slot: u32, i: usize) -> [f64; 8] {
    // SAFETY: the caller's promise.
    unsafe { slots.add(slot as usize * L).cast::<Chunk>().add(i).read().0 }
}

/// Sets eight lanes of a slot.
///
/// # Safety
/// The slot exists and has more than `i` chunks.
#[inline(always)]
unsafe fn store<const L: usize>(slots: *mut f64, slot: u32, i: usize, values: [f64; 8]) {
    // SAFETY: the caller's promise.
    unsafe { slots.add(slot as usize * L).cast::<Chunk>().add(i).write(Chunk(values)) }
}
