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
