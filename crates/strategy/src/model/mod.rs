//! A checked strategy: every name resolved, every unit and dimension known, every rule legal.
//!
//! Numbers are in *canonical units*: time in the strategy's unit of time (`1 year` is 12 in a strategy that counts
//! months), everything else as declared.  Quantities that people read carry a [`Display`] to convert back.

mod approval;
mod claim;
mod evidence;
mod expr;
mod fit;
mod formula;
mod link;
mod loops;
mod observer;
mod policy;
mod variable;

pub use approval::*;
pub use claim::*;
pub use evidence::*;
pub use expr::*;
pub use fit::*;
pub use formula::*;
pub use link::*;
pub use loops::*;
pub use observer::*;
pub use policy::*;
pub use variable::*;

use milepost_syntax::ast::Docs;

use milepost_syntax::Date;

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
    /// Formulas by which pots are shared.
    pub formulas: Vec<Formula>,
    /// Obligations.
    pub obligations: Vec<Obligation>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// Causal links that the source states, in declared order.
    pub links: Vec<Link>,
    /// Feedback loops that the strategy names, in declared order.
    pub loops: Vec<Loop>,
    /// How futures are held against what was counted.
    pub fits: Vec<Fit>,
    /// What the source holds, by the strategy's own index of it; empty without one.
    pub index: Vec<IndexEntry>,
    /// What is run: first every pathway in order, then the variants that hypotheses speak of.
    pub variants: Vec<Variant>,
}

/// A line of the source's index, `index "data/index.csv"` in the `strategy` block: something the source holds, which
/// the strategy is to declare.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexEntry {
    /// What it is: `recommendation`, `link`, `aspect`, or any other word.
    pub kind: String,
    /// Its id in the source, such as `KR-1.2`.
    pub id: String,
    /// Where the source has it, as written.
    pub paragraphs: String,
    /// Whether the strategy declares it: a declaration of that name, with everything but letters and digits written `_`
    /// (an aspect is `REGIME.ASPECT`).
    pub declared: bool,
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
