//! Files that are whole or not there: written under a temporary name, then renamed.
//!
//! What people asked for is synced to the disk before.  A file of a shard is not: whoever reads it checks its digest,
//! and what a power cut took is made again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Error;
use crate::hash::Hasher;

/// Files begun by this process.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// What marks a temporary name.
const PARTIAL: &str = ".partial-";

/// A file being written.  Dropped before it is [placed](Pending::place), it leaves nothing.
pub(crate) struct Pending {
    temporary: PathBuf,
    path: PathBuf,
    file: Option<File>,
    hasher: Hasher,
    bytes: u64,
}

/// Size and SHA-256 of a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Digest {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

impl Pending {
    /// Begins a file that will be `path`, under a temporary name next to it.
    pub fn new(path: &Path) -> Result<Pending, Error> {
        Pending::via(path, path)
    }

    /// Begins a file that will be `path`, under a temporary name next to `draft`, which lies on the same disk.
    pub fn via(draft: &Path, path: &Path) -> Result<Pending, Error> {
        let name = draft.file_name().unwrap_or_default().to_string_lossy();
        // Two threads may write the same file, such as a block of two programs that are the same.
        let number = BEGUN.fetch_add(1, Ordering::Relaxed);
        let temporary = draft.with_file_name(format!("{name}{PARTIAL}{number}-{}", std::process::id()));
        let file = File::create(&temporary).map_err(|source| Error::files("write", path, source))?;
        Ok(Pending { temporary, path: path.to_path_buf(), file: Some(file), hasher: Hasher::default(), bytes: 0 })
    }

    /// What has been written so far.
    pub fn digest(&self) -> Digest {
        Digest { bytes: self.bytes, sha256: self.hasher.clone().finish() }
    }

    /// Syncs it to the disk; it is complete, and still under its temporary name.
    pub fn sync(&mut self) -> Result<(), Error> {
        match self.file.take() {
            Some(file) => file.sync_all().map_err(|source| Error::files("write", &self.path, source)),
            None => Ok(()),
        }
    }

    /// Gives it its name.
    pub fn place(mut self) -> Result<Digest, Error> {
        self.file = None;
        fs::rename(&self.temporary, &self.path).map_err(|source| Error::files("write", &self.path, source))?;
        Ok(self.digest())
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(file) = &mut self.file else { return Err(io::Error::other("the file is already complete")) };
        let written = file.write(bytes)?;
        self.hasher.raw(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After `place` there is nothing under the temporary name any more.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes a whole file, not synced.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Digest, Error> {
    let mut pending = Pending::new(path)?;
    pending.write_all(bytes).map_err(|source| Error::files("write", path, source))?;
    pending.place()
}

/// Writes a whole file that lasts: under a temporary name, synced, renamed; its folder must be there.  What is there and
/// is no plain file, such as a device or a pipe, is written to and not replaced; a link leads to what it names.
///
/// # Errors
/// One sentence with the place and a remedy.
pub fn write_synced(path: &Path, bytes: &[u8]) -> Result<Digest, Error> {
    let at = |source| Error::files("write", path, source);
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let mut hasher = Hasher::default();
        hasher.raw(bytes);
        File::options().write(true).open(path).and_then(|mut to| to.write_all(bytes)).map_err(at)?;
        return Ok(Digest { bytes: bytes.len() as u64, sha256: hasher.finish() });
    }
    let resolved = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let path = resolved.as_path();
    let mut pending = Pending::new(path)?;
    pending.write_all(bytes).map_err(|source| Error::files("write", path, source))?;
    pending.sync()?;
    let digest = pending.place()?;
    if let Some(folder) = path.parent() {
        sync_folder(folder);
    }
    Ok(digest)
}

/// Removes what a killed run left under temporary names of these files.
pub(crate) fn sweep(folder: &Path, ours: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.split_once(PARTIAL).is_some_and(|(file, _)| ours(file)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A rename lasts once its folder is synced; systems that cannot sync a folder do it by themselves.
pub(crate) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_leaves_nothing_and_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.txt");
        write(&path, b"old").unwrap();
        let mut pending = Pending::new(&path).unwrap();
        pending.write_all(b"half").unwrap();
        drop(pending);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_finished_file_is_whole_and_its_digest_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let digest = write(&folder.path().join("x"), b"abc").unwrap();
        assert_eq!((digest.bytes, digest.sha256), (3, crate::hash::hash_of(b"abc")));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_a_link_followed() {
        use std::os::unix::fs::{FileTypeExt, symlink};
        let device = Path::new("/dev/null");
        write_synced(device, b"gone").unwrap();
        assert!(fs::metadata(device).unwrap().file_type().is_char_device());
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        write_synced(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }

    #[test]
    fn sweeping_takes_our_partial_files_only() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.state", "a.state.partial-7", "b.state.partial-7", "notes.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(folder.path(), |name| name.starts_with('a'));
        let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["a.state", "b.state.partial-7", "notes.txt"]);
    }

    #[test]
    fn a_folder_that_is_a_file_is_told_in_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out");
        fs::write(&file, "").unwrap();
        let sentence = write(&file.join("run.json"), b"").unwrap_err().to_string();
        assert!(sentence.ends_with("run.json: not a directory; choose another folder with --out"), "{sentence}");
    }
}
