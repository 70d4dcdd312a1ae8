//! What observers see and judge.

use super::*;

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
    /// How the file's rows are read beside that.
    pub reading: Box<Reading>,
    /// `every month`: reporting period; a month where absent.
    pub every: Option<Name>,
    /// `known after T`
    pub known_after: Option<Expr>,
    /// `noise 15%`
    pub noise: Option<Expr>,
    /// `under_reporting lo .. hi`
    pub under_reporting: Option<(Expr, Expr)>,
    /// `under_reporting lo .. hi plus share`: what is hidden beside what is drawn.
    pub hidden: Option<Expr>,
    /// `produced by x`
    pub produced_by: Option<Name>,
}

/// How the rows of an indicator's file are read, beside its column and its keys.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// `layout ucdp`
    pub layout: Option<Name>,
    /// `column c in lo .. hi`, or `column lo .. hi` where the middle counts.
    pub range: Option<(Name, Name)>,
    /// `count rows`: every row is one.
    pub counts_rows: Option<Span>,
    /// `until COLUMN`: the last day of a row that spans several.
    pub until: Option<Name>,
    /// `id COLUMN`: the source's own name of a row.
    pub id: Option<Name>,
    /// `published COLUMN`: when a row was published.
    pub published: Option<Name>,
    /// `place COLUMN`: where the element stands, if not under the dimension's name.
    pub place: Option<Name>,
    /// `only COLUMN "value"`: other rows are not about this strategy.
    pub only: Option<(Name, Text)>,
    /// `places "file"`: what elements are called in the file.
    pub places: Option<Text>,
    /// `covers 2004-01 to 2008-12`: there, no row is none.
    pub covers: Option<(Expr, Expr)>,
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
