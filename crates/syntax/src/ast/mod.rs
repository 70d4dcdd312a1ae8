//! The tree that the parser yields: what was written, with its place, before any meaning.

mod approval;
mod claim;
mod expr;
mod fit;
mod formula;
mod link;
mod loops;
mod observer;
mod policy;
mod quantity;

pub use approval::*;
pub use claim::*;
pub use expr::*;
pub use fit::*;
pub use formula::*;
pub use link::*;
pub use loops::*;
pub use observer::*;
pub use policy::*;
pub use quantity::*;

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
    /// `use model "file" { uncertain x in 1 .. 2 }`
    UseModel(UseModel),
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
    /// `formula f "Title" among d { ... }`
    Formula(Formula),
    /// `obligation o by a to b overseen by c due 2006-06 evidence document`
    Obligation(Obligation),
    /// `measure m "Title" minimise total(x from 2006-01)`
    Measure(Measure),
    /// `hypothesis h { predicate in at least 66% of futures }`
    Hypothesis(Hypothesis),
    /// `chart c "Title" = expression`
    Chart(Chart),
    /// `link L "Title" x raises y within 6 month`
    Link(Link),
    /// `loop l "Title" = a -> b -> c`
    Loop(Loop),
    /// `fit f "Title" under p { indicator within 40% by 6 month from A to B }`
    Fit(Fit),
}

/// A model of another tool on which the strategy builds.
#[derive(Clone, Debug)]
pub struct UseModel {
    /// Its file.
    pub file: Text,
    /// Uncertainties and levers that stand in the place of its constants.
    pub instead: Vec<Declaration>,
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
    /// `index "data/index.csv"`: what the source holds.
    pub index: Option<Text>,
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
