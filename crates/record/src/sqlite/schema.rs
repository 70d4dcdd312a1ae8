//! The tables, and how an older record is brought up to date.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a SQLite file as a record: "Mile".
pub const APPLICATION: i32 = 0x4d69_6c65;

/// The steps from schema to schema; a record of schema `n` has taken the first `n`.  A step that was released is never
/// changed, and none touches what is hashed.
pub const STEPS: [&str; 2] = [FIRST, SECOND];

/// The latest schema.
pub const LATEST: u32 = STEPS.len() as u32;

/// `event` is what was recorded; `hashes` are those of the complete subtrees that end with the event, its leaf first, so
/// that the tree is only added to as well.  All other tables but `signature` follow from `event`.  What a trigger refuses
/// it refuses at the first row (`FAIL`), so that SQLite need not prepare to undo part of a statement.
const FIRST: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Kinds, subjects and elements, each written once.
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

CREATE TABLE event (
  seq     INTEGER PRIMARY KEY,
  kind    INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  known   TEXT    NOT NULL,
  hashes  BLOB    NOT NULL,
  data    TEXT    NOT NULL
);

-- Heads of the tree as parties signed them.
CREATE TABLE signature (
  id     INTEGER PRIMARY KEY,
  size   INTEGER NOT NULL,
  root   BLOB    NOT NULL,
  party  TEXT    NOT NULL,
  key    BLOB    NOT NULL,
  sig    BLOB    NOT NULL,
  UNIQUE (size, party, key)
);

-- Which event was superseded by which, and when that was known.
CREATE TABLE superseded (seq INTEGER PRIMARY KEY, by INTEGER NOT NULL, known TEXT NOT NULL);

-- The last event of each id: the key is a hash of subject and id, or the next free number where another id has that.
CREATE TABLE named (key INTEGER PRIMARY KEY, seq INTEGER NOT NULL);

-- Sums are kept by cell: an element and a reporting period of a subject.
CREATE TABLE cell (
  id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, element INTEGER NOT NULL, period TEXT NOT NULL,
  UNIQUE (subject, period, element)
);

-- Which events count in a cell.
CREATE TABLE counted (cell INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (cell, seq)) WITHOUT ROWID;

-- By how much a cell changed on the day on which that was known: exact sums as lists of floats.
CREATE TABLE change (
  cell INTEGER NOT NULL, known TEXT NOT NULL,
  low TEXT NOT NULL, best TEXT NOT NULL, high TEXT NOT NULL, rows INTEGER NOT NULL,
  PRIMARY KEY (cell, known)
) WITHOUT ROWID;

CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM event)
BEGIN SELECT RAISE(FAIL, 'events are numbered without gaps'); END;

CREATE TRIGGER event_kept_as_it_is BEFORE UPDATE ON event
BEGIN SELECT RAISE(FAIL, 'what was recorded is not changed: record a correction'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(FAIL, 'what was recorded is not deleted: record a correction'); END;

CREATE TRIGGER signature_once BEFORE INSERT ON signature
WHEN EXISTS (SELECT 1 FROM signature WHERE id = NEW.id OR (size = NEW.size AND party = NEW.party AND key = NEW.key))
BEGIN SELECT RAISE(FAIL, 'this head is signed with this key already'); END;
CREATE TRIGGER signature_kept_as_it_is BEFORE UPDATE ON signature
BEGIN SELECT RAISE(FAIL, 'signatures are not changed'); END;
CREATE TRIGGER signature_kept BEFORE DELETE ON signature
BEGIN SELECT RAISE(FAIL, 'signatures are not deleted'); END;

CREATE TRIGGER superseded_once BEFORE INSERT ON superseded
WHEN EXISTS (SELECT 1 FROM superseded WHERE seq = NEW.seq)
BEGIN SELECT RAISE(FAIL, 'this event is superseded already'); END;
CREATE TRIGGER superseded_kept_as_it_is BEFORE UPDATE ON superseded
BEGIN SELECT RAISE(FAIL, 'corrections are not changed'); END;
CREATE TRIGGER superseded_kept BEFORE DELETE ON superseded
BEGIN SELECT RAISE(FAIL, 'corrections are not deleted'); END;
";

/// The few events of a kind are found among a million rows of evidence.
const SECOND: &str = "CREATE INDEX event_by_kind ON event (kind, subject);";

/// The schema of a record.
pub fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Takes the steps up to this schema that the record has not taken, all in one transaction.
pub fn migrate(connection: &mut Connection, to: u32) -> rusqlite::Result<()> {
    if version(connection)? >= to {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been first.
    let from = version(&transaction)?;
    for step in &STEPS[from.min(to) as usize..to as usize] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", from.max(to))?;
    transaction.commit()
}
