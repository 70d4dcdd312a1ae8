//! Files that the user names; where one is not there, a sentence says what it should hold, as in `a proof`.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::Path;

use anyhow::anyhow;

/// The text of a file.
pub fn text(file: &Path, what: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(file).map_err(|e| refused(&e, file, what))
}

/// A file, to be read piece by piece.
pub fn open(file: &Path, what: &str) -> anyhow::Result<File> {
    File::open(file).map_err(|e| refused(&e, file, what))
}

fn refused(e: &Error, file: &Path, what: &str) -> anyhow::Error {
    let shown = file.display();
    match e.kind() {
        ErrorKind::NotFound => anyhow!("there is no file `{shown}`; it should hold {what}"),
        ErrorKind::InvalidData => anyhow!("`{shown}` is no text; it should hold {what}"),
        _ => anyhow!("`{shown}` cannot be read: {e}"),
    }
}
