//! The record in a strategy's folder, the parties' keys, and today's date.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use milepost_record::{Date, Key, PublicKey, Sqlite};

use crate::folder::Folder;
use crate::given;

/// Where the public keys lie, one file for each party.
const KEYS: &str = "keys";

/// The record in a folder.
pub fn open(dir: &Path) -> anyhow::Result<Sqlite> {
    Ok(Sqlite::open(&dir.join(milepost_record::FILE))?)
}

/// The record in a folder, made where there is none.
pub fn open_or_create(dir: &Path) -> anyhow::Result<Sqlite> {
    if !dir.is_dir() {
        bail!("there is no folder `{0}`; `milepost new {0}` makes one", dir.display());
    }
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    let name = whole.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Sqlite::open_or_create(&dir.join(milepost_record::FILE), &name)?)
}

/// The file of a party's public keys.
pub fn public_file(dir: &Path, party: &str) -> PathBuf {
    dir.join(KEYS).join(format!("{party}.pub"))
}

/// The public keys in a folder, by party, then in the order of their lines.
pub fn keys(dir: &Path) -> anyhow::Result<Vec<PublicKey>> {
    let folder = dir.join(KEYS);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder).with_context(|| format!("`{}` cannot be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "pub"));
    files.sort();
    let mut keys = Vec::new();
    for file in files {
        let shown = file.display();
        let text = std::fs::read_to_string(&file).with_context(|| format!("`{shown}` cannot be read"))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let key = PublicKey::parse(line).with_context(|| format!("`{shown}`"))?;
            if file.file_stem().is_none_or(|name| name != key.party()) {
                bail!("`{shown}` holds a key of `{0}`; keep it in `{0}.pub`", key.party());
            }
            keys.push(key);
        }
    }
    Ok(keys)
}

/// A private key.
pub fn private(file: &Path) -> anyhow::Result<Key> {
    let text = given::text(file, "the private key of a party; `milepost log keys` makes one")?;
    Key::parse(&text).with_context(|| format!("`{}`", file.display()))
}

/// The actors of the strategy in a folder; none where there is no strategy that can be read.
pub fn actors(dir: &Path) -> BTreeSet<String> {
    let strategy = Folder::open(dir).ok().and_then(|folder| folder.check().strategy);
    strategy.into_iter().flat_map(|s| s.actors).map(|actor| actor.name).collect()
}

/// A party must be an actor of the strategy, where that has any.
pub fn must_act(dir: &Path, party: &str) -> anyhow::Result<()> {
    let actors = actors(dir);
    if actors.is_empty() || actors.contains(party) {
        return Ok(());
    }
    let names: Vec<&str> = actors.iter().map(String::as_str).collect();
    bail!("`{party}` is no actor of the strategy; its actors are {}", names.join(", "))
}

/// Today by this machine's clock, in universal time.
pub fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Date::constant(1970, 1, 1).saturating_add(since)
}

/// `2006-06-30`, or `2006-06` for the last day of the month.
pub fn date(text: &str) -> Result<Date, String> {
    let wrong = "write a day such as 2006-06-30, or a month such as 2006-06 for its last day";
    let day = |text: &str| text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    let month = || day(&format!("{text}-01")).map(Date::last_of_month);
    day(text).or_else(month).ok_or_else(|| wrong.to_string())
}

/// Makes a file with this text that only its owner can read, and waits until it is on the disk.
pub fn write_secret(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(file)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_and_months() {
        let day = |text: &str| super::date(text).map(|date| date.to_string());
        assert_eq!(day("2006-06-30").as_deref(), Ok("2006-06-30"));
        assert_eq!(day("2006-02").as_deref(), Ok("2006-02-28"));
        for wrong in ["2006", "30.6.2006", "2006-6", "2006-13", "2006-02-30", "2006-06-30T10:00", ""] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
