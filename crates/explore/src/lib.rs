//! What a strategy rests on.
//!
//! - [`worth`]: what each element, recommendation or actor is worth, and which of them hold the rest hostage.
//! - [`links`]: whether the model has the causal links that the source states.
//! - [`fit`]: which futures agree with what was counted, and how well they do where they were not asked to.
//! - [`diff`]: what changed between two strategies, and what that did.
//!
//! Every study runs variants under the same futures with [`milepost_ensemble::outcomes`] and is a plain value that can
//! be kept as JSON and shown by `publish`.

pub mod diff;
pub mod fit;
pub mod links;
mod progress;
pub mod worth;
