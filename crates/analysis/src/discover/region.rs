use crate::table::Table;

/// What a box says about one input.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Nothing.
    Open,
    /// Bounds of a number, both included; at least one is there.
    Interval {
        /// Not below this.
        lower: Option<f64>,
        /// Not above this.
        upper: Option<f64>,
    },
    /// Per category, whether it is in the box; at least one is not.
    Among(Vec<bool>),
}

/// One bound that a box sets, the smallest thing that can be dropped from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The lower bound of a number.
    Lower,
    /// The upper bound of a number.
    Upper,
    /// The set of categories.
    Categories,
}

impl Limit {
    /// Whether the value is inside.
    pub fn holds(&self, value: f64) -> bool {
        match self {
            Limit::Open => true,
            Limit::Interval { lower, upper } => {
                lower.is_none_or(|lower| value >= lower) && upper.is_none_or(|upper| value <= upper)
            }
            Limit::Among(inside) => inside[value as usize],
        }
    }

    /// The bounds that are set.
    pub fn sides(&self) -> Vec<Side> {
        match self {
            Limit::Open => vec![],
            Limit::Interval { lower, upper } => {
                let lower = lower.map(|_| Side::Lower);
                lower.into_iter().chain(upper.map(|_| Side::Upper)).collect()
            }
            Limit::Among(_) => vec![Side::Categories],
        }
    }

    /// The lower and upper bound of a number.
    pub(super) fn bounds(&self) -> (Option<f64>, Option<f64>) {
        match self {
            Limit::Interval { lower, upper } => (*lower, *upper),
            Limit::Open | Limit::Among(_) => (None, None),
        }
    }

    /// A number's limit from its bounds.
    pub(super) fn between(lower: Option<f64>, upper: Option<f64>) -> Limit {
        if lower.is_none() && upper.is_none() { Limit::Open } else { Limit::Interval { lower, upper } }
    }

    /// A category's limit from what is inside.
    pub(super) fn among(inside: Vec<bool>) -> Limit {
        if inside.iter().all(|&inside| inside) { Limit::Open } else { Limit::Among(inside) }
    }

    /// This limit with one of its bounds dropped.
    pub fn without(&self, side: Side) -> Limit {
        match (self, side) {
            (Limit::Interval { upper, .. }, Side::Lower) => Limit::between(None, *upper),
            (Limit::Interval { lower, .. }, Side::Upper) => Limit::between(*lower, None),
            (Limit::Among(_), Side::Categories) => Limit::Open,
            _ => self.clone(),
        }
    }
}

/// A box in the space of inputs: one limit per column, of which all must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// In the order of the table's columns.
    pub limits: Vec<Limit>,
}

impl Region {
    /// The box that holds everything.
    pub fn everything(columns: usize) -> Self {
        Region { limits: vec![Limit::Open; columns] }
    }

    /// The columns that are restricted, in the table's order.
    pub fn restricted(&self) -> Vec<usize> {
        (0..self.limits.len()).filter(|&column| self.limits[column] != Limit::Open).collect()
    }

    /// Whether a row lies inside.
    pub fn holds(&self, table: &Table, row: usize) -> bool {
        self.limits.iter().zip(table.columns()).all(|(limit, column)| limit.holds(column.values[row]))
    }

    /// Per row, whether it lies inside.
    pub fn inside(&self, table: &Table) -> Vec<bool> {
        let mut inside = vec![true; table.rows()];
        for column in self.restricted() {
            let limit = &self.limits[column];
            for (inside, &value) in inside.iter_mut().zip(table.columns()[column].values) {
                *inside &= limit.holds(value);
            }
        }
        inside
    }

    /// This box without one of its bounds.
    pub fn without(&self, column: usize, side: Side) -> Self {
        let mut limits = self.limits.clone();
        limits[column] = limits[column].without(side);
        Region { limits }
    }
}
