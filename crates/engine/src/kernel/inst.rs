use milepost_ir::{Code, Op, Slot};

use crate::ops;

/// What an instruction does with its operands a, b, c and d.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Do {
    /// An op of the program.
    Op(Code),
    /// min(a / b, c)
    DivMin,
    /// min(c, a / b)
    MinDiv,
    /// max(a / b, c)
    DivMax,
    /// max(c, a / b)
    MaxDiv,
    /// a / b + c
    DivAdd,
    /// a / b - c
    DivSub,
    /// c - a / b
    SubDiv,
    /// (a + b) / c
    AddDiv,
    /// (a - b) / c
    DiffDiv,
    /// min(a / b, c) * d
    DivMinMul,
    /// min(c, a / b) * d
    MinDivMul,
    /// if a < b { c } else { d }
    LtSelect,
    /// if a <= b { c } else { d }
    LeSelect,
    /// if a == b { c } else { d }
    EqSelect,
    /// (a + b) * c + d
    AddMulAdd,
    /// (a - b) * c + d
    DiffMulAdd,
    /// (a * b) * c + d
    MulMulAdd,
    /// a * b + c * d
    MulPlusMul,
    /// a * b - c * d
    MulLessMul,
    /// c - min(a, b)
    SubMin,
    /// (c - min(a, b)) * d
    SubMinMul,
    /// (c - d) * min(a, b)
    DiffMulMin,
    /// (a * b + c) * d
    MulAddMul,
    /// (a * b + c) + d
    MulAddAdd,
    /// if c { d } else { min(a, b) }
    ElseMin,
    /// c / (a + b)
    DivByAdd,
    /// (c * d) / (a + b)
    MulDivByAdd,
    /// ((a * b) * c) / d
    MulMulDiv,
    /// ((a * b) * c) * d
    MulMulMul,
    /// max(a + b, c)
    AddMax,
    /// max(a - b, c)
    DiffMax,
    /// min(a * b, c)
    MulMin,
    /// a + b held in c..d
    AddClip,
}

/// One instruction: an op, or several in one pass over the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inst {
    pub(crate) code: Do,
    pub(crate) dst: Slot,
    pub(crate) operands: [Slot; 4],
}

impl From<Op> for Inst {
    fn from(op: Op) -> Inst {
        // Operands that the op does not read may be any number: the first stands in for them.
        let read = |n: usize, slot: Slot| if ops::arity(op.code) > n { slot } else { op.a };
        let b = if op.code == Code::Lookup { op.b } else { read(1, op.b) };
        Inst { code: Do::Op(op.code), dst: op.dst, operands: [op.a, b, read(2, op.c), op.a] }
    }
}

impl Inst {
    /// The slots that it reads.
    pub(crate) fn reads(&self) -> impl Iterator<Item = Slot> + use<> {
        let count = match self.code {
            Do::Op(code) => ops::arity(code),
            Do::DivMin | Do::MinDiv | Do::DivMax | Do::MaxDiv | Do::DivAdd => 3,
            Do::DivSub | Do::SubDiv | Do::AddDiv | Do::DiffDiv => 3,
            Do::SubMin | Do::DivByAdd | Do::AddMax | Do::DiffMax | Do::MulMin => 3,
            _ => 4,
        };
        self.operands.into_iter().take(count)
    }

    fn table(&self) -> Option<u32> {
        (self.code == Do::Op(Code::Lookup)).then_some(self.operands[1])
    }
}

/// Instructions whose slots and tables are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checked {
    insts: Vec<Inst>,
    /// All slots are below this.
    slots: usize,
    /// All tables are below this.
    tables: usize,
}

impl Checked {
    pub(super) fn insts(&self) -> &[Inst] {
        &self.insts
    }

    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    pub(super) fn tables(&self) -> usize {
        self.tables
    }

    pub(crate) fn len(&self) -> usize {
        self.insts.len()
    }
}

impl FromIterator<Inst> for Checked {
    fn from_iter<I: IntoIterator<Item = Inst>>(insts: I) -> Checked {
        let insts: Vec<Inst> = insts.into_iter().collect();
        let slots = insts.iter().flat_map(|i| i.reads().chain([i.dst])).max().map_or(0, |s| s as usize + 1);
        let tables = insts.iter().filter_map(Inst::table).max().map_or(0, |t| t as usize + 1);
        Checked { insts, slots, tables }
    }
}

impl FromIterator<Op> for Checked {
    fn from_iter<I: IntoIterator<Item = Op>>(ops: I) -> Checked {
        ops.into_iter().map(Inst::from).collect()
    }
}
