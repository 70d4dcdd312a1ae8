//! Latin hypercube: each column is cut into as many equal strata as there are rows, and each stratum holds one point.

use super::random::{Permutation, Purpose, Stream};
use super::{Design, Error, inside, shape};

/// One point in each of `rows` equal strata of every column, at a random place in it (McKay, Beckman & Conover 1979,
/// *Technometrics* 21, 239-245).  The columns' orders are independent of each other.
#[derive(Debug, Clone)]
pub struct LatinHypercube {
    rows: u64,
    columns: usize,
    seed: u64,
}

impl LatinHypercube {
    /// The most rows: beyond them strata would be too narrow for the numbers in them to differ.
    pub const MOST_ROWS: u64 = 1 << 40;

    /// `rows` points of `columns` inputs.
    ///
    /// # Errors
    /// No rows, no columns, or more than [`Self::MOST_ROWS`].
    pub fn new(rows: u64, columns: usize, seed: u64) -> Result<Self, Error> {
        shape(rows, columns)?;
        if rows > Self::MOST_ROWS {
            return Err(Error::TooManyRows {
                what: "the Latin hypercube",
                rows: u128::from(rows),
                most: Self::MOST_ROWS,
                remedy: "use Monte Carlo",
            });
        }
        Ok(LatinHypercube { rows, columns, seed })
    }
}

impl Design for LatinHypercube {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn fill(&self, column: usize, first: u64, out: &mut [f64]) {
        inside(self, column, first, out.len());
        let order = Permutation::new(Stream::new(self.seed, Purpose::Strata, column as u64), self.rows);
        let jitter = Stream::new(self.seed, Purpose::Jitter, column as u64);
        for (row, value) in (first..).zip(out) {
            let stratum = order.at(row) as f64;
            // The jitter's 52 bits are more than fit beside the stratum: rounding must not reach the next one.
            let next = ((stratum + 1.0) / self.rows as f64).next_down();
            *value = ((stratum + jitter.unit(row)) / self.rows as f64).min(next);
        }
    }
}
