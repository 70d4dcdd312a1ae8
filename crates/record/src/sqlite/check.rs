//! Whether the tables that follow from the events are as they follow from them.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::params;

use super::cells::Change;
use super::read::Reader;
use super::{Sqlite, ids, open};
use crate::error::Error;
use crate::event::{self, Event};
use crate::merkle::{Frontier, leaf_hash};
use crate::store::{Filter, Store};

/// Subject, element and period of a cell, and the day on which a change was known.
type Changes = BTreeMap<(String, String, Date, Date), Change>;

pub fn check(record: &Sqlite) -> Result<(), Error> {
    let reader = Reader::of(record);
    let sound = reader.one("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))?.unwrap_or_default();
    if sound != "ok" {
        return Err(open::damaged(reader.file, sound));
    }
    let mut seen = Seen {
        reader: &reader,
        tree: Frontier::default(),
        changes: Changes::new(),
        superseding: 0,
        counted: 0,
        cells: HashMap::new(),
    };
    for event in record.events(&Filter::all())? {
        seen.event(&event?)?;
    }
    seen.finish()
}

/// What follows from the events so far.
struct Seen<'a> {
    reader: &'a Reader<'a>,
    tree: Frontier,
    changes: Changes,
    superseding: u64,
    counted: u64,
    cells: HashMap<(String, String, Date), i64>,
}

impl Seen<'_> {
    fn wrong(&self, what: impl Into<String>) -> Error {
        open::damaged(self.reader.file, what)
    }

    fn event(&mut self, event: &Event) -> Result<(), Error> {
        let seq = event.seq;
        let sql = "SELECT k.text, s.text, e.known, e.hashes FROM event e
            JOIN name k ON k.id = e.kind JOIN name s ON s.id = e.subject WHERE e.seq = ?";
        let columns = self.reader.one(sql, [seq.cast_signed()], |row| {
            let text = |i: usize| row.get::<_, String>(i);
            Ok(([text(0)?, text(1)?, text(2)?], row.get::<_, Vec<u8>>(3)?))
        })?;
        let completed = self.tree.push(leaf_hash(event.canonical().as_bytes()));
        let hashes = completed.iter().map(|hash| hash.0.as_slice()).collect::<Vec<_>>().concat();
        if columns != Some(([event.kind.clone(), event.subject.clone(), event.known.to_string()], hashes)) {
            return Err(self.wrong(format!("the columns of event {seq} are not what it says")));
        }
        if let Some(old) = event.supersedes {
            self.superseding += 1;
            let sql = "SELECT by, known FROM superseded WHERE seq = ?";
            let noted = self.reader.one(sql, [old.cast_signed()], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
            if noted != Some((seq.cast_signed(), event.known.to_string())) {
                return Err(self.wrong(format!("it is not noted that event {seq} supersedes event {old}")));
            }
            if let Some(before) = self.reader.event(old)? {
                self.count(&before, event.known, -1.0)?;
            }
        }
        self.count(event, event.known, 1.0)?;
        self.id(event)
    }

    /// Adds the counts of an event, or takes them away; of what is added the cells must know.
    fn count(&mut self, event: &Event, known: Date, times: f64) -> Result<(), Error> {
        let mut seen: Vec<i64> = Vec::new();
        for count in &event.counts {
            let cell = self.cell(&event.subject, &count.element, count.period)?;
            let at = (event.subject.clone(), count.element.clone(), count.period, known);
            let change = self.changes.entry(at).or_default();
            change.low.add(times * count.low);
            change.best.add(times * count.best);
            change.high.add(times * count.high);
            if seen.contains(&cell) {
                continue;
            }
            seen.push(cell);
            change.rows += times as i64;
            if times > 0.0 {
                self.counted += 1;
                let sql = "SELECT 1 FROM counted WHERE cell = ? AND seq = ?";
                if self.reader.one(sql, params![cell, event.seq.cast_signed()], |_| Ok(()))?.is_none() {
                    return Err(self.wrong(format!("event {} is missing among the rows of a sum", event.seq)));
                }
            }
        }
        Ok(())
    }

    fn cell(&mut self, subject: &str, element: &str, period: Date) -> Result<i64, Error> {
        let at = (subject.to_string(), element.to_string(), period);
        if let Some(id) = self.cells.get(&at) {
            return Ok(*id);
        }
        let sql = "SELECT id FROM cell WHERE period = ?3 AND subject = (SELECT id FROM name WHERE text = ?1)
            AND element = (SELECT id FROM name WHERE text = ?2)";
        let id = self.reader.one(sql, params![subject, element, period.to_string()], |row| row.get(0))?;
        let id =
            id.ok_or_else(|| self.wrong(format!("the sum of `{subject}` for `{element}` in {period} is missing")))?;
        self.cells.insert(at, id);
        Ok(id)
    }

    /// The id of a live event must lead to it.
    fn id(&self, event: &Event) -> Result<(), Error> {
        let Some(id) = &event.id else { return Ok(()) };
        let key = ids::key(&event.subject, id);
        let found = self.reader.one("SELECT seq FROM named WHERE key = ?", [key], |row| row.get::<_, i64>(0))?;
        if found == Some(event.seq.cast_signed()) || self.reader.superseded_by(event.seq)?.is_some() {
            return Ok(());
        }
        match ids::find(self.reader, &event.subject, id)? {
            (_, Some(found)) if found.seq == event.seq => Ok(()),
            _ => Err(self.wrong(format!("the id `{id}` does not lead to event {}", event.seq))),
        }
    }

    /// There must be no more than what was seen.
    fn finish(self) -> Result<(), Error> {
        let count = |table: &str| {
            let rows = self.reader.one(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))?;
            Ok::<u64, Error>(rows.map_or(0, i64::cast_unsigned))
        };
        if count("superseded")? != self.superseding || count("counted")? != self.counted {
            return Err(self.wrong("there are corrections or rows of sums that no event made"));
        }
        let sql = "SELECT s.text, e.text, c.period, h.known, h.low, h.best, h.high, h.rows
            FROM change h JOIN cell c ON c.id = h.cell JOIN name s ON s.id = c.subject JOIN name e ON e.id = c.element";
        let kept = self.reader.all(sql, [], |row| {
            let text = |i: usize| row.get::<_, String>(i);
            let figures = [text(4)?, text(5)?, text(6)?];
            Ok((text(0)?, text(1)?, text(2)?, text(3)?, figures, row.get::<_, i64>(7)?))
        })?;
        let read = |(subject, element, period, known, [low, best, high], rows): Kept| {
            let at = (subject, element, event::date(&period)?, event::date(&known)?);
            Some((at, Change::parse(&low, &best, &high, rows)?))
        };
        let kept: Option<Changes> = kept.into_iter().map(read).collect();
        let same = kept.is_some_and(|kept| {
            kept.len() == self.changes.len()
                && kept.iter().zip(&self.changes).all(|((at, a), (of, b))| at == of && a.figures() == b.figures())
        });
        if same { Ok(()) } else { Err(self.wrong("the sums are not those of the events")) }
    }
}

type Kept = (String, String, String, String, [String; 3], i64);
