//! `milepost run DIR`

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use milepost_ensemble::Plan;
use milepost_ensemble::summary::Summary;

use crate::args::{Format, RunArgs};
use crate::progress::{Bar, cancel_flag};

/// The shell's code for a program ended by Ctrl-C.
const INTERRUPTED: u8 = 130;

/// Below this a verdict would say next to nothing; `milepost test` gives one.
const FEWEST_FUTURES: u64 = 256;

/// Verdicts need fewer futures than bands do, and every claim adds variants to run.
const MOST_CLAIM_FUTURES: u64 = 1_024;

pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    let Some((strategy, sources)) = super::load(&args.dir)? else { return Ok(ExitCode::FAILURE) };
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("out"));
    let members = args.members.clone().unwrap_or(0..args.futures);
    let claims = match members.end - members.start {
        0..FEWEST_FUTURES => 0,
        futures => (futures / 4).min(MOST_CLAIM_FUTURES),
    };
    let plan = Plan {
        pathways: args.pathway.clone(),
        threads: args.threads.unwrap_or(0),
        claims: args.claims.unwrap_or(claims),
        allow_nan: args.allow_nan,
        strategy: milepost_ensemble::hash_of_files(&sources),
        ..Plan::new(members, args.seed)
    };
    let report = |summary: &Summary| milepost_publish::report(&strategy, summary, &sources);
    let done = milepost_ensemble::run_beside(&strategy, &plan, Some(&out), &Bar::default(), cancel_flag(), report);
    let (summary, page) = match done {
        Err(e @ milepost_ensemble::Error::Interrupted { .. }) => {
            eprintln!("{e}");
            return Ok(ExitCode::from(INTERRUPTED));
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    let report = out.join("report.html");
    write_whole(&report, &page)?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&summary)?),
        Format::Table => {
            print!("{}", milepost_publish::table(&strategy, &summary, super::width(), super::color_out()));
            let p = &summary.provenance;
            let rate = p.runs as f64 / p.seconds.max(1e-9);
            match p.runs {
                0 => println!("\nnothing to run: all of it was finished earlier"),
                n => println!("\n{n} runs in {:.1} s, {rate:.0} a second on {} threads", p.seconds, p.threads),
            }
            println!("report: {}", report.display());
            println!("tables: {}/{{futures,outcomes,bands}}.parquet", out.display());
            match strategy.hypotheses.is_empty() {
                true => println!("next: milepost explain {} NAME", args.dir.display()),
                false => println!("next: milepost test {}", args.dir.display()),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file so that its name never stands for half of it.
fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let part = path.with_extension("html.part");
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // The cause is reported; a part that cannot be removed either changes nothing for the reader.
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| format!("cannot write `{}`; make room or choose another folder with --out", path.display()))
}
