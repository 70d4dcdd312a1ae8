//! Sharing formulas: a pot, deductions in order, levels, and principles by which a level's part is divided among units.

mod divide;
mod order;

pub use divide::{Division, Step};
pub use order::{Order, Paradox};

/// A formula for a pot of cents among units.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Names of the units, in declared order, in which equal remainders are served.
    pub units: Vec<String>,
    /// What is taken before the rest is divided, in order.
    pub deductions: Vec<Deduction>,
    /// What the rest is divided into; their shares add up to one.
    pub levels: Vec<Level>,
}

/// Something taken before the rest is divided.
#[derive(Clone, Debug, PartialEq)]
pub struct Deduction {
    /// What for.
    pub name: String,
    /// How much.
    pub amount: Amount,
    /// Who has it.
    pub to: Receiver,
}

/// How much a deduction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A share of the whole pot, as an exact fraction.
    OfPot(u64, u64),
    /// A share of what the deductions before it have left.
    OfRest(u64, u64),
    /// A sum of cents.
    Fixed(u128),
}

/// Who has a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Receiver {
    /// One receiver that is not a unit, by name.
    Named(String),
    /// The units, by principles.
    Units(Vec<Principle>),
}

/// A vertical share.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What it is called.
    pub name: String,
    /// Its share of what the deductions leave, as a fraction.
    pub share: (u64, u64),
    /// Who has it.
    pub to: Receiver,
}

/// A horizontal principle: part of a sum goes to the units in proportion to their weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Principle {
    /// What it goes by.
    pub name: String,
    /// Its share of the sum, as a fraction.
    pub share: (u64, u64),
    /// Weight of each unit.
    pub weights: Vec<u128>,
}

/// Why a pot cannot be divided by a formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Shares of one sum that are not the whole of it.
    #[error("the shares of {0} do not add up to 100 %")]
    Shares(String),
    /// A principle under which no unit weighs anything.
    #[error("`{0}` gives no unit any weight, so its part has nobody to go to")]
    Weightless(String),
    /// Deductions take more than there is.
    #[error("`{name}` takes {wanted} cents where {left} are left")]
    Overdrawn {
        /// Which.
        name: String,
        /// Cents it takes.
        wanted: u128,
        /// Cents there are.
        left: u128,
    },
    /// The numbers do not fit.
    #[error("the amounts are too large to be divided exactly")]
    TooLarge,
}

impl From<crate::TooLarge> for Refusal {
    fn from(_: crate::TooLarge) -> Refusal {
        Refusal::TooLarge
    }
}
