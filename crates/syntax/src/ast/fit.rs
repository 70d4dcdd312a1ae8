//! Futures held against what was counted.

use super::*;

/// `fit f "Title" under pathway { ... }`
#[derive(Clone, Debug)]
pub struct Fit {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// `under history`: the pathway that is history.
    pub under: Option<Name>,
    /// Lines in order.
    pub lines: Vec<FitLine>,
}

/// `indicator within 40% by 6 month from 2004-01 to 2006-12`, `judge indicator by 6 month from 2007-01 to 2008-12`
#[derive(Clone, Debug)]
pub struct FitLine {
    /// `judge`: what futures are judged by, rather than kept by.
    pub judge: bool,
    /// The indicator.
    pub indicator: Name,
    /// `within 40%`
    pub within: Option<Expr>,
    /// `by 6 month`
    pub by: Option<Expr>,
    /// `from 2004-01`
    pub from: Option<Expr>,
    /// `to 2006-12`
    pub to: Option<Expr>,
    /// The whole line.
    pub span: Span,
}
