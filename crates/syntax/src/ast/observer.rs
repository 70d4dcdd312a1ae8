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
