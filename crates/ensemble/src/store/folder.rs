//! A folder of results, and of finished shards.
//!
//! ```text
//! out/futures.parquet  outcomes.parquet  bands.parquet  run.json
//! out/shards/FORMAT
//! out/shards/<key>/0000000000-0000004096.futures.parquet  .outcomes.parquet  .state
//! ```
//!
//! A shard counts when its `.state` is there: it is written last, and holds the digests of the other two.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::atomic::{Digest, Pending, sweep, sync_folder, write, write_synced};
use super::columns::{Column, Layout, cause};
use super::record::{self, Record};
use super::seal::{Seal, seal};
use super::tables::{self, Tables};
use super::{Rows, Store};
use crate::Error;
use crate::both::both;
use crate::hash::hash_of;
use crate::simulate::Simulate;
use crate::state::State;
use crate::study::{Parameter, Study};
use crate::summary::Summary;

/// The tables of a shard, in the order of [`Seal::tables`].
const PARTS: [&str; 2] = ["futures", "outcomes"];

/// The tables of a run.
const FILES: [&str; 3] = ["futures.parquet", "outcomes.parquet", "bands.parquet"];

/// Marks a folder of shards as Milepost's.
const MARK: &str = "milepost shards 1\n";

/// A folder of results.
pub(crate) struct Folder<'a, S> {
    folder: PathBuf,
    shards: PathBuf,
    study: &'a Study<'a, S>,
    ranges: &'a [Range<u64>],
    tables: Tables,
    /// Digests of the tables of the shards that are there.
    found: Mutex<BTreeMap<usize, Vec<Digest>>>,
    /// The reductions of the only shard, if there is no other: it need not be read back, and is sealed with the rest.
    only: Mutex<Option<State>>,
}

impl<'a, S: Simulate> Folder<'a, S> {
    /// Opens a folder, or makes it.  A folder with another tool's results is refused.
    pub fn open(path: &Path, study: &'a Study<'a, S>, ranges: &'a [Range<u64>]) -> Result<Folder<'a, S>, Error> {
        let all = path.join("shards");
        refuse_foreign(path, &all)?;
        let shards = all.join(study.key.get(..16).unwrap_or(&study.key));
        fs::create_dir_all(&shards).map_err(|source| Error::files("make", &shards, source))?;
        let mark = all.join("FORMAT");
        if !mark.exists() {
            write_synced(&mark, MARK.as_bytes())?;
        }
        let tables = Tables::new(study).map_err(|error| Error::files("write", path, cause(error)))?;
        let folder = Folder {
            folder: path.to_path_buf(),
            shards,
            study,
            ranges,
            tables,
            found: Mutex::new(BTreeMap::new()),
            only: Mutex::new(None),
        };
        // Only of this run's members: others may be at work on the rest in the same folder.
        let stems: BTreeSet<String> = ranges.iter().chain([&study.plan.members]).map(stem).collect();
        sweep(&folder.shards, |name| name.split('.').next().is_some_and(|stem| stems.contains(stem)));
        Ok(folder)
    }

    /// Writes the final files.  All are complete before the first takes its name.
    pub fn publish(&self, summary: &Summary, total: &State, cancel: &AtomicBool) -> Result<(), Error> {
        // The disk is slow: it works while the next file is put together.
        let joined = || -> Result<[Pending; 2], Error> {
            let mut futures = self.joined(0, &self.tables.futures, cancel)?;
            let mut outcomes = self.joined(1, &self.tables.outcomes, cancel)?;
            futures.sync()?;
            outcomes.sync()?;
            Ok([futures, outcomes])
        };
        let bands = || self.close_only(total).and_then(|()| self.bands(total));
        let (joined, bands) = both(joined, bands);
        let ([futures, outcomes], mut bands) = (joined?, bands?);
        let named = |(name, file): (&&str, &Pending)| (name.to_string(), file.digest());
        let files = FILES.iter().zip([&futures, &outcomes, &bands]).map(named).collect();
        let (synced, record) = both(|| bands.sync(), || self.record(summary, files));
        let mut record = record?;
        synced?;
        record.sync()?;
        [futures, outcomes, bands, record].into_iter().try_for_each(|file| file.place().map(|_| ()))?;
        sync_folder(&self.folder);
        Ok(())
    }

    /// Seals a shard whose tables are written: from now on it counts.
    fn close(&self, shard: usize, tables: &[Digest], state: &State) -> Result<(), Error> {
        let path = self.seal(shard);
        let bytes = seal(&self.study.key_of(&self.ranges[shard]), tables, state);
        let bytes = bytes.map_err(|why| Error::files("write", &path, std::io::Error::other(why)))?;
        write(&path, &bytes)?;
        Ok(())
    }

    /// Seals the only shard, if it was just made.
    fn close_only(&self, total: &State) -> Result<(), Error> {
        if self.ranges.len() != 1 || self.sealed(0).is_some() {
            return Ok(());
        }
        let tables = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&0).cloned();
        tables.map_or(Ok(()), |tables| self.close(0, &tables, total))
    }

    fn bands(&self, total: &State) -> Result<Pending, Error> {
        let columns = tables::bands(self.study, &self.study.times(), total);
        let bytes = self.tables.bands.encode(columns);
        let bytes = bytes.map_err(|error| Error::files("write", &self.folder.join(FILES[2]), cause(error)))?;
        self.written(FILES[2], &bytes)
    }

    fn record(&self, summary: &Summary, files: BTreeMap<String, Digest>) -> Result<Pending, Error> {
        let record = Record { format: record::FORMAT.into(), summary: summary.clone(), files };
        let text = serde_json::to_vec_pretty(&record);
        let text = text.map_err(|error| Error::files("write", &self.folder.join(record::NAME), error.into()))?;
        self.written(record::NAME, &text)
    }

    /// A final table, put together from the shards' in member order.
    fn joined(&self, part: usize, layout: &Layout, cancel: &AtomicBool) -> Result<Pending, Error> {
        let mut pending = self.begun(FILES[part])?;
        let parts = (0..self.ranges.len()).map(|shard| {
            if cancel.load(Ordering::Relaxed) {
                return Err(Error::Interrupted { done: 0, total: 0 });
            }
            let path = self.part(shard, PARTS[part]);
            let bytes = fs::read(&path).map_err(|source| Error::files("read", &path, source))?;
            let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            let digest = found.get(&shard).and_then(|digests| digests.get(part));
            if digest == Some(&digest_of(&bytes)) { Ok(Bytes::from(bytes)) } else { Err(Error::Damaged { path }) }
        });
        layout.join(&mut pending, parts, |source| Error::files("write", &self.folder.join(FILES[part]), source))?;
        Ok(pending)
    }

    /// Begins a final file, among the shards: a folder of results never shows half of one.
    fn begun(&self, name: &str) -> Result<Pending, Error> {
        let draft = self.shards.join(format!("{}.{name}", stem(&self.study.plan.members)));
        Pending::via(&draft, &self.folder.join(name))
    }

    fn written(&self, name: &str, bytes: &[u8]) -> Result<Pending, Error> {
        let mut pending = self.begun(name)?;
        pending.write_all(bytes).map_err(|source| Error::files("write", &self.folder.join(name), source))?;
        Ok(pending)
    }

    fn part(&self, shard: usize, part: &str) -> PathBuf {
        self.shards.join(format!("{}.{part}.parquet", stem(&self.ranges[shard])))
    }

    fn seal(&self, shard: usize) -> PathBuf {
        self.shards.join(format!("{}.state", stem(&self.ranges[shard])))
    }

    /// The seal of a shard, if it is whole and of this study.
    fn sealed(&self, shard: usize) -> Option<Seal> {
        let seal = Seal::decode(&fs::read(self.seal(shard)).ok()?)?;
        (seal.key == self.study.key_of(&self.ranges[shard])).then_some(seal)
    }
}

impl<S: Simulate> Store for Folder<'_, S> {
    fn holds(&self, shard: usize) -> bool {
        let Some(seal) = self.sealed(shard) else { return false };
        let whole = |(part, digest): (&&str, &Digest)| {
            fs::read(self.part(shard, part)).is_ok_and(|bytes| digest_of(&bytes) == *digest)
        };
        let holds = seal.tables.len() == PARTS.len() && PARTS.iter().zip(&seal.tables).all(whole);
        if holds {
            self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(shard, seal.tables);
        }
        holds
    }

    fn keep(&self, shard: usize, rows: &Rows, state: State) -> Result<(), Error> {
        let parameters: &[Parameter] = &self.study.parameters;
        let written = |part: usize, layout: &Layout, columns: Vec<Column>| {
            let path = self.part(shard, PARTS[part]);
            let bytes = layout.encode(columns).map_err(|error| Error::files("write", &path, cause(error)))?;
            write(&path, &bytes)
        };
        let (futures, outcomes) = both(
            || written(0, &self.tables.futures, tables::futures(parameters, rows)),
            || written(1, &self.tables.outcomes, tables::outcomes(self.study, rows)),
        );
        let tables = vec![futures?, outcomes?];
        if self.ranges.len() == 1 {
            *self.only.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
        } else {
            self.close(shard, &tables, &state)?;
        }
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(shard, tables);
        Ok(())
    }

    fn total(&self) -> Result<State, Error> {
        if let Some(only) = self.only.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Ok(only);
        }
        let mut total = State::default();
        for shard in 0..self.ranges.len() {
            let seal = self.sealed(shard).ok_or_else(|| Error::Damaged { path: self.seal(shard) })?;
            total.merge(&seal.state);
        }
        Ok(total)
    }
}

/// Refuses a folder that holds another tool's results under our names.
fn refuse_foreign(folder: &Path, shards: &Path) -> Result<(), Error> {
    let marked = fs::read_to_string(shards.join("FORMAT")).is_ok_and(|text| text.starts_with("milepost shards "));
    if marked || record::is_ours(folder) {
        return Ok(());
    }
    let taken = FILES.iter().chain([&record::NAME]).map(|name| folder.join(name)).find(|path| path.exists());
    let other_shards = fs::read_dir(shards).is_ok_and(|mut entries| entries.next().is_some());
    match taken.or_else(|| other_shards.then(|| shards.to_path_buf())) {
        Some(path) => Err(Error::Foreign { path }),
        None => Ok(()),
    }
}

fn digest_of(bytes: &[u8]) -> Digest {
    Digest { bytes: bytes.len() as u64, sha256: hash_of(bytes) }
}

/// First part of the names of a shard's files.
fn stem(range: &Range<u64>) -> String {
    format!("{:010}-{:010}", range.start, range.end)
}
