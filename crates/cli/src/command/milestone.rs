//! `milepost milestone commit|reveal|list`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_record::commitment::{Commitment, Revealed, Secret, commitments};
use milepost_record::{Date, Drafts, Store};

use crate::args::{CommitArgs, MilestoneAction, MilestoneArgs, RevealArgs};
use crate::{given, record};

/// Letters of a commitment that are shown where it need not be whole.
const SHORT: usize = 12;

pub fn run(args: &MilestoneArgs) -> anyhow::Result<ExitCode> {
    match &args.action {
        MilestoneAction::Commit(args) => commit(args),
        MilestoneAction::Reveal(args) => reveal(args),
        MilestoneAction::List { dir, known_at } => list(dir, *known_at),
    }
}

fn commit(args: &CommitArgs) -> anyhow::Result<ExitCode> {
    let dir = &args.dir;
    let private = dir.join("private");
    let file = match (&args.text, &args.private) {
        (Some(file), _) => file.clone(),
        (None, name) => private.join(format!("{}.txt", name.as_deref().unwrap_or_default())),
    };
    let text = given::text(&file, "the text that is committed to")?;
    let key = args.key.as_deref().map(record::private).transpose()?;
    let party = key.as_ref().map_or(args.by.as_deref().unwrap_or_default(), |key| key.party());
    record::must_act(dir, party)?;
    let secret = Secret::new(&text)?;
    let mut store = record::open_or_create(dir)?;
    let known = args.known.unwrap_or_else(record::today);
    // Salt and text are on the disk before anything is recorded: without them the commitment could never be opened.
    let kept = keep(&private, &secret)?;
    let recorded = store.append(&mut Drafts([secret.commit(party, known)].into_iter()), key.as_ref());
    if recorded.is_err() {
        let _ = std::fs::remove_file(&kept);
    }
    let hash = secret.hash().hex();
    println!("{party} has committed to a text, on {known}, in event {}", recorded?.first);
    println!("  commitment  {hash}");
    println!("  secret      {}  salt and text: keep it, and keep it from others", kept.display());
    println!("  that it was there by now is proved once a party signs the head");
    println!("\nnext: milepost log cosign {} --key FILE", dir.display());
    println!("      milepost milestone reveal {} {}", dir.display(), &hash[..SHORT]);
    Ok(ExitCode::SUCCESS)
}

/// Writes salt and text into the private folder, which git leaves out.
fn keep(private: &Path, secret: &Secret) -> anyhow::Result<PathBuf> {
    let file = secret_file(private, &secret.hash().hex());
    let write = || -> std::io::Result<()> {
        if !private.exists() {
            std::fs::create_dir_all(private)?;
            #[cfg(unix)]
            std::fs::set_permissions(private, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        }
        let ignore = private.join(".gitignore");
        if !ignore.exists() {
            std::fs::write(ignore, "*\n")?;
        }
        record::write_secret(&file, &secret.kept())?;
        std::fs::File::open(private)?.sync_all()
    };
    write().with_context(|| format!("`{}` cannot be written, so nothing is recorded", file.display()))?;
    Ok(file)
}

fn secret_file(private: &Path, hash: &str) -> PathBuf {
    private.join(format!("{}.secret", hash.get(..SHORT).unwrap_or(hash)))
}

fn reveal(args: &RevealArgs) -> anyhow::Result<ExitCode> {
    let dir = &args.dir;
    let mut store = record::open(dir)?;
    let commitment = chosen(&commitments(&store, Date::MAX)?, &args.commitment, dir)?;
    let hash = commitment.hash.hex();
    let file = args.secret.clone().unwrap_or_else(|| secret_file(&dir.join("private"), &hash));
    let kept = given::text(&file, "the salt and text of this commitment")?;
    let secret = Secret::parse(&kept).with_context(|| format!("`{}`", file.display()))?;
    let known = args.known.unwrap_or_else(record::today);
    let key = args.key.as_deref().map(record::private).transpose()?;
    let draft = secret.reveal(&commitment, known).with_context(|| format!("`{}`", file.display()))?;
    let first = store.append(&mut Drafts([draft].into_iter()), key.as_ref())?.first;
    println!("revealed in event {first}, on {known}: what {} committed to on {}", commitment.party, commitment.known);
    println!("  commitment  {hash}\n");
    indented(secret.text());
    println!("\nnext: milepost milestone list {}", dir.display());
    Ok(ExitCode::SUCCESS)
}

/// The one commitment that begins so.
fn chosen(all: &[Commitment], named: &str, dir: &Path) -> anyhow::Result<Commitment> {
    let named = named.to_lowercase();
    let found: Vec<&Commitment> = all.iter().filter(|c| c.hash.hex().starts_with(&named)).collect();
    match found[..] {
        [one] if !named.is_empty() => Ok(one.clone()),
        [] => bail!("no commitment begins with `{named}`; `milepost milestone list {}` shows them", dir.display()),
        _ => bail!("{} commitments begin with `{named}`; give more of its letters", found.len()),
    }
}

fn list(dir: &Path, known_at: Option<Date>) -> anyhow::Result<ExitCode> {
    let store = record::open(dir)?;
    let all = commitments(&store, known_at.unwrap_or(Date::constant(9999, 12, 31)))?;
    if all.is_empty() {
        println!("there are no commitments");
        println!("\nnext: milepost milestone commit {} --text FILE --by PARTY", dir.display());
        return Ok(ExitCode::SUCCESS);
    }
    let unopened = all.iter().filter(|c| c.revealed.is_none()).count();
    println!("{} commitment{}, {unopened} unopened", all.len(), if all.len() == 1 { "" } else { "s" });
    let width = all.iter().map(|c| c.party.chars().count()).max().unwrap_or(0).max(2);
    println!("\n  since       {:width$}  commitment    event", "by");
    for c in &all {
        let hash = c.hash.hex();
        print!("  {}  {:width$}  {}  {:<5}  ", c.known, c.party, &hash[..SHORT], c.seq);
        match &c.revealed {
            None => println!("unopened"),
            Some(Revealed { seq, known, text }) => {
                println!("revealed {known} in event {seq}");
                indented(text);
            }
        }
    }
    let mut waiting: BTreeMap<&str, u64> = BTreeMap::new();
    all.iter().filter(|c| c.revealed.is_none()).for_each(|c| *waiting.entry(&c.party).or_default() += 1);
    if !waiting.is_empty() {
        let parties: Vec<String> = waiting.iter().map(|(party, n)| format!("{party} {n}")).collect();
        println!("\nunopened: {}", parties.join(", "));
        println!("\nnext: milepost milestone reveal {} COMMITMENT", dir.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn indented(text: &str) {
    text.lines().for_each(|line| println!("    {line}"));
}
