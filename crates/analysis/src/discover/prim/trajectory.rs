use crate::discover::region::Region;

/// How a step of the trajectory came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// All rows in play.
    Start,
    /// A slice of this column was taken off.
    Peel(usize),
    /// A slice of this column was taken in again.
    Paste(usize),
}

/// One box on the way, and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The box.
    pub region: Region,
    /// How it came about.
    pub made: Made,
    /// Rows in it.
    pub rows: usize,
    /// Rows of interest in it.
    pub cases: usize,
    /// Share of all rows of interest that it holds.
    pub coverage: f64,
    /// Share of its rows that are of interest; the mean of the answers in it, as these are 0 or 1.
    pub density: f64,
    /// Share of all rows that it holds.
    pub mass: f64,
    /// How many inputs it restricts.
    pub restricted: usize,
}

impl Step {
    /// From what the box holds of `(rows, cases)` in all.
    pub(in crate::discover) fn new(region: Region, made: Made, held: (usize, usize), all: (usize, usize)) -> Self {
        let (rows, cases) = held;
        Step {
            made,
            rows,
            cases,
            coverage: cases as f64 / all.1 as f64,
            density: if rows == 0 { 0.0 } else { cases as f64 / rows as f64 },
            mass: rows as f64 / all.0 as f64,
            restricted: region.restricted().len(),
            region,
        }
    }
}

/// All boxes from the whole to the last, in the order they were found: the trade of coverage for density.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// At least the start.
    pub steps: Vec<Step>,
}
