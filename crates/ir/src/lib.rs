//! A checked strategy lowered to a register program of slots and ops.
//!
//! [`lower`] is the front door.  It runs in three steps:
//!
//! 1. **expand**: every construct becomes scalar equations on a hash-consed graph, element by element; smooths and
//!    delays become stocks, conditions and triggers latches, regimes and recommendations functions of time;
//! 2. **prune and place**: what no output, saved value or stock on their way needs is left out; the rest is computed
//!    as rarely as it may be: once, per time, per step, or at an event;
//! 3. **emit**: ops are ordered, fused and given slots.

mod emit;
mod expand;
mod fault;
mod graph;
mod program;
mod want;

pub use fault::Fault;
pub use program::*;
pub use want::{Draws, Lowered, Notice, NoticeKind, Parameter, Want};

use milepost_strategy::model::{Strategy, Variant};

/// Lowers a variant of a strategy, keeping what is wanted of it.
///
/// # Errors
/// None for a strategy that was checked; a [`Fault`] says what of an unchecked one cannot be lowered.
pub fn lower(strategy: &Strategy, variant: &Variant, want: &Want) -> Result<Lowered, Fault> {
    let model = expand::expand(strategy, variant, want)?;
    Ok(emit::emit(model, want))
}
