//! S1 from given data: the share of the variance that goes with the classes of one input.

use super::super::distribution::{fisher_tail, student_quantile};
use super::super::error::{Error, varying};
use super::super::estimate::{Estimate, LEVEL, Reading};
use super::slices::Slices;

/// Parts of the rows that are left out in turn.
const PARTS: usize = 20;

/// S1 of one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstOrder {
    /// The share, with a 95 % interval.
    pub share: Estimate,
    /// How often chance alone would make class means differ so much, one input looked at.
    pub p: f64,
    distinct: bool,
}

impl FirstOrder {
    /// Whether the share can be told from 0, all inputs looked at together.
    pub fn reading(&self) -> Reading {
        if self.distinct {
            Reading::Distinct(self.share)
        } else {
            Reading::NotDistinguishable { at_most: self.share.high().max(0.0) }
        }
    }
}

/// S1 of each input for one output; for a series, call it for the values at each time.
///
/// The share is Kelley's epsilon squared (Kelley 1935, *PNAS* 21, 554-559), the sum of squares between K classes less what
/// noise alone would put there, over that of all N rows: (SSB - (K - 1) SSW / (N - K)) / SST.  Without the correction, the
/// plain quotient lies above the truth by about (K - 1)/N.  Classes blur what happens within them: the share is low by about
/// 1/K^2 of itself for a straight line, more for a wave shorter than a few classes.
///
/// The interval is Student's over leaving out each twentieth of the rows in turn (a grouped jackknife), rows 0, 20, 40, ..
/// together; whether the share can be told from 0 is Fisher's test, at a level that holds for all inputs together.
///
/// # Errors
/// Outputs that are not as many as the rows sorted, unknown or constant; fewer than ten rows in each part.
pub fn first_order(inputs: &[Slices], outputs: &[f64]) -> Result<Vec<FirstOrder>, Error> {
    varying(outputs)?;
    if outputs.len() < 10 * PARTS {
        return Err(Error::TooFew { what: "futures", found: outputs.len(), least: 10 * PARTS });
    }
    let mean = outputs[0] + outputs.iter().map(|y| y - outputs[0]).sum::<f64>() / outputs.len() as f64;
    let level = (1.0 - LEVEL) / inputs.len() as f64;
    let of_input = |slices: &Slices| {
        if slices.rows() != outputs.len() {
            return Err(Error::Length { found: outputs.len(), wanted: slices.rows() });
        }
        let (share, p) = estimate(slices, outputs, mean);
        Ok(FirstOrder { share, p, distinct: p < level })
    };
    inputs.iter().map(of_input).collect()
}

/// Rows, sum and sum of squares of outputs less their mean.
#[derive(Clone, Copy, Default)]
struct Cell {
    rows: f64,
    sum: f64,
    squares: f64,
}

impl Cell {
    fn plus(self, other: Cell) -> Cell {
        Cell { rows: self.rows + other.rows, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    fn minus(self, other: Cell) -> Cell {
        Cell { rows: self.rows - other.rows, sum: self.sum - other.sum, squares: self.squares - other.squares }
    }
}

fn estimate(slices: &Slices, outputs: &[f64], mean: f64) -> (Estimate, f64) {
    let classes = slices.classes();
    let mut cells = vec![Cell::default(); PARTS * classes];
    for (row, (y, class)) in outputs.iter().zip(&slices.class).enumerate() {
        let y = y - mean;
        let cell = &mut cells[row % PARTS * classes + *class as usize];
        *cell = cell.plus(Cell { rows: 1.0, sum: y, squares: y * y });
    }
    let mut whole = vec![Cell::default(); classes];
    for part in cells.chunks_exact(classes) {
        whole.iter_mut().zip(part).for_each(|(whole, cell)| *whole = whole.plus(*cell));
    }
    let squares = Squares::of(&whole);
    let left_out = cells.chunks_exact(classes).map(|part| {
        let rest: Vec<Cell> = whole.iter().zip(part).map(|(whole, cell)| whole.minus(*cell)).collect();
        Squares::of(&rest).share()
    });
    let left_out: Vec<f64> = left_out.collect();
    let n = PARTS as f64;
    let middle = left_out.iter().sum::<f64>() / n;
    let spread: f64 = left_out.iter().map(|share| (share - middle) * (share - middle)).sum();
    let error = ((n - 1.0) / n * spread).sqrt();
    let half = student_quantile(0.5 + LEVEL / 2.0, n - 1.0) * error;
    (Estimate { value: squares.share(), half }, squares.chance())
}

/// Sums of squares, between classes and within, with their degrees of freedom.
struct Squares {
    between: f64,
    within: f64,
    above: f64,
    below: f64,
}

impl Squares {
    fn of(cells: &[Cell]) -> Self {
        let filled = || cells.iter().filter(|cell| cell.rows > 0.0);
        let all = filled().fold(Cell::default(), |all, cell| all.plus(*cell));
        let means: f64 = filled().map(|cell| cell.sum * cell.sum / cell.rows).sum();
        let between = (means - all.sum * all.sum / all.rows).max(0.0);
        let within = (all.squares - means).max(0.0);
        let classes = filled().count() as f64;
        Squares { between, within, above: classes - 1.0, below: all.rows - classes }
    }

    fn share(&self) -> f64 {
        (self.between - self.above * self.within / self.below) / (self.between + self.within)
    }

    fn chance(&self) -> f64 {
        if self.within <= 0.0 {
            return 0.0;
        }
        fisher_tail(self.between / self.above * self.below / self.within, self.above, self.below)
    }
}
