//! Who moves what, and when: levers moved, actors, elements, regimes, pathways, recommendations, approvals, obligations.

use milepost_syntax::ast::Docs;
use milepost_syntax::{Date, Span};

use super::*;

/// A lever moved: elements `None` means all.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The lever.
    pub lever: VariableId,
    /// Flat elements of the lever that are moved; `None` for all.
    pub elements: Option<Vec<usize>>,
    /// How.
    pub change: milepost_syntax::ast::Change,
    /// To or by what (an expression over the lever's dimensions).
    pub value: Expr,
    /// Ramp in units of time; 0 for at once.
    pub over: f64,
    /// Comments behind the line.
    pub docs: Docs,
    /// Place.
    pub span: Span,
}

/// An actor.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Name.
    pub name: String,
    /// Title; the name where none is given.
    pub title: String,
    /// Correlation of the delivery of its recommendations, 0..1.
    pub correlation: f64,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// An element of the strategy.
#[derive(Clone, Debug)]
pub struct Element {
    /// Name.
    pub name: String,
    /// Title; the name where none is given.
    pub title: String,
    /// Source paragraphs.
    pub paragraphs: Option<(u32, u32)>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// A regime, with what it `extends` already merged in.
#[derive(Clone, Debug)]
pub struct Regime {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Levers set (at most one setting per lever and element).
    pub settings: Vec<Setting>,
    /// The report's table in words: `(aspect, words)`, own ones and inherited ones it does not replace.
    pub aspects: Vec<(String, String)>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// A pathway.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Shown beside the choices (what happened, say), but not one of them: it counts for no regret and no best.
    pub comparison: bool,
    /// Recommendations followed.
    pub follows: Vec<RecommendationId>,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// A regime and when it begins.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The regime.
    pub regime: RegimeId,
    /// When.
    pub begins: Begins,
}

/// When a stage begins.
#[derive(Clone, Debug)]
pub enum Begins {
    /// At this instant (the first stage without a date begins at the decision).
    At(f64),
    /// When the condition holds (scalar), the stage before has begun and `not_before` has come; at `at_latest` anyway.
    When {
        /// The condition.
        test: Expr,
        /// Not before.
        not_before: f64,
        /// At latest; `None` for never.
        at_latest: Option<f64>,
    },
}

/// A recommendation.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// Actor.
    pub actor: Option<ActorId>,
    /// Element.
    pub element: Option<ElementId>,
    /// Due.
    pub due: Option<f64>,
    /// Due, as written.
    pub due_date: Option<Date>,
    /// Start of its ramps.
    pub starts: f64,
    /// Levers moved.
    pub settings: Vec<Setting>,
    /// Delivered share: default and distribution.
    pub delivered: (f64, Distribution),
    /// Why it has no effect in the model, where it says so.
    pub no_effect: Option<String>,
}

/// An obligation, parsed and checked.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Debtor, creditor, overseer.
    pub parties: [Option<ActorId>; 3],
    /// Due, as written.
    pub due_date: Option<Date>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}
