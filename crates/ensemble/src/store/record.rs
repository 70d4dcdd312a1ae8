//! `run.json`: what a run says, and what it wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::atomic::Digest;
use crate::Error;
use crate::summary::Summary;

/// First words of every `run.json`; the number changes when old readers would misread it.
pub(crate) const FORMAT: &str = "milepost run 1";

/// Name of the file.
pub(crate) const NAME: &str = "run.json";

/// The record of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// `milepost run 1`.
    pub format: String,
    /// Counts, timings, hashes and what the run says.
    pub summary: Summary,
    /// The files beside it.
    pub files: BTreeMap<String, Digest>,
}

/// The record of the run in a folder.
pub fn read(folder: &Path) -> Result<Record, Error> {
    let path = folder.join(NAME);
    let bytes = fs::read(&path).map_err(|source| Error::files("read", &path, source))?;
    let record: Record = serde_json::from_slice(&bytes).map_err(|_| Error::Foreign { path: path.clone() })?;
    if record.format == FORMAT { Ok(record) } else { Err(Error::Foreign { path }) }
}

/// Whether a folder's `run.json` is Milepost's, of any version.
pub(crate) fn is_ours(folder: &Path) -> bool {
    let Ok(bytes) = fs::read(folder.join(NAME)) else { return false };
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return false };
    value.get("format").and_then(|format| format.as_str()).is_some_and(|format| format.starts_with("milepost run "))
}
