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
mod evidence;
mod expand;
mod fault;
mod graph;
mod program;
mod want;

pub use evidence::Evidence;
pub use fault::Fault;
pub use program::*;
pub use want::{Draws, History, Lowered, Notice, NoticeKind, Parameter, Past, Want};

use milepost_strategy::model::{Strategy, Variant};

/// Lowers a variant of a strategy, keeping what is wanted of it.
///
/// # Errors
/// None for a strategy that was checked; a [`Fault`] says what of an unchecked one cannot be lowered.
pub fn lower(strategy: &Strategy, variant: &Variant, want: &Want) -> Result<Lowered, Fault> {
    let model = expand::expand(strategy, variant, want, None)?;
    Ok(emit::emit(model, want))
}

/// As [`lower`], and says what the program's states are before the first step at or after a date.
///
/// # Errors
/// As [`lower`].
pub fn lower_with_history(
    strategy: &Strategy,
    variant: &Variant,
    want: &Want,
    until: f64,
) -> Result<(Lowered, History), Fault> {
    let model = expand::expand(strategy, variant, want, None)?;
    Ok(emit::emit_with_history(model, want, until))
}

/// Lowers a strategy over what its observers published, instead of over a simulation.
///
/// Indicators publish what `evidence` holds, by the same rules of time, and everything that judges by them is the same
/// code as in [`lower`].  Constants, tables, exogenous series and time are known; stocks, levers, uncertainties and
/// random events are unknown, and so is an `if` whose test is: nothing is concluded from what is not known.
///
/// # Errors
/// As [`lower`].
pub fn lower_over(strategy: &Strategy, variant: &Variant, want: &Want, evidence: &Evidence) -> Result<Lowered, Fault> {
    let model = expand::expand(strategy, variant, want, Some(evidence))?;
    Ok(emit::emit(model, want))
}
