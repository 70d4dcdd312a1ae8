//! A file's rows into the record: what is new, what changed, what is there already, all in one transaction.

mod draft;
mod file;
mod levels;
mod outcome;
mod source;

use std::sync::Arc;

use jiff::civil::Date;
use milepost_record::{Appended, Key, Store};
use milepost_strategy::model::{Figure, Indicator, Layout, Reading, Strategy, VariableId};

use crate::calendar::Calendar;
use crate::finding::Finding;
use crate::places::Places;
use crate::series::indicator;

pub use draft::{BATCH, COVERED, ROW, WITHDRAWN};
pub use file::{hashed, not_a_file};
pub use outcome::{Kept, Outcome, Stranger};
use source::All;

/// What is to be imported, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The day of the import.
    pub today: Date,
    /// When the rows were known, where that was said.
    pub known: Option<Date>,
    /// Keep nothing where anything is rejected.
    pub strict: bool,
    /// Record nothing at all.
    pub dry_run: bool,
    /// Withdraw what is no longer in the file.
    pub withdraw: bool,
    /// Under which terms the file may be used.
    pub licence: Option<String>,
}

/// One file for one indicator.
pub struct Job<R> {
    /// Name of the indicator.
    pub indicator: String,
    /// The file, as it is told.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How it is read.
    pub reading: Reading,
    /// Its bytes.
    pub source: R,
    plan: Plan,
}

/// What a job needs of the strategy.
struct Plan {
    places: Arc<Places>,
    calendar: Calendar,
    averages: bool,
    elements: Vec<String>,
}

impl<R> Job<R> {
    /// A job for an indicator of a strategy.
    ///
    /// # Errors
    /// A sentence where it is no indicator, or the strategy's time has no dates.
    pub fn new(
        strategy: &Strategy,
        variable: VariableId,
        reading: Reading,
        (file, sha256, source): (String, String, R),
    ) -> Result<Job<R>, String> {
        let found = indicator(strategy, variable)?;
        let v = strategy.variable(variable);
        let plan = Plan {
            places: Arc::new(Places::new(strategy, &v.dims, &reading)),
            calendar: Calendar::new(strategy, found)?,
            averages: found.averages,
            elements: (0..strategy.size(&v.dims)).map(|flat| strategy.element_names(&v.dims, flat)).collect(),
        };
        Ok(Job { indicator: v.name.clone(), file, sha256, reading, source, plan })
    }
}

/// Who hears of an import as it goes.
pub trait Listener {
    /// A finding in a file.
    ///
    /// # Errors
    /// Where it cannot be kept; the import ends.
    fn finding(&mut self, indicator: &str, file: &str, finding: &Finding) -> std::io::Result<()>;

    /// Whether the import should end without recording anything.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// `--strict`, and something was rejected.
    #[error("{0} rows are rejected, so nothing is kept")]
    Strict(u64),
    /// Nothing was to be recorded.
    #[error("nothing was to be recorded")]
    DryRun,
    /// The user ended it.
    #[error("interrupted; nothing was recorded")]
    Cancelled,
    /// A file that cannot be read.
    #[error("`{file}`: {why}")]
    File {
        /// The file.
        file: String,
        /// Why.
        why: String,
    },
    /// A list of findings that cannot be written.
    #[error("the list of findings cannot be written: {0}")]
    Findings(std::io::Error),
}

/// What an import came to.
#[derive(Debug)]
pub struct Imported {
    /// What became of each file.
    pub outcomes: Vec<Outcome>,
    /// What was recorded; nothing where nothing was new, or nothing was to be recorded.
    pub appended: Option<Appended>,
    /// Why nothing was recorded, where something would have been.
    pub stopped: Option<Stop>,
}

/// Imports files in one transaction: all of what is new in them, or nothing.
///
/// # Errors
/// Those of the record; `--strict` and `--dry-run` are no errors, but [`Imported::stopped`].
pub fn import<R: std::io::BufRead>(
    store: &mut dyn Store,
    jobs: Vec<Job<R>>,
    wanted: &Wanted,
    key: Option<&Key>,
    listener: &mut dyn Listener,
) -> Result<Imported, milepost_record::Error> {
    let mut all = All::new(store, jobs, wanted, listener)?;
    let done = store.append(&mut all, key);
    let outcomes = all.outcomes();
    match done {
        Ok(appended) => {
            let appended = (appended.events > 0).then_some(appended);
            Ok(Imported { outcomes, appended, stopped: None })
        }
        Err(milepost_record::Error::Source(why)) => match why.downcast::<Stop>() {
            Ok(stop) => Ok(Imported { outcomes, appended: None, stopped: Some(*stop) }),
            Err(why) => Err(milepost_record::Error::Source(why)),
        },
        Err(e) => Err(e),
    }
}

/// How a file is read for an indicator: as it declares, or in another layout.
///
/// # Errors
/// A sentence where neither says how.
pub fn reading(strategy: &Strategy, variable: VariableId, layout: Option<Layout>) -> Result<Reading, String> {
    let found: &Indicator = indicator(strategy, variable)?;
    let v = strategy.variable(variable);
    let declared = found.evidence.as_ref().map(|e| &e.reading);
    match (declared, layout) {
        (Some(reading), None) => Ok(reading.clone()),
        (Some(reading), Some(layout)) if reading.layout == layout => Ok(reading.clone()),
        (None, None) => Err(format!(
            "`{}` does not say how its evidence is read; give --layout, or write `from \"file.csv\"` in the indicator",
            v.name
        )),
        (declared, Some(layout)) => {
            let plain = matches!(layout, Layout::Table | Layout::Rows);
            let own = matches!(layout, Layout::Ucdp | Layout::Acled | Layout::Ibc);
            if !plain && v.dims.len() > 1 {
                return Err(format!("`{}` has several dimensions, a file of {} one place", v.name, layout.word()));
            }
            if layout == Layout::Hxl {
                return Err(format!(
                    "which tag holds the figures of `{}` is not said; write `layout hxl column \"#affected\"` in it",
                    v.name
                ));
            }
            let dims = v.dims.iter().map(|d| plain.then(|| strategy.dimension(*d).name.clone()));
            Ok(Reading {
                layout,
                keys: dims.collect(),
                figure: if own { Figure::Own } else { Figure::Column(v.name.clone()) },
                names: declared.map(|r| r.names.clone()).unwrap_or_default(),
                only: declared.and_then(|r| r.only.clone()),
                ..Reading::default()
            })
        }
    }
}
