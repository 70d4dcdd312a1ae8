//! Runs a program over lanes of members, the same bits on every machine.
//!
//! 1. [`Prepared::new`] checks a [`Program`](milepost_ir::Program), plans what is needed at which step, and works out
//!    once what is the same for all members.
//! 2. [`run`] takes a range of members through it on the current thread, a group of lanes at a time.
//! 3. The [`Block`] it returns holds outputs per member, [`Bands`] and series, whichever [`Keep`] asked for.
//!    Blocks of adjacent ranges are put together with [`Block::merge`], in member order.
//!
//! A member's result depends on the program, the seed and the member's number only: not on the range it was run in,
//! the lane width, the instruction set or the thread.

mod bands;
mod block;
mod bucket;
mod fault;
mod fuse;
mod histogram;
mod kernel;
pub mod math;
mod moments;
mod ops;
mod past;
mod philox;
mod plan;
mod points;
mod prepared;
mod recorder;
mod run;
mod running;
pub mod scalar;
mod slot_set;
mod spread;
mod tables;
mod timed;
mod visit;

pub use bands::{Band, Bands};
pub use block::{Block, Futures, Keep, NonFinite, Settings};
pub use fault::{Fault, Invalid};
pub use histogram::Histogram;
pub use kernel::{Isa, Lanes};
pub use moments::Moments;
pub use past::{Past, Resume};
pub use philox::{AT_START, uniform};
pub use points::Points;
pub use prepared::Prepared;
pub use run::{run, run_from, run_keeping, run_with};
pub use spread::{Batches, LEVELS, Spread, Tally};
pub use visit::{Seen, visit};
