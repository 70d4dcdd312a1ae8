//! Designs: which futures to run.  A design is a table of points on the unit cube, rows x columns, one column for each
//! uncertainty or lever; whoever asks maps a column to its distribution.
//!
//! | design | for |
//! |---|---|
//! | [`MonteCarlo`] | anything; grows without limit |
//! | [`LatinHypercube`] | ensembles to look at, discover in and measure from given data |
//! | [`Sobol`] | as Latin hypercube, with an error that falls faster |
//! | [`Saltelli`] | Sobol' indices |
//! | [`FullFactorial`] | every combination of a few levels |
//! | [`Morris`] | screening of many inputs with few runs |
//!
//! No design is held in memory: [`Design::fill`] makes any stretch of any column, from the seed alone, with the same bits on
//! every machine and in any order.
//!
//! **Categories.**  A column is cut into categories by their weights with [`category`].  The grids of [`FullFactorial`] and
//! [`Morris`] hold equally likely levels: give a factorial column as many levels as there are categories and read
//! [`FullFactorial::level`]; under Morris a category gets whole levels, so that with p levels its weight should be a
//! multiple of 1/p.

mod directions;
mod error;
mod factorial;
mod grid;
mod latin;
mod monte_carlo;
mod morris;
pub(crate) mod random;
mod saltelli;
mod sobol;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use factorial::FullFactorial;
pub use grid::{Grid, category};
pub use latin::LatinHypercube;
pub use monte_carlo::MonteCarlo;
pub use morris::{Morris, Move};
pub use saltelli::{Blocks, Order, Saltelli, replicate};
pub use sobol::Sobol;

/// A table of points on the unit cube.
pub trait Design: Sync {
    /// How many points.
    fn rows(&self) -> u64;

    /// How many inputs.
    fn columns(&self) -> usize;

    /// Writes rows `first..first + out.len()` of a column.
    ///
    /// # Panics
    /// If the design has no such rows or no such column: an error of the program, not of its user.
    fn fill(&self, column: usize, first: u64, out: &mut [f64]);

    /// A whole column; 8 bytes a row.
    fn column(&self, column: usize) -> Vec<f64> {
        let mut out = vec![0.0; self.rows() as usize];
        self.fill(column, 0, &mut out);
        out
    }

    /// One point.
    fn point(&self, row: u64) -> Vec<f64> {
        let mut point = vec![0.0; self.columns()];
        for (column, value) in point.iter_mut().enumerate() {
            self.fill(column, row, std::slice::from_mut(value));
        }
        point
    }
}

/// Whether the inputs of a design are drawn independently of each other, as whoever knows their distributions says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Independence {
    /// No input says anything about another.
    Independent,
    /// At least these two depend on each other.
    Dependent {
        /// Name of one.
        first: String,
        /// Name of the other.
        second: String,
    },
}

impl Independence {
    /// Refuses dependent inputs for a method, called as people call it.
    ///
    /// # Errors
    /// [`Error::Dependent`], with both names.
    pub fn require(&self, method: &'static str) -> Result<(), Error> {
        match self {
            Independence::Independent => Ok(()),
            Independence::Dependent { first, second } => {
                Err(Error::Dependent { method, first: first.clone(), second: second.clone() })
            }
        }
    }
}

/// Checks what every design needs.
fn shape(rows: u64, columns: usize) -> Result<(), Error> {
    match (rows, columns) {
        (_, 0) => Err(Error::NoColumns),
        (0, _) => Err(Error::NoRows),
        _ => Ok(()),
    }
}

/// Asserts that a stretch of a column is there.
fn inside(design: &impl Design, column: usize, first: u64, length: usize) {
    assert!(column < design.columns(), "column {column} of {}", design.columns());
    let end = first.checked_add(length as u64);
    assert!(end.is_some_and(|end| end <= design.rows()), "rows {first} and on of {}", design.rows());
}
