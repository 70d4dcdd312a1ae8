//! Models of other tools as checked models of ours.
//!
//! 1. [`decode`] makes text of bytes; [`mdl::read`] and [`xmile::read`] make of it one tree of equations as the author
//!    wrote them ([`foreign`]), with places.
//! 2. `resolve` works out names, subscripts, macros and functions, element by element, and yields a checked
//!    `milepost_strategy::model::Strategy` without pathways, or findings that point at the original lines.
//!
//! [`data`] reads the numbers and names that a model takes from files beside it.
//!
//! What a tool's function means is decided in one place, `resolve::functions`.  What cannot be computed as that tool
//! would is refused by name; nothing runs as zero.

pub mod data;
mod decode;
mod equation;
mod findings;
pub mod foreign;
pub mod mdl;
pub mod xmile;

pub use decode::decode;
