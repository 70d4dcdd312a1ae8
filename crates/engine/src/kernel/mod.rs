//! Ops over lanes, compiled for several instruction sets.  The only module with `unsafe` code.
#![allow(unsafe_code)]
#![allow(clippy::needless_range_loop, reason = "loops over lanes by index vectorise")]

mod body;
mod inst;
mod rows;

use std::fmt;

use milepost_ir::Draw;

pub(crate) use self::inst::{Checked, Do, Inst};
use crate::tables::Table;

/// An instruction set that the lanes are compiled for.  It changes the speed, never a bit of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isa {
    /// What every machine of the architecture has.
    Baseline,
    /// x86-64 with AVX2.
    Avx2,
    /// x86-64 with AVX-512 F, DQ and VL.
    Avx512,
}

impl Isa {
    /// All of them that this machine has, the fastest last.
    pub fn available() -> Vec<Isa> {
        let mut found = vec![Isa::Baseline];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                found.push(Isa::Avx2);
            }
            if is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
            {
                found.push(Isa::Avx512);
            }
        }
        found
    }

    /// The fastest that this machine has.
    pub fn best() -> Isa {
        Isa::available().pop().unwrap_or(Isa::Baseline)
    }
}

impl fmt::Display for Isa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Isa::Baseline => "baseline",
            Isa::Avx2 => "AVX2",
            Isa::Avx512 => "AVX-512",
        })
    }
}

/// How many members are computed side by side.  It changes the speed, never a bit of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lanes {
    /// 8
    L8 = 8,
    /// 32
    L32 = 32,
    /// 64
    L64 = 64,
    /// 128
    L128 = 128,
}

impl Lanes {
    /// All widths.
    pub const ALL: [Lanes; 4] = [Lanes::L8, Lanes::L32, Lanes::L64, Lanes::L128];

    pub(crate) fn count(self) -> usize {
        self as usize
    }
}

/// Eight lanes, on one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(crate) struct Chunk(pub(crate) [f64; 8]);

/// Slots times lanes: the state of a group of members.
#[derive(Debug)]
pub(crate) struct Rows {
    chunks: Vec<Chunk>,
    /// Chunks to a row.
    width: usize,
}

impl Rows {
    pub(crate) fn new(slots: usize, lanes: Lanes) -> Rows {
        let width = lanes.count() / 8;
        Rows { chunks: vec![Chunk([0.0; 8]); slots * width], width }
    }

    pub(crate) fn clear(&mut self) {
        self.chunks.fill(Chunk([0.0; 8]));
    }

    /// The lanes of a slot.
    pub(crate) fn row(&self, slot: u32) -> &[f64] {
        let at = slot as usize * self.width;
        flat(&self.chunks[at..at + self.width])
    }

    pub(crate) fn fill(&mut self, slot: u32, value: f64) {
        let at = slot as usize * self.width;
        self.chunks[at..at + self.width].fill(Chunk([value; 8]));
    }

    /// The chunks of a slot.
    pub(crate) fn chunks(&self, slot: u32) -> &[Chunk] {
        let at = slot as usize * self.width;
        &self.chunks[at..at + self.width]
    }

    /// The chunks of a slot, to write to.
    pub(crate) fn chunks_mut(&mut self, slot: u32) -> &mut [Chunk] {
        let at = slot as usize * self.width;
        &mut self.chunks[at..at + self.width]
    }
}

fn flat(chunks: &[Chunk]) -> &[f64] {
    // SAFETY: a Chunk is 8 consecutive f64 without padding (64 bytes, aligned to 64).
    unsafe { std::slice::from_raw_parts(chunks.as_ptr().cast(), chunks.len() * 8) }
}

/// What an instruction set gives: functions compiled for it.
struct Functions {
    execute: unsafe fn(&[Inst], *mut f64, &[Table]),
    draw: unsafe fn(*mut f64, usize, u64, u64, u32, u32),
}

/// Ops and draws for one instruction set and width.
#[derive(Clone, Copy)]
pub(crate) struct Kernel {
    lanes: Lanes,
    functions: &'static Functions,
}

impl Kernel {
    /// For the instruction set asked for, or the next best that the machine has.
    pub(crate) fn new(isa: Isa, lanes: Lanes) -> Kernel {
        let isa = Isa::available().into_iter().rfind(|&found| found <= isa).unwrap_or(Isa::Baseline);
        let functions = match isa {
            Isa::Baseline => baseline::functions(lanes),
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => avx2::functions(lanes),
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => avx512::functions(lanes),
            #[cfg(not(target_arch = "x86_64"))]
            _ => baseline::functions(lanes),
        };
        Kernel { lanes, functions }
    }

    pub(crate) fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// Runs ops in order on all lanes.
    pub(crate) fn execute(&self, code: &Checked, rows: &mut Rows, tables: &[Table]) {
        let width = self.lanes.count() / 8;
        assert!(rows.width == width && rows.chunks.len() >= code.slots() * width && tables.len() >= code.tables());
        // SAFETY: the ops' slots lie within the rows and their tables exist (just asserted, by Checked's promise);
        // the machine has the instruction set (Kernel::new chose among those it has).
        unsafe { (self.functions.execute)(code.insts(), rows.chunks.as_mut_ptr().cast(), tables) }
    }

    /// Fills the lanes of a slot with uniform draws of members from `member` on.
    pub(crate) fn draw(&self, draw: Draw, rows: &mut Rows, seed: u64, member: u32, step: u32) {
        let chunks = rows.chunks_mut(draw.slot);
        let lanes = chunks.len() * 8;
        // SAFETY: the pointer is to that many lanes; the machine has the instruction set.
        unsafe { (self.functions.draw)(chunks.as_mut_ptr().cast(), lanes, seed, draw.stream, member, step) }
    }
}

/// Compiles the kernel with the given features into a module of that name.
macro_rules! compile {
    ($module:ident $(, $feature:literal)*) => {
        mod $module {
            use milepost_ir::Code;

            use super::{Functions, Inst, Lanes, Table, body, rows};

            struct Here;

            impl body::Heavy for Here {
                #[inline(always)]
                unsafe fn row(code: Code, dst: *mut f64, a: *const f64, b: *const f64, lanes: usize) {
                    // SAFETY: passed on from the caller.
                    unsafe { row(code, dst, a, b, lanes) }
                }
            }

            #[inline(never)]
            $(#[target_feature(enable = $feature)])*
            unsafe fn row(code: Code, dst: *mut f64, a: *const f64, b: *const f64, lanes: usize) {
                // SAFETY: passed on from the caller.
                unsafe { rows::row(code, dst, a, b, lanes) }
            }

            $(#[target_feature(enable = $feature)])*
            unsafe fn execute<const L: usize>(ops: &[Inst], slots: *mut f64, tables: &[Table]) {
                // SAFETY: passed on from the caller.
                unsafe { body::execute::<L, Here>(ops, slots, tables) }
            }

            $(#[target_feature(enable = $feature)])*
            unsafe fn draw(dst: *mut f64, lanes: usize, seed: u64, stream: u64, member: u32, step: u32) {
                // SAFETY: passed on from the caller.
                unsafe { rows::draw(dst, lanes, seed, stream, member, step) }
            }

            pub(super) fn functions(lanes: Lanes) -> &'static Functions {
                match lanes {
                    Lanes::L8 => &Functions { execute: execute::<8>, draw },
                    Lanes::L32 => &Functions { execute: execute::<32>, draw },
                    Lanes::L64 => &Functions { execute: execute::<64>, draw },
                    Lanes::L128 => &Functions { execute: execute::<128>, draw },
                }
            }
        }
    };
}

compile!(baseline);
#[cfg(target_arch = "x86_64")]
compile!(avx2, "avx2");
#[cfg(target_arch = "x86_64")]
compile!(avx512, "avx2", "avx512f", "avx512dq", "avx512vl");
