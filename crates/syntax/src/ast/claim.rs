//! What is asked of the futures.

use super::*;

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

/// `chart c[d] "Title": unit = expression tiles row column observed indicator`
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name, title, unit.
    pub head: Head,
    /// What is drawn.
    pub value: Expr,
    /// An indicator whose evidence is drawn over it: `observed indicator`.
    pub observed: Option<Name>,
    /// `tiles ROW COLUMN`: tables of where the tile of each element stands.
    pub tiles: Option<(Name, Name)>,
}
