//! `milepost test DIR`

use std::process::ExitCode;

use milepost_ensemble::Plan;
use milepost_ensemble::summary::Outcome;

use super::Loaded;
use crate::args::{Format, TestArgs};
use crate::progress::{Bar, cancel_flag};

pub fn run(args: &TestArgs) -> anyhow::Result<ExitCode> {
    let Some(Loaded { strategy, hash, with, .. }) = super::load_with(&args.dir, &args.with)? else {
        return Ok(ExitCode::FAILURE);
    };
    if strategy.hypotheses.is_empty() {
        anyhow::bail!(
            "`{}` declares no hypothesis; write one: hypothesis h {{ m under a < m under b in at least 66% of futures }}",
            args.dir.display()
        );
    }
    let plan = Plan { charts: false, ..args.running.plan(0..args.futures, hash) };
    let summary = match milepost_ensemble::run(&strategy, &plan, None, &Bar::default(), cancel_flag()) {
        Err(milepost_ensemble::Error::Interrupted { .. }) => {
            eprintln!("interrupted: no claim was judged");
            return Ok(ExitCode::from(130));
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&summary.claims)?),
        Format::Table => {
            print!("{with}");
            print!("{}", milepost_publish::claims_table(&strategy, &summary, super::width()));
            println!("\nnext: milepost run {}", args.dir.display());
        }
    }
    let fails = summary.claims.iter().any(|c| c.verdict == Outcome::Fails);
    Ok(if args.strict && fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
