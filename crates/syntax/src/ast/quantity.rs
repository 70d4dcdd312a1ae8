//! Everything with a value.

use super::*;

/// `dimension d { A B }`, `dimension d from "file" column c`, `dimension s in d { A }`.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Name.
    pub name: Name,
    /// The dimension of which this is a subrange.
    pub parent: Option<Name>,
    /// Where the elements come from.
    pub elements: Elements,
}

/// A dimension's elements.
#[derive(Clone, Debug)]
pub enum Elements {
    /// Written out.
    Listed(Vec<Name>),
    /// The distinct values of a CSV column, in file order.
    Column {
        /// The file.
        file: Text,
        /// The column's header.
        column: Name,
    },
}

/// A CSV table whose columns become constants over its key dimensions.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file, relative to the strategy folder.
    pub file: Text,
    /// Key columns: names of dimensions, each also the header of its column.
    pub by: Vec<Name>,
    /// Columns taken.
    pub columns: Vec<Column>,
}

/// `people: person`, or `people: person from "pop_wfp_2005"` where the header differs.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name in the strategy.
    pub name: Name,
    /// Its unit; dimensionless where absent.
    pub unit: Option<UnitExpr>,
    /// The header, where it is not the name.
    pub header: Option<Name>,
}

/// An exogenous series over time.
#[derive(Clone, Debug)]
pub struct Series {
    /// Name, dimensions and unit.
    pub head: Head,
    /// Where its points come from.
    pub data: SeriesData,
    /// `linear` or `step`.
    pub interpolation: Name,
    /// `hold`: keep the last value past the end.
    pub hold: bool,
}

/// A series' points.
#[derive(Clone, Debug)]
pub enum SeriesData {
    /// `from "file" [column c] by time [, d ...]`
    File {
        /// The file.
        file: Text,
        /// The value's column; the series' name where absent.
        column: Option<Name>,
        /// The time column and the dimensions.
        by: Vec<Name>,
    },
    /// `= { 2004-01: 122000  2004-06: 138000 }`; keys are dates or numbers.
    Listed(Vec<(Expr, Expr)>),
}

/// `lookup f of month: share = (0, 1) (2, 3)`; clamped at its ends.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Name.
    pub name: Name,
    /// Unit of the argument.
    pub of: Option<UnitExpr>,
    /// Unit of the value.
    pub unit: Option<UnitExpr>,
    /// Points.
    pub points: Vec<(Expr, Expr)>,
}

/// `name[d, e] "Title": unit`
#[derive(Clone, Debug)]
pub struct Head {
    /// Name.
    pub name: Name,
    /// Dimensions in brackets.
    pub dims: Vec<Name>,
    /// Title.
    pub title: Option<Text>,
    /// Unit.
    pub unit: Option<UnitExpr>,
}

/// A unit expression: `person/month`, `1/month`, `usd*person^2`.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitExpr {
    /// Factors with their powers.
    pub factors: Vec<(Name, i32)>,
    /// The whole.
    pub span: Span,
}

/// A stock and its flows.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Name, dimensions, unit.
    pub head: Head,
    /// Whether outflows are cut to what is there.
    pub nonnegative: bool,
    /// `initial expression`
    pub initial: Option<Expr>,
    /// Flows in order.
    pub flows: Vec<StockFlow>,
}

/// A line of a stock's body.
#[derive(Clone, Debug)]
pub enum StockFlow {
    /// `inflow expression`
    In(Expr),
    /// `outflow expression`
    Out(Expr),
    /// `toward goal over time`
    Toward {
        /// The goal.
        goal: Expr,
        /// The adjustment time.
        over: Expr,
    },
}

/// `let` or `flow`.
#[derive(Clone, Debug)]
pub struct Let {
    /// Name, dimensions, unit.
    pub head: Head,
    /// Declared with `flow`.
    pub flow: bool,
    /// The equation.
    pub value: Expr,
}

/// `uncertain u: unit = default in lo .. hi log`.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// Name, dimensions, unit.
    pub head: Head,
    /// The default; for `normal(m, s)` and `lognormal(m, s)` a call.
    pub default: Option<Expr>,
    /// The range or the categories.
    pub range: Option<Domain>,
    /// `log`: uniform in the logarithm.
    pub log: bool,
}

/// What a quantity may be.
#[derive(Clone, Debug)]
pub enum Domain {
    /// `lo .. hi`
    Interval(Expr, Expr),
    /// `{ a b }` or `{ a: 2  b: 1 }`
    Categories(Vec<(Name, Option<Expr>)>),
}
