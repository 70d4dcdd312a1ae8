//! Going through the evidence period by period, each as it was known at its end.
//!
//! 1. Every period is judged by [`status`] on the facts known on its last day: what changed since the
//!    period before, and what the strategy asked of whom.
//! 2. Every trigger and condition is scored by [`milepost_analysis::timing::alarm`]: what it said then beside what it would
//!    have said at once, had everything been published on the day and as it was corrected later.

mod change;
mod scored;

pub use change::{Ask, AskKind, Change};
pub use scored::{Score, Signal};

use jiff::civil::Date;
use milepost_evidence::Series;
use milepost_strategy::model::{Strategy, VariableId};
use milepost_syntax::SourceMap;
use serde::Serialize;

use crate::status::{Question, Status, status};
use crate::{Facts, Moment, Places, Rows};

/// A replay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replayed {
    /// Title of the strategy.
    pub strategy: String,
    /// Reporting periods of the strategy before the first of these.
    pub before: usize,
    /// The periods, one after the other.
    pub periods: Vec<Period>,
    /// Triggers and conditions, scored, in declared order.
    pub signals: Vec<Signal>,
}

/// One reporting period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    /// Such as `2006-02`.
    pub period: String,
    /// Its last day.
    pub as_of: String,
    /// What stood otherwise at its end than a period before; in the first period, how everything stood.
    pub changes: Vec<Change>,
    /// What the strategy asked in it.
    pub asks: Vec<Ask>,
}

/// Goes through the periods that end in `from..=to`.  `signals` are the triggers and conditions to score, with the periods
/// that each must lag; `known` gives the facts known at the end of a day; `progress` is told of each period done.
///
/// # Errors
/// A sentence where the days lie outside the strategy's time or hold no end of a period, or facts cannot be read.
pub fn replay(
    strategy: &Strategy,
    sources: &SourceMap,
    (from, to): (Date, Date),
    signals: &[(VariableId, usize)],
    known: &mut dyn FnMut(Date) -> Result<Facts, String>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Replayed, String> {
    let ends = ends(strategy, from, to)?;
    let ids: Vec<VariableId> = signals.iter().map(|(id, _)| *id).collect();
    let mut told = scored::Told::new(strategy, &ids);
    let mut periods = Vec::new();
    let mut before: Option<Status> = None;
    for (done, (step, day, period)) in ends.iter().enumerate() {
        let facts = known(*day)?;
        told.add(strategy, &facts, (&Moment::new(strategy, *day)?, *step))?;
        let question = Question { as_of: *day, known_at: Some(*day), element: None };
        let now = status(strategy, sources, &facts, &NoRows, &question)?;
        periods.push(Period {
            period: period.clone(),
            as_of: day.to_string(),
            changes: change::changes(before.as_ref(), &now),
            asks: change::asks(before.as_ref(), &now),
        });
        before = Some(now);
        progress(done + 1, ends.len());
    }
    // What is published at once is visible when it happens; corrections that came since count.
    let all = known(Date::MAX)?;
    let last = Moment::new(strategy, ends.last().map_or(to, |(_, day, _)| *day))?;
    let truth = scored::truth(strategy, &ids, &all, (&last, &ends))?;
    Ok(Replayed {
        strategy: strategy.title.clone(),
        before: ends.first().map_or(0, |(step, ..)| (step / strategy.time.report_every.max(1)) as usize - 1),
        periods,
        signals: scored::signals(strategy, signals, &told, &truth),
    })
}

/// The last days of the first and the last period of which anything is known; `None` where nothing is.
pub fn span(facts: &Facts) -> Option<(Date, Date)> {
    let known = facts.series.values().flat_map(|series| {
        let told = series.periods.iter().zip(&series.values).filter(|(_, row)| row.iter().any(Option::is_some));
        told.map(|(period, _)| period.to)
    });
    let days: Vec<Date> = known.collect();
    days.iter().min().copied().zip(days.iter().max().copied())
}

/// Steps, days and names of the periods that end in a span of days.
fn ends(strategy: &Strategy, from: Date, to: Date) -> Result<Vec<(u32, Date, String)>, String> {
    if to < from {
        return Err(format!(
            "the replay would end on {to}, before it begins on {from}; give the earlier day to --from"
        ));
    }
    let (first, last) = (Moment::new(strategy, from)?, Moment::new(strategy, to)?);
    let every = strategy.time.report_every.max(1);
    let all = (first.last_end(every)..=last.last_end(every)).step_by(every as usize).filter(|step| *step > 0);
    let named = all.filter_map(|step| Some((step, last.day_of(step)?, last.period(step, every))));
    let found: Vec<_> = named.filter(|(_, day, _)| *day >= from).collect();
    if found.is_empty() {
        return Err(format!("no reporting period of the strategy ends from {from} to {to}; give a longer span"));
    }
    Ok(found)
}

/// A replay follows states, not rows; `milepost status` names them.
struct NoRows;

impl Rows for NoRows {
    fn rows(&self, _: &Series, _: usize, _: usize) -> Places {
        Places::default()
    }
}
