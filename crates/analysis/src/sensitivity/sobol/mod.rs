//! Sobol' indices: how the variance of an output is shared among independent inputs.
//!
//! From the outputs of a [`Saltelli`](crate::design::Saltelli) design, standardised (an output far from 0 would bias the
//! estimators), with V the variance over A and B:
//!
//! - S1_j = mean(B (AB_j - A)) / V (Saltelli et al. 2010, *Comput. Phys. Commun.* 181, 259-270, table 2 b);
//! - ST_j = mean((A - AB_j)^2) / 2V (Jansen 1999, *Comput. Phys. Commun.* 117, 35-43);
//! - S2_jk = mean(BA_j AB_k - A B) / V - S1_j - S1_k (Saltelli 2002, *Comput. Phys. Commun.* 145, 280-297).
//!
//! **Intervals.**  Run the same design under several independent scrambles ([`replicate`](crate::design::replicate)) and
//! take Student's interval over them: [`of_replicates`].  Eight scrambles of 512 points cost what one of 4,096 does.
//! [`bootstrap`] makes intervals from a single design by drawing its base points again.  It treats them as random, which
//! the points of a Sobol' sequence are not: its intervals are far too wide (for Ishigami's function at N = 8,192 about
//! 0.02, where the error is 0.001), so that it calls indices indistinguishable from 0 which replicates would tell apart.
//!
//! **Many outputs and series.**  [`Running`] takes rows as they come and keeps sums only; S(t) is the indices of a series'
//! values at t, each t an output of its own.

mod bootstrap;
mod convergence;
mod indices;
mod point;
mod running;
mod sums;
#[cfg(test)]
mod tests;

pub use bootstrap::bootstrap;
pub use convergence::{Convergence, Index, TOLERANCE};
pub use indices::{Indices, Intervals, of_replicates, point};
pub use point::{Pairs, Point};
pub use running::Running;
