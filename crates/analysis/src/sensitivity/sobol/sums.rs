//! The sums that Sobol' indices are made of, over the base points of one design and for one output.

use super::super::error::{Error, rounding};
use super::point::{Pairs, Point};
use crate::design::{Blocks, Order};

/// Base points whose terms are added before they are added to the total: keeps rounding from growing with N.
const PART: u32 = 256;

/// Places of the single terms in [`Sums::total`]; the rows of D terms follow.
const WEIGHT: usize = 0;
const A: usize = 1;
const B: usize = 2;
const SQUARES: usize = 3;
const PRODUCT: usize = 4;
const SINGLE: usize = 5;

/// Sums over base points, of outputs less a centre that should lie near their mean.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    blocks: Blocks,
    centre: f64,
    total: Vec<f64>,
    part: Vec<f64>,
    pushed: u32,
}

impl Sums {
    pub(super) fn new(blocks: Blocks, centre: f64) -> Self {
        let d = blocks.inputs;
        let terms = match blocks.order {
            Order::First => SINGLE + 3 * d,
            Order::Second => SINGLE + 4 * d + d * d,
        };
        let zeros = vec![0.0; terms];
        Sums { blocks, centre, total: zeros.clone(), part: zeros, pushed: 0 }
    }

    /// Adds one base point: its outputs in the design's order, weighted.
    pub(super) fn push(&mut self, y: &[f64], weight: f64) {
        let d = self.blocks.inputs;
        let (a, b) = (y[0] - self.centre, y[y.len() - 1] - self.centre);
        let crossed = &y[1..=d];
        let (single, rows) = self.part.split_at_mut(SINGLE);
        for (term, value) in single.iter_mut().zip([1.0, a, b, a * a + b * b, a * b]) {
            *term += weight * value;
        }
        let (difference, rows) = rows.split_at_mut(d);
        let (first, rows) = rows.split_at_mut(d);
        let (total, rows) = rows.split_at_mut(d);
        for j in 0..d {
            let change = crossed[j] - self.centre - a;
            difference[j] += weight * change;
            first[j] += weight * b * change;
            total[j] += weight * change * change;
        }
        if self.blocks.order == Order::Second {
            let (swapped, cross) = rows.split_at_mut(d);
            for (j, y) in y[1 + d..1 + 2 * d].iter().enumerate() {
                let swap = weight * (y - self.centre);
                swapped[j] += swap;
                let row = &mut cross[j * d..(j + 1) * d];
                for k in j + 1..d {
                    row[k] += swap * (crossed[k] - self.centre);
                }
            }
        }
        self.pushed += 1;
        if self.pushed == PART {
            self.flush();
        }
    }

    fn flush(&mut self) {
        for (total, part) in self.total.iter_mut().zip(&mut self.part) {
            *total += std::mem::take(part);
        }
        self.pushed = 0;
    }

    /// Adds the base points of another part of the same design, taken around the same centre.
    pub(super) fn add(&mut self, other: &Sums) {
        debug_assert_eq!(self.centre, other.centre);
        self.flush();
        for (total, (more, part)) in self.total.iter_mut().zip(other.total.iter().zip(&other.part)) {
            *total += more + part;
        }
    }

    /// The indices of what was added.
    ///
    /// # Errors
    /// A constant output.
    pub(super) fn point(&self) -> Result<Point, Error> {
        let mut whole = self.clone();
        whole.flush();
        whole.indices()
    }

    fn indices(&self) -> Result<Point, Error> {
        let d = self.blocks.inputs;
        let t = &self.total;
        let n = t[WEIGHT];
        let row = |k: usize| &t[SINGLE + k * d..SINGLE + (k + 1) * d];
        let mean = (t[A] + t[B]) / (2.0 * n);
        let variance = t[SQUARES] / (2.0 * n) - mean * mean;
        let value = self.centre + mean;
        if variance <= rounding(value) * rounding(value) {
            return Err(Error::Constant { value });
        }
        // The estimators want outputs less their mean over all rows; the sums are around the centre.
        let off = self.mean_of_all() - self.centre;
        let scale = 1.0 / (n * variance);
        let first: Vec<f64> = (0..d).map(|j| (row(1)[j] - off * row(0)[j]) * scale).collect();
        let total = (0..d).map(|j| 0.5 * row(2)[j] * scale).collect();
        let second = (self.blocks.order == Order::Second).then(|| {
            let plain = t[PRODUCT] - off * (t[A] + t[B]);
            Pairs::new(d, |j, k| {
                let cross = row(4 + j)[k] - off * (row(3)[j] + row(0)[k] + t[A]);
                (cross - plain) * scale - first[j] - first[k]
            })
        });
        Ok(Point { first, total, second, mean: value, variance })
    }

    /// The mean over all rows.
    fn mean_of_all(&self) -> f64 {
        let d = self.blocks.inputs;
        let t = &self.total;
        let crossed: f64 = t[SINGLE..SINGLE + d].iter().map(|difference| difference + t[A]).sum();
        let swapped: f64 = match self.blocks.order {
            Order::First => 0.0,
            Order::Second => t[SINGLE + 3 * d..SINGLE + 4 * d].iter().sum(),
        };
        self.centre + (t[A] + t[B] + crossed + swapped) / (t[WEIGHT] * self.blocks.step() as f64)
    }
}
