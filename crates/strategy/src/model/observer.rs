//! What observers see and judge: indicators, conditions, milestones, triggers.

use milepost_syntax::Date;

use super::*;

/// An indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// What is observed.
    pub observes: Expr,
    /// The variable, if what is observed is simply a variable.
    pub variable: Option<VariableId>,
    /// A flow is averaged over the reporting period (total / length of the period); a level is sampled at its end.
    pub averages: bool,
    /// Reporting period in steps.
    pub every: u32,
    /// Publication lag in whole reporting periods, rounded up.
    pub lag: u32,
    /// Relative standard deviation of the noise of each period.
    pub noise: f64,
    /// Under-reporting: the published value is `(1 - u) x`, u drawn once per future.
    pub under_reporting: (f64, f64),
    /// A share hidden beside that, as it stands at the end of the period: an opponent's, say.  The published value is
    /// `(1 - v) x` with v the sum of both, held within 0..1.
    pub hidden: Option<Expr>,
    /// Who produces it.
    pub produced_by: Option<String>,
    /// Evidence: file, column, key columns.
    pub evidence: Option<Evidence>,
}

/// A predicate with its persistence, judged at the ends of reporting periods.
#[derive(Clone, Debug)]
pub struct When {
    /// The predicate.
    pub test: Expr,
    /// True in at least this many ...
    pub of: u32,
    /// ... of the last so many reporting periods; 1 of 1 where nothing is said.
    pub periods: u32,
    /// Steps between judgements: the longest reporting period of the indicators it reads, else the axis'.
    pub every: u32,
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `holds when`
    pub holds: When,
    /// `lost when`; where absent it is lost as soon as `holds` fails.
    pub lost: Option<When>,
    /// Whether it speaks of an indicator at all (else it can only be simulated).
    pub observable: bool,
}

/// A milestone.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Due.
    pub due: Option<f64>,
    /// Due, as written.
    pub due_date: Option<Date>,
    /// Who must reach it.
    pub actor: Option<ActorId>,
    /// Element.
    pub element: Option<ElementId>,
    /// `met when`
    pub met: When,
}

/// A trigger.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Authority.
    pub actor: Option<ActorId>,
    /// Time from firing to acting.
    pub within: f64,
    /// `fires when`
    pub fires: When,
    /// The same predicate as read from the second source; both must hold.
    pub second: Option<When>,
    /// Name of the second source.
    pub second_source: Option<String>,
    /// Levers moved while the response is under way.
    pub then: Vec<Setting>,
    /// `ends when`
    pub ends: Option<When>,
    /// Compliance, drawn once per future.
    pub compliance: (f64, f64),
}
