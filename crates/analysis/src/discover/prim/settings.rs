use crate::discover::question::{Refused, within};

/// What a peel or paste is judged by; old and new are the box before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// Gain of density per row given up (Kwakkel and Jaxa-Rozen 2016): fair between numbers and categories.
    #[default]
    Lenient1,
    /// The same times the rows that stay (Friedman and Fisher 1999, equation 14.6).
    Lenient2,
    /// The density alone, as first published; it favours categories, which give up many rows at once.
    Original,
}

impl Objective {
    /// The score of a change from `(rows, cases)` to other `(rows, cases)`, both of at least one row.
    pub(super) fn score(self, old: (usize, usize), new: (usize, usize)) -> f64 {
        let density = |(rows, cases): (usize, usize)| cases as f64 / rows as f64;
        let moved = old.0.abs_diff(new.0) as f64;
        let gain = density(new) - density(old);
        match self {
            Objective::Original => density(new),
            _ if gain == 0.0 => 0.0,
            Objective::Lenient1 => gain / moved,
            Objective::Lenient2 => new.0 as f64 * gain / moved,
        }
    }
}

/// How PRIM searches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// What a change is judged by.
    pub objective: Objective,
    /// Share of the box that a peel takes off an end, in (0, 0.5).
    pub peel: f64,
    /// Share of the rows outside an end that a paste takes in, in (0, 0.5).
    pub paste: f64,
    /// A box holds at least this share of all rows, in (0, 1).
    pub least_mass: f64,
    /// Threads to work with, 1 or more; they do not change the result.
    pub threads: usize,
}

impl Default for Settings {
    /// The defaults of the EMA Workbench, on one thread.
    fn default() -> Self {
        Settings { objective: Objective::default(), peel: 0.05, paste: 0.05, least_mass: 0.05, threads: 1 }
    }
}

impl Settings {
    pub(super) fn check(&self) -> Result<(), Refused> {
        within("the share peeled at a time", self.peel, 0.0, 0.5)?;
        within("the share pasted at a time", self.paste, 0.0, 0.5)?;
        within("the least mass of a box", self.least_mass, 0.0, 1.0)
    }
}
