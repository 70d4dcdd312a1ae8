//! `milepost discover DIR`

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use milepost_explore::discover::{Discovery, Error, Question, Settings, Study, kept};

use crate::args::{DiscoverArgs, Format};
use crate::progress::{Bar, cancel_flag};
use crate::ran::{Ran, ran};

/// The answers, and those of a search that was interrupted.
const KEPT: &str = "discover.json";
const PART: &str = "discover.part.json";

pub fn run(args: &DiscoverArgs) -> anyhow::Result<ExitCode> {
    let Some(Answered { ran, found }) = answer(args)? else { return Ok(ExitCode::from(super::INTERRUPTED)) };
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            let (width, color) = (super::width(), super::color_out());
            let summary = &ran.stored.record.summary;
            print!("{}", milepost_publish::discover_table(&ran.strategy, summary, &found, args.tree, width, color));
            println!("kept: {}", ran.out.join(KEPT).display());
            super::report::renew(&ran.out, &ran.strategy, &ran.sources, &ran.hash)?;
            next(args, &found);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was asked, with the answer, which is kept.
pub struct Answered {
    ran: Ran,
    found: Vec<Discovery>,
}

/// Finds out and keeps what was found, but prints nothing of it; `None` where it was interrupted, which it has told.
pub fn answer(args: &DiscoverArgs) -> anyhow::Result<Option<Answered>> {
    let ran = ran(&args.dir, args.out.as_deref())?;
    let question = question(args, &ran);
    let study = Study::new(&ran.strategy, &ran.stored, &question)?;
    let cancel = cancel_flag();
    announce(&study)?;
    let part = ran.out.join(PART);
    let finished: Vec<Discovery> = read(&part).unwrap_or_default();
    let found = match study.run(&finished, &Bar::of("questions"), cancel) {
        Err(Error::Interrupted { finished, asked }) => {
            write(&part, &finished)?;
            eprintln!("interrupted: {} of {asked} are answered; the same command goes on", finished.len());
            return Ok(None);
        }
        other => other?,
    };
    let path = ran.out.join(KEPT);
    write(&path, &kept(read(&path).unwrap_or_default(), found.clone()))?;
    if part.exists() {
        // What it holds is answered; where it cannot be removed, it is not asked for again either.
        let _ = std::fs::remove_file(&part);
    }
    Ok(Some(Answered { ran, found }))
}

fn question(args: &DiscoverArgs, ran: &Ran) -> Question {
    Question {
        pathways: args.pathway.clone(),
        measures: args.measure.clone(),
        fails: args.fails.clone(),
        settings: Settings {
            alpha: args.alpha,
            mass: args.mass,
            boxes: args.boxes as usize,
            step: args.step,
            seed: args.seed,
        },
        threads: args.threads.unwrap_or(0),
        strategy: ran.hash.clone(),
    }
}

/// What will be searched, before it is, and for how long where that is more than a few seconds.
fn announce(study: &Study) -> anyhow::Result<()> {
    let (questions, inputs, futures) = study.size();
    let plural = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    eprintln!(
        "{}, {} and {} of a stored run; nothing is run",
        plural(questions, "question"),
        plural(inputs, "input"),
        plural(futures, "future"),
    );
    let begun = Instant::now();
    let Some(share) = study.probe()? else { return Ok(()) };
    super::estimate::tell(begun.elapsed().as_secs_f64() / share / study.workers() as f64);
    Ok(())
}

/// The next command to type.
fn next(args: &DiscoverArgs, found: &[Discovery]) {
    let out = args.out.as_ref().map(|out| format!(" --out {}", out.display())).unwrap_or_default();
    let ask = |d: &Discovery| {
        format!("milepost discover {}{out} --measure {} --pathway {}", args.dir.display(), d.measure, d.pathway)
    };
    match found {
        [one] if !one.boxes.is_empty() && args.fails.is_empty() => println!("next: {} --step K", ask(one)),
        [first, _, ..] if args.fails.is_empty() => println!("next: {}", ask(first)),
        _ => println!("next: milepost robustness {}{out}", args.dir.display()),
    }
}

fn read(path: &Path) -> Option<Vec<Discovery>> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn write(path: &Path, found: &[Discovery]) -> anyhow::Result<()> {
    // The sentence holds its cause already.
    milepost_ensemble::write_whole(path, &serde_json::to_vec_pretty(found)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(())
}
