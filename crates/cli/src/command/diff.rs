//! `milepost diff A B`

use std::path::Path;
use std::process::ExitCode;

use milepost_explore::diff::{Comparison, Error, Side, diff};
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

use crate::args::{DiffArgs, Format};
use crate::progress::{Bar, cancel_flag};
use crate::revision::Revision;

/// What cannot be compared is no difference: with --exit-code, 1 means that they differ.
const TROUBLE: u8 = 2;

pub fn run(args: &DiffArgs) -> anyhow::Result<ExitCode> {
    Ok(compare(args).unwrap_or_else(|e| {
        eprintln!("error: {e:#}");
        ExitCode::from(TROUBLE)
    }))
}

fn compare(args: &DiffArgs) -> anyhow::Result<ExitCode> {
    let (Some(a), Some(b)) = (load(&args.a)?, load(&args.b)?) else { return Ok(ExitCode::from(TROUBLE)) };
    let (name_a, name_b) = (args.a.display().to_string(), args.b.display().to_string());
    let comparison = Comparison {
        measures: args.measure.clone(),
        futures: args.futures,
        seed: args.running.draw.seed,
        threads: args.running.threads.unwrap_or(0),
        allow_nan: args.running.draw.allow_nan,
    };
    let [before, after] =
        [(&name_a, &a), (&name_b, &b)].map(|(name, (strategy, sources))| Side { name, strategy, sources });
    let found = match diff(before, after, &comparison, &Bar::default(), cancel_flag()) {
        Err(Error::Run { cause: milepost_ensemble::Error::Interrupted { .. }, .. }) => {
            eprintln!("interrupted: nothing was compared");
            return Ok(ExitCode::from(super::INTERRUPTED));
        }
        other => other?,
    };
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => print!("{}", milepost_publish::diff_table(&b.0, &found, super::width(), super::color_out())),
    }
    let differ = args.exit_code && !found.is_empty();
    Ok(if differ { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The strategy in a folder, or in `FOLDER@REV`; findings go to stderr under its name.
fn load(named: &Path) -> anyhow::Result<Option<(Strategy, SourceMap)>> {
    let found = match Revision::open(named)? {
        Some(revision) => super::told(milepost_import::check_strategy(&revision)),
        None => super::load(named)?,
    };
    if found.is_none() {
        eprintln!("in {}", named.display());
    }
    Ok(found)
}
