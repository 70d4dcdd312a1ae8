//! Levels and categories as places in (0, 1).

/// Where the levels of a grid lie in the unit interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grid {
    /// Level l of k at l/(k - 1): 0 and 1 are reached.  Only for inputs with a least and a greatest value: an unbounded
    /// distribution has no finite value at 0 or 1.
    Ends,
    /// Level l of k at (l + 1/2)/k: the middle of k equally likely parts.  Fits every distribution and every category of
    /// equal weight.
    Middles,
}

impl Grid {
    /// The place of a level below `levels`.  A lone level lies in the middle.
    pub fn place(self, level: u32, levels: u32) -> f64 {
        match self {
            Grid::Ends if levels > 1 => f64::from(level) / f64::from(levels - 1),
            _ => (f64::from(level) + 0.5) / f64::from(levels),
        }
    }
}

/// The category that a number of the unit interval falls into, the interval being cut by weights in their order; the
/// weights need not sum to 1.  None if no weight is above 0 or one is negative or not finite.
pub fn category(unit: f64, weights: &[f64]) -> Option<usize> {
    if weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
        return None;
    }
    let total: f64 = weights.iter().sum();
    let mut passed = 0.0;
    let mut last = None;
    for (index, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        passed += weight;
        last = Some(index);
        if unit * total < passed {
            break;
        }
    }
    last
}
