//! A strategy folder as it was at a git revision.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output};

use milepost_strategy::World;

use crate::folder::MOST_BYTES;

/// The compiler's window on a folder at a revision: what the repository holds there, and nothing else.
pub struct Revision {
    /// A folder in the repository.
    inside: PathBuf,
    /// The files of the folder at the revision.
    files: BTreeMap<String, Entry>,
}

struct Entry {
    object: String,
    /// `None` for what is no plain file.
    bytes: Option<u64>,
}

impl Revision {
    /// `FOLDER@REV`; `None` for anything else, such as a folder that is there.
    ///
    /// Fails with one sentence where git is missing, the folder is in no repository, or the revision or the folder in
    /// it does not exist.
    pub fn open(named: &Path) -> anyhow::Result<Option<Revision>> {
        let Some((folder, revision)) = split(named) else { return Ok(None) };
        let shown = folder.display();
        let (inside, below) = existing(&folder);
        let prefix = git(&inside, &["rev-parse", "--show-prefix"])?;
        if !prefix.status.success() {
            anyhow::bail!(
                "`{shown}` is in no git repository, so it has no revision `{revision}`; name a folder instead"
            );
        }
        let prefix = text(&prefix);
        let commit = format!("{revision}^{{commit}}");
        let commit = match revision.starts_with('-') {
            true => None,
            false => Some(git(&inside, &["rev-parse", "--verify", "--quiet", &commit])?).filter(|o| o.status.success()),
        };
        let Some(commit) = commit.map(|output| text(&output)) else {
            anyhow::bail!("the repository of `{shown}` has no revision `{revision}`; `git log --oneline` lists them");
        };
        let path = format!("{prefix}{below}");
        let tree = format!("{commit}:{}", path.trim_end_matches('/'));
        let listed = git(&inside, &["ls-tree", "-r", "-l", "-z", "--full-tree", &tree])?;
        let files = if listed.status.success() { entries(&listed.stdout) } else { BTreeMap::new() };
        let found = Revision { inside, files };
        if found.strategy_files().is_empty() {
            anyhow::bail!("`{shown}` holds no .mile file at revision `{revision}`");
        }
        Ok(Some(found))
    }
}

impl World for Revision {
    fn strategy_files(&self) -> Vec<String> {
        let here = |name: &&String| name.ends_with(".mile") && !name.contains('/');
        self.files
            .iter()
            .filter(|(_, entry)| entry.bytes.is_some())
            .map(|(name, _)| name)
            .filter(here)
            .cloned()
            .collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let plain: Option<Vec<&str>> = Path::new(path)
            .components()
            .filter(|c| *c != Component::CurDir)
            .map(|c| if let Component::Normal(name) = c { name.to_str() } else { None })
            .collect();
        let Some(plain) = plain else { return Err("it lies outside the strategy folder".into()) };
        let entry = self.files.get(&plain.join("/")).ok_or("there was no such file at that revision")?;
        match entry.bytes {
            None => Err("it is no plain file at that revision".into()),
            Some(bytes) if bytes > MOST_BYTES => Err(format!("it is larger than {} MiB", MOST_BYTES >> 20)),
            Some(_) => match git(&self.inside, &["cat-file", "blob", &entry.object]) {
                Ok(output) if output.status.success() => Ok(output.stdout),
                _ => Err("git could not read it at that revision".into()),
            },
        }
    }
}

/// The folder and the revision: at the first `@` behind a folder that is there, else at the first one.
fn split(named: &Path) -> Option<(PathBuf, String)> {
    let text = named.to_str().filter(|_| !named.exists())?;
    let pairs = || text.match_indices('@').map(|(at, _)| (&text[..at], &text[at + 1..]));
    let pairs = || pairs().filter(|(folder, revision)| !folder.is_empty() && !revision.is_empty());
    let (folder, revision) = pairs().find(|(folder, _)| Path::new(folder).is_dir()).or_else(|| pairs().next())?;
    Some((folder.into(), revision.into()))
}

/// The nearest folder that is there now, and the path of this one below it: it may since have been removed.
fn existing(folder: &Path) -> (PathBuf, String) {
    let mut below = Vec::new();
    let mut at = folder;
    while !at.is_dir() {
        below.extend(at.file_name().map(|name| name.to_string_lossy().into_owned()));
        match at.parent() {
            Some(parent) => at = parent,
            None => break,
        }
    }
    below.reverse();
    let at = if at.as_os_str().is_empty() { Path::new(".") } else { at };
    (at.to_path_buf(), below.join("/"))
}

/// `100644 blob HASH SIZE<tab>PATH<nul>`, again and again; names that are no text are not a strategy's.
fn entries(listed: &[u8]) -> BTreeMap<String, Entry> {
    let mut found = BTreeMap::new();
    for line in listed.split(|byte| *byte == 0) {
        let Some((words, path)) = std::str::from_utf8(line).ok().and_then(|line| line.split_once('\t')) else {
            continue;
        };
        let words: Vec<&str> = words.split_whitespace().collect();
        let [mode, _, object, bytes] = words[..] else { continue };
        let bytes = if mode.starts_with("100") { bytes.parse().ok() } else { None };
        found.insert(path.to_string(), Entry { object: object.into(), bytes });
    }
    found
}

fn git(inside: &Path, args: &[&str]) -> anyhow::Result<Output> {
    match Command::new("git").arg("-C").arg(inside).args(args).output() {
        Ok(output) => Ok(output),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            anyhow::bail!("FOLDER@REV needs git, which is not installed; install it or name two folders")
        }
        Err(e) => anyhow::bail!("git cannot be run: {e}; name two folders instead"),
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_string()
}
