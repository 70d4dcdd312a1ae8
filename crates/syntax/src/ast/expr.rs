//! Expressions.

use super::*;

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// Kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `0.4`, `0.4%` (value already divided by 100), `9 month`.
    Number {
        /// The value, percents divided by 100.
        value: f64,
        /// Written with `%`.
        percent: bool,
        /// The unit joined to it.
        unit: Option<Name>,
    },
    /// `2006-06`
    Date(Date),
    /// A bare name: variable, element, category, unit, constant.
    Name(String),
    /// `name[a, b]`
    Index {
        /// The variable.
        base: Name,
        /// Elements or dimensions.
        elements: Vec<Name>,
    },
    /// `f(args over d weighted by w from A to B)`
    Call(Box<Call>),
    /// `-x`, `not x`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `if c then a else b`
    If(Box<[Expr; 3]>),
    /// `{ sunni: 85%  shia: 45%  else 0 }`
    ByElement {
        /// One value per element.
        arms: Vec<(Name, Expr)>,
        /// `else`
        otherwise: Option<Box<Expr>>,
    },
    /// `x at end`, `x at 2007-01`; `None` is the end.
    AtTime(Box<Expr>, Option<Box<Expr>>),
    /// `true x`, `observed x`
    Seen {
        /// `observed` rather than `true`.
        observed: bool,
        /// The variable.
        of: Box<Expr>,
    },
    /// `m under p`
    Under(Box<Expr>, Box<Expr>),
    /// `p without x, y with l = v`
    Variant(Box<Variant>),
    /// Something that could not be parsed; already reported.
    Error,
}

/// `p without x with l = v`
#[derive(Clone, Debug)]
pub struct Variant {
    /// The pathway.
    pub pathway: Name,
    /// Elements, actors or recommendations dropped.
    pub without: Vec<Name>,
    /// Levers or uncertainties set.
    pub with: Vec<(Name, Expr)>,
}

/// A call and its clauses.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function.
    pub function: Name,
    /// Arguments.
    pub args: Vec<Expr>,
    /// `over d, e`
    pub over: Vec<Name>,
    /// `weighted by w`
    pub weighted: Option<Expr>,
    /// `from D`
    pub from: Option<Expr>,
    /// `to D`
    pub to: Option<Expr>,
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-`
    Neg,
    /// `not`
    Not,
}

/// Infix operators, loosest first: `or`, `and`, comparisons, `+ -`, `* /`, `^`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=` or `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `^`
    Pow,
}
