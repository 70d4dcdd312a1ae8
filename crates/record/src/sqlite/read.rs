//! Reading events and hashes.  No event is given out whose bytes do not agree with the hash of its leaf.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Params, Row as SqlRow, params};

use super::{Sqlite, ids, open};
use crate::error::Error;
use crate::event::Event;
use crate::merkle::{Frontier, Hash, leaf_hash, peaks};
use crate::store::{Events, Filter, Topic};

/// Events read at a time.
const PAGE: i64 = 512;

/// A connection, inside a transaction or not.
pub struct Reader<'a> {
    pub file: &'a Path,
    pub connection: &'a Connection,
}

impl<'a> Reader<'a> {
    pub fn of(record: &'a Sqlite) -> Reader<'a> {
        Reader { file: &record.file, connection: &record.connection }
    }

    /// All rows of a statement, which is kept prepared.
    pub fn all<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        each: impl FnMut(&SqlRow) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let ask = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params, each)?;
            rows.collect()
        };
        ask().map_err(|e| open::told(self.file, e))
    }

    /// The first row of a statement.
    pub fn one<T, P: Params>(
        &self,
        sql: &str,
        params: P,
        each: impl FnOnce(&SqlRow) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let ask = || self.connection.prepare_cached(sql)?.query_row(params, each).optional();
        ask().map_err(|e| open::told(self.file, e))
    }

    /// Number of events.
    pub fn size(&self) -> Result<u64, Error> {
        let last = self.one("SELECT max(seq) FROM event", [], |row| row.get::<_, Option<i64>>(0))?.flatten();
        Ok(last.map_or(0, |last| last.cast_unsigned() + 1))
    }

    pub fn event(&self, seq: u64) -> Result<Option<Event>, Error> {
        let found = self.one("SELECT seq, hashes, data FROM event WHERE seq = ?", [seq.cast_signed()], raw)?;
        found.map(|raw| self.told(raw)).transpose()
    }

    pub fn by_id(&self, subject: &str, id: &str) -> Result<Option<Event>, Error> {
        let (_, last) = ids::find(self, subject, id)?;
        match last {
            Some(event) if self.superseded_by(event.seq)?.is_none() => Ok(Some(event)),
            _ => Ok(None),
        }
    }

    pub fn superseded_by(&self, seq: u64) -> Result<Option<u64>, Error> {
        let sql = "SELECT by FROM superseded WHERE seq = ?";
        self.one(sql, [seq.cast_signed()], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))
    }

    pub fn topics(&self, kind: &str) -> Result<Vec<Topic>, Error> {
        let sql = "SELECT k.text, s.text, e.n
            FROM (SELECT kind, subject, count(*) AS n FROM event GROUP BY kind, subject) e
            JOIN name k ON k.id = e.kind JOIN name s ON s.id = e.subject
            WHERE substr(k.text, 1, length(?1)) = ?1 ORDER BY 1, 2";
        self.all(sql, [kind], |row| {
            Ok(Topic { kind: row.get(0)?, subject: row.get(1)?, events: row.get::<_, i64>(2)?.cast_unsigned() })
        })
    }

    /// The hash of a complete subtree, which its last event keeps.
    pub fn subtree(&self, level: u32, index: u64) -> Result<Hash, Error> {
        let seq = ((index + 1) << level) - 1;
        let sql = "SELECT substr(hashes, ?, 32) FROM event WHERE seq = ?";
        let bytes = self.one(sql, params![32 * level + 1, seq.cast_signed()], |row| row.get::<_, Vec<u8>>(0))?;
        let Some(bytes) = bytes else { return Err(Error::NoEvent { seq, size: self.size()? }) };
        let hash =
            bytes.try_into().map_err(|_| open::damaged(self.file, format!("a hash of event {seq} is missing")))?;
        Ok(Hash(hash))
    }

    /// The right edge of the tree.
    pub fn frontier(&self) -> Result<Frontier, Error> {
        let size = self.size()?;
        let found: Result<Vec<Hash>, Error> =
            peaks(size).into_iter().map(|(level, index)| self.subtree(level, index)).collect();
        Ok(Frontier::new(size, found?))
    }

    fn told(&self, (seq, hashes, data): Raw) -> Result<Event, Error> {
        let seq = seq.cast_unsigned();
        if !hashes.starts_with(&leaf_hash(data.as_bytes()).0) {
            return Err(open::damaged(self.file, format!("event {seq} is not what was recorded")));
        }
        let event = Event::parse(&data).filter(|e| e.seq == seq);
        event.ok_or_else(|| open::damaged(self.file, format!("event {seq} cannot be read")))
    }
}

type Raw = (i64, Vec<u8>, String);

fn raw(row: &SqlRow) -> rusqlite::Result<Raw> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// The events that a filter lets through, read page by page up to the record's end as it is now.
pub fn events<'a>(record: &'a Sqlite, filter: &Filter) -> Result<Events<'a>, Error> {
    let reader = Reader::of(record);
    let kinds =
        match filter.kind.as_str() {
            "" => None,
            kind => Some(reader.all("SELECT id FROM name WHERE substr(text, 1, length(?1)) = ?1", [kind], |row| {
                row.get::<_, i64>(0)
            })?),
        };
    let subject = match &filter.subject {
        None => None,
        // A number that no name has.
        Some(subject) => {
            Some(reader.one("SELECT id FROM name WHERE text = ?", [subject], |row| row.get::<_, i64>(0))?.unwrap_or(-1))
        }
    };
    let sql = statement(kinds.as_deref(), subject, filter);
    let end = reader.size()?.cast_signed();
    let known = filter.known.map_or("9999-12-31".to_string(), |d| d.to_string());
    let mut after = filter.after.map_or(-1, u64::cast_signed);
    let mut page = Vec::new().into_iter();
    let mut finished = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if page.len() == 0 && !finished {
            match reader.all(&sql, params![after, end, known, PAGE], raw) {
                Err(e) => {
                    finished = true;
                    return Some(Err(e));
                }
                Ok(read) => {
                    finished = read.len() < PAGE as usize;
                    after = read.last().map_or(after, |(seq, ..)| *seq);
                    page = read.into_iter();
                }
            }
        }
        page.next().map(|raw| reader.told(raw))
    })))
}

/// ?1 after, ?2 end, ?3 known, ?4 how many.
fn statement(kinds: Option<&[i64]>, subject: Option<i64>, filter: &Filter) -> String {
    let mut sql = "SELECT seq, hashes, data FROM event WHERE seq > ?1 AND seq < ?2 AND known <= ?3".to_string();
    if let Some(kinds) = kinds {
        let kinds: Vec<String> = kinds.iter().map(i64::to_string).collect();
        sql += &format!(" AND kind IN ({})", kinds.join(","));
    }
    if let Some(subject) = subject {
        sql += &format!(" AND subject = {subject}");
    }
    if filter.live {
        sql += " AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.seq = event.seq AND s.known <= ?3)";
    }
    sql + " ORDER BY seq LIMIT ?4"
}
