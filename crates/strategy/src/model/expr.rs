//! Checked expressions.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;
use crate::unit::Unit;

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

/// A lookup.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Name.
    pub name: String,
    /// Comments.
    pub docs: Docs,
    /// Points, ascending.
    pub points: Vec<(f64, f64)>,
    /// How it is read between and beyond its points.
    pub shape: LookupShape,
    /// Unit of the argument.
    pub of: Unit,
    /// Unit of the value.
    pub unit: Unit,
    /// Declaration.
    pub span: Span,
}

/// How a lookup is read between and beyond its points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LookupShape {
    /// On the straight line between two points; held at the ends.
    #[default]
    Line,
    /// On the straight line between two points; beyond the ends, on the line of the two points there.
    Extrapolated,
    /// The value of the last point at or before; held at the ends.
    Step,
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
    /// A pipeline delay whose length in time is known before the run (it may be read from constants): rounded to whole
    /// steps, at least one.  Models of other tools have it.
    Lag {
        /// Input.
        input: Box<Expr>,
        /// Length in time; read at the first instant.
        over: Box<Expr>,
        /// Output before anything came out.
        initial: Box<Expr>,
    },
    /// What an expression was at the step before; between full steps it stays as it is.
    Previous {
        /// What.
        input: Box<Expr>,
        /// The value at the first instant.
        initial: Box<Expr>,
    },
    /// An expression for which another stands where initial values are worked out, so that a circle opens there.
    Active {
        /// The value at every instant, the first included.
        value: Box<Expr>,
        /// What initial values read in its place.
        initial: Box<Expr>,
    },
    /// What an expression is at the first instant.
    Initial(Box<Expr>),
    /// A number drawn evenly between 0 and 1 at every step, also where uncertainties are at their defaults.
    Noise {
        /// The stream of its draws, element and all.
        stream: String,
    },
    /// `occurs(rate)`: whether an event of a Poisson process of that rate happens in the present reporting period;
    /// truth.  Over every dimension that is bound where it stands: each element has events of its own.
    Occurs {
        /// Events per unit of time, read at the start of the period.
        rate: Box<Expr>,
        /// The stream of its draws, without the element.
        stream: String,
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
    /// a + b + ...
    Sum,
    /// `clip(x, lo, hi)`
    Clip,
    /// `modulo(a, b)`
    Modulo,
    /// `logistic(x)`
    Logistic,
    /// The distribution function of the standard normal distribution.
    NormalCdf,
    /// Its inverse, for a number between 0 and 1.
    NormalQuantile,
    /// `known(x)`
    Known,
    /// `step(height, time)`: 0 before, height from then on
    Step,
    /// `pulse(time, width)`: 1 in [time, time + width)
    Pulse,
    /// `ramp(slope, from, to)`
    Ramp,
}
