//! Causal links that the source states, held against the model.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;

/// A causal link that the source states: `link L01 coalition_forces raises perceived_occupation within 6 month`.
///
/// It is *found* where moving its source moves its target with that sign in at least 90 % of futures; otherwise it is
/// *contradicted*, or *weak*.  One that the model leaves out says why: `link L84 "..." absent "outside this model"`.
#[derive(Clone, Debug)]
pub struct Link {
    /// Name.
    pub name: String,
    /// Title, if given.
    pub title: Option<String>,
    /// Documentation, with the paragraphs that state it.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// What the model is asked.
    pub claim: LinkClaim,
}

/// What the model is asked of a link.
#[derive(Clone, Debug)]
pub enum LinkClaim {
    /// The model leaves it out, because.
    Absent(String),
    /// The model has it.
    Present {
        /// The variable moved.
        source: VariableId,
        /// Flat indices of its elements that are moved; all if `None`.
        elements: Option<Vec<usize>>,
        /// Whether more of the source is more of the target.
        raises: bool,
        /// What it moves; a number, averaged over elements where it has dimensions.
        target: Expr,
        /// How long after the decision the target is averaged over, in the unit of time; to the end if `None`.
        within: Option<f64>,
        /// The pathway it is asked of; the reference if `None`.
        under: Option<PathwayId>,
    },
}

/// A variable moved away from what the model says, from the decision on: every reader of it sees
/// `value + share * |value| + amount` instead of `value`.
///
/// What has a range stays in it: a lever, an uncertainty.  A flow is moved before it is cut to what a stock holds.  A
/// stock is seen elsewhere by its own flows too, but holds what they make of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Nudge {
    /// The variable.
    pub variable: VariableId,
    /// Flat indices of the elements moved; all if `None`.
    pub elements: Option<Vec<usize>>,
    /// Part of the value itself.
    pub share: f64,
    /// Fixed amount, in canonical units.
    pub amount: f64,
}
