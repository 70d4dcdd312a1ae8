//! A checked strategy: every name resolved, every unit and dimension known, every rule legal.
//!
//! Numbers are in *canonical units*: time in the strategy's unit of time (`1 year` is 12 in a strategy that counts
//! months), everything else as declared.  Quantities that people read carry a [`Display`] to convert back.

use milepost_syntax::ast::Docs;
use milepost_syntax::{Date, Span};

use crate::unit::Unit;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into its list.
            pub fn index(self) -> usize { self.0 as usize }
        }
    )* };
}

ids! {
    /// Index into [`Strategy::dimensions`].
    DimensionId,
    /// Index into [`Strategy::variables`].
    VariableId,
    /// Index into [`Strategy::lookups`].
    LookupId,
    /// Index into [`Strategy::actors`].
    ActorId,
    /// Index into [`Strategy::elements`].
    ElementId,
    /// Index into [`Strategy::regimes`].
    RegimeId,
    /// Index into [`Strategy::pathways`].
    PathwayId,
    /// Index into [`Strategy::recommendations`].
    RecommendationId,
    /// Index into [`Strategy::measures`].
    MeasureId,
    /// Index into [`Strategy::variants`].
    VariantId
}

/// A whole strategy.
#[derive(Clone, Debug)]
pub struct Strategy {
    /// Title.
    pub title: String,
    /// Comments on the `strategy` block.
    pub docs: Docs,
    /// The report it implements, and its paragraphs `first..=last`.
    pub source: Option<(String, Option<(u32, u32)>)>,
    /// The question it answers.
    pub question: Option<String>,
    /// Time.
    pub time: TimeAxis,
    /// The pathway that others are compared with.
    pub reference: Option<PathwayId>,
    /// Dimensions.
    pub dimensions: Vec<Dimension>,
    /// Everything with a value.
    pub variables: Vec<Variable>,
    /// Lookups.
    pub lookups: Vec<Lookup>,
    /// Actors.
    pub actors: Vec<Actor>,
    /// Elements.
    pub elements: Vec<Element>,
    /// Regimes.
    pub regimes: Vec<Regime>,
    /// Pathways.
    pub pathways: Vec<Pathway>,
    /// Recommendations.
    pub recommendations: Vec<Recommendation>,
    /// Approvals.
    pub approvals: Vec<Approval>,
    /// Obligations.
    pub obligations: Vec<Obligation>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// What is run: first every pathway in order, then the variants that hypotheses speak of.
    pub variants: Vec<Variant>,
}

/// The axis of time.  `start`, `end`, `decide` and every date are in the unit of time; a dated axis counts from its start.
#[derive(Clone, Debug)]
pub struct TimeAxis {
    /// Unit, as written (`month`).
    pub unit: String,
    /// First instant (0 on a dated axis).
    pub start: f64,
    /// Last instant.
    pub end: f64,
    /// Step.
    pub step: f64,
    /// Number of steps; `start + steps * step == end`.
    pub steps: u32,
    /// Integration method.
    pub method: Method,
    /// The date of `start` on a dated axis.
    pub origin: Option<Date>,
    /// The date of `end` as written.
    pub until: Option<Date>,
    /// The instant of the decision: history before, choices after.  `start` where none is declared.
    pub decide: f64,
    /// The date of `decide` as written.
    pub decide_date: Option<Date>,
    /// Steps in a reporting period: a calendar month on a dated axis in months; one unit of time elsewhere.
    pub report_every: u32,
}

/// Integration methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Euler.
    Euler,
    /// Heun.
    Rk2,
    /// Runge-Kutta 4.
    Rk4,
}

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

/// How a number is shown: `value / scale` followed by `text`.
#[derive(Clone, Debug, PartialEq)]
pub struct Display {
    /// The unit as written, such as `person/month`; empty for a dimensionless number; `share` for shares.
    pub text: String,
    /// Canonical value of one such unit.
    pub scale: f64,
}

/// Types of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A number with a unit.
    Number(Unit),
    /// true, false or unknown.
    Truth,
    /// One of the categories of a lever or an uncertainty (stored as its position, 0, 1, ...).
    Category(Vec<String>),
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

/// An indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// What is observed.
    pub observes: Expr,
    /// The variable, if what is observed is simply a variable.
    pub variable: Option<VariableId>,
    /// A flow is averaged over the reporting period (total / length of the period); a level is sampled at its end.
    pub averages: bool,
    /// Reporting period in steps.
    pub every: u32,
    /// Publication lag in whole reporting periods, rounded up.
    pub lag: u32,
    /// Relative standard deviation of the noise of each period.
    pub noise: f64,
    /// Under-reporting: the published value is `(1 - u) x`, u drawn once per future.
    pub under_reporting: (f64, f64),
    /// Who produces it.
    pub produced_by: Option<String>,
    /// Evidence: file, column, key columns.
    pub evidence: Option<Evidence>,
}

/// Evidence of an indicator, read from its table, averaged per unit of time if the indicator averages.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The file.
    pub file: String,
    /// `(end of the period, value per flat element)`, ascending; `None` where there is no row.
    pub points: Vec<(f64, Vec<Option<f64>>)>,
}

/// A predicate with its persistence, judged at the ends of reporting periods.
#[derive(Clone, Debug)]
pub struct When {
    /// The predicate.
    pub test: Expr,
    /// True in at least this many ...
    pub of: u32,
    /// ... of the last so many reporting periods; 1 of 1 where nothing is said.
    pub periods: u32,
    /// Steps between judgements: the longest reporting period of the indicators it reads, else the axis'.
    pub every: u32,
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `holds when`
    pub holds: When,
    /// `lost when`; where absent it is lost as soon as `holds` fails.
    pub lost: Option<When>,
    /// Whether it speaks of an indicator at all (else it can only be simulated).
    pub observable: bool,
}

/// A milestone.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Due.
    pub due: Option<f64>,
    /// Due, as written.
    pub due_date: Option<Date>,
    /// Who must reach it.
    pub actor: Option<ActorId>,
    /// Element.
    pub element: Option<ElementId>,
    /// `met when`
    pub met: When,
}

/// A trigger.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Authority.
    pub actor: Option<ActorId>,
    /// Time from firing to acting.
    pub within: f64,
    /// `fires when`
    pub fires: When,
    /// The same predicate as read from the second source; both must hold.
    pub second: Option<When>,
    /// Name of the second source.
    pub second_source: Option<String>,
    /// Levers moved while the response is under way.
    pub then: Vec<Setting>,
    /// `ends when`
    pub ends: Option<When>,
    /// Compliance, drawn once per future.
    pub compliance: (f64, f64),
}

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

/// A lookup.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Name.
    pub name: String,
    /// Comments.
    pub docs: Docs,
    /// Points, ascending.
    pub points: Vec<(f64, f64)>,
    /// Unit of the argument.
    pub of: Unit,
    /// Unit of the value.
    pub unit: Unit,
    /// Declaration.
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

/// An approval rule, parsed and checked; votes come with evidence.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Rule in words.
    pub rule: String,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
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
}

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What.
    pub kind: ExprKind,
    /// Type.
    pub ty: Type,
    /// Free dimensions, sorted, without duplicates.
    pub dims: Vec<DimensionId>,
    /// Place.
    pub span: Span,
}

/// Kinds of expression.
///
/// An expression is evaluated in an environment that binds each of its free dimensions to an element.  A binding for a
/// subrange also binds its parent (through [`Dimension::parent`]).
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A number in canonical units, or a category's position.
    Number(f64),
    /// `true`, `false`
    Truth(bool),
    /// The time.
    Time,
    /// A variable; one selector for each of its dimensions.
    Variable(VariableId, Vec<Select>),
    /// Negation.
    Neg(Box<Expr>),
    /// `not`
    Not(Box<Expr>),
    /// Arithmetic, comparison, logic.
    Binary(milepost_syntax::ast::BinaryOp, Box<Expr>, Box<Expr>),
    /// `if c then a else b`; unknown takes the else branch.
    If(Box<[Expr; 3]>),
    /// A pure function.
    Call(Function, Vec<Expr>),
    /// A lookup.
    Lookup(LookupId, Box<Expr>),
    /// A reduction over dimensions (each a dimension or a subrange).
    Reduce {
        /// How.
        how: Reduction,
        /// Over which; bound in `body` and `weight`.
        over: Vec<DimensionId>,
        /// What.
        body: Box<Expr>,
        /// Weights of a mean.
        weight: Option<Box<Expr>>,
    },
    /// One expression per element of a dimension.
    ByElement(DimensionId, Vec<Expr>),
    /// `at(x, date)`: x as it was at that time; unknown before.
    At(Box<Expr>, f64),
    /// A smooth: information delay of some order (a stock per order).
    Smooth {
        /// Number of stages.
        order: u32,
        /// Input.
        input: Box<Expr>,
        /// Total time.
        over: Box<Expr>,
        /// Initial output; the input's first value where absent.
        initial: Option<Box<Expr>>,
    },
    /// A material delay of some order: what goes in comes out.
    Delay {
        /// Number of stages.
        order: u32,
        /// Input.
        input: Box<Expr>,
        /// Total time.
        over: Box<Expr>,
        /// Initial output; the input's first value where absent.
        initial: Option<Box<Expr>>,
    },
    /// A pipeline delay of a constant number of steps.
    DelayFixed {
        /// Input.
        input: Box<Expr>,
        /// Steps, at least 1.
        steps: u32,
        /// Output before anything came out.
        initial: Box<Expr>,
    },
    /// Over time, in measures only.
    OverTime {
        /// How.
        how: OverTime,
        /// What (scalar).
        body: Box<Expr>,
        /// From.
        from: f64,
        /// To.
        to: f64,
    },
}

/// Which element of a variable's dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// The element bound by the environment to this dimension (or to a subrange of it).
    Bound(DimensionId),
    /// This one.
    Element(usize),
}

/// Reductions over elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the word of the language")]
pub enum Reduction {
    Sum,
    Mean,
    Min,
    Max,
    Product,
    Any,
    All,
    Count,
}

/// Reductions over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverTime {
    /// Integral.
    Total,
    /// Largest value at a step.
    Peak,
    /// Smallest value at a step.
    Lowest,
    /// Integral divided by the length.
    Average,
    /// First time a predicate is true; unknown if never.
    First,
    /// Time during which a predicate is true.
    Duration,
}

/// Pure functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `exp(x)`
    Exp,
    /// `ln(x)`
    Ln,
    /// `log10(x)`
    Log10,
    /// `sqrt(x)`
    Sqrt,
    /// `abs(x)`
    Abs,
    /// `sin(x)`
    Sin,
    /// `cos(x)`
    Cos,
    /// `tan(x)`
    Tan,
    /// `arcsin(x)`
    Arcsin,
    /// `arccos(x)`
    Arccos,
    /// `arctan(x)`
    Arctan,
    /// `floor(x)`
    Floor,
    /// `ceil(x)`
    Ceil,
    /// `round(x)`
    Round,
    /// `integer(x)`: integer part
    Integer,
    /// `min(a, b, ...)`
    Min,
    /// `max(a, b, ...)`
    Max,
    /// `clip(x, lo, hi)`
    Clip,
    /// `modulo(a, b)`
    Modulo,
    /// `logistic(x)`
    Logistic,
    /// `known(x)`
    Known,
    /// `step(height, time)`: 0 before, height from then on
    Step,
    /// `pulse(time, width)`: 1 in [time, time + width)
    Pulse,
    /// `ramp(slope, from, to)`
    Ramp,
}
