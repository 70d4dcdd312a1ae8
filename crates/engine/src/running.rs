use crate::Moments;
use crate::histogram::Counts;

/// What is known so far of one block of at most [`Futures::BLOCK`](crate::Futures::BLOCK) members, in sums of 8 columns
/// so that they vectorise.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    known: u64,
    unknown: u64,
    /// The first finite value: sums of deviations from it lose no digits.
    origin: Option<f64>,
    sum: [f64; 8],
    squares: [f64; 8],
    min: [f64; 8],
    max: [f64; 8],
    counts: Counts<u16>,
}

impl Running {
    pub(crate) fn new() -> Running {
        Running {
            known: 0,
            unknown: 0,
            origin: None,
            sum: [0.0; 8],
            squares: [0.0; 8],
            min: [f64::INFINITY; 8],
            max: [f64::NEG_INFINITY; 8],
            counts: Counts::default(),
        }
    }

    /// Back to no values.
    pub(crate) fn clear(&mut self) {
        let mut counts = std::mem::take(&mut self.counts);
        counts.clear();
        *self = Running { counts, ..Running::new() };
    }

    pub(crate) fn counts(&self) -> &Counts<u16> {
        &self.counts
    }

    /// Adds values of consecutive members.  Every call but the last brings a multiple of 8.
    pub(crate) fn add(&mut self, values: &[f64]) {
        if self.origin.is_none() {
            self.origin = values.iter().copied().find(|x| x.is_finite());
        }
        let origin = self.origin.unwrap_or(0.0);
        let unknown = values.iter().filter(|x| x.is_nan()).count() as u64;
        self.unknown += unknown;
        self.known += values.len() as u64 - unknown;
        self.counts.add(values);
        let (chunks, rest) = values.as_chunks::<8>();
        for chunk in chunks {
            for (i, &x) in chunk.iter().enumerate() {
                self.add_one(i, x, origin);
            }
        }
        for (i, &x) in rest.iter().enumerate() {
            self.add_one(i, x, origin);
        }
    }

    #[inline(always)]
    fn add_one(&mut self, i: usize, x: f64, origin: f64) {
        let d = if x.is_nan() { 0.0 } else { x - origin };
        self.sum[i] += d;
        self.squares[i] += d * d;
        self.min[i] = if x < self.min[i] { x } else { self.min[i] };
        self.max[i] = if x > self.max[i] { x } else { self.max[i] };
    }

    pub(crate) fn unknown(&self) -> u64 {
        self.unknown
    }

    pub(crate) fn min(&self) -> f64 {
        self.min.iter().fold(f64::INFINITY, |a, &b| if b < a { b } else { a })
    }

    pub(crate) fn max(&self) -> f64 {
        self.max.iter().fold(f64::NEG_INFINITY, |a, &b| if b > a { b } else { a })
    }

    pub(crate) fn moments(&self) -> Moments {
        if self.known == 0 {
            return Moments::default();
        }
        let n = self.known as f64;
        let sum: f64 = self.sum.iter().sum();
        let squares: f64 = self.squares.iter().sum();
        let m2 = squares - sum * (sum / n);
        Moments { count: self.known, mean: self.origin.unwrap_or(0.0) + sum / n, m2: if m2 < 0.0 { 0.0 } else { m2 } }
    }
}
