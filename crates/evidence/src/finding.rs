//! What was found in a file, by line: what is wrong, and what to do.

/// Kinds of findings, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The file ends in the middle of a row.
    Cut,
    /// A quote that opens and never closes.
    Quote,
    /// Not UTF-8 text.
    Encoding,
    /// More or fewer cells than the header.
    Cells,
    /// No date, or one that can be read in several ways.
    Date,
    /// No number, or one that cannot be a count.
    Number,
    /// Least, figure and most are not in order.
    Order,
    /// The same row again with other content, in one file.
    Clash,
    /// The same row again.
    Doubled,
    /// Other content than the record has for this row.
    Changed,
    /// In the record, but no longer in the file.
    Gone,
    /// A place that is no element.
    Unassigned,
    /// The source gives no figure.
    NoFigure,
    /// Worth knowing; the row counts.
    Note,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 14] = [
        Kind::Cut,
        Kind::Quote,
        Kind::Encoding,
        Kind::Cells,
        Kind::Date,
        Kind::Number,
        Kind::Order,
        Kind::Clash,
        Kind::Doubled,
        Kind::Changed,
        Kind::Gone,
        Kind::Unassigned,
        Kind::NoFigure,
        Kind::Note,
    ];

    /// Whether the row is not kept because of it.
    pub fn rejects(self) -> bool {
        self <= Kind::Clash
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Cut => "cut",
            Kind::Quote => "quote",
            Kind::Encoding => "encoding",
            Kind::Cells => "cells",
            Kind::Date => "date",
            Kind::Number => "number",
            Kind::Order => "order",
            Kind::Clash => "clash",
            Kind::Doubled => "doubled",
            Kind::Changed => "changed",
            Kind::Gone => "gone",
            Kind::Unassigned => "unassigned",
            Kind::NoFigure => "no figure",
            Kind::Note => "note",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line of the file, from 1; 0 for what is not in the file.
    pub line: u64,
    /// What it is.
    pub kind: Kind,
    /// What is wrong, a sentence without a full stop.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    /// A finding.
    pub fn new(line: u64, kind: Kind, cause: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding { line, kind, cause: cause.into(), remedy: remedy.into() }
    }
}
