//! Everything with a value.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;

/// A dimension or a subrange of one.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Name.
    pub name: String,
    /// Elements.
    pub elements: Vec<String>,
    /// For a subrange: the dimension and, for each element, its position there.
    pub parent: Option<(DimensionId, Vec<usize>)>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// Something with a value at each time, for each combination of its dimensions' elements.
/// Flat order: the last dimension varies fastest.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Name.
    pub name: String,
    /// Title, where one is given.
    pub title: Option<String>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// Dimensions, in declared order.
    pub dims: Vec<DimensionId>,
    /// Type.
    pub ty: Type,
    /// How people read it.
    pub display: Display,
    /// What it is.
    pub kind: VariableKind,
}

/// Kinds of variable.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one for each name; triggers are few and never moved about")]
pub enum VariableKind {
    /// A column of a table, flat over the dimensions.
    Constant(Vec<f64>),
    /// A series, one per combination of elements.
    Series(Series),
    /// A draw.
    Uncertain(Uncertain),
    /// A choice.
    Lever(Lever),
    /// An equation (`let` or `flow`).
    Let {
        /// Declared with `flow`.
        flow: bool,
        /// The equation.
        value: Expr,
    },
    /// A stock.
    Stock(Stock),
    /// What observers see; the value is what is published at the time, unknown before the first publication.
    Indicator(Indicator),
    /// A latch; truth.
    Condition(Condition),
    /// Met or not: a latch that never unlatches; truth.
    Milestone(Milestone),
    /// Whether the response is under way; truth.
    Trigger(Trigger),
}

/// An exogenous series.
#[derive(Clone, Debug)]
pub struct Series {
    /// Points `(time, value)`, ascending in time, per flat element.
    pub points: Vec<Vec<(f64, f64)>>,
    /// Step function rather than linear.
    pub step: bool,
    /// Keeps its last value past its end (the checker has refused reading past it otherwise).
    pub hold: bool,
}

/// An uncertainty.  Vectors are flat over the dimensions: one draw per element.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// Value where nothing is drawn.
    pub default: Vec<f64>,
    /// Distribution.
    pub distribution: Vec<Distribution>,
}

/// Distributions.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always this.
    Fixed(f64),
    /// Uniform.
    Uniform(f64, f64),
    /// Uniform in the logarithm.
    LogUniform(f64, f64),
    /// Normal with mean and standard deviation, truncated to lo..hi.
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation.
        sd: f64,
        /// Lower end.
        lo: f64,
        /// Upper end.
        hi: f64,
    },
    /// Lognormal with median and standard deviation of the logarithm, truncated.
    LogNormal {
        /// Median before truncation.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
        /// Lower end.
        lo: f64,
        /// Upper end.
        hi: f64,
    },
    /// Category i with probability `weights[i]`, which sum to 1.
    Categories(Vec<f64>),
}

/// A lever.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Default, flat over the dimensions.
    pub default: Vec<f64>,
    /// Range it is held in; `None` for categories.
    pub range: Option<(f64, f64)>,
    /// Who moves it.
    pub actor: Option<ActorId>,
    /// The element it belongs to.
    pub element: Option<ElementId>,
    /// Where a design has it vary over futures, as an uncertainty does; no file says so (see [`crate::vary_levers`]).
    pub varied: Option<Distribution>,
}

/// A stock.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Outflows are cut, in order, to what is there.
    pub nonnegative: bool,
    /// Initial value.
    pub initial: Expr,
    /// Flows, in declared order.
    pub flows: Vec<StockFlow>,
}

/// A flow of a stock; per unit of time.
#[derive(Clone, Debug)]
pub enum StockFlow {
    /// Adds.
    In(Expr),
    /// Takes.
    Out(Expr),
    /// `(goal - stock) / over`
    Toward {
        /// Goal.
        goal: Expr,
        /// Adjustment time.
        over: Expr,
    },
}
