//! Triggers, judged against what they are there for.

mod ask;
mod judge;
mod simple;
#[cfg(test)]
mod tests;
mod threshold;
mod truth;

pub(super) use ask::{Asked, asked};
pub(super) use judge::{Allowed, Span, judge};
pub(super) use truth::Truths;
