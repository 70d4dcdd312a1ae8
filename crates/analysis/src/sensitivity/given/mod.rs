//! Sensitivity from given data: any stored ensemble, whatever its design, dependent inputs included.
//!
//! The rows are sorted into classes along one input ([`Slices`]), and the output's distribution within each class is
//! compared with that over all rows:
//!
//! - [`pawn`]: by Kolmogorov and Smirnov's distance (Pianosi & Wagener 2018, *Environ. Model. Softw.* 108, 197-207).  It
//!   sees any influence of the input alone, not only one on the mean.
//! - [`first_order`]: by the class means.  This is S1, the share of variance that goes with the input alone.
//!
//! **Why PAWN and not delta** (Borgonovo 2007; Plischke et al. 2013): delta needs a density of the output in every class,
//! that is a kernel and its width, and has no answer for outputs with lumps (a measure that is 0 in half of the futures).
//! PAWN needs ranks only: nothing to tune but the number of classes, lumps and categories as they are, no change under any
//! monotone scale of the output.  Both are biased upwards by noise, which is why each result carries that of a dummy.
//!
//! **Noise is called noise.**  A distance between finite samples is never 0.  The same classes are dealt to the rows at
//! random many times: an input that does nothing looks like that [`Dummy`], and only what exceeds it by more than chance,
//! all inputs looked at together, is distinguishable from 0.
//!
//! Both look at one input at a time.  Where inputs depend on each other, an input without any effect of its own has the
//! index of what it goes along with.

mod first_order;
mod pawn;
mod slices;
#[cfg(test)]
mod tests;

pub use first_order::{FirstOrder, first_order};
pub use pawn::{Dummy, Pawn, Shuffles, pawn};
pub use slices::Slices;
