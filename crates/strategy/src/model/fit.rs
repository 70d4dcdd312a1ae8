//! Futures held against what was counted.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;

/// Which futures agree with what was counted, and how well those do where they were not asked to agree.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Name.
    pub name: String,
    /// Title, if given.
    pub title: Option<String>,
    /// Documentation.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// The pathway that is history.
    pub pathway: PathwayId,
    /// A future is kept if every one of these holds in every period that has evidence.
    pub keep: Vec<FitLine>,
    /// What the kept futures are judged by: periods they were not chosen for.
    pub judge: Vec<FitLine>,
}

/// An indicator compared with its evidence, period by period, summed over elements.
#[derive(Clone, Debug)]
pub struct FitLine {
    /// The indicator; it has evidence.
    pub indicator: VariableId,
    /// Largest relative distance allowed: the reported value of the model lies between counted / (1 + within) and
    /// counted x (1 + within).  Not used for `judge`.
    pub within: f64,
    /// Length of a period, in the unit of time.
    pub by: f64,
    /// Start of the first period.
    pub from: f64,
    /// End of the last.
    pub to: f64,
    /// The line.
    pub span: Span,
}
