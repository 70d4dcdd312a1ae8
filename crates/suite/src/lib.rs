//! The specification of the strategy language in `tests/suite`, run as its test.
//!
//! 1. [`case`] reads the Markdown: every heading with a `mile` block under it is a case;
//! 2. [`run`] checks its strategy and simulates what its statements speak of;
//! 3. [`judge`] compares what was found with what is expected, and says in one text what differs.

pub mod case;
pub mod judge;
pub mod run;
pub mod statement;
