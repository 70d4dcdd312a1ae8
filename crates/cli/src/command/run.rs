//! `milepost run DIR`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use milepost_ensemble::Plan;
use milepost_ensemble::summary::{Method, Summary};

use super::Loaded;
use super::laid::{self, Asked};
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
    let Some(mut loaded) = super::load_with(&args.dir, &args.with)? else { return Ok(ExitCode::FAILURE) };
    if !args.vary.vary.is_empty() && super::bare::is_model(&loaded.strategy) {
        return super::bare::run(args);
    }
    let asked = asked(args, &mut loaded)?;
    // The table stands there before the files are written: who looks at a few futures waits for nothing else.
    let table = |summary: &Summary| {
        if args.running.format == Format::Table {
            let (width, color) = (super::width(), super::color_out());
            print!("{}{}", loaded.with, milepost_publish::table(&loaded.strategy, summary, width, color));
        }
    };
    let Some(summary) = made(args, &loaded, &asked, table)? else { return Ok(ExitCode::from(super::INTERRUPTED)) };
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&summary)?),
        Format::Table => {
            ending(&summary, &folder(args));
            match loaded.strategy.hypotheses.is_empty() {
                // Other commands would run the plain strategy: these read what was run.
                _ if asked.design.is_of_its_own() => {
                    let out = args.out.as_ref().map(|out| format!(" --out {}", out.display())).unwrap_or_default();
                    println!("next: milepost discover {}{out}", args.dir.display());
                }
                true => println!("next: milepost explore {}", args.dir.display()),
                false => println!("next: milepost test {}", args.dir.display()),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a strategy and writes everything, but prints nothing; `None` where it was interrupted, which it has told.
pub fn answer(args: &RunArgs) -> anyhow::Result<Option<Summary>> {
    let mut loaded = super::sound(&args.dir)?;
    let asked = asked(args, &mut loaded)?;
    made(args, &loaded, &asked, |_| ())
}

/// What is to be run, which the strategy is made ready for.
fn asked(args: &RunArgs, loaded: &mut Loaded) -> anyhow::Result<Asked> {
    let wanted = laid::wanted(args, &args.vary.vary);
    let asked = laid::asked(args, &mut loaded.strategy, &wanted)?;
    // What another design runs is another strategy, as another file would be.
    loaded.hash = laid::hash(&loaded.told, &asked.design);
    Ok(asked)
}

/// Futures on which claims are judged where nothing else is said.
pub fn claim_futures(futures: u64) -> u64 {
    match futures {
        0..FEWEST_FUTURES => 0,
        futures => (futures / 4).min(MOST_CLAIM_FUTURES),
    }
}

fn folder(args: &RunArgs) -> PathBuf {
    args.out.clone().unwrap_or_else(|| args.dir.join("out"))
}

fn made(
    args: &RunArgs,
    loaded: &Loaded,
    asked: &Asked,
    tell: impl Fn(&Summary) + Sync,
) -> anyhow::Result<Option<Summary>> {
    let Loaded { strategy, sources, hash, .. } = loaded;
    let out = folder(args);
    let futures = asked.members.end - asked.members.start;
    // The first futures of a grid are a corner of it.
    let grid = asked.design.method == Method::Factorial;
    let claims = args.claims.unwrap_or(if grid { futures } else { claim_futures(futures) });
    if grid && claims > 0 && claims < futures {
        anyhow::bail!(
            "the first {claims} futures of a full factorial design are a corner of it; judge the claims on all of them or, with --claims 0, on none"
        );
    }
    let plan =
        Plan { pathways: args.pathway.clone(), claims, ..args.running.plan(asked.members.clone(), hash.clone()) };
    let plan = asked.plan(plan);
    asked.announce(if args.pathway.is_empty() { strategy.pathways.len() } else { args.pathway.len() });
    let report = |summary: &Summary| {
        tell(summary);
        super::report::page(&out, strategy, summary, sources)
    };
    let done = milepost_ensemble::run_beside(strategy, &plan, Some(&out), &Bar::default(), cancel_flag(), report);
    let (summary, page) = match done {
        Err(e @ milepost_ensemble::Error::Interrupted { .. }) => {
            eprintln!("{e}");
            return Ok(None);
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    super::report::write_page(&out, &page)?;
    Ok(Some(summary))
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
