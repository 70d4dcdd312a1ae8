//! What a strategy rests on.
//!
//! - [`design`]: the futures of a run laid out instead of drawn, levers among what varies.
//! - [`worth`]: what each element, recommendation or actor is worth, and which of them hold the rest hostage.
//! - [`links`]: whether the model has the causal links that the source states.
//! - [`fit`]: which futures agree with what was counted, and how well they do where they were not asked to.
//! - [`structure`]: who reads whom with which sign, the loops this makes, how elements lean on each other.
//! - [`discover`]: in which futures of a stored run a pathway fails.
//! - [`robustness`]: which pathway of a stored run is robust, by which yardstick.
//! - [`diff`]: what changed between two strategies, and what that did.
//!
//! Every study runs variants under the same futures with [`milepost_ensemble::outcomes`] and is a plain value that can
//! be kept as JSON and shown by `publish`.

mod ask;
mod asked;
pub mod design;
pub mod diff;
pub mod discover;
pub mod fit;
#[cfg(test)]
mod handmade;
pub mod inputs;
pub mod links;
pub mod loops;
mod progress;
pub mod rehearsal;
pub mod robustness;
pub mod rows;
pub mod sensitivity;
pub mod structure;
pub mod timing;
pub mod worth;

pub use asked::{Misnamed, Unknown};
