use std::ops::Range;
use std::sync::atomic::AtomicBool;

use milepost_ir::Program;

use crate::{Bands, Fault};

/// Which futures to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Futures {
    /// Key of all random numbers.
    pub seed: u64,
    /// Member numbers, below 2^32.  Ranges that will be merged start at multiples of [`Futures::BLOCK`].
    pub members: Range<u64>,
}

impl Futures {
    /// Sums are formed over blocks of this many members, so that their bits do not depend on how the work was split.
    pub const BLOCK: u64 = 4096;
}

/// What to keep besides the outputs, as indices into [`Program::saved`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Saved slots to summarise over members at every saved time.
    pub bands: Vec<usize>,
    /// Saved slots to keep whole.
    pub series: Vec<usize>,
}

impl Keep {
    /// Bands of every saved slot, no series.
    pub fn bands(program: &Program) -> Keep {
        Keep { bands: (0..program.saved.len()).collect(), series: Vec::new() }
    }

    /// The series of every saved slot, no bands.
    pub fn series(program: &Program) -> Keep {
        Keep { bands: Vec::new(), series: (0..program.saved.len()).collect() }
    }
}

/// What to do about a stock that must stay finite and does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NonFinite {
    /// Return [`Fault::NonFinite`].
    #[default]
    Refuse,
    /// Go on.
    Allow,
}

/// How to run; besides the points, none of it changes a member's result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a> {
    /// Instruction set; the best of this machine if not given.
    pub isa: Option<crate::Isa>,
    /// Lanes to a group: 8, 32, 64 or 128; by the size of the program if not given.
    pub lanes: Option<crate::Lanes>,
    /// Raised by another thread to stop the run within milliseconds.
    pub cancel: Option<&'a AtomicBool>,
    /// What to do about a stock that must stay finite and does not.
    pub non_finite: NonFinite,
    /// Points of a design, in place of what members would draw before their first step.
    pub points: Option<&'a crate::Points>,
}

/// Results of a range of members.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The members, in order.
    pub members: Range<u64>,
    /// `outputs[k][i]`: output k of the program, of the i-th member of the range.
    pub outputs: Vec<Vec<f64>>,
    /// For each of [`Keep::bands`], in that order.
    pub bands: Vec<Bands>,
    /// `series[k][t][i]`: the k-th of [`Keep::series`] at the t-th saved time, of the i-th member of the range.
    pub series: Vec<Vec<Vec<f64>>>,
}

impl Block {
    /// Appends the block of the members that follow.  The result has the same bits however the members were split,
    /// as long as they were split at multiples of [`Futures::BLOCK`].
    pub fn merge(&mut self, next: Block) -> Result<(), Fault> {
        if self.members.end != next.members.start {
            return Err(Fault::Apart { end: self.members.end, start: next.members.start });
        }
        let alike = self.outputs.len() == next.outputs.len()
            && self.bands.len() == next.bands.len()
            && self.series.len() == next.series.len()
            && self.bands.iter().zip(&next.bands).all(|(a, b)| a.times() == b.times())
            && self.series.iter().zip(&next.series).all(|(a, b)| a.len() == b.len());
        if !alike {
            return Err(Fault::Unlike);
        }
        self.members.end = next.members.end;
        for (mine, theirs) in self.outputs.iter_mut().zip(next.outputs) {
            mine.extend(theirs);
        }
        for (mine, theirs) in self.bands.iter_mut().zip(next.bands) {
            mine.merge(theirs)?;
        }
        for (mine, theirs) in self.series.iter_mut().flatten().zip(next.series.into_iter().flatten()) {
            mine.extend(theirs);
        }
        Ok(())
    }
}
