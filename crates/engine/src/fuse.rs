//! Pairs of ops whose first result only the second reads become one op: one pass over the lanes instead of two.
//!
//! Every fused op rounds as its parts do, so this changes no bits.  The program brings its own fused ops of three
//! operands; those here have four, or join a division, which leaves time for more at no cost.

use milepost_ir::{Code, Op, Slot};

use crate::kernel::{Do, Inst};
use crate::ops::arity;

/// Where the value of a slot comes from: the op that wrote it, counted from 1, or 0 for before.
type Version = usize;

/// Joins what can be joined; `live` slots are read after the ops.
pub(crate) fn fuse(ops: &[Op], live: impl Fn(Slot) -> bool) -> Vec<Inst> {
    let slots =
        ops.iter().flat_map(|op| crate::ops::reads(op).chain([op.dst])).max().map_or(0, |slot| slot as usize + 1);
    let single = read_once(ops, slots, live);
    let mut versions: Vec<Version> = vec![0; slots];
    let mut done: Vec<Option<Pending>> = Vec::with_capacity(ops.len());
    for (i, op) in ops.iter().enumerate() {
        let version = |slot: Slot| versions[slot as usize];
        let operands = [op.a, op.b, op.c];
        let joined = (0..arity(op.code)).find_map(|at| {
            let from = version(operands[at]).checked_sub(1).filter(|&from| single[from])?;
            let first = done[from].as_ref()?;
            // What the first op reads is still there, if at most its own result, which goes, came over it.
            let unchanged = first.reads().all(|(slot, before)| [before, from + 1].contains(&version(slot)));
            let inst = join(&first.inst, op, at).filter(|_| unchanged)?;
            Some((from, inst))
        });
        let inst = match joined {
            Some((from, inst)) => {
                done[from] = None;
                inst
            }
            None => Inst::from(*op),
        };
        let mut versions_read = [0; 4];
        versions_read.iter_mut().zip(inst.reads()).for_each(|(read, slot)| *read = version(slot));
        versions[op.dst as usize] = i + 1;
        done.push(Some(Pending { inst, versions: versions_read }));
    }
    done.into_iter().flatten().map(|pending| pending.inst).collect()
}

/// An instruction that later ones may take in.
struct Pending {
    inst: Inst,
    /// Of the slots that it reads.
    versions: [Version; 4],
}

impl Pending {
    fn reads(&self) -> impl Iterator<Item = (Slot, Version)> + use<> {
        self.inst.reads().zip(self.versions)
    }
}

/// For each op, whether its result is read once, and not after the last op.
fn read_once(ops: &[Op], slots: usize, live: impl Fn(Slot) -> bool) -> Vec<bool> {
    let mut writer: Vec<Option<usize>> = vec![None; slots];
    let mut reads = vec![0; ops.len()];
    for (i, op) in ops.iter().enumerate() {
        for slot in crate::ops::reads(op) {
            if let Some(from) = writer[slot as usize] {
                reads[from] += 1;
            }
        }
        writer[op.dst as usize] = Some(i);
    }
    for (slot, from) in writer.into_iter().enumerate() {
        if let Some(from) = from.filter(|_| live(slot as Slot)) {
            reads[from] += 2;
        }
    }
    reads.into_iter().map(|count| count == 1).collect()
}

/// The op that does `second` with `first` as its operand number `at`.
fn join(first: &Inst, second: &Op, at: usize) -> Option<Inst> {
    let code = match (first.code, second.code, at) {
        (Do::Op(Code::Div), Code::Min, 0) => Do::DivMin,
        (Do::Op(Code::Div), Code::Min, 1) => Do::MinDiv,
        (Do::Op(Code::Div), Code::Max, 0) => Do::DivMax,
        (Do::Op(Code::Div), Code::Max, 1) => Do::MaxDiv,
        (Do::Op(Code::Div), Code::Add, _) => Do::DivAdd,
        (Do::Op(Code::Div), Code::Sub, 0) => Do::DivSub,
        (Do::Op(Code::Div), Code::Sub, 1) => Do::SubDiv,
        (Do::Op(Code::Add), Code::Div, 0) => Do::AddDiv,
        (Do::Op(Code::Sub), Code::Div, 0) => Do::DiffDiv,
        (Do::DivMin, Code::Mul, _) => Do::DivMinMul,
        (Do::MinDiv, Code::Mul, _) => Do::MinDivMul,
        (Do::Op(Code::Lt), Code::Select, 0) => Do::LtSelect,
        (Do::Op(Code::Le), Code::Select, 0) => Do::LeSelect,
        (Do::Op(Code::Eq), Code::Select, 0) => Do::EqSelect,
        (Do::Op(Code::Add), Code::MulAdd, 0 | 1) => Do::AddMulAdd,
        (Do::Op(Code::Sub), Code::MulAdd, 0 | 1) => Do::DiffMulAdd,
        (Do::Op(Code::Mul), Code::MulAdd, 0 | 1) => Do::MulMulAdd,
        (Do::Op(Code::AddMul), Code::Add, _) => Do::AddMulAdd,
        (Do::Op(Code::DiffMul), Code::Add, _) => Do::DiffMulAdd,
        (Do::Op(Code::MulMul), Code::Add, _) => Do::MulMulAdd,
        (Do::Op(Code::Min), Code::Sub, 1) => Do::SubMin,
        (Do::SubMin, Code::Mul, _) | (Do::Op(Code::Min), Code::DiffMul, 1) => Do::SubMinMul,
        (Do::Op(Code::Min), Code::DiffMul, 2) => Do::DiffMulMin,
        (Do::Op(Code::Min), Code::Select, 2) => Do::ElseMin,
        (Do::Op(Code::MulAdd), Code::Mul, _) => Do::MulAddMul,
        (Do::Op(Code::MulAdd), Code::Add, _) => Do::MulAddAdd,
        (Do::Op(Code::Add), Code::Div, 1) => Do::DivByAdd,
        (Do::Op(Code::Add), Code::MulDiv, 2) => Do::MulDivByAdd,
        (Do::Op(Code::MulMul), Code::Div, 0) => Do::MulMulDiv,
        (Do::Op(Code::MulMul), Code::Mul, _) => Do::MulMulMul,
        (Do::Op(Code::Add), Code::Max, 0) => Do::AddMax,
        (Do::Op(Code::Sub), Code::Max, 0) => Do::DiffMax,
        (Do::Op(Code::Mul), Code::Min, 0) => Do::MulMin,
        (Do::Op(Code::Add), Code::Clip, 0) => Do::AddClip,
        (Do::Op(Code::Mul), Code::MulAdd, 2) => return Some(products(first, second, Do::MulPlusMul)),
        (Do::Op(Code::Mul), Code::MulSub, 2) => return Some(products(first, second, Do::MulLessMul)),
        (Do::Op(Code::Mul), Code::SubMul, 2) => {
            let [a, b, ..] = first.operands;
            return Some(Inst { code: Do::MulLessMul, dst: second.dst, operands: [a, b, second.a, second.b] });
        }
        _ => return None,
    };
    let others = [second.a, second.b, second.c].into_iter().take(arity(second.code)).enumerate();
    let others = others.filter(|o| o.0 != at).map(|o| o.1);
    let mut operands = [0; 4];
    let all = first.reads().chain(others);
    operands.iter_mut().zip(all).for_each(|(operand, slot)| *operand = slot);
    Some(Inst { code, dst: second.dst, operands })
}

/// `a b + c d` and `a b - c d`, where the first op is the second product.
fn products(first: &Inst, second: &Op, code: Do) -> Inst {
    let [c, d, ..] = first.operands;
    Inst { code, dst: second.dst, operands: [second.a, second.b, c, d] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Checked, Isa, Kernel, Lanes, Rows};
    use crate::ops;

    const CODES: [Code; 18] = {
        use Code::*;
        [
            Add, Sub, Mul, Div, Min, Max, Lt, Le, Eq, Select, MulAdd, MulSub, SubMul, MulMul, AddMul, DiffMul, MulDiv,
            Clip,
        ]
    };

    fn op(code: Code, dst: Slot, [a, b, c]: [Slot; 3]) -> Op {
        Op { code, dst, a, b, c }
    }

    /// Slots 0 to 5 hold these; others are written by ops.
    const VALUES: [f64; 6] = [2.5, 1.5, 0.75, 3.25, 2.5, 0.0];

    fn in_lanes(insts: Vec<Inst>, slot: Slot, isa: Isa) -> f64 {
        let mut rows = Rows::new(10, Lanes::L8);
        (0..).zip(VALUES).for_each(|(slot, value)| rows.fill(slot, value));
        Kernel::new(isa, Lanes::L8).execute(&Checked::from_iter(insts), &mut rows, &[]);
        rows.row(slot)[3]
    }

    fn one_by_one(ops: &[Op], slot: Slot) -> f64 {
        let mut slots = [0.0; 10];
        slots[..6].copy_from_slice(&VALUES);
        for op in ops {
            slots[op.dst as usize] = ops::value(op, |slot| slots[slot as usize], &[]);
        }
        slots[slot as usize]
    }

    #[test]
    fn every_joined_op_does_what_its_parts_do() {
        let mut joined = Vec::new();
        for first in CODES {
            for second in CODES {
                for at in 0..arity(second) {
                    for base in [0, 1, 2] {
                        let mut operands = [base + 1, base + 2, base + 3];
                        operands[at] = 6;
                        let ops = [op(first, 6, [base, base + 1, base + 2]), op(second, 7, operands)];
                        let fused = fuse(&ops, |slot| slot == 7);
                        if fused.len() == 1 && !joined.contains(&(fused[0].code, at)) {
                            joined.push((fused[0].code, at));
                        }
                        for isa in Isa::available() {
                            let (ours, exact) = (in_lanes(fused.clone(), 7, isa), one_by_one(&ops, 7));
                            assert!(ours == exact || ours.is_nan() && exact.is_nan(), "{fused:?} {ours} {exact}");
                        }
                    }
                }
            }
        }
        assert_eq!(joined.len(), 38, "{joined:?}");
    }

    #[test]
    fn only_what_is_read_once_and_still_there_is_joined() {
        let (divide, least) = (op(Code::Div, 6, [0, 1, 0]), op(Code::Min, 7, [6, 2, 0]));
        let count = |ops: &[Op], live: &[Slot]| {
            let fused = fuse(ops, |slot| live.contains(&slot));
            for &slot in live {
                assert_eq!(in_lanes(fused.clone(), slot, Isa::Baseline), one_by_one(ops, slot));
            }
            fused.len()
        };
        assert_eq!(count(&[divide, least], &[7]), 1);
        assert_eq!(count(&[divide, least], &[6, 7]), 2, "read later");
        assert_eq!(count(&[divide, least, op(Code::Add, 8, [6, 0, 0])], &[7, 8]), 3, "read twice");
        assert_eq!(count(&[divide, op(Code::Sub, 1, [3, 2, 0]), least], &[7]), 3, "an operand changed");
        assert_eq!(count(&[divide, op(Code::Sub, 6, [3, 2, 0]), least], &[7]), 3, "another result came over it");
        let own = [op(Code::Div, 0, [0, 1, 0]), op(Code::Min, 7, [0, 2, 0])];
        assert_eq!(count(&own, &[7]), 1, "only its own result came over an operand");
        for least in [least, op(Code::Min, 7, [2, 6, 0])] {
            let chain = [divide, least, op(Code::Mul, 8, [3, 7, 0])];
            assert_eq!(count(&chain, &[8]), 1, "three in one");
        }
    }
}
