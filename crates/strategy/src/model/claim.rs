//! What is asked of the futures: measures, variants, hypotheses, charts.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;
use crate::unit::Unit;

/// A measure of how a future went: one number per pathway and future.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// Larger is better.
    pub maximise: bool,
    /// Scalar, evaluated after the last step; may contain [`ExprKind::OverTime`].
    pub value: Expr,
    /// Unit.
    pub unit: Unit,
    /// How people read it.
    pub display: Display,
    /// Bar that is acceptable (in the direction of the measure).
    pub acceptable: Option<f64>,
    /// Smallest gain worth naming; 0 where none is declared.
    pub matters: f64,
}

/// A variant of a pathway.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// As written: `liberation without withdrawals`.
    pub name: String,
    /// The pathway.
    pub pathway: PathwayId,
    /// What is dropped.
    pub without: Vec<Part>,
    /// What is set: variable (lever or uncertainty) and value, all elements alike.
    pub with: Vec<(VariableId, f64)>,
    /// A variable moved from the decision on, to see what it moves; only studies of links do so.
    pub nudge: Option<Nudge>,
}

/// A part of a strategy that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An element: its recommendations and levers.
    Element(ElementId),
    /// An actor: its recommendations and levers.
    Actor(ActorId),
    /// One recommendation.
    Recommendation(RecommendationId),
}

/// A claim of the source, as a test.
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// Name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// The claim as written, without `for each`.
    pub text: String,
    /// The claim; truth.  `for each` is a [`Claim::All`].
    pub claim: Claim,
    /// How it is judged.
    pub scope: Scope,
}

/// How a hypothesis is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scope {
    /// Holds in at least this share of futures.
    AtLeast(f64),
    /// Holds in at most this share of futures.
    AtMost(f64),
    /// One statement on the whole ensemble.
    Ensemble,
}

/// A claim's tree, over measures under variants, per future.
#[derive(Clone, Debug)]
pub enum Claim {
    /// A number or a truth value (1, 0).
    Number(f64),
    /// `measure under variant`
    Measure(MeasureId, VariantId),
    /// `gain(measure, variant)`: improvement over the reference, in the measure's direction.
    Gain(MeasureId, VariantId),
    /// `-x`, `not x`
    Unary(milepost_syntax::ast::UnaryOp, Box<Claim>),
    /// `a + b`, `a > b`, `a and b`
    Binary(milepost_syntax::ast::BinaryOp, Box<Claim>, Box<Claim>),
    /// `if c then a else b`
    If(Box<[Claim; 3]>),
    /// `min(a, b)`, `max`, `abs`
    Call(Function, Vec<Claim>),
    /// Every one holds; with the name of each (`for each element`).
    All(Vec<(String, Claim)>),
    /// A statistic over all futures (only in [`Scope::Ensemble`]).
    Statistic(Statistic, Box<Claim>),
}

/// Statistics over futures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// Arithmetic mean.
    Mean,
    /// Median.
    Median,
    /// Percentile, 0..100.
    Percentile(f64),
    /// Share of futures in which it is true.
    Share,
}

/// Something drawn over time in the report, as bands.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Comments.
    pub docs: Docs,
    /// Scalar.
    pub value: Expr,
    /// A flow is averaged over each reporting period, a level sampled.
    pub averages: bool,
    /// How people read it.
    pub display: Display,
    /// Observed points `(end of the period, value)`, summed over elements, from an indicator's evidence.
    pub observed: Vec<(f64, f64)>,
    /// What kind of picture it belongs to.
    pub kind: ChartKind,
}

/// What kind of picture a chart belongs to.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ChartKind {
    /// A picture of its own.
    #[default]
    Plain,
    /// One tile of a picture of many: `chart x[governorate] ...` is one chart per element, named `x[Anbar]`.
    Tile {
        /// Name of the declaration, the same for all its tiles.
        group: String,
        /// The element.
        element: String,
        /// Row and column of the tile, counted from 1, where `tiles ROW COLUMN` names tables of them.
        place: Option<(u32, u32)>,
    },
    /// Whether a milestone has been met: 1, 0, or unknown.
    Milestone(VariableId),
}
