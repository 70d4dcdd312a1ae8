//! Triggers, judged against what they are there for.

mod ask;
mod judge;
mod simple;
#[cfg(test)]
mod tests;
mod threshold;
pub(crate) mod truth;

pub(super) use ask::{Asked, asked};
pub(super) use judge::{Allowed, Span, judge};
pub(super) use truth::Truths;
