//! A model as another tool's file has it: equations with subscripts, before any name is looked up.

use milepost_syntax::Span;

/// A whole model.  Names keep their original spelling; two are the same when [`same`] says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Its name, where the file gives one.
    pub name: Option<String>,
    /// The tool that wrote the file, where it says so.
    pub maker: Option<String>,
    /// The tool whose meaning of functions and operators holds.
    pub dialect: Dialect,
    /// Dimensions (Vensim: subscript ranges), in the order of the file.
    pub dimensions: Vec<Dimension>,
    /// Variables, in the order of the file.  One name may stand several times (an equation for each subscript).
    pub variables: Vec<Variable>,
    /// Macros, in the order of the file.
    pub macros: Vec<Macro>,
    /// Modules of an XMILE model (its other `<model>`s), already instantiated by name: `hares.births` and so on are plain
    /// variables; nothing is left here.
    pub time: Time,
    /// Parts of the file that say nothing about values and were left out (sketches, settings), for `convert`.
    pub left_out: Vec<String>,
}

/// Whose meaning holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Vensim's.
    #[default]
    Vensim,
    /// XMILE's, as Stella reads it.
    Xmile,
}

/// The axis of time.  Vensim writes it as variables (`FINAL TIME`, ...), which stand in [`Model::variables`] as well.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Time {
    /// First instant, last instant, step, interval of saving: equations, since some models compute them.
    pub start: Option<Expr>,
    /// Last instant.
    pub stop: Option<Expr>,
    /// Step.
    pub step: Option<Expr>,
    /// Interval of saving; the step where not given.
    pub save: Option<Expr>,
    /// `euler`, `rk2`, `rk4`, or what else the file says (with a place); Euler where it says nothing.
    pub method: Option<(String, Span)>,
    /// Unit of time.
    pub unit: Option<String>,
}

/// A dimension or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Name.
    pub name: String,
    /// Elements or names of other dimensions, in order; ranges such as `(A1-A10)` are written out by the reader, and one
    /// of more than 100,000 elements is an error there.
    pub elements: Vec<(String, Span)>,
    /// `-> other: ...` mappings of Vensim.
    pub mappings: Vec<Mapping>,
    /// `a <-> b`: another name for the same dimension.
    pub equivalent: Option<(String, Span)>,
    /// `GET XLS/DIRECT SUBSCRIPT(...)` where the elements come from a file: the call's arguments.
    pub external: Option<Expr>,
    /// Place.
    pub span: Span,
}

/// A mapping of a dimension to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The other dimension.
    pub to: String,
    /// Elements (or dimensions) of the other one, in the order of this one's; the other one's own order where empty.
    pub elements: Vec<String>,
    /// Place.
    pub span: Span,
}

/// One equation (or several of them, for number lists) of a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Name, as written (without quotes).
    pub name: String,
    /// Subscripts on the left-hand side: dimensions or elements.
    pub subscripts: Vec<(String, Span)>,
    /// `:EXCEPT:` lists.
    pub except: Vec<Vec<(String, Span)>>,
    /// What it is.
    pub what: What,
    /// Units, as written.
    pub units: Option<String>,
    /// Allowed range, as written (`[0,10]`), for checks and conversion.
    pub range: (Option<f64>, Option<f64>),
    /// Comment or documentation.
    pub docs: String,
    /// Group or sector.
    pub group: Option<String>,
    /// XMILE `<non_negative/>`: a stock whose outflows are cut, or a flow held at 0.
    pub non_negative: bool,
    /// How data are read between their points, where the equation says (`:RAW:`, `:INTERPOLATE:`, ...).
    pub interpolation: Option<Interpolation>,
    /// `x == ...`: a constant that may not be changed for a run.
    pub fixed: bool,
    /// `:SUPPLEMENTARY:`: looked at by people, used by no other equation.
    pub supplementary: bool,
    /// The equation's place; `name_span` that of its name.
    pub span: Span,
    /// Place of the name.
    pub name_span: Span,
}

impl Variable {
    /// A variable without subscripts and all that stands around an equation.
    pub fn new(name: String, name_span: Span, what: What, span: Span) -> Self {
        Variable {
            name,
            subscripts: Vec::new(),
            except: Vec::new(),
            what,
            units: None,
            range: (None, None),
            docs: String::new(),
            group: None,
            non_negative: false,
            interpolation: None,
            fixed: false,
            supplementary: false,
            span,
            name_span,
        }
    }
}

/// How data are read at an instant for which there is no point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// `:RAW:`: there is no value.
    Raw,
    /// `:INTERPOLATE:`: on the straight line between the points before and after.
    Line,
    /// `:HOLD BACKWARD:`: the point before.
    HoldBackward,
    /// `:LOOK FORWARD:`: the point after.
    LookForward,
}

/// What a variable is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `x = ...`, `x == ...` (then [`Variable::fixed`]) and `x := ...`.
    Equation(Expr),
    /// `INTEG(rate, initial)` of Vensim.
    Level {
        /// Net flow.
        rate: Expr,
        /// Initial value.
        initial: Expr,
    },
    /// A stock of XMILE.
    Stock {
        /// Names of inflows, in order.
        inflows: Vec<(String, Span)>,
        /// Names of outflows, in order.
        outflows: Vec<(String, Span)>,
        /// Initial value.
        initial: Expr,
    },
    /// A conveyor or queue of XMILE; kept so that it can be refused or run by name.
    Conveyor(Box<Conveyor>),
    /// `x(...)`: a lookup table that is called with a value.
    Lookup(Table),
    /// An auxiliary with a graphical function: `table(expr)`.  Vensim's `WITH LOOKUP` is this too.
    Graph(Expr, Table),
    /// A list of numbers for the elements of the last subscripts: rows of `1,2;3,4;` or of `TABBED ARRAY`.  `:NA:` among
    /// them is [`NOT_AVAILABLE`].
    Numbers(Vec<Vec<f64>>),
    /// A name without an equation: Vensim's data variable, to be found in a data file.
    Data,
    /// A reality check or another statement that has no value.
    Nothing(String),
}

/// A conveyor or queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Conveyor {
    /// Which: `conveyor`, `queue` or `oven`.
    pub kind: String,
    /// Inflows.
    pub inflows: Vec<(String, Span)>,
    /// Outflows; of a conveyor the first that is no leak is its exit.
    pub outflows: Vec<(String, Span)>,
    /// Initial value.
    pub initial: Expr,
    /// Transit time of a conveyor.
    pub transit: Option<Expr>,
    /// Leaks: outflow, fraction, whether exponential, zone start and end.
    pub leaks: Vec<(String, Option<Expr>, bool, f64, f64)>,
    /// Capacity and inflow limit.
    pub capacity: Option<Expr>,
    /// Inflow limit.
    pub inflow_limit: Option<Expr>,
}

/// A table of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Points, ascending in x, as many as there are.
    pub points: Vec<(f64, f64)>,
    /// How it goes on beyond its ends and between its points.
    pub kind: TableKind,
    /// A lookup that comes from a file: the arguments of `GET XLS/DIRECT LOOKUPS`.
    pub external: Option<Box<Expr>>,
    /// Place.
    pub span: Span,
}

/// How a table is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableKind {
    /// Linear between points, held at the ends.
    #[default]
    Continuous,
    /// Linear, and on beyond the ends.
    Extrapolate,
    /// A step at each point.
    Discrete,
}

/// The number that Vensim keeps and prints for `:NA:`.
pub const NOT_AVAILABLE: f64 = -6.490371073168535e32; // -2^109

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its place.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number.
    Number(f64),
    /// `:NA:`.
    NotAvailable,
    /// A text, as some functions take (`'file.xlsx'`).
    Text(String),
    /// A variable, dimension or element, with subscripts.
    Name(String, Vec<Subscript>),
    /// `f(a, b, ...)`; also a lookup called with a value, and a macro.  `subscripts` as in `lookup[i](x)`.
    Call {
        /// Name as written.
        name: String,
        /// Subscripts of a lookup that is called.
        subscripts: Vec<Subscript>,
        /// Arguments.
        arguments: Vec<Expr>,
        /// Outputs after a colon, of a macro with several: `m(a, b : c, d)`.
        outputs: Vec<Expr>,
    },
    /// `-a`, `+a`, `:NOT: a`.
    Unary(Unary, Box<Expr>),
    /// `a + b` and so on.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `IF THEN ELSE(c, a, b)`, `IF c THEN a ELSE b`.
    If(Box<[Expr; 3]>),
    /// A table in place: the last argument of `WITH LOOKUP`, or `LOOKUP` given in a call.
    Table(Table),
}

/// A subscript in an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Subscript {
    /// An element or a dimension that the left-hand side has as well.
    Name(String, Span),
    /// `d!`: the whole dimension, inside a function that reduces it.
    Every(String, Span),
    /// A position counted from 1, or an expression that yields one (XMILE: `x[3]`, `x[i+1]`).
    At(Box<Expr>),
    /// `*`, or `a:b` of XMILE: all, or a range.
    Range(Option<(Box<Expr>, Box<Expr>)>, Span),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its sign")]
pub enum Unary {
    Minus,
    Plus,
    Not,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its sign")]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Power,
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
    And,
    Or,
}

/// A macro.
#[derive(Clone, Debug, PartialEq)]
pub struct Macro {
    /// Name.
    pub name: String,
    /// Parameters.
    pub parameters: Vec<String>,
    /// Outputs after a colon, besides the variable of the macro's own name.
    pub outputs: Vec<String>,
    /// The equations inside.
    pub variables: Vec<Variable>,
    /// An XMILE macro's own expression, if it is one.
    pub value: Option<Expr>,
    /// Place.
    pub span: Span,
}

/// A name as it is compared: lower case, runs of blanks, underscores, line breaks and no-break spaces one space, quotes
/// gone, `\"` a quote.
pub fn same(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    // Almost all names are plain, and models ask for them again and again.
    if name.bytes().all(|b| b.is_ascii() && !matches!(b, b'"' | b'\\')) {
        for c in name.chars() {
            if c.is_ascii_whitespace() || c == '_' || c == '\u{b}' {
                gap = true;
                continue;
            }
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        }
        return out;
    }
    let text = name.replace("\\n", " ").replace("\\r", " ").replace("\\\"", "\u{1}").replace('"', "");
    for c in text.chars() {
        if c.is_whitespace() || c == '_' || c == '\u{a0}' {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match c {
            '\u{1}' => out.push('"'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn names_are_compared_as_the_tools_do() {
        for (a, b) in [("Room Temperature", "room_temperature"), ("\"a\\nb\"", "A  B"), ("x\u{a0}y ", "X Y")] {
            assert_eq!(same(a), same(b));
        }
        assert_ne!(same("ab"), same("a b"));
    }
}
