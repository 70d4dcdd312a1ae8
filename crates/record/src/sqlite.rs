//! A record in one SQLite file.
//!
//! The journal is a file beside the record that exists only while something is written (`journal_mode = DELETE`), so that
//! after an append the one file is the whole record and may be copied; `synchronous = EXTRA` makes what was acknowledged
//! survive a loss of power, for which SQLite must also sync the folder after it removed the journal.

mod append;
mod backup;
mod cells;
mod check;
mod ids;
mod open;
mod read;
mod schema;
mod signatures;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::Connection;

use crate::error::Error;
use crate::event::Event;
use crate::key::Key;
use crate::merkle::{Hash, Head, Subtrees};
use crate::note::HeadSignature;
use crate::store::{Appended, Cell, Events, Filter, Lookup, Row, Source, Store, Topic};

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A record in one SQLite file; schema and guarantees in the module's words.
pub struct Sqlite {
    file: PathBuf,
    connection: Connection,
    origin: String,
}

impl Sqlite {
    /// Opens the record in a file, and brings its schema up to date.
    ///
    /// # Errors
    /// Where there is none; a file that is no record, is cut or damaged, or was written by a later version.
    pub fn open(file: &Path) -> Result<Sqlite, Error> {
        open::existing(file, PATIENCE)
    }

    /// Opens the record in a file, or makes an empty one there.  `name` goes into the [origin](Store::origin) of a
    /// new record, beside a random part.
    ///
    /// # Errors
    /// As [`open`](Sqlite::open); a file that cannot be made.
    pub fn open_or_create(file: &Path, name: &str) -> Result<Sqlite, Error> {
        if file.exists() { Sqlite::open(file) } else { Sqlite::create(file, &open::new_origin(name)?) }
    }

    /// Makes an empty record with this origin: one line of text, which should be given to no other record.
    ///
    /// # Errors
    /// Where the file is there already or cannot be made.
    pub fn create(file: &Path, origin: &str) -> Result<Sqlite, Error> {
        open::new(file, origin, PATIENCE)
    }

    /// Copies the record, as it is at one moment, into a new file, while others may go on writing.
    ///
    /// # Errors
    /// Where the file is there already or cannot be written, or the copy does not have the same head.
    pub fn backup(&self, to: &Path) -> Result<Head, Error> {
        backup::backup(self, to)
    }

    /// Copies a backup to where no record is, and opens it.
    ///
    /// # Errors
    /// Where a record is there already; a backup that is no record or is damaged.
    pub fn restore(from: &Path, to: &Path) -> Result<Sqlite, Error> {
        backup::restore(from, to)
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Waits at most so long for another process that is writing; 30 seconds where nothing else is said.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn set_patience(&mut self, patience: Duration) -> Result<(), Error> {
        self.connection.busy_timeout(patience).map_err(|e| self.error(e))
    }

    fn error(&self, error: rusqlite::Error) -> Error {
        open::told(&self.file, error)
    }
}

impl Lookup for Sqlite {
    fn event(&self, seq: u64) -> Result<Option<Event>, Error> {
        read::Reader::of(self).event(seq)
    }

    fn by_id(&self, subject: &str, id: &str) -> Result<Option<Event>, Error> {
        read::Reader::of(self).by_id(subject, id)
    }
}

impl Subtrees for Sqlite {
    type Error = Error;

    fn subtree(&self, level: u32, index: u64) -> Result<Hash, Error> {
        read::Reader::of(self).subtree(level, index)
    }
}

impl Store for Sqlite {
    fn origin(&self) -> &str {
        &self.origin
    }

    fn head(&self) -> Result<Head, Error> {
        Ok(read::Reader::of(self).frontier()?.head())
    }

    fn append(&mut self, source: &mut dyn Source, key: Option<&Key>) -> Result<Appended, Error> {
        append::append(self, source, append::From::Drafts(key))
    }

    fn adopt(&mut self, source: &mut dyn Source) -> Result<Appended, Error> {
        append::append(self, source, append::From::Record)
    }

    fn signatures(&self) -> Result<Vec<HeadSignature>, Error> {
        signatures::all(&read::Reader::of(self))
    }

    fn add_signature(&mut self, signature: &HeadSignature) -> Result<(), Error> {
        signatures::add(self, signature)
    }

    fn check(&self) -> Result<(), Error> {
        check::check(self)
    }

    fn events(&self, filter: &Filter) -> Result<Events<'_>, Error> {
        read::events(self, filter)
    }

    fn superseded_by(&self, seq: u64) -> Result<Option<u64>, Error> {
        read::Reader::of(self).superseded_by(seq)
    }

    fn topics(&self, kind: &str) -> Result<Vec<Topic>, Error> {
        read::Reader::of(self).topics(kind)
    }

    fn cells(&self, subject: &str, known: Date) -> Result<Vec<Cell>, Error> {
        cells::cells(&read::Reader::of(self), subject, known)
    }

    fn rows_of(&self, subject: &str, element: &str, period: Date, known: Date) -> Result<Vec<Row>, Error> {
        let mut contests = self.contests(subject, known)?;
        let seqs = cells::behind(&read::Reader::of(self), subject, element, period, known)?;
        let mut rows = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let Some(event) = self.event(seq)? else { continue };
            rows.push(Row { event, contested: contests.remove(&seq).unwrap_or_default() });
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests;
