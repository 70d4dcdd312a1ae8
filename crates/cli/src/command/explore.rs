//! `milepost explore DIR`

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use milepost_ensemble::Plan;
use milepost_explore::{rows, timing};
use milepost_strategy::model::Strategy;

use super::report::Kept;
use super::{Loaded, discover, loops, pathways, robustness, run, sensitivity};
use crate::args::{Cli, Command, ExploreArgs};
use crate::progress::cancel_flag;

/// One of the commands that make an exploration.
struct Step {
    /// The command with its options, without the folder.
    words: &'static [&'static str],
    /// What it finds out.
    says: &'static str,
    /// Runs it will make, about.
    runs: u64,
}

/// Futures run of each pathway to see how fast it goes.
const PROBE: u64 = 64;

/// A step of the study of loops does about so much more than one of a run: it scores links beside.
const SCORING: u64 = 4;

pub fn run(args: &ExploreArgs) -> anyhow::Result<ExitCode> {
    let loaded = super::sound(&args.dir)?;
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("out"));
    let steps = steps(args, &loaded, &out);
    announce(args, &loaded.strategy, &steps);
    let mut left_out = Vec::new();
    for (k, step) in steps.iter().enumerate() {
        eprintln!("\n{} of {}  {}: milepost {}", k + 1, steps.len(), step.says, shown(step, &args.dir));
        match done(args, step) {
            Ok(true) => {}
            Ok(false) => return Ok(ExitCode::from(super::INTERRUPTED)),
            // Without a run there is nothing to explore.
            Err(e) if step.words[0] == "run" => return Err(e),
            Err(e) => {
                eprintln!("left out: {e:#}");
                left_out.push(step);
            }
        }
    }
    written(args, &loaded, &out)?;
    if left_out.len() + 1 >= steps.len() {
        anyhow::bail!("nothing of `{}` could be explored; the reasons stand above", args.dir.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn steps(args: &ExploreArgs, loaded: &Loaded, out: &Path) -> Vec<Step> {
    let strategy = &loaded.strategy;
    let choices = strategy.pathways.iter().filter(|p| !p.comparison).count() as u64;
    let usual = milepost_explore::sensitivity::sobol::Settings::default();
    let sobol = usual.samples * usual.replicates * (usual.inputs as u64 + 4);
    let step = |words, says, runs| Step { words, says, runs };
    vec![
        step(&["run"], "every pathway in every future", if there(args, loaded, out) { 0 } else { all(args, strategy) }),
        step(&["sensitivity"], "what each measure depends on, from that run", 0),
        step(&["sensitivity", "--method", "sobol", "--over-time"], "how much, alone and together, and when", sobol),
        step(&["discover"], "where each pathway fails", 0),
        step(&["robustness"], "which choice is robust, by which yardstick", 0),
        step(&["pathways"], "until when regimes can be used, and how triggers warn", timed(args, loaded)),
        step(&["loops"], "which feedback loop is in charge, and when", 256 * choices * SCORING),
    ]
}

/// Whether the run that is asked for lies there.
fn there(args: &ExploreArgs, loaded: &Loaded, out: &Path) -> bool {
    milepost_ensemble::read(out).is_ok_and(|record| {
        let made = &record.summary.provenance;
        let range = (made.first, made.last) == (0, args.futures);
        made.strategy == loaded.hash && made.seed == args.seed && range && all_pathways(&loaded.strategy, &record)
    })
}

/// Whether every pathway was run.
fn all_pathways(strategy: &Strategy, record: &milepost_ensemble::Record) -> bool {
    strategy.pathways.iter().all(|pathway| record.summary.pathways.iter().any(|run| run.name == pathway.name))
}

/// The runs of a whole run: pathways in all futures, what claims speak of in some.
fn all(args: &ExploreArgs, strategy: &Strategy) -> u64 {
    let pathways = strategy.pathways.len();
    let beside = strategy.variants.len().saturating_sub(pathways) as u64;
    args.futures * pathways as u64 + run::claim_futures(args.futures) * beside
}

/// The runs that the study of use-by dates makes; 0 where it cannot be made, which it says itself.
fn timed(args: &ExploreArgs, loaded: &Loaded) -> u64 {
    let Ok(Command::Pathways(asked)) = command(args, &["pathways"]) else { return 0 };
    let question = pathways::question(&asked, &loaded.strategy, &loaded.hash);
    question.ok().and_then(|q| timing::Study::new(&loaded.strategy, &q).ok().map(|s| s.runs())).unwrap_or(0)
}

/// What will be run, and for how long.
fn announce(args: &ExploreArgs, strategy: &Strategy, steps: &[Step]) {
    let runs: u64 = steps.iter().map(|step| step.runs).sum();
    let count = milepost_publish::count(runs);
    let studies = steps.len() - 1;
    eprintln!("exploring {}: a run of {} futures and {studies} studies", args.dir.display(), args.futures);
    match probe(args, strategy) {
        Some(rate) if runs > 0 => {
            let time = super::estimate::duration(runs as f64 / rate);
            eprintln!("about {count} runs, estimate: {time}, and the time to look at them");
        }
        _ => eprintln!("about {count} runs"),
    }
}

/// Runs a second, from a few.
fn probe(args: &ExploreArgs, strategy: &Strategy) -> Option<f64> {
    let plan = Plan { threads: args.threads.unwrap_or(0), allow_nan: true, ..Plan::new(0..PROBE, args.seed) };
    let variants = strategy.variants.get(..strategy.pathways.len())?;
    let begun = Instant::now();
    milepost_ensemble::outcomes(strategy, variants, &plan, &(), cancel_flag()).ok()?;
    Some((PROBE * variants.len() as u64) as f64 / begun.elapsed().as_secs_f64().max(1e-3))
}

/// Does a step; `false` where it was interrupted, which it has said.
fn done(args: &ExploreArgs, step: &Step) -> anyhow::Result<bool> {
    Ok(match command(args, step.words)? {
        Command::Run(asked) => step.runs == 0 || run::answer(&asked)?.is_some(),
        Command::Sensitivity(asked) => sensitivity::answer(&asked)?.is_some(),
        Command::Discover(asked) => discover::answer(&asked)?.is_some(),
        Command::Robustness(asked) => robustness::answer(&asked)?.is_some(),
        Command::Pathways(asked) => pathways::answer(&asked)?.is_some(),
        Command::Loops(asked) => loops::answer(&asked)?.is_some(),
        _ => true,
    })
}

/// The command of a step, with its defaults as if it had been typed.
fn command(args: &ExploreArgs, words: &[&str]) -> anyhow::Result<Command> {
    let mut line: Vec<OsString> = ["milepost"].iter().chain(words).map(Into::into).collect();
    line.push(args.dir.clone().into());
    if let Some(out) = &args.out {
        line.extend(["--out".into(), out.clone().into()]);
    }
    // What only reads the run draws nothing, or only its own random halves.
    let (draws, runs) = (words[0] != "robustness", !["robustness", "discover"].contains(&words[0]));
    if draws {
        line.extend(["--seed".into(), args.seed.to_string().into()]);
    }
    if let Some(threads) = args.threads.filter(|_| draws) {
        line.extend(["--threads".into(), threads.to_string().into()]);
    }
    if args.allow_nan && runs {
        line.push("--allow-nan".into());
    }
    if words[0] == "run" {
        line.extend(["--futures".into(), args.futures.to_string().into()]);
    }
    Ok(Cli::try_parse_from(line)?.command)
}

fn shown(step: &Step, dir: &Path) -> String {
    let words: Vec<&str> = step.words.to_vec();
    let (name, options) = (words[0], words[1..].join(" "));
    format!("{name} {} {options}", dir.display()).trim_end().to_string()
}

/// Writes the pages and the tables, and says the three sentences.
fn written(args: &ExploreArgs, loaded: &Loaded, out: &Path) -> anyhow::Result<()> {
    let kept = Kept::of(out);
    let record = milepost_ensemble::read(out).map_err(|e| anyhow::anyhow!("{e}"))?;
    let (strategy, summary) = (&loaded.strategy, &record.summary);
    let page = super::report::write_explored(out, strategy, summary, &loaded.sources, &kept)?;
    let tables = tables(out, &loaded.hash, &kept)?;
    print!("\n{}", milepost_publish::brief(strategy, summary, &kept.studies(), super::width(), super::color_out()));
    println!("\nexplored: {}", page.display());
    println!("report: {}", out.join("report.html").display());
    println!("tables: {}/{{{}}}.parquet", out.display(), tables.join(","));
    println!("next: milepost sensitivity {} --method sobol --order 2", args.dir.display());
    Ok(())
}

/// Writes what was found as tables; their names.
fn tables(out: &Path, hash: &str, kept: &Kept) -> anyhow::Result<Vec<&'static str>> {
    let mut names = Vec::new();
    let mut write = |name: &'static str, columns: Vec<rows::Column>| -> anyhow::Result<()> {
        let path: PathBuf = out.join(format!("{name}.parquet"));
        // The sentence holds its cause already.
        milepost_ensemble::write_table(&path, columns).map_err(|e| anyhow::anyhow!("{e}"))?;
        names.push(name);
        Ok(())
    };
    let sensitivity: Vec<_> = kept.sensitivity.iter().filter(|s| s.strategy == hash).cloned().collect();
    let discover: Vec<_> = kept.discover.iter().filter(|s| s.strategy == hash).cloned().collect();
    if !sensitivity.is_empty() {
        write("sensitivity", rows::sensitivity(&sensitivity))?;
    }
    if !discover.is_empty() {
        write("boxes", rows::boxes(&discover))?;
    }
    if let Some(found) = kept.robustness.as_ref().filter(|s| s.strategy == hash) {
        write("robustness", rows::robustness(found))?;
    }
    if let Some(found) = kept.timing.as_ref().filter(|s| s.strategy == hash) {
        write("tipping", rows::tipping(found))?;
    }
    if let Some(found) = kept.loops.as_ref().filter(|s| s.strategy == hash) {
        write("loops", rows::loops(found))?;
    }
    Ok(names)
}
