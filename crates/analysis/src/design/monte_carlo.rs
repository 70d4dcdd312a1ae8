//! Monte Carlo: independent uniform points.

use super::random::{Purpose, Stream};
use super::{Design, Error, inside, shape};

/// Independent uniform points.  A longer design of the same seed begins with the same points.
#[derive(Debug, Clone)]
pub struct MonteCarlo {
    rows: u64,
    columns: usize,
    seed: u64,
}

impl MonteCarlo {
    /// `rows` points of `columns` inputs.
    ///
    /// # Errors
    /// No rows or no columns.
    pub fn new(rows: u64, columns: usize, seed: u64) -> Result<Self, Error> {
        shape(rows, columns)?;
        Ok(MonteCarlo { rows, columns, seed })
    }
}

impl Design for MonteCarlo {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn fill(&self, column: usize, first: u64, out: &mut [f64]) {
        inside(self, column, first, out.len());
        let stream = Stream::new(self.seed, Purpose::MonteCarlo, column as u64);
        (first..).zip(out).for_each(|(row, value)| *value = stream.unit(row));
    }
}
