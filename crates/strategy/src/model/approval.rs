//! Rules by which many decide, as they are read.

use milepost_syntax::ast::{Docs, VotingBase};
use milepost_syntax::{Date, Span};

use super::*;

/// An approval: a rule, and how it was read from which date on.  Votes come with a table.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// The rule in words: the latest reading.
    pub rule: String,
    /// The dimension whose elements are the units that vote; `None` where the rule speaks of none.
    pub dimension: Option<DimensionId>,
    /// Readings in the order of their dates; the rule itself first.
    pub readings: Vec<VotingReading>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// A rule as it was read from a date on.
#[derive(Clone, Debug)]
pub struct VotingReading {
    /// What it is called; none for the rule itself.
    pub title: Option<String>,
    /// From when it was read so; the rule itself holds from the start.
    pub from: Option<Date>,
    /// The motion is rejected when the rule holds; else adopted.
    pub rejects: bool,
    /// The rule.
    pub rule: VotingRule,
    /// In words.
    pub words: String,
    /// Where it stands.
    pub span: Span,
}

/// Shares joined by `and` and `or`.
#[derive(Clone, Debug, PartialEq)]
pub enum VotingRule {
    /// Every part holds.
    All(Vec<VotingRule>),
    /// At least one part holds.
    Any(Vec<VotingRule>),
    /// A share meets a bar.
    Share {
        /// Votes for this option; ballots cast (turnout) where there is none.
        option: Option<String>,
        /// In what.
        base: VotingBase,
        /// How much.
        bar: VotingBar,
        /// Where.
        scope: VotingScope,
    },
}

/// An exact bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VotingBar {
    /// Numerator.
    pub top: u32,
    /// Denominator, never 0.
    pub below: u32,
    /// To be passed rather than reached.
    pub strict: bool,
}

/// Where a share is asked for.  Units are elements of the approval's dimension, by position.
#[derive(Clone, Debug, PartialEq)]
pub enum VotingScope {
    /// In all votes together.
    Whole,
    /// In so many of these units.
    Count(Vec<usize>, u32),
    /// In units that make up this share of these.
    Portion(Vec<usize>, VotingBar),
    /// In units that together weigh this share.
    Holding {
        /// Units.
        units: Vec<usize>,
        /// Weight of each.
        weights: Vec<u64>,
        /// Share of the weight.
        bar: VotingBar,
        /// The most that one counts for.
        cap: Option<(u32, u32)>,
    },
}
