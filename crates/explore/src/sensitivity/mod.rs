//! What drives each measure: which uncertainties its spread over futures comes from, how surely, and when.
//!
//! | method | wants | says |
//! |---|---|---|
//! | [`given`] | a stored run | S1, PAWN, direction and where failures lie, of every uncertainty; nothing is run |
//! | [`sobol`](sobol::Study) | runs of its own | S1, ST and S2 of a few uncertainties, of all others together, and of luck |
//! | [`sobol`](sobol::Study) over time | the same runs | S1 and ST of a chart's series at its times |
//! | [`morris`](morris::Study) | few runs of its own | which of all uncertainties matter at all |
//!
//! **Luck** is what is drawn at steps: noise and events.  It is keyed by a future's number, so that a design swaps it by
//! taking other futures (`blocks`).
//!
//! **Deliveries.**  An actor's `correlation` ties the deliveries of its recommendations, and Sobol' and Morris need inputs
//! that are independent of each other.  All that makes them up is therefore one group, `deliveries.ACTOR`.

mod blocks;
mod chart;
mod error;
mod found;
mod given;
mod groups;
pub mod morris;
mod parts;
mod question;
pub mod sobol;

pub use error::Error;
pub use found::{Effect, Found, Given, GivenInput, Group, Morris, Pair, Sensitivity, Sobol, Timed, TimedGroup};
pub use given::given;
pub use parts::{Convergence, Direction, Driver, Index, Intervals, Kind, Pawn, Regional, Share, Verdict};
pub use question::{Question, leading};
