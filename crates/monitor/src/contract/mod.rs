//! The contract: who owes what to whom, who has agreed to it, and how far it was kept.
//!
//! 1. [`Terms`] are what a strategy's files declare: obligations with debtor, creditor, overseer and due date.
//! 2. [`Act`]s are what parties say of them; each is an event of the record, signed by who says it.  [`permit`] tells who
//!    may say what: only someone other than the debtor verifies, and nobody moves a date alone.
//! 3. [`Board::of`] folds the events known at a date into the standing of every obligation.
//! 4. [`ocds`] writes the board as milestones of the Open Contracting Data Standard.
//!
//! **Invariant:** nothing that is not yet due is ever overdue, lapsed terms are kept in sight, and no event is dropped: what
//! cannot be applied is listed.

mod act;
mod board;
mod fold;
mod heard;
mod ocds;
mod permit;
mod standing;
mod terms;
#[cfg(test)]
mod tests;

pub use act::{Act, Said};
pub use board::{Board, Decision, Unapplied};
pub use heard::{Heard, leaf_of};
pub use jiff::civil::Date;
pub use ocds::ocds;
pub use permit::{Refused, permit};
pub use standing::{Claim, Dispute, Moved, Request, Standing, State, Verdict};
pub use terms::{Term, Terms, Version, last_day};

/// The subject of events that speak of the contract as a whole.
pub const CONTRACT: &str = "contract";

/// Days before its due date from which an obligation is called due.
pub const NEAR: i32 = 30;
