//! Causal links that the source states.

use super::*;

/// `link L01 "Title" source raises target within 6 month under pathway`, `link L84 "Title" absent "because"`
#[derive(Clone, Debug)]
pub struct Link {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// What is asked of the model.
    pub claim: LinkClaim,
}

/// What a link asks of the model.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one for each link; never moved about")]
pub enum LinkClaim {
    /// `absent "because"`: the model leaves it out.
    Absent(Text),
    /// `source raises target`
    Present {
        /// The variable moved.
        source: Name,
        /// Its elements in brackets.
        elements: Vec<Name>,
        /// `raises` (true) or `lowers`.
        raises: bool,
        /// What it moves.
        target: Expr,
        /// `within 6 month`
        within: Option<Expr>,
        /// `under pathway`
        under: Option<Name>,
    },
}
