//! Which loops make the change: link scores, step by step, to shares, periods and sums over futures.
//!
//! Schoenberg, Davidsen, Eberlein: *Understanding model behavior using the Loops that Matter method*, System Dynamics
//! Review 36 (2020).

mod shares;
mod spread;

pub use shares::{Cell, Circles, Future, Periods, Room, Sums};
pub use spread::Spread;
