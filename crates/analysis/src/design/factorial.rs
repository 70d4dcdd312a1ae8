//! Full factorial: every combination of levels.

use super::{Design, Error, Grid, Independence, inside, shape};

/// Every combination of the levels of each column once; the last column moves fastest.
#[derive(Debug, Clone)]
pub struct FullFactorial {
    levels: Vec<u32>,
    grid: Grid,
    /// How many rows pass before a column's level changes.
    strides: Vec<u64>,
    rows: u64,
}

impl FullFactorial {
    /// The combinations of `levels[j]` levels for each column j, at most `most` rows.
    ///
    /// # Errors
    /// No columns, a column without a level, dependent inputs (not every combination can happen), more than `most` rows.
    pub fn new(levels: &[u32], grid: Grid, most: u64, independence: &Independence) -> Result<Self, Error> {
        shape(1, levels.len())?;
        if let Some(column) = levels.iter().position(|k| *k == 0) {
            return Err(Error::NoLevels { column });
        }
        independence.require("a full factorial design")?;
        let count = levels.iter().fold(1u128, |count, k| count.saturating_mul(u128::from(*k)));
        if count > u128::from(most) {
            return Err(Error::TooManyRows {
                what: "the full factorial design",
                rows: count,
                most,
                remedy: "take fewer levels or columns, or a Latin hypercube",
            });
        }
        let mut rows = 1;
        let mut strides = vec![1; levels.len()];
        for (stride, k) in strides.iter_mut().zip(levels).rev() {
            *stride = rows;
            rows *= u64::from(*k);
        }
        Ok(FullFactorial { levels: levels.to_vec(), grid, strides, rows })
    }

    /// Which level of a column a row has, from 0: for categories, whatever their weights.
    pub fn level(&self, column: usize, row: u64) -> u32 {
        (row / self.strides[column] % u64::from(self.levels[column])) as u32
    }
}

impl Design for FullFactorial {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn columns(&self) -> usize {
        self.levels.len()
    }

    fn fill(&self, column: usize, first: u64, out: &mut [f64]) {
        inside(self, column, first, out.len());
        for (row, value) in (first..).zip(out) {
            *value = self.grid.place(self.level(column, row), self.levels[column]);
        }
    }
}
