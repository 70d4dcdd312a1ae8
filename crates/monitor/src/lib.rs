//! Evidence in, status out: conditions, milestones, triggers and obligations as they stand at a date.
//!
//! 1. [`Facts`] are what is known: a series for each indicator, and what the record says of dates moved and decisions made.
//! 2. [`evaluate`] runs the strategy over them by the program that also simulates it ([`milepost_ir::lower_over`]): what is
//!    not known is unknown, and unknown is never met.
//! 3. [`status`](status::status) says what holds, since when, why, on which rows, and what would change it.
//!
//! No clock and no file: dates and rows come from the caller.

pub mod contract;
pub mod evaluate;
mod facts;
mod moment;
mod predicate;
mod reads;
pub mod replay;
pub mod status;
mod words;

pub use facts::{Decision, Facts, Move, Places, RecordRows, Rows, TableRows};
pub use moment::Moment;
pub use words::{figure, plural};
