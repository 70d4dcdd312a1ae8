//! When things tip, what can be decided in time, and which trigger says so early enough.
//!
//! 1. [`tippings`] finds in every future the first time an indicator fails; [`Survival`] is their distribution, in which
//!    futures without failure count as *beyond the horizon* and never as a date.
//! 2. [`decision`] takes the lead off; [`Board`] says what can follow what in time, which pathways are worth keeping, and
//!    how many options are left.
//! 3. [`score`] judges a trigger against the tipping times, and [`best_threshold`] finds one without judging it on the
//!    futures that chose it.
//! 4. [`alarm`] counts false alarms, misses, delays and flips of one history beside what it should have said.
//!
//! After Haasnoot et al. (2013) and Kwakkel, Haasnoot and Walker (2015) for pathways, Raso, Kwakkel and Timmermans (2019)
//! for triggers, Kaplan and Meier (1958) for censoring.

mod alarm;
mod decision;
mod pathway;
mod survival;
#[cfg(test)]
mod tests;
mod threshold;
mod tipping;
mod transfer;
mod trigger;
mod unfit;

pub use alarm::{Alarm, alarm};
pub use decision::{Decision, decision};
pub use pathway::Pathway;
pub use survival::{Fall, Survival};
pub use threshold::{Best, Costs, Grid, Split, best_threshold};
pub use tipping::{Crossing, Rule, Tipping, tipping, tippings};
pub use transfer::{Action, Board, Options, Transfer};
pub use trigger::{Score, Trigger, Verdict, score};
pub use unfit::Unfit;
