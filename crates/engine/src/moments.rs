use crate::Futures;

/// Count, mean and sum of squared deviations of some values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// How many.
    pub count: u64,
    /// Their mean; 0 if there are none.
    pub mean: f64,
    /// Sum of their squared deviations from the mean.
    pub m2: f64,
}

impl Moments {
    /// Of the values of both (Chan, Golub and LeVeque 1979).
    pub fn merge(self, next: Moments) -> Moments {
        if self.count == 0 {
            return next;
        }
        if next.count == 0 {
            return self;
        }
        let (a, b) = (self.count as f64, next.count as f64);
        let delta = next.mean - self.mean;
        Moments {
            count: self.count + next.count,
            mean: self.mean + delta * (b / (a + b)),
            m2: self.m2 + next.m2 + delta * delta * (a * b / (a + b)),
        }
    }
}

/// Moments of adjacent ranges of members, as the nodes of the binary tree over blocks of [`Futures::BLOCK`].
///
/// Halves are merged as soon as both are there, so a range has one representation however it was put together,
/// and its size grows with the logarithm of the number of members.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pieces(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    start: u64,
    end: u64,
    moments: Moments,
}

impl Pieces {
    /// Appends the moments of members `start..end`, which follow the last and lie within one block.
    pub(crate) fn push(&mut self, start: u64, end: u64, moments: Moments) {
        self.append(Piece { start, end, moments });
    }

    /// Appends the pieces of the members that follow.
    pub(crate) fn merge(&mut self, next: Pieces) {
        for piece in next.0 {
            self.append(piece);
        }
    }

    /// Of all members.
    pub(crate) fn moments(&self) -> Moments {
        self.0.iter().fold(Moments::default(), |sum, piece| sum.merge(piece.moments))
    }

    fn append(&mut self, mut piece: Piece) {
        while let Some(last) = self.0.pop_if(|last| siblings(last, &piece)) {
            piece = Piece { start: last.start, end: piece.end, moments: last.moments.merge(piece.moments) };
        }
        self.0.push(piece);
    }
}

/// Whether two adjacent pieces are both halves of a node, or lie within the same block.
fn siblings(a: &Piece, b: &Piece) -> bool {
    let length = a.end - a.start;
    let halves = length >= Futures::BLOCK && length == b.end - b.start && a.start.is_multiple_of(2 * length);
    let parts = a.start / Futures::BLOCK == (b.end - 1) / Futures::BLOCK;
    a.end == b.start && (halves || parts)
}

/// Running sums of one block, over 8 columns so that they vectorise.
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
        }
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
        for chunk in values.chunks(8) {
            for (i, &x) in chunk.iter().enumerate() {
                let d = if x.is_nan() { 0.0 } else { x - origin };
                self.sum[i] += d;
                self.squares[i] += d * d;
                self.min[i] = if x < self.min[i] { x } else { self.min[i] };
                self.max[i] = if x > self.max[i] { x } else { self.max[i] };
            }
        }
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
