//! `milepost run DIR`

use std::path::Path;
use std::process::ExitCode;

use milepost_ensemble::Plan;
use milepost_ensemble::summary::Summary;

use super::Loaded;
use crate::args::{Format, RunArgs};
use crate::progress::{Bar, cancel_flag};

/// Below this a verdict would say next to nothing; `milepost test` gives one.
const FEWEST_FUTURES: u64 = 256;

/// Verdicts need fewer futures than bands do, and every claim adds variants to run.
const MOST_CLAIM_FUTURES: u64 = 1_024;

pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    if super::bare::is_bare(args) {
        return super::bare::run(args);
    }
    let Some(Loaded { strategy, sources, hash, with }) = super::load_with(&args.dir, &args.with)? else {
        return Ok(ExitCode::FAILURE);
    };
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("out"));
    let members = args.members.clone().unwrap_or(0..args.futures);
    let claims = match members.end - members.start {
        0..FEWEST_FUTURES => 0,
        futures => (futures / 4).min(MOST_CLAIM_FUTURES),
    };
    let plan = Plan {
        pathways: args.pathway.clone(),
        claims: args.claims.unwrap_or(claims),
        ..args.running.plan(members, hash)
    };
    // The table stands there before the files are written: who looks at a few futures waits for nothing else.
    let report = |summary: &Summary| {
        if args.running.format == Format::Table {
            print!("{with}{}", milepost_publish::table(&strategy, summary, super::width(), super::color_out()));
        }
        super::report::page(&out, &strategy, summary, &sources)
    };
    let done = milepost_ensemble::run_beside(&strategy, &plan, Some(&out), &Bar::default(), cancel_flag(), report);
    let (summary, page) = match done {
        Err(e @ milepost_ensemble::Error::Interrupted { .. }) => {
            eprintln!("{e}");
            return Ok(ExitCode::from(super::INTERRUPTED));
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    super::report::write_page(&out, &page)?;
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&summary)?),
        Format::Table => {
            ending(&summary, &out);
            match strategy.hypotheses.is_empty() {
                true => println!("next: milepost explain {} NAME", args.dir.display()),
                false => println!("next: milepost test {}", args.dir.display()),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How fast it went, and where everything lies.
pub fn ending(summary: &Summary, out: &Path) {
    let p = &summary.provenance;
    let rate = p.runs as f64 / p.seconds.max(1e-9);
    match p.runs {
        0 => println!("\nnothing to run: all of it was finished earlier"),
        n => println!("\n{n} runs in {:.1} s, {rate:.0} a second on {} threads", p.seconds, p.threads),
    }
    println!("report: {}", out.join("report.html").display());
    println!("tables: {}/{{futures,outcomes,bands}}.parquet", out.display());
}
