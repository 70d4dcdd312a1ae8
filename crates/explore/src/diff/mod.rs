//! What changed between two strategies, and what that did to measures and verdicts under the same futures.
//!
//! Declarations are compared by what they declare, in their normal form: layout, order and the file they stand in make
//! no difference.  Tables are compared cell by cell.  Where anything but a comment changed, the pathways of the same
//! name are run under the same futures, and each future is compared with itself.

mod declarations;
mod effects;
mod tables;
#[cfg(test)]
mod tests;

use std::sync::atomic::AtomicBool;

use milepost_ensemble::Progress;
use milepost_ensemble::summary::{Spread, Verdict};
use milepost_strategy::model::Strategy;
use milepost_syntax::{SourceMap, nearest};
use serde::Serialize;

/// One of the two strategies.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What people call it: a folder, or a folder at a revision.
    pub name: &'a str,
    /// The strategy.
    pub strategy: &'a Strategy,
    /// Its files.
    pub sources: &'a SourceMap,
}

/// How they are compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Measures; all that both declare where none is named.
    pub measures: Vec<String>,
    /// Futures.
    pub futures: u64,
    /// Key of all random numbers.
    pub seed: u64,
    /// Threads; 0 for as many as the machine has.
    pub threads: usize,
    /// Futures in which a stock is not finite are counted as unknown instead of refused.
    pub allow_nan: bool,
}

/// Why they could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such measure in both.
    #[error("no measure `{name}` is declared in both{}", .nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    UnknownMeasure {
        /// As asked for.
        name: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// The runs failed or were interrupted.
    #[error("{side}: {cause}")]
    Run {
        /// Which of the two.
        side: String,
        /// Why.
        cause: milepost_ensemble::Error,
    },
}

/// What changed, and what that did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// What the first is called.
    pub a: String,
    /// What the second is called.
    pub b: String,
    /// Declarations that differ, by kind and name.
    pub declarations: Vec<Declaration>,
    /// Tables that differ, by file.
    pub tables: Vec<Table>,
    /// Futures that were run; 0 where nothing changed that could make a difference.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// What that did to measures, for each pathway that both declare.
    pub pathways: Vec<Pathway>,
    /// Hypotheses that both declare and of which the verdict or the share changed.
    pub verdicts: Vec<Judgement>,
    /// How many hypotheses came out the same.
    pub same_verdicts: usize,
}

impl Diff {
    /// Whether there is any difference, be it in a comment.
    pub fn is_empty(&self) -> bool {
        self.declarations.is_empty() && self.tables.is_empty()
    }
}

/// A declaration that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Declaration {
    /// The word it begins with, such as `lever`; the new one where that changed.
    pub kind: String,
    /// What it declares.
    pub name: String,
    /// File and line in the second strategy, or in the first where it was removed.
    pub place: String,
    /// How it differs.
    pub change: Change,
}

/// How a declaration differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Only the second has it: its lines.
    Added(Vec<String>),
    /// Only the first has it: its lines.
    Removed(Vec<String>),
    /// It says something else: its lines before and after.
    Changed(Vec<String>, Vec<String>),
    /// Only its comments differ: before and after.
    Comments(String, String),
}

/// A table that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// File.
    pub file: String,
    /// How it differs.
    pub change: TableChange,
}

/// How a table differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TableChange {
    /// Only the second reads it; its rows.
    Added(usize),
    /// Only the first reads it; its rows.
    Removed(usize),
    /// Its content differs.
    Changed(Cells),
}

/// What differs between two versions of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cells {
    /// Cells that differ, in rows and columns that both have.
    pub cells: usize,
    /// The rows in which they stand.
    pub rows: usize,
    /// Rows that only the second has.
    pub rows_added: usize,
    /// Rows that only the first has.
    pub rows_removed: usize,
    /// Columns that only the second has.
    pub columns_added: Vec<String>,
    /// Columns that only the first has.
    pub columns_removed: Vec<String>,
    /// Rows stand in another order.
    pub reordered: bool,
}

/// What became of a pathway.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pathway {
    /// Name.
    pub name: String,
    /// One for each measure compared.
    pub measures: Vec<Measure>,
}

/// What became of a measure under a pathway; in canonical units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Name.
    pub name: String,
    /// Whether its unit changed, so that there is no difference to speak of.
    pub other_unit: bool,
    /// Whether all futures have the same bits in both.
    pub same: bool,
    /// Before.
    pub a: Spread,
    /// After.
    pub b: Spread,
    /// After minus before, future by future.
    pub difference: Spread,
}

/// What became of a verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Judgement {
    /// Hypothesis.
    pub name: String,
    /// Before.
    pub a: Verdict,
    /// After.
    pub b: Verdict,
}

impl PartialEq for Judgement {
    fn eq(&self, other: &Judgement) -> bool {
        let told = |j: &Judgement| (j.name.clone(), j.a.verdict, j.a.share, j.b.verdict, j.b.share);
        told(self) == told(other)
    }
}

/// Compares two strategies.
///
/// # Errors
/// One sentence each: see [`Error`].
pub fn diff(
    a: Side,
    b: Side,
    comparison: &Comparison,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Diff, Error> {
    let measures = measures(a.strategy, b.strategy, &comparison.measures)?;
    let declarations = declarations::compare(a.sources, b.sources);
    let tables = tables::compare(a.sources, b.sources);
    let mut diff = Diff {
        a: a.name.into(),
        b: b.name.into(),
        declarations,
        tables,
        futures: 0,
        seed: comparison.seed,
        pathways: Vec::new(),
        verdicts: Vec::new(),
        same_verdicts: 0,
    };
    // Comments are read by people only.
    let meant = |d: &Declaration| !matches!(d.change, Change::Comments(..));
    if !diff.tables.is_empty() || diff.declarations.iter().any(meant) {
        diff.futures = comparison.futures;
        effects::compare(&mut diff, a, b, &measures, comparison, progress, cancel)?;
    }
    Ok(diff)
}

/// The measures named, or all that both declare, in the order of the second.
fn measures(a: &Strategy, b: &Strategy, names: &[String]) -> Result<Vec<String>, Error> {
    let in_a = |name: &str| a.measures.iter().any(|m| m.name == name);
    let both: Vec<String> = b.measures.iter().map(|m| m.name.clone()).filter(|name| in_a(name)).collect();
    if let Some(name) = names.iter().find(|name| !both.contains(name)) {
        let nearest = nearest(name, both.iter().map(String::as_str)).map(String::from);
        return Err(Error::UnknownMeasure { name: name.clone(), nearest });
    }
    Ok(both.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect())
}
