//! Opening and making a record; SQLite's errors as sentences.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Sqlite, schema};
use crate::error::Error;

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Where the header has the mark of the application: four bytes, big end first.
const APPLICATION_AT: usize = 68;
/// Pages kept in memory, in KiB; more is written early.
const CACHE: i64 = 64 << 10;

/// Opens a record that is there.
pub fn existing(file: &Path, patience: Duration) -> Result<Sqlite, Error> {
    looks_like_one(file)?;
    let mut connection = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE, patience)?;
    let found = schema::version(&connection).map_err(|e| told(file, e))?;
    if found > schema::LATEST {
        return Err(Error::TooNew { file: file.to_path_buf(), found, known: schema::LATEST });
    }
    if found == 0 {
        return Err(damaged(file, "it has no tables"));
    }
    whole(file, &connection)?;
    schema::migrate(&mut connection, schema::LATEST).map_err(|e| told(file, e))?;
    finished(file, connection)
}

/// Makes a record.
pub fn new(file: &Path, origin: &str, patience: Duration) -> Result<Sqlite, Error> {
    make(file, origin, patience, schema::LATEST)
}

/// Makes a record of a given schema.
pub fn make(file: &Path, origin: &str, patience: Duration, to: u32) -> Result<Sqlite, Error> {
    if origin.trim().is_empty() || origin.chars().any(char::is_control) {
        return Err(Error::Text("the origin of a record must be one line of text".into()));
    }
    let made = File::options().write(true).create_new(true).open(file);
    made.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => Error::Exists(file.to_path_buf()),
        _ => Error::File { file: file.to_path_buf(), what: format!("it cannot be made: {e}") },
    })?;
    let mut connection = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE, patience)?;
    let fill = |connection: &mut Connection| -> rusqlite::Result<()> {
        connection.pragma_update(None, "application_id", schema::APPLICATION)?;
        let transaction = connection.transaction()?;
        for step in &schema::STEPS[..to as usize] {
            transaction.execute_batch(step)?;
        }
        transaction.execute("INSERT INTO meta VALUES ('origin', ?)", [origin])?;
        transaction.pragma_update(None, "user_version", to)?;
        transaction.commit()
    };
    fill(&mut connection).map_err(|e| told(file, e))?;
    finished(file, connection)
}

/// `milepost/NAME/RANDOM`
pub fn new_origin(name: &str) -> Result<String, Error> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|e| Error::Text(format!("the system gives no random numbers: {e}")))?;
    let word = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().map(word).collect();
    Ok(format!("milepost/{}/{}", if name.is_empty() { "record" } else { &name }, crate::text::hex(&random)))
}

/// An error of SQLite as a sentence about the file.
pub fn told(file: &Path, error: rusqlite::Error) -> Error {
    let file: PathBuf = file.to_path_buf();
    let what = match &error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::NoRecord(file),
        Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { file, what },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy(file),
        Some(ErrorCode::DiskFull) => Error::Full { file, what },
        // A limit on the size of files shows as a failed write.
        Some(ErrorCode::SystemIoFailure) => Error::Full { file, what },
        // A table or column that should be there is not; a value has another type.
        Some(ErrorCode::Unknown | ErrorCode::TypeMismatch) => Error::Damaged { file, what },
        None => Error::Damaged { file, what },
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Error::File { file, what: "it cannot be written; see to the permissions of the file and its folder".into() }
        }
        Some(_) => Error::File { file, what },
    }
}

pub fn damaged(file: &Path, what: impl Into<String>) -> Error {
    Error::Damaged { file: file.to_path_buf(), what: what.into() }
}

fn connect(file: &Path, flags: OpenFlags, patience: Duration) -> Result<Connection, Error> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(patience)?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    };
    open().map_err(|e| told(file, e))
}

fn finished(file: &Path, connection: Connection) -> Result<Sqlite, Error> {
    let origin = connection.query_row("SELECT value FROM meta WHERE name = 'origin'", [], |row| row.get(0));
    let origin = origin.map_err(|e| told(file, e))?;
    Ok(Sqlite { file: file.to_path_buf(), connection, origin })
}

/// Looks at the beginning of the file before SQLite does, which would take an empty file for a new database.
pub fn looks_like_one(file: &Path) -> Result<(), Error> {
    let unreadable = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => Error::Missing(file.to_path_buf()),
        _ => Error::File { file: file.to_path_buf(), what: format!("it cannot be read: {e}") },
    };
    if file.is_dir() {
        return Err(Error::NoRecord(file.to_path_buf()));
    }
    let mut header = Vec::new();
    File::open(file).map_err(unreadable)?.take(100).read_to_end(&mut header).map_err(unreadable)?;
    let marked = header.get(APPLICATION_AT..APPLICATION_AT + 4) == Some(&schema::APPLICATION.to_be_bytes());
    match header.starts_with(MAGIC) {
        true if marked => Ok(()),
        _ if header.is_empty() => Err(damaged(file, "it is empty")),
        true if header.len() < 100 => Err(damaged(file, "it was cut off")),
        _ => Err(Error::NoRecord(file.to_path_buf())),
    }
}

/// Whether the file is as long as it says, once SQLite has undone what was interrupted.
pub fn whole(file: &Path, connection: &Connection) -> Result<(), Error> {
    let ask = || -> rusqlite::Result<u64> {
        // Reading takes the lock under which an interrupted write is undone.
        connection.query_row("SELECT count(*) FROM meta", [], |_| Ok(()))?;
        let pages: u64 = connection.query_row("PRAGMA page_count", [], |row| row.get::<_, i64>(0))?.cast_unsigned();
        let bytes: u64 = connection.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0))?.cast_unsigned();
        Ok(pages * bytes)
    };
    let expected = ask().map_err(|e| told(file, e))?;
    let found = std::fs::metadata(file).map_or(0, |m| m.len());
    if found < expected {
        return Err(damaged(file, format!("it has {found} bytes and should have {expected}")));
    }
    Ok(())
}
