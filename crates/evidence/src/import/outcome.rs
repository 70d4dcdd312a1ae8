//! What became of a file.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::{Finding, Kind};

/// Findings of a kind that are shown; all are in the list.
const SHOWN: usize = 3;
/// Names that are no places are counted one by one up to so many.
const MOST_STRANGERS: usize = 10_000;

/// Numbers of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Rows of the file that say something of the indicator.
    pub rows: u64,
    /// New in the record.
    pub new: u64,
    /// Corrections of what the record has.
    pub changed: u64,
    /// In the record already, as they are.
    pub same: u64,
    /// Twice in the file.
    pub doubled: u64,
    /// New or changed, without an element.
    pub unassigned: u64,
    /// Without a figure.
    pub no_figure: u64,
    /// Not kept because something is wrong.
    pub rejected: u64,
    /// Not about this strategy.
    pub elsewhere: u64,
    /// Earlier rows of a period of which only the last counts.
    pub earlier: u64,
    /// In the record but no longer in the file.
    pub gone: u64,
    /// Of those, withdrawn.
    pub withdrawn: u64,
}

/// A name that is no element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stranger {
    /// Rows.
    pub rows: u64,
    /// What they count.
    pub figure: f64,
    /// The element whose name is nearest.
    pub nearest: Option<String>,
}

/// What became of a file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The indicator.
    pub indicator: String,
    /// The file.
    pub file: String,
    /// The layout's word.
    pub layout: String,
    /// Numbers of rows.
    pub kept: Kept,
    /// How many findings of each kind.
    pub findings: BTreeMap<Kind, u64>,
    /// The first ones of each kind.
    pub first: Vec<Finding>,
    /// Places that are no elements, by name.
    pub strangers: BTreeMap<String, Stranger>,
    /// First and last day that rows speak of.
    pub span: Option<(Date, Date)>,
    /// First and last day on which what was recorded was known.
    pub known: Option<(Date, Date)>,
    /// Whether rows were taken to be known when the indicator's lag says.
    pub by_lag: bool,
    /// Whether the very same file was imported before.
    pub seen: bool,
    /// Events that stand for what the file covers without a row.
    pub covered: u64,
}

impl Outcome {
    pub(super) fn note(&mut self, finding: &Finding) {
        let count = self.findings.entry(finding.kind).or_default();
        *count += 1;
        if *count as usize <= SHOWN {
            self.first.push(finding.clone());
        }
        match finding.kind {
            kind if kind.rejects() => self.kept.rejected += 1,
            Kind::Doubled => self.kept.doubled += 1,
            Kind::NoFigure => self.kept.no_figure += 1,
            Kind::Gone => self.kept.gone += 1,
            _ => {}
        }
    }

    pub(super) fn stranger(&mut self, name: &str, figure: f64, nearest: Option<&str>) {
        if self.strangers.len() >= MOST_STRANGERS && !self.strangers.contains_key(name) {
            return;
        }
        let found = self.strangers.entry(name.to_string()).or_default();
        found.rows += 1;
        found.figure += figure;
        found.nearest = nearest.map(String::from);
    }

    pub(super) fn spans(&mut self, from: Date, to: Date) {
        let (a, b) = self.span.unwrap_or((from, to));
        self.span = Some((a.min(from), b.max(to)));
    }

    pub(super) fn knows(&mut self, day: Date) {
        let (a, b) = self.known.unwrap_or((day, day));
        self.known = Some((a.min(day), b.max(day)));
    }

    /// Events that this file adds to the record.
    pub fn events(&self) -> u64 {
        self.kept.new + self.kept.changed + self.kept.withdrawn + self.covered
    }
}
