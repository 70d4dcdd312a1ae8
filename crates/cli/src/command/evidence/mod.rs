//! `milepost evidence import|show|diff|export|contest`

mod import;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use milepost_evidence::tell::{Shown, changed, shown};
use milepost_evidence::{Contesting, Series, contesting};
use milepost_record::{Date, Key, Sqlite, Store};
use milepost_strategy::model::{Strategy, VariableId, VariableKind};

use super::{Told, load, width};
use crate::args::{ContestArgs, EvidenceArgs, EvidenceCommand, EvidenceDiffArgs, ExportArgs, ShowArgs};
use crate::record;

pub fn run(args: &EvidenceArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        EvidenceCommand::Import(args) => import::run(args),
        EvidenceCommand::Show(args) => show(args),
        EvidenceCommand::Diff(args) => diff(args),
        EvidenceCommand::Export(args) => export(args),
        EvidenceCommand::Contest(args) => contest(args),
    }
}

/// The record, if the strategy has one.
fn recorded(dir: &Path) -> anyhow::Result<Option<Sqlite>> {
    if dir.join(milepost_record::FILE).exists() { Ok(Some(record::open(dir)?)) } else { Ok(None) }
}

fn strategy(dir: &Path) -> anyhow::Result<Strategy> {
    Ok(load(dir)?.ok_or(Told)?.0)
}

/// The key that signs, if one is given.
fn key(file: Option<&PathBuf>) -> anyhow::Result<Option<Key>> {
    file.map(|file| record::private(file)).transpose()
}

/// An indicator by its name.
fn indicator(strategy: &Strategy, name: &str) -> anyhow::Result<VariableId> {
    let all = indicators(strategy);
    let names = || all.iter().map(|id| strategy.variable(*id).name.as_str());
    if let Some(id) = all.iter().find(|id| strategy.variable(**id).name == name) {
        return Ok(*id);
    }
    match milepost_syntax::nearest(name, names()) {
        Some(near) => bail!("unknown indicator `{name}`; did you mean `{near}`?"),
        None if all.is_empty() => bail!("the strategy has no indicators"),
        None => bail!("unknown indicator `{name}`; there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

fn indicators(strategy: &Strategy) -> Vec<VariableId> {
    let all = (0..strategy.variables.len()).map(|i| VariableId(i as u32));
    all.filter(|id| matches!(strategy.variable(*id).kind, VariableKind::Indicator(_))).collect()
}

fn show(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let strategy = strategy(&args.dir)?;
    let id = indicator(&strategy, &args.indicator)?;
    let held = recorded(&args.dir)?;
    let store = held.as_ref().map(|r| r as &dyn Store);
    let known = args.known_at.or(args.as_of).unwrap_or_else(record::today);
    let series = Series::known(store, &strategy, id, known).map_err(|why| anyhow!(why))?;
    let wanted = Shown { element: args.element.clone(), as_of: args.as_of, period: args.period, rows: args.rows };
    let text = shown(&strategy, &series, store, (known, &wanted), width()).map_err(|why| anyhow!(why))?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn diff(args: &EvidenceDiffArgs) -> anyhow::Result<ExitCode> {
    if args.from > args.to {
        bail!("--from {} lies after --to {}", args.from, args.to);
    }
    let strategy = strategy(&args.dir)?;
    let held = recorded(&args.dir)?;
    let store = held.as_ref().map(|r| r as &dyn Store);
    let wanted = match &args.indicator {
        Some(name) => vec![indicator(&strategy, name)?],
        None => indicators(&strategy),
    };
    let mut nothing = true;
    for id in wanted {
        let known = |day| Series::known(store, &strategy, id, day).map_err(|why| anyhow!(why));
        let text = changed(&known(args.from)?, &known(args.to)?, (args.from, args.to), width());
        if text.is_empty() {
            continue;
        }
        if !nothing {
            println!();
        }
        nothing = false;
        print!("{text}");
    }
    if nothing {
        println!("nothing changed in what was known from {} to {}", args.from, args.to);
    }
    Ok(ExitCode::SUCCESS)
}

fn export(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let strategy = strategy(&args.dir)?;
    let id = indicator(&strategy, &args.indicator)?;
    let shown = args.dir.display();
    let Some(held) = recorded(&args.dir)? else {
        bail!("`{shown}` has no record yet; `milepost evidence import {shown}` makes it");
    };
    if !milepost_evidence::recorded(&held, &args.indicator).map_err(|why| anyhow!(why))? {
        bail!("the record has no rows of `{}`; `milepost evidence import {shown}` records them", args.indicator);
    }
    let known = args.known_at.unwrap_or(Date::MAX);
    let mut bytes = Vec::new();
    let rows = milepost_evidence::export(&held, &strategy, id, known, &mut bytes).map_err(|why| anyhow!(why))?;
    match &args.out {
        None => std::io::stdout().write_all(&bytes).context("cannot write to the terminal")?,
        Some(out) => {
            milepost_ensemble::write_whole(out, &bytes).map_err(|e| anyhow!("{e}"))?;
            println!("{} of {}", super::check::count(rows as usize, "row"), args.indicator);
            println!("{}", out.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn contest(args: &ContestArgs) -> anyhow::Result<ExitCode> {
    let strategy = strategy(&args.dir)?;
    let Some(mut held) = recorded(&args.dir)? else {
        bail!("`{}` has no record yet, so there is nothing to contest", args.dir.display());
    };
    let key = key(args.sign.as_ref())?;
    let known = args.known.unwrap_or_else(record::today);
    let wanted = Contesting { seq: args.seq, by: args.by.clone(), why: args.reason.clone(), known };
    let draft = contesting(&held, &strategy, &wanted).map_err(|why| anyhow!(why))?;
    let subject = draft.subject.clone();
    let mut drafts = milepost_record::Drafts(std::iter::once(draft));
    let appended = held.append(&mut drafts, key.as_ref())?;
    println!(
        "event {}: {} contests event {} of {subject}; it still counts, and says so",
        appended.first, args.by, args.seq
    );
    println!("next: milepost evidence show {} {subject} --rows", args.dir.display());
    Ok(ExitCode::SUCCESS)
}
