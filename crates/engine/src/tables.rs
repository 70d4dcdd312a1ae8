use milepost_ir::Lookup;

use crate::Invalid;

/// A lookup table ready for use: `y + (x - knot) * slope` of the piece that begins with the last knot at or before x.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    knots: Vec<f64>,
    pieces: Vec<Piece>,
}

/// Knot, y, slope, and nothing.
type Piece = [f64; 4];

impl Table {
    pub(crate) fn new(index: usize, lookup: &Lookup) -> Result<Table, Invalid> {
        let refuse = |why| Err(Invalid::Lookup { lookup: index, why });
        let (x, y) = (&lookup.x, &lookup.y);
        if x.is_empty() || x.len() != y.len() {
            return refuse("needs as many y as x, and at least one");
        }
        if !x.iter().chain(y).all(|v| v.is_finite()) {
            return refuse("has a knot that is not finite");
        }
        if x.windows(2).any(|w| w[0] > w[1]) {
            return refuse("has knots that do not ascend");
        }
        let slope = |i: usize| {
            let run = if i + 1 < x.len() { x[i + 1] - x[i] } else { 0.0 };
            if lookup.step || run == 0.0 { 0.0 } else { (y[i + 1] - y[i]) / run }
        };
        Ok(Table { knots: x.clone(), pieces: (0..x.len()).map(|i| [x[i], y[i], slope(i), 0.0]).collect() })
    }

    /// Where pieces begin, ascending; at least one.
    #[inline(always)]
    pub(crate) fn knots(&self) -> &[f64] {
        &self.knots
    }

    /// As many as knots.
    #[inline(always)]
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// x moved between the first and the last knot.
    #[inline(always)]
    pub(crate) fn clamp(&self, x: f64) -> f64 {
        let (first, last) = (self.knots[0], self.knots[self.knots.len() - 1]);
        let x = if x < first { first } else { x };
        if x > last { last } else { x }
    }

    /// The value at x; NaN at NaN.
    pub(crate) fn value(&self, x: f64) -> f64 {
        let x = self.clamp(x);
        let [knot, y, slope, _] = self.pieces[self.knots[1..].iter().filter(|&&knot| knot <= x).count()];
        y + (x - knot) * slope
    }
}
