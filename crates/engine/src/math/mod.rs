//! The functions of the ops, for one lane: branch-free, so that a loop over lanes vectorises.
//!
//! Only `+ - * /`, square root, floor and integer operations on the bits are used, each rounded once, so results have
//! the same bits on every machine.  Errors are below 1 unit in the last place (ulp) for [`exp`], [`ln`], [`pow`],
//! [`sin`], [`cos`], [`atan`], [`asin`] and [`acos`] and below 2 for [`tan`]; tests compare with exact values.

#![allow(clippy::approx_constant, clippy::excessive_precision)] // published coefficients, as published

mod arc;
mod exp;
mod huge;
mod logic;
mod normal;
mod round;
mod trig;

pub use arc::{acos, asin, atan};
pub use exp::{exp, ln, logistic, pow};
pub use logic::{
    and, clip, is_unknown, known_and, known_eq, known_le, known_lt, known_or, max, min, or, select, truth,
};
pub use normal::{normal_cdf, normal_quantile};
pub use round::{ceil, floor, modulo, round, trunc};
pub(crate) use trig::{LIMIT, cos_within, sin_within, tan_within};
pub use trig::{cos, sin, tan};
