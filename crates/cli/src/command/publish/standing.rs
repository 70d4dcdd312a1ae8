//! How a strategy stands on the day of which pages speak.

use std::path::Path;

use milepost_monitor::contract::{Board, Heard, last_day};
use milepost_monitor::replay;
use milepost_monitor::status::{Question, Status, status};
use milepost_monitor::{Facts, RecordRows, Rows, TableRows};
use milepost_publish::site::{Elsewhere, Language};
use milepost_record::{Date, Store};
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

use crate::record;

/// What is known on a day.
pub struct Standing {
    /// The day; `None` where the strategy's time has no dates.
    pub as_of: Option<Date>,
    pub status: Option<Status>,
    pub board: Option<Board>,
    pub facts: Facts,
    /// What the reader should know of the day.
    why: Option<Elsewhere>,
}

impl Standing {
    /// How it stands on the day asked for; today otherwise; of a time that is over, on the last day of its evidence.
    pub fn of(dir: &Path, strategy: &Strategy, sources: &SourceMap, asked: Option<Date>) -> anyhow::Result<Standing> {
        let store = match dir.join(milepost_record::FILE).exists() {
            true => Some(record::open(dir)?),
            false => None,
        };
        let known = store.as_ref().map(|store| store as &dyn Store);
        let Some((first, last)) = span(strategy) else {
            if asked.is_some() {
                anyhow::bail!("the strategy's time has no dates, so --as-of means nothing; leave it out");
            }
            let facts = Facts::known(known, strategy, None).map_err(|why| anyhow::anyhow!(why))?;
            return Ok(Standing { as_of: None, status: None, board: None, facts, why: None });
        };
        let mut facts = Facts::known(known, strategy, None).map_err(|why| anyhow::anyhow!(why))?;
        let today = record::today();
        // Of a time that is over, the end of what was observed is what can be looked at.
        let newest = replay::span(&facts).map(|(_, newest)| newest).filter(|_| today > last);
        let as_of = asked.unwrap_or(newest.unwrap_or(today).clamp(first, last));
        let why =
            (asked.is_none() && as_of != today).then(|| Elsewhere { as_of, evidence_ends: newest == Some(as_of) });
        let heard = match known {
            Some(store) => Heard::of(store, &record::keys(dir)?)?,
            None => Heard::default(),
        };
        let board = Board::of(strategy, &heard.said, as_of, as_of);
        if known.is_some() {
            facts = facts.with_contract(&board);
        }
        let tables = TableRows(strategy);
        let events = known.map(|store| RecordRows { store, strategy, known_at: None });
        let rows: &dyn Rows = events.as_ref().map_or(&tables, |events| events);
        let question = Question { as_of, known_at: None, element: None };
        let found = status(strategy, sources, &facts, rows, &question).map_err(|why| anyhow::anyhow!(why))?;
        Ok(Standing { as_of: Some(as_of), status: Some(found), board: Some(board), facts, why })
    }

    /// Why the pages speak of another day than today, where nobody asked for it.
    pub fn why(&self, language: &'static Language) -> Option<String> {
        self.why.as_ref().map(|elsewhere| elsewhere.told(language))
    }
}

/// First and last day of the strategy's time.
fn span(strategy: &Strategy) -> Option<(Date, Date)> {
    let axis = &strategy.time;
    let first = axis.origin.and_then(|d| Date::new(d.year, d.month, d.day.unwrap_or(1)).ok())?;
    let until = axis.until.or_else(|| axis.date_of(axis.end))?;
    Some((first, last_day(until)?.max(first)))
}
