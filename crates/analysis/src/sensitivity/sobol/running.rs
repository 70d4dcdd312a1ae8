//! Indices of many outputs from rows as they come.

use super::super::error::Error;
use super::indices::{Halves, Indices, LEAST_BASE, over_replicates, same_length};
use crate::design::Blocks;

/// Sums over one replicate of a design, for many outputs at once: the values of a series at its times, or several
/// measures.  Memory grows with outputs x inputs (x inputs for second order), not with rows.
#[derive(Debug, Clone)]
pub struct Running {
    blocks: Blocks,
    base: usize,
    outputs: Vec<Output>,
    /// Rows of the base point that is not whole yet, row by row.
    pending: Vec<f64>,
    /// Base points taken in.
    taken: usize,
    /// One output's values over a base point.
    gathered: Vec<f64>,
}

/// One output: its sums, or why it has none.
type Output = Result<Option<Halves>, Error>;

impl Running {
    /// Nothing yet, of a design with `base` base points and rows of `outputs` numbers.
    ///
    /// # Errors
    /// Fewer than four base points.
    pub fn new(blocks: Blocks, base: usize, outputs: usize) -> Result<Self, Error> {
        if base < LEAST_BASE {
            return Err(Error::TooFew { what: "base points", found: base, least: LEAST_BASE });
        }
        let (pending, gathered) = (Vec::new(), vec![0.0; blocks.step()]);
        Ok(Running { blocks, base, outputs: vec![Ok(None); outputs], pending, taken: 0, gathered })
    }

    /// Takes the next rows of the design, one after the other, each of as many numbers as there are outputs.
    ///
    /// # Errors
    /// Numbers that are no whole rows, or more rows than the design has.
    pub fn push(&mut self, rows: &[f64]) -> Result<(), Error> {
        let width = self.outputs.len().max(1);
        let step = self.blocks.step();
        let (found, wanted) = (self.rows() + rows.len().div_ceil(width), self.base * step);
        if !rows.len().is_multiple_of(width) || found > wanted {
            return Err(Error::Length { found, wanted });
        }
        self.pending.extend_from_slice(rows);
        let pending = std::mem::take(&mut self.pending);
        let whole = pending.chunks_exact(step * width);
        let rest = whole.remainder().to_vec();
        whole.for_each(|block| self.take(block));
        self.pending = rest;
        Ok(())
    }

    /// Rows taken so far.
    fn rows(&self) -> usize {
        self.taken * self.blocks.step() + self.pending.len() / self.outputs.len().max(1)
    }

    fn take(&mut self, block: &[f64]) {
        let width = self.outputs.len();
        let index = self.taken;
        for (place, output) in self.outputs.iter_mut().enumerate() {
            let Ok(halves) = output else { continue };
            for (value, row) in self.gathered.iter_mut().zip(block.chunks_exact(width)) {
                *value = row[place];
            }
            if let Some(row) = self.gathered.iter().position(|y| !y.is_finite()) {
                let value = self.gathered[row];
                *output = Err(Error::NotFinite { what: "output", row: index * self.blocks.step() + row, value });
                continue;
            }
            let y = &self.gathered;
            let centre = || y[0] + y.iter().map(|v| v - y[0]).sum::<f64>() / y.len() as f64;
            halves.get_or_insert_with(|| Halves::empty(self.blocks, self.base, centre())).push(index, y);
        }
        self.taken += 1;
    }

    /// The indices of each output over at least two replicates of one design.  An output that is unknown or constant
    /// (a series at its start) has an error of its own and hinders no other.
    ///
    /// # Errors
    /// A single replicate, or replicates that differ in length or are not whole.
    pub fn indices(replicates: &[Running]) -> Result<Vec<Result<Indices, Error>>, Error> {
        same_length(replicates.iter().map(Running::rows))?;
        let first = &replicates[0];
        let wanted = first.base * first.blocks.step();
        if first.rows() != wanted {
            return Err(Error::Length { found: first.rows(), wanted });
        }
        let of = |place: usize| -> Result<Indices, Error> {
            let halves = replicates.iter().map(|r| match r.outputs.get(place) {
                Some(Ok(Some(halves))) => Ok(halves.clone()),
                Some(Err(error)) => Err(error.clone()),
                _ => Err(Error::Length { found: 0, wanted }),
            });
            over_replicates(&halves.collect::<Result<Vec<_>, _>>()?)
        };
        Ok((0..first.outputs.len()).map(of).collect())
    }
}
