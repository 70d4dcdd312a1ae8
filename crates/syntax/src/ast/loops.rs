//! Feedback loops that the strategy names.

use super::*;

/// `loop trap "Occupation trap" = presence -> perceived -> recruited`; the last leads back to the first.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Name; a loop without one has a title.
    pub name: Option<Name>,
    /// Title.
    pub title: Option<Text>,
    /// The variables, each of which moves the next.
    pub steps: Vec<Name>,
}
