//! Sensitivity: which inputs an output depends on.
//!
//! | measure | wants | says |
//! |---|---|---|
//! | [`sobol`] | a [`Saltelli`](crate::design::Saltelli) design, independent inputs | shares of the variance: alone, in pairs, in all |
//! | [`morris`] | a [`Morris`](crate::design::Morris) design, independent inputs | which of many inputs matter, from few runs |
//! | [`regional`] | any futures, split in two | along which inputs the failures lie elsewhere, and where to cut |
//! | [`given`] | any futures | shares of the variance alone (S1), and any influence alone (PAWN) |
//! | [`rank_correlation`] | any futures | which way the output goes with an input |
//!
//! Every measure comes with its uncertainty; what cannot be told from noise is a [`Reading::NotDistinguishable`], never a
//! small or negative number.

mod distribution;
mod error;
mod estimate;
#[cfg(test)]
mod fixtures;
pub mod given;
pub mod morris;
mod rank;
pub mod regional;
pub mod sobol;

pub use error::Error;
pub use estimate::{Estimate, LEVEL, Reading};
pub use rank::{RankCorrelation, closeness, rank_correlation};
