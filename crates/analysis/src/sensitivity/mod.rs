//! Sensitivity: which inputs an output depends on.
//!
//! | measure | wants | says |
//! |---|---|---|
//! | [`sobol`] | a [`Saltelli`](crate::design::Saltelli) design, independent inputs | shares of the variance: alone, in pairs, in all |
//!
//! Every measure comes with its uncertainty; what cannot be told from noise is a [`Reading::NotDistinguishable`], never a
//! small or negative number.

mod distribution;
mod error;
mod estimate;
#[cfg(test)]
mod fixtures;
pub mod sobol;

pub use error::Error;
pub use estimate::{Estimate, LEVEL, Reading};
