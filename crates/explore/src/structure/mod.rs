//! What a model is made of: who reads whom with which sign, the loops this makes, and how the elements of a strategy
//! lean on each other.
//!
//! - [`Graph::new`] finds every direct influence between variables and its polarity;
//! - [`Graph::within`] keeps some variables and follows the chains through the others;
//! - [`loops`] lists feedback loops, the shortest first;
//! - [`elements`] says which element of the strategy acts on which other.
//!
//! Polarity is read from the equations, not from runs.  An influence is `+` where more of its source can only mean more
//! of its target, all else equal; `-` where it can only mean less; and `?` where the equation alone does not say.
//! **Invariant:** a `+` or `-` is right for all values that the variables can take; where that cannot be shown it is `?`.
//! Stocks that begin at zero or above are taken to stay there.

mod element;
mod graph;
mod loops;
mod monotone;
mod range;
mod shape;
mod sign;
#[cfg(test)]
mod tests;

pub use element::{Acts, Route, elements};
pub use graph::{Edge, Graph};
pub use loops::{Loop, Loops, loops};
pub(crate) use monotone::paces;
pub(crate) use range::of as range_of;
pub use range::{Range, ranges};
pub use sign::Sign;
