//! Rules by which many decide.

use super::*;

/// `approval a "Title" { adopted when rule; reading "Title" from 2005-10-02 { rejected when rule } }`
#[derive(Clone, Debug)]
pub struct Approval {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// The rule itself, where one is written outside a `reading`, then its readings as written; at least one.
    pub readings: Vec<VotingReading>,
}

/// A rule as it was read from a date on.
#[derive(Clone, Debug)]
pub struct VotingReading {
    /// What it is called; none for the rule itself.
    pub title: Option<Text>,
    /// From when it was read so.
    pub from: Option<(Date, Span)>,
    /// `rejected when` rather than `adopted when`.
    pub rejects: bool,
    /// The rule.
    pub rule: VotingRule,
    /// From its first word to its last.
    pub span: Span,
}

/// Shares joined by `and` and `or`.
#[derive(Clone, Debug)]
pub enum VotingRule {
    /// `a and b`
    All(Vec<VotingRule>),
    /// `a or b`
    Any(Vec<VotingRule>),
    /// A share that meets a bar.
    Share(VotingShare),
}

/// `no >= 2/3 of valid in at least 3 governorate`, `majority in every d`, `quorum 50%`
#[derive(Clone, Debug)]
pub struct VotingShare {
    /// Of what.
    pub part: VotingPart,
    /// `>` rather than `>=`.
    pub strict: bool,
    /// How much.
    pub bar: Fraction,
    /// In what.
    pub base: VotingBase,
    /// Where.
    pub scope: VotingScope,
}

/// What is held against the base.
#[derive(Clone, Debug)]
pub enum VotingPart {
    /// Votes for an option; `yes` where `majority` names none.
    Option(String),
    /// Ballots cast: `quorum`.
    Turnout,
}

/// What a share of votes is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VotingBase {
    /// `of valid`, and where nothing is written.
    Valid,
    /// `of cast`
    Cast,
    /// `of registered`
    Registered,
}

/// Where a share is asked for.
#[derive(Clone, Debug)]
pub enum VotingScope {
    /// In all votes together.
    Whole,
    /// `in every d`
    Every(Name),
    /// `in at least 3 d`
    Count {
        /// How many.
        count: u32,
        /// `more than` rather than `at least`.
        strict: bool,
        /// Of which dimension.
        dim: Name,
    },
    /// `in at least 55% of d`
    Portion {
        /// Which share of the units.
        share: Fraction,
        /// `more than` rather than `at least`.
        strict: bool,
        /// Of which dimension.
        dim: Name,
    },
    /// `in d holding at least 65% of people, each at most 20%`
    Holding {
        /// Which dimension.
        dim: Name,
        /// Share of the weight.
        share: Fraction,
        /// `more than` rather than `at least`.
        strict: bool,
        /// The column that weighs.
        weight: Name,
        /// The most that one counts for.
        cap: Option<Fraction>,
    },
    /// `in unionist`: one element.
    Element(Name),
}

/// An exact fraction from 0 to 1, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fraction {
    /// Numerator.
    pub top: u32,
    /// Denominator, never 0.
    pub below: u32,
    /// Where it stands.
    pub span: Span,
}
