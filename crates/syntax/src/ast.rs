//! The tree that the parser yields: what was written, with its place, before any meaning.

use crate::{Date, Span};

/// An identifier or a quoted name, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name without quotes.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text.
pub type Text = Name;

/// One parsed `.mile` file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The declarations in order.
    pub declarations: Vec<Declaration>,
}

/// What the comments on a declaration say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// The `///` lines above, joined with `\n`, markers stripped.
    pub text: String,
    /// Notes from `//` comments behind or inside the declaration, each on its line.
    pub notes: Vec<String>,
    /// Paragraphs cited as `[24]`, `[2, 3]` or `[38-46]` in either.
    pub citations: Vec<Citation>,
    /// Whether `*assumption*` stands in either.
    pub assumption: bool,
}

/// A cited range of source paragraphs, `first..=last`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Citation {
    /// First paragraph.
    pub first: u32,
    /// Last paragraph (the first again for `[24]`).
    pub last: u32,
    /// Where it stands.
    pub span: Span,
}

/// A declaration with its documentation.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Comments.
    pub docs: Docs,
    /// From the first word to the last token.
    pub span: Span,
    /// What is declared.
    pub kind: DeclarationKind,
}

/// What a declaration declares.
#[derive(Clone, Debug)]
pub enum DeclarationKind {
    /// `strategy "Title" { ... }`
    Strategy(Strategy),
    /// `use model "file"`
    UseModel(Text),
    /// `unit incident`
    Unit(Name),
    /// `dimension d { A B }`
    Dimension(Dimension),
    /// `table "file" by d { column: unit }`
    Table(Table),
    /// `series s[d]: unit from "file" by time linear`
    Series(Series),
    /// `lookup f = (0, 1) (2, 3)`
    Lookup(Lookup),
    /// `actor a "Title"`
    Actor(Actor),
    /// `element e "Title" paragraphs 1..2`
    Element(Element),
    /// `stock s[d]: unit { ... }`
    Stock(Stock),
    /// `flow f[d]: unit = expression`, `let x = expression`
    Let(Let),
    /// `uncertain u: unit = 1 in 0 .. 2`
    Uncertain(Uncertain),
    /// `lever l: unit = 0 in 0 .. 1 by actor in element`
    Lever(Lever),
    /// `regime r "Title" extends q { ... }`
    Regime(Regime),
    /// `pathway p "Title" following all = r from 2006-01 then ...`
    Pathway(Pathway),
    /// `recommendation R by actor in element due 2006-06 { ... }`
    Recommendation(Recommendation),
    /// `indicator i observes x { ... }`
    Indicator(Indicator),
    /// `condition c { holds when ... }`
    Condition(Condition),
    /// `milestone m due 2006-06 { met when ... }`
    Milestone(Milestone),
    /// `trigger t by authority within 14 day { ... }`
    Trigger(Trigger),
    /// `approval a { majority in every d }`
    Approval(Approval),
    /// `obligation o by a to b overseen by c due 2006-06 evidence document`
    Obligation(Obligation),
    /// `measure m "Title" minimise total(x from 2006-01)`
    Measure(Measure),
    /// `hypothesis h { predicate in at least 66% of futures }`
    Hypothesis(Hypothesis),
    /// `chart c "Title" = expression`
    Chart(Chart),
}

/// The frame of the strategy.
#[derive(Clone, Debug)]
pub struct Strategy {
    /// Title.
    pub title: Text,
    /// `source "..." paragraphs 1..77`
    pub source: Option<(Text, Option<Range>)>,
    /// `question "..."`
    pub question: Option<Text>,
    /// `time month from A to B step S method M`
    pub time: Option<Time>,
    /// `decide 2005-12-15`
    pub decide: Option<Expr>,
    /// `reference stay`
    pub reference: Option<Name>,
}

/// `time month from 2004-01 to 2009-12 step 1/8 method euler`.  The ends are dates or numbers.
#[derive(Clone, Debug)]
pub struct Time {
    /// Unit of time.
    pub unit: Name,
    /// Start.
    pub from: Expr,
    /// End (a month means its last instant).
    pub to: Expr,
    /// Step in the unit of time; 1 where absent.
    pub step: Option<Expr>,
    /// `euler`, `rk2` or `rk4`.
    pub method: Option<Name>,
    /// The whole line.
    pub span: Span,
}

/// A range of whole numbers, `first..last`, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// First.
    pub first: u32,
    /// Last.
    pub last: u32,
    /// Where it stands.
    pub span: Span,
}

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

/// `actor a "Title" correlation 0.5`
#[derive(Clone, Debug)]
pub struct Actor {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// Correlation of the delivery of its recommendations.
    pub correlation: Option<Expr>,
}

/// `element e "Title" paragraphs 38..46`
#[derive(Clone, Debug)]
pub struct Element {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// Source paragraphs.
    pub paragraphs: Option<Range>,
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

/// `lever l: unit = default in domain by actor in element`.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Name, dimensions, unit.
    pub head: Head,
    /// Default.
    pub default: Option<Expr>,
    /// Range or categories.
    pub domain: Option<Domain>,
    /// Actor.
    pub by: Option<Name>,
    /// Element.
    pub element: Option<Name>,
}

/// How a line changes a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `=`
    Set,
    /// `*=`
    Scale,
    /// `+=`
    Add,
}

/// `lever = value over 9 month`, `lever[element] += value`.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The lever.
    pub lever: Name,
    /// Elements in brackets.
    pub elements: Vec<Name>,
    /// How it changes.
    pub change: Change,
    /// To or by what.
    pub value: Expr,
    /// Ramp.
    pub over: Option<Expr>,
    /// Comments behind the line.
    pub docs: Docs,
}

/// `regime r "Title" extends q { ... }`
#[derive(Clone, Debug)]
pub struct Regime {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// The regime it starts from.
    pub extends: Option<Name>,
    /// Levers set.
    pub settings: Vec<Setting>,
    /// `aspect name "words"`
    pub aspects: Vec<(Name, Text)>,
}

/// `pathway p "Title" for comparison following all = r from D then q when C, not before D, at latest E`
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// `for comparison`: shown beside the choices, but not one of them.
    pub comparison: bool,
    /// What it follows; empty for none, `all` for everything.
    pub following: Vec<Name>,
    /// Regimes in order; at least one.
    pub stages: Vec<Stage>,
}

/// A regime of a pathway and when it begins.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The regime.
    pub regime: Name,
    /// `from D`
    pub from: Option<Expr>,
    /// `when C`
    pub when: Option<Expr>,
    /// `not before D`
    pub not_before: Option<Expr>,
    /// `at latest D`
    pub at_latest: Option<Expr>,
}

/// `recommendation R "Title" by a in e due 2006-06 from 2006-01 { ... }`
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// Actor.
    pub by: Option<Name>,
    /// Element.
    pub element: Option<Name>,
    /// Due date.
    pub due: Option<Expr>,
    /// Start of the ramp, where it is not the due date.
    pub from: Option<Expr>,
    /// Levers moved.
    pub settings: Vec<Setting>,
    /// `delivered ...`
    pub delivered: Option<Uncertain>,
    /// `no effect "why"`
    pub no_effect: Option<Text>,
}

/// `indicator i[d] "Title" observes x { ... }`
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Name, dimensions, unit.
    pub head: Head,
    /// What it observes.
    pub observes: Expr,
    /// `from "file"`
    pub file: Option<Text>,
    /// `column c`
    pub column: Option<Name>,
    /// `by d, e`
    pub by: Vec<Name>,
    /// `every month`: reporting period; a month where absent.
    pub every: Option<Name>,
    /// `known after T`
    pub known_after: Option<Expr>,
    /// `noise 15%`
    pub noise: Option<Expr>,
    /// `under_reporting lo .. hi`
    pub under_reporting: Option<(Expr, Expr)>,
    /// `produced by x`
    pub produced_by: Option<Name>,
}

/// `expression [for 3 month | for 2 of 3 month]`
#[derive(Clone, Debug)]
pub struct When {
    /// The predicate.
    pub test: Expr,
    /// Persistence.
    pub persistence: Option<Persistence>,
}

/// `for 3 month`, `for 2 of 3 month`
#[derive(Clone, Debug)]
pub struct Persistence {
    /// How many of the periods; `None` for all.
    pub of: Option<u32>,
    /// How long, a quantity with a unit of time.
    pub span: Expr,
}

/// `condition c[d] "Title" { holds when ... lost when ... }`
#[derive(Clone, Debug)]
pub struct Condition {
    /// Name, dimensions.
    pub head: Head,
    /// `holds when`
    pub holds: When,
    /// `lost when`
    pub lost: Option<When>,
}

/// `milestone m[d] "Title" due 2006-06 by a in e { met when ... }`
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Name, dimensions.
    pub head: Head,
    /// Due date.
    pub due: Option<Expr>,
    /// Actor.
    pub by: Option<Name>,
    /// Element.
    pub element: Option<Name>,
    /// `met when`
    pub met: When,
}

/// `trigger t[d] "Title" by authority within 14 day { ... }`
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Name, dimensions.
    pub head: Head,
    /// Authority that must decide.
    pub by: Option<Name>,
    /// `within`
    pub within: Option<Expr>,
    /// `fires when`
    pub fires: When,
    /// `, second source i`
    pub second_source: Option<Name>,
    /// `then lever = value over T`
    pub then: Vec<Setting>,
    /// `ends when`
    pub ends: Option<When>,
    /// `compliance in lo .. hi`
    pub compliance: Option<(Expr, Expr)>,
}

/// `approval a "Title" { rule }`
#[derive(Clone, Debug)]
pub struct Approval {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// The rule.
    pub rule: ApprovalRule,
}

/// An approval's rule.
#[derive(Clone, Debug)]
pub enum ApprovalRule {
    /// `majority in every d`
    MajorityInEvery(Name),
    /// `rejected when share no >= 2/3 in at least 3 d`; the bar is kept as an exact fraction.
    RejectedWhen {
        /// Option counted, such as `no`.
        option: Name,
        /// Numerator and denominator of the bar.
        bar: (u32, u32),
        /// `>=` (true) or `>` (false).
        inclusive: bool,
        /// In at least how many elements.
        at_least: u32,
        /// Of which dimension.
        dim: Name,
    },
}

/// `obligation o "Title" by a to b overseen by c due D evidence document`
#[derive(Clone, Debug)]
pub struct Obligation {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// Debtor.
    pub by: Option<Name>,
    /// Creditor.
    pub to: Option<Name>,
    /// Overseer.
    pub overseen_by: Option<Name>,
    /// Due date.
    pub due: Option<Expr>,
    /// What proves it.
    pub evidence: Option<Name>,
}

/// `measure m "Title": unit minimise expression acceptable <= X matters Y`
#[derive(Clone, Debug)]
pub struct Measure {
    /// Name, title, unit.
    pub head: Head,
    /// `maximise` (true) or `minimise`.
    pub maximise: bool,
    /// What is measured; `x at end` parses as [`ExprKind::AtTime`].
    pub value: Expr,
    /// `acceptable <= X`: the comparison and the bar.
    pub acceptable: Option<(BinaryOp, Expr)>,
    /// `matters X`: the smallest gain worth naming.
    pub matters: Option<Expr>,
}

/// `hypothesis h "Title" { for each element: predicate  in at least 66% of futures }`
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// `for each element`: the kind of thing looped over, and its name in the predicate.
    pub for_each: Vec<Name>,
    /// The predicate.
    pub claim: Expr,
    /// How it is judged.
    pub scope: Scope,
}

/// How a hypothesis is judged.
#[derive(Clone, Debug)]
pub enum Scope {
    /// `in at least 66% of futures` / `in at most 10% of futures`
    Share {
        /// `at least` (true) or `at most`.
        at_least: bool,
        /// The threshold.
        share: Expr,
    },
    /// `over futures`: a statement on the whole ensemble.
    Ensemble,
}

/// `chart c "Title": unit = expression observed "file" column c`
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name, title, unit.
    pub head: Head,
    /// What is drawn.
    pub value: Expr,
    /// An indicator whose evidence is drawn over it: `observed indicator`.
    pub observed: Option<Name>,
}

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
