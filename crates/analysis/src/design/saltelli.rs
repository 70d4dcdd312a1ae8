//! Saltelli's design for Sobol' indices: two independent tables and their crossings.

use super::random::{Purpose, Stream};
use super::{Design, Error, Independence, Sobol, inside};

/// Which indices a design allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// S1 and ST: N(D + 2) rows.
    First,
    /// S1, ST and S2: N(2D + 2) rows.
    Second,
}

/// How the rows of a [`Saltelli`] design follow each other: what its analysis needs to know.
///
/// For each of the N base points i in turn: A_i, then AB_i^(1) .. AB_i^(D) (A with one column from B), then, for second
/// order, BA_i^(1) .. BA_i^(D), then B_i.  This is SALib's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// D, the number of inputs.
    pub inputs: usize,
    /// Whether the BA rows are there.
    pub order: Order,
}

impl Blocks {
    /// Rows for one base point.
    pub fn step(&self) -> usize {
        match self.order {
            Order::First => self.inputs + 2,
            Order::Second => 2 * self.inputs + 2,
        }
    }
}

/// Saltelli's design (Saltelli 2002; Saltelli et al. 2010, *Comput. Phys. Commun.* 181, 259-270) over a scrambled Sobol'
/// sequence of 2D columns: A is its first half, B its second.  No point is skipped: the scramble moves the origin away.
///
/// The design of 2N base points begins with that of N: an analysis that was not enough is continued, not repeated.
#[derive(Debug, Clone)]
pub struct Saltelli {
    base: Sobol,
    blocks: Blocks,
}

impl Saltelli {
    /// The most inputs.
    pub const MOST_INPUTS: usize = Sobol::MOST_COLUMNS / 2;

    /// N = `base` points, a power of two, of `inputs` independent inputs.
    ///
    /// # Errors
    /// Those of [`Sobol::new`], and dependent inputs.
    pub fn new(base: u64, inputs: usize, order: Order, seed: u64, independence: &Independence) -> Result<Self, Error> {
        if inputs > Self::MOST_INPUTS {
            let remedy = "two columns go to each input: screen with Morris first and keep the inputs that matter";
            return Err(Error::TooManyColumns { asked: 2 * inputs, most: Sobol::MOST_COLUMNS, remedy });
        }
        let base = Sobol::new(base, 2 * inputs, seed)?;
        independence.require("the decomposition of variance by Sobol'")?;
        Ok(Saltelli { base, blocks: Blocks { inputs, order } })
    }

    /// N.
    pub fn base(&self) -> u64 {
        self.base.rows()
    }

    /// How the rows follow each other.
    pub fn blocks(&self) -> Blocks {
        self.blocks
    }
}

impl Design for Saltelli {
    fn rows(&self) -> u64 {
        self.base.rows() * self.blocks.step() as u64
    }

    fn columns(&self) -> usize {
        self.blocks.inputs
    }

    fn fill(&self, column: usize, first: u64, out: &mut [f64]) {
        inside(self, column, first, out.len());
        let Blocks { inputs, .. } = self.blocks;
        let step = self.blocks.step() as u64;
        let lines = [self.base.line(column), self.base.line(inputs + column)];
        let mut point = [0.0; 2];
        let mut made = None;
        for (row, value) in (first..).zip(out) {
            let (base, block) = (row / step, (row % step) as usize);
            if made != Some(base) {
                point = [lines[0].at(base), lines[1].at(base)];
                made = Some(base);
            }
            let from_b = match block {
                0 => false,
                k if k == step as usize - 1 => true,
                k if k <= inputs => k - 1 == column,
                k => k - 1 - inputs != column,
            };
            *value = point[usize::from(from_b)];
        }
    }
}

/// The seed of an independent replicate of a design, the first of which is number 0.
pub fn replicate(seed: u64, number: u64) -> u64 {
    Stream::new(seed, Purpose::Replicate, number).bits(0)
}
