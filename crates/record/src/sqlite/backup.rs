//! Copies of a record.  What has the name asked for is complete: it is written under another one first.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{PATIENCE, Sqlite, open};
use crate::error::Error;
use crate::merkle::Head;
use crate::store::Store;

pub fn backup(record: &Sqlite, to: &Path) -> Result<Head, Error> {
    let part = beginning(to)?;
    let copied = copy(&record.connection, &record.file, &part).and_then(|()| Sqlite::open(&part)?.head());
    finish(copied, &part, to)
}

pub fn restore(from: &Path, to: &Path) -> Result<Sqlite, Error> {
    // Read only: a backup may lie where nothing can be written.
    open::looks_like_one(from)?;
    let part = beginning(to)?;
    let copied = || -> Result<(), Error> {
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let source = source.map_err(|e| open::told(from, e))?;
        source.busy_timeout(PATIENCE).map_err(|e| open::told(from, e))?;
        open::whole(from, &source)?;
        copy(&source, from, &part)?;
        // What is wrong is wrong with the backup, which keeps its name.
        Sqlite::open(&part)?.check().map_err(|error| match error {
            Error::Damaged { what, .. } => open::damaged(from, what),
            other => other,
        })
    };
    finish(copied(), &part, to)?;
    Sqlite::open(to)
}

/// Copies what a connection sees at one moment.
fn copy(connection: &Connection, file: &Path, part: &Path) -> Result<(), Error> {
    let name = part.to_str().ok_or_else(|| Error::File { file: part.into(), what: "its name is no text".into() })?;
    connection.execute("VACUUM INTO ?", [name]).map_err(|e| match open::told(file, e) {
        Error::Full { what, .. } => Error::Full { file: part.into(), what },
        other => other,
    })?;
    Ok(())
}

/// The name under which a file is written until it is complete.
fn beginning(to: &Path) -> Result<PathBuf, Error> {
    if to.exists() {
        return Err(Error::Exists(to.to_path_buf()));
    }
    let mut part = OsString::from(to);
    part.push(".part");
    let part = PathBuf::from(part);
    // Left by somebody who was interrupted.
    let _ = std::fs::remove_file(&part);
    Ok(part)
}

fn finish<T>(result: Result<T, Error>, part: &Path, to: &Path) -> Result<T, Error> {
    let done = result.and_then(|value| {
        let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let moved = || -> std::io::Result<()> {
            File::open(part)?.sync_all()?;
            std::fs::rename(part, to)?;
            File::open(folder)?.sync_all()
        };
        moved().map_err(|e| Error::File { file: to.to_path_buf(), what: format!("it cannot be written: {e}") })?;
        Ok(value)
    });
    if done.is_err() {
        let _ = std::fs::remove_file(part);
    }
    done
}
