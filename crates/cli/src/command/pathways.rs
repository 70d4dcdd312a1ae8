//! `milepost pathways DIR`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use milepost_explore::timing::{Error, Question, Study, Timing, span};
use milepost_strategy::model::Strategy;

use super::Loaded;
use crate::args::{Format, PathwaysArgs};
use crate::progress::{Bar, cancel_flag};

/// Below this many runs the answer is there before an estimate would be.
const WORTH_ESTIMATING: u64 = 20_000;

pub fn run(args: &PathwaysArgs) -> anyhow::Result<ExitCode> {
    let Some(Answered { loaded, out, found }) = answer(args)? else { return Ok(ExitCode::from(super::INTERRUPTED)) };
    let Loaded { strategy, sources, hash, .. } = &loaded;
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            print!("{}", milepost_publish::timing_table(strategy, &found, super::width(), super::color_out()));
            println!("\nkept: {}", out.join("pathways.json").display());
            super::report::renew(&out, strategy, sources, hash)?;
            let dir = args.dir.display();
            if !out.join("run.json").exists() {
                println!("next: milepost run {dir}    to see it in the report");
            } else if let Some(own) = found.pathways.iter().find(|own| own.regimes.len() > 1) {
                println!("next: milepost discover {dir} --pathway {}    in which futures it fails", own.name);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was asked, with the answer, which is kept.
pub struct Answered {
    loaded: Loaded,
    out: PathBuf,
    found: Timing,
}

/// Finds out and keeps what was found, but prints nothing of it; `None` where it was interrupted, which it has told.
pub fn answer(args: &PathwaysArgs) -> anyhow::Result<Option<Answered>> {
    let loaded = super::sound(&args.dir)?;
    let question = question(args, &loaded.strategy, &loaded.hash)?;
    // The sentence holds its cause already.
    let study = Study::new(&loaded.strategy, &question).map_err(|e| anyhow::anyhow!("{e}"))?;
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("out"));
    let cancel = cancel_flag();
    announce(&study, args.futures);
    let found = estimate(&study).and_then(|()| study.run(&out.join("studies"), &Bar::default(), cancel));
    let found = match found {
        Err(Error::Run(milepost_ensemble::Error::Interrupted { done, total })) => {
            eprintln!("interrupted after {done} of {total} runs of this part; the same command goes on from there");
            return Ok(None);
        }
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    keep(&out, &found)?;
    Ok(Some(Answered { loaded, out, found }))
}

/// What is asked, from the options.
pub fn question(args: &PathwaysArgs, strategy: &Strategy, hash: &str) -> anyhow::Result<Question> {
    let time = |text: &str| span(&strategy.time, text).map_err(|e| anyhow::anyhow!("{e}"));
    let leads = args.lead.iter().map(|(name, text)| Ok((name.clone(), time(text)?)));
    Ok(Question {
        measures: args.measure.clone(),
        window: args.window,
        margin: time(&args.margin)?,
        leads: leads.collect::<anyhow::Result<_>>()?,
        cost: args.cost.clone(),
        changes: args.changes as usize,
        often: args.often,
        grace: args.grace.as_deref().map(time).transpose()?,
        early: args.early.as_deref().map(time).transpose()?,
        miss_cost: args.miss_cost,
        futures: args.futures,
        seed: args.running.draw.seed,
        threads: args.running.threads.unwrap_or(0),
        allow_nan: args.running.draw.allow_nan,
        strategy: hash.into(),
    })
}

/// What will be run, before it is.
fn announce(study: &Study, futures: u64) {
    let (regimes, choices, triggers) = study.sizes();
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    eprintln!(
        "{} held alone, {} as declared, {} judged under each, in {futures} futures: {} runs",
        count(regimes, "regime", "regimes"),
        count(choices, "choice", "choices"),
        count(triggers, "trigger", "triggers"),
        study.runs()
    );
}

/// Says how long it will take, from a few of the runs.
fn estimate(study: &Study) -> Result<(), Error> {
    if study.runs() < WORTH_ESTIMATING {
        return Ok(());
    }
    let begun = Instant::now();
    let runs = study.probe(cancel_flag())?;
    // At most: studies of the same programs share their runs.
    super::estimate::tell(begun.elapsed().as_secs_f64() * study.runs() as f64 / runs.max(1) as f64);
    Ok(())
}

/// Keeps the answer in the place of the one before.
fn keep(out: &Path, found: &Timing) -> anyhow::Result<()> {
    if let Err(e) = std::fs::create_dir_all(out) {
        let (shown, why) = (out.display(), e.kind());
        anyhow::bail!(
            "cannot make the folder `{shown}`: {why}; the answer above was not kept; move away what is in its way"
        );
    }
    let path = out.join("pathways.json");
    milepost_ensemble::write_whole(&path, &serde_json::to_vec_pretty(found)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(())
}
