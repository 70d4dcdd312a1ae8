//! A status, as programs read it.

use serde::Serialize;

/// How a strategy stands at a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Status {
    /// Title of the strategy.
    pub strategy: String,
    /// The day asked about.
    pub as_of: String,
    /// Only what was known by the end of this day; everything that is known where absent.
    pub known_at: Option<String>,
    /// The last day of the last reporting period that is over; `None` before the first.
    pub judged_to: Option<String>,
    /// Elements that it is narrowed to; all where absent.
    pub only: Option<String>,
    /// Conditions, in declared order.
    pub conditions: Vec<Group>,
    /// Milestones, by due date, then in declared order.
    pub milestones: Vec<Group>,
    /// Triggers, in declared order.
    pub triggers: Vec<Group>,
    /// Obligations, by due date, then in declared order.
    pub obligations: Vec<Obligation>,
    /// What cannot be known, whatever the evidence says: nobody observes it.
    pub unobserved: Vec<Unobserved>,
    /// The evidence, indicator by indicator.
    pub sources: Vec<Source>,
}

/// Something that is judged, in all its places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Whom it obliges or rewards: who must reach a milestone, who must decide.
    pub by: Option<String>,
    /// The dimensions that it is over: none for what is national.
    pub over: Vec<String>,
    /// What it says, in the author's words.
    pub says: Vec<Says>,
    /// How it stands, element by element.
    pub found: Vec<Found>,
}

/// A predicate as written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Says {
    /// `holds`, `lost`, `met`, `fires`, `second source`, `ends`.
    pub role: &'static str,
    /// The predicate.
    pub text: String,
    /// `3 months`, `2 of 3 months`; empty where one judgement is enough.
    pub persistence: String,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A condition holds.
    Holds,
    /// A condition held and was lost.
    Lost,
    /// It was never true, or is not (a condition that never held, a milestone not reached).
    NotMet,
    /// A milestone was met.
    Met,
    /// A trigger has not fired, or its firing is over.
    Quiet,
    /// A trigger has fired and goes on.
    Fired,
    /// Nobody can know.
    Unknown,
}

/// How something stands for one element.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The element; `None` for what is national.
    pub element: Option<String>,
    /// Where it stands.
    pub state: State,
    /// The day since which it does.
    pub since: Option<String>,
    /// The last day on which it was known how it stood, and how, where it is unknown.
    pub last_known: Option<(String, State)>,
    /// At the lowest counts, all together.
    pub at_lowest: State,
    /// At the highest counts, all together.
    pub at_highest: State,
    /// Whether it stands otherwise at the lowest or the highest counts.
    pub depends_on_count: bool,
    /// Reporting periods, to the last that is over, in which it could not be judged although it might have been.
    pub not_judged: u32,
    /// Its predicates and their parts.
    pub why: Vec<Why>,
    /// The evidence it rests on.
    pub rests_on: Vec<Used>,
    /// Why it is unknown, where it is.
    pub unknown_because: Vec<String>,
    /// What would change it.
    pub would_change: Vec<String>,
    /// When a milestone is due.
    pub deadline: Option<Deadline>,
    /// What a trigger asks.
    pub firing: Option<Firing>,
}

/// A predicate when it was judged last.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// As in [`Says`].
    pub role: &'static str,
    /// Whether it was true, with its persistence; `None` where unknown.
    pub truth: Option<bool>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A part of a predicate at its last judgements.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// In the author's words.
    pub text: String,
    /// What is compared, in the author's words; empty where the part compares nothing.
    pub left: String,
    /// With what.
    pub right: String,
    /// `below`, `at most`, `above`, `at least`, as the predicate wants it; empty where it compares nothing.
    pub wanted: &'static str,
    /// What follows a number, such as ` per 100,000 a month`.
    pub unit: String,
    /// The numbers, latest first.
    pub judged: Vec<Judged>,
}

/// A part of a predicate at one judgement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The day.
    pub on: String,
    /// Whether it was as the predicate wants it; `None` where unknown.
    pub truth: Option<bool>,
    /// The left side, in [`Part::unit`]; `None` where unknown or nothing is compared.
    pub left: Option<f64>,
    /// The right side, likewise.
    pub right: Option<f64>,
}

/// Evidence that something rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Used {
    /// The indicator.
    pub indicator: String,
    /// Who produces it.
    pub produced_by: Option<String>,
    /// Whether that is who gains if it is met.
    pub rewards_producer: bool,
    /// Whether the record or a table says it; `None` where nothing does.
    pub origin: Option<String>,
    /// The period of the newest figure that was published by the day asked about, whether it was read here or not.
    pub newest: Option<String>,
    /// Days from its end to the day asked about.
    pub age_days: Option<i64>,
    /// What was read, latest first.
    pub periods: Vec<UsedPeriod>,
}

/// Figures of one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UsedPeriod {
    /// Such as `2006-05`.
    pub period: String,
    /// Figures read.
    pub figures: usize,
    /// Elements of which nothing is known.
    pub missing: Vec<String>,
    /// Where the figures stand: `evidence/deaths.csv:12-29`, `record:812`.
    pub rows: Vec<String>,
    /// Further rows of the record, too many to name; `milepost evidence show` lists them.
    pub more_rows: u64,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deadline {
    /// The day it is due, after all moves.
    pub due: String,
    /// The day it was due as declared.
    pub declared: String,
    /// Days from the day asked about to the due day; negative where that is over.
    pub days_left: i64,
    /// Days by which it was met late; `None` where it is not met, 0 where in time.
    pub late_days: Option<i64>,
    /// How often the date was moved.
    pub moved: usize,
    /// By how many days in all, to later dates.
    pub moved_days: i64,
    /// Each move: from, to, reason, by whom.
    pub moves: Vec<(String, String, String, String)>,
}

/// What a trigger that fired asks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Firing {
    /// When it fired.
    pub on: String,
    /// By when the authority must decide.
    pub decide_by: String,
    /// What was decided: `act` or `decline`, when, and why.
    pub decision: Option<(String, String, String)>,
    /// When it ended.
    pub ended: Option<String>,
}

/// An obligation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Obligation {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Debtor, creditor and overseer.
    pub parties: [Option<String>; 3],
    /// What proves it.
    pub proof: Option<String>,
    /// When it is due.
    pub deadline: Option<Deadline>,
    /// How it stands by the contract's record; `None` where that says nothing of it.
    pub state: Option<String>,
}

/// Something that nobody observes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unobserved {
    /// The variable.
    pub variable: String,
    /// What cannot be judged without it.
    pub needed_by: Vec<String>,
}

/// An indicator and its evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The indicator.
    pub indicator: String,
    /// Who produces it.
    pub produced_by: Option<String>,
    /// `evidence/deaths.csv`, `record`; `None` where there is no evidence.
    pub origin: Option<String>,
    /// Why the evidence could not be read, where it could not.
    pub unread: Option<String>,
    /// First and last period with a figure that was published by the day asked about.
    pub from: Option<String>,
    /// Last.
    pub to: Option<String>,
    /// Figures published by then.
    pub figures: usize,
    /// Figures that might have been published between the first and the day asked about, and were not.
    pub missing: usize,
    /// The latest periods of which all or part is missing, at most twelve: the period, and how many elements.
    pub gaps: Vec<(String, usize)>,
    /// What judges by it.
    pub needed_by: Vec<String>,
}
