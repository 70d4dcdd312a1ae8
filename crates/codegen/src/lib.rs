//! A program as source text: what the engine runs over lanes of members, written out for one member at a time.
//!
//! [`c`] yields C99 that needs nothing but a compiler.  It does the same operations in the same order with the same
//! functions as the engine, so it yields the same bits; it is what the engine's speed is measured against.

mod c;

pub use c::c;
