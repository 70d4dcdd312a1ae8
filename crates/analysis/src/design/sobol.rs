//! The Sobol' sequence, scrambled.

use super::directions::{BITS, Directions, directions};
use super::random::{Purpose, Stream, mix, unit};
use super::{Design, Error, inside, shape};

/// A scrambled Sobol' sequence (Sobol' 1967; Owen 1995): every column has exactly one point in each of its `rows` equal
/// strata, and so have many boxes of several columns.
///
/// The scramble is Owen's nested uniform one: each of the 32 binary digits of a number is flipped by a random bit that
/// depends on the digits before it, and 20 more random digits follow.  Each point is then uniform on the cube, the points
/// keep their balance, and scrambles of different seeds are independent: this is what makes intervals over replicates
/// honest.  Column c of seed s takes its bits from SplitMix64's finaliser over (s, c, digit, digits before).  A longer
/// design of the same seed begins with the same points.
#[derive(Debug, Clone)]
pub struct Sobol {
    rows: u64,
    seed: u64,
    directions: Vec<Directions>,
}

impl Sobol {
    /// The most columns.
    pub const MOST_COLUMNS: usize = super::directions::COLUMNS;

    /// The most rows.
    pub const MOST_ROWS: u64 = 1 << 31;

    /// `rows` points of `columns` inputs.
    ///
    /// # Errors
    /// No rows or columns, rows that are no power of two, more than [`Self::MOST_ROWS`] or [`Self::MOST_COLUMNS`].
    pub fn new(rows: u64, columns: usize, seed: u64) -> Result<Self, Error> {
        Self::with_remedy(rows, columns, seed, "use a Latin hypercube")
    }

    pub(super) fn with_remedy(rows: u64, columns: usize, seed: u64, remedy: &'static str) -> Result<Self, Error> {
        shape(rows, columns)?;
        if rows > Self::MOST_ROWS {
            let rows = u128::from(rows);
            return Err(Error::TooManyRows {
                what: "the Sobol' design",
                rows,
                most: Self::MOST_ROWS,
                remedy: "use Monte Carlo",
            });
        }
        if !rows.is_power_of_two() {
            let above = rows.next_power_of_two();
            let (below, above) = (above / 2, Some(above).filter(|above| *above <= Self::MOST_ROWS));
            return Err(Error::NotPowerOfTwo { asked: rows, below, above });
        }
        Ok(Sobol { rows, seed, directions: directions(columns, remedy)? })
    }

    /// One column, ready to give any of its numbers.
    pub(super) fn line(&self, column: usize) -> Line<'_> {
        Line { directions: &self.directions[column], scramble: Scramble::new(self.seed, column) }
    }
}

/// One column of a [`Sobol`] design.
pub(super) struct Line<'a> {
    directions: &'a Directions,
    scramble: Scramble,
}

impl Line<'_> {
    /// The number of a row.
    pub(super) fn at(&self, row: u64) -> f64 {
        self.scramble.unit(self.digits(row))
    }

    /// The number before the scramble, in 2^-32: Gray code order (Antonov & Saleev 1979), as everybody's.
    pub(super) fn digits(&self, row: u64) -> u32 {
        let mut gray = (row ^ (row >> 1)) as u32;
        let mut digits = 0;
        while gray != 0 {
            digits ^= self.directions[gray.trailing_zeros() as usize];
            gray &= gray - 1;
        }
        digits
    }
}

impl Design for Sobol {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn columns(&self) -> usize {
        self.directions.len()
    }

    fn fill(&self, column: usize, first: u64, out: &mut [f64]) {
        inside(self, column, first, out.len());
        let line = self.line(column);
        (first..).zip(out).for_each(|(row, value)| *value = line.at(row));
    }
}

/// A nested uniform scramble of one column.
struct Scramble {
    digits: [u64; BITS as usize],
    tail: u64,
}

impl Scramble {
    fn new(seed: u64, column: usize) -> Self {
        let stream = Stream::new(seed, Purpose::Scramble, column as u64);
        Scramble {
            digits: std::array::from_fn(|digit| stream.bits(digit as u64)),
            tail: Stream::new(seed, Purpose::Tail, column as u64).bits(0),
        }
    }

    fn unit(&self, point: u32) -> f64 {
        let mut scrambled = 0;
        for (digit, key) in (0..BITS).zip(self.digits) {
            let flip = bit(key, prefix(point, digit));
            scrambled = (scrambled << 1) | (u64::from(point >> (BITS - 1 - digit)) & 1 ^ flip);
        }
        unit((scrambled << 32) | (mix(self.tail ^ mix(u64::from(point))) >> 32))
    }
}

/// The first digits of a point.
fn prefix(point: u32, digits: u32) -> u64 {
    u64::from(point) >> (BITS - digits)
}

/// A random bit for a key and the digits before.
fn bit(key: u64, prefix: u64) -> u64 {
    mix(key.wrapping_add(prefix.wrapping_mul(0x9e37_79b9_7f4a_7c15))) >> 63
}
