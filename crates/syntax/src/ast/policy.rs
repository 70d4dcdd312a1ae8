//! Who moves what, and when.

use super::*;

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
