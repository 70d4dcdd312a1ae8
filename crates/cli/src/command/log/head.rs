//! `milepost log head` and `milepost log cosign`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_record::{Head, HeadSignature, Key, Note, Sqlite, Store, merkle};

use super::events;
use crate::record;

/// Prints the head as a signed note: what can be sent to others, published, or kept on paper.
pub fn print(dir: &Path) -> anyhow::Result<ExitCode> {
    let store = record::open(dir)?;
    let note = note(&store, store.head()?)?;
    print!("{note}");
    if note.signatures.is_empty() {
        eprintln!("nobody has signed this head; a party signs it with");
        eprintln!("  milepost log cosign {} --key FILE", dir.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// A head with all signatures under it.
pub fn note(store: &dyn Store, head: Head) -> anyhow::Result<Note> {
    let mut signatures = store.signatures()?;
    signatures.retain(|signature| signature.head == head);
    Ok(Note { origin: store.origin().to_string(), head, signatures })
}

/// Signs the head, after the whole record was checked and what the party signed last was found at its beginning.
pub fn cosign(dir: &Path, file: &Path) -> anyhow::Result<ExitCode> {
    let key = record::private(file)?;
    let mut store = record::open(dir)?;
    if !record::keys(dir)?.contains(key.public()) {
        let public = record::public_file(dir, key.party());
        bail!(
            "the public key of `{}` is not in `{}`; add this line to it: {}",
            key.party(),
            public.display(),
            key.public()
        );
    }
    let verified = milepost_record::verify(&store, &record::keys(dir)?, &mut |_| {})?;
    if let Some(fault) = verified.faults.first() {
        bail!("{fault}; nothing is signed: `milepost log verify {}` says more", dir.display());
    }
    let (head, party) = (verified.head, key.party());
    let before = remembered(&store, &key, file)?;
    for old in &before {
        continues(&store, *old, head, party)?;
    }
    let signature = HeadSignature::new(store.origin(), head, &key);
    store.add_signature(&signature)?;
    remember(&store, head, &signature, file)?;
    println!("{party} has signed the head over {}", events(head.size));
    match before.iter().map(|old| old.size).max() {
        None => println!("  it is the first that {party} signs here"),
        Some(size) if size == head.size => println!("  as it had before"),
        Some(size) => println!("  it begins with the {} that {party} signed last", events(size)),
    }
    println!("  what was signed is kept in {}, to be compared with the next one", memory(&store, file).display());
    println!("\nnext: milepost log head {0}\n      milepost log verify {0}", dir.display());
    Ok(ExitCode::SUCCESS)
}

/// The heads that the party signed: the last one in the record, and the one kept beside the key, which whoever rewrites
/// the record does not have.
fn remembered(store: &Sqlite, key: &Key, file: &Path) -> anyhow::Result<Vec<Head>> {
    let own = |s: &HeadSignature| s.is_by(key.public(), store.origin());
    let last = store.signatures()?.into_iter().rfind(own).map(|s| s.head);
    let memory = memory(store, file);
    let kept = match std::fs::read_to_string(&memory) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => return Err(e).with_context(|| format!("`{}` cannot be read", memory.display())),
        Ok(text) => {
            let note = Note::parse(&text).with_context(|| format!("`{}`", memory.display()))?;
            if !note.signatures.iter().any(own) {
                bail!("`{}` is not signed with this key; move it away only if you know why", memory.display());
            }
            Some(note.head)
        }
    };
    Ok(last.into_iter().chain(kept).collect())
}

/// Refuses to sign where the older head is not the beginning of the newer one.
fn continues(store: &Sqlite, old: Head, head: Head, party: &str) -> anyhow::Result<()> {
    if old.size > head.size {
        bail!(
            "`{party}` signed {}, and there are only {} now: events were taken away; nothing is signed",
            events(old.size),
            head.size
        );
    }
    if merkle::root(store, old.size)? != old.root {
        bail!(
            "the first {} are not those that `{party}` signed: history was rewritten; nothing is signed",
            events(old.size)
        );
    }
    Ok(())
}

/// The file beside the key that holds what it signed last of this record.
fn memory(store: &Sqlite, key: &Path) -> PathBuf {
    let mut name = key.as_os_str().to_os_string();
    name.push(format!(".{}.head", store.origin().replace('/', "-")));
    PathBuf::from(name)
}

fn remember(store: &Sqlite, head: Head, signature: &HeadSignature, key: &Path) -> anyhow::Result<()> {
    let file = memory(store, key);
    let note = Note { origin: store.origin().to_string(), head, signatures: vec![signature.clone()] };
    let part = file.with_extension("part");
    let written = std::fs::write(&part, note.to_string()).and_then(|()| std::fs::rename(&part, &file));
    written.with_context(|| format!("`{}` cannot be written", file.display()))
}
