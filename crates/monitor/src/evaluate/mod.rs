//! A strategy over what was observed: the program that simulates it, with evidence where observers publish.

mod asked;
mod run;

pub use run::{Values, evaluate};

pub(crate) use asked::{Asked, JudgedWhen, Sides};

/// Which end of the ranges of figures counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// The least that they may be, all together.
    Lowest,
    /// The figures that are counted with.
    Best,
    /// The most that they may be, all together.
    Highest,
}

impl Count {
    /// All of them.
    pub const ALL: [Count; 3] = [Count::Lowest, Count::Best, Count::Highest];
}
