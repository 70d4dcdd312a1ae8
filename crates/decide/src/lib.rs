//! Decision rules and sharing formulas in exact integers: outcomes, what could change them, and by how little.
//!
//! Votes: [`read_votes`] turns a table into [`Votes`], in which every figure is known, bounded or unknown.  A [`Decision`] is a
//! [`Rule`] and what it does when it holds; [`Decision::outcomes`] says which outcomes the votes allow, [`distances`] how few
//! votes would have changed them.
//!
//! Shares: a [`Formula`] divides a pot; [`Formula::divide`] does so to the cent, and [`Formula::order_matters`] and
//! [`Formula::paradox`] say where its result hangs on the order of deductions or turns against a unit when the pot grows.
//!
//! Nothing here reads a file, keeps a float or guesses: what is missing widens the set of outcomes.

mod apportion;
mod count;
mod distance;
mod outcome;
mod reach;
mod rule;
mod share;
mod table;
mod threshold;
mod votes;

pub use apportion::{TooLarge, apportion};
pub use count::Count;
pub use distance::{Distance, Distances, UnitDistance, distances};
pub use outcome::{Outcome, Outcomes, Possible, ShareStanding, UnitStanding};
pub use reach::Move;
pub use rule::{Base, Decision, Need, Part, Rule, Scope, Test};
pub use share::{Amount, Deduction, Division, Formula, Level, Order, Paradox, Principle, Receiver, Refusal, Step};
pub use table::{Finding, Table, Total, read_votes};
pub use threshold::Threshold;
pub use votes::{Contradiction, Unit, Votes};
