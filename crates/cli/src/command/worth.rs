//! `milepost worth DIR`

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use milepost_explore::worth::{By, Error, Question, Study, Worth};

use super::Loaded;
use crate::args::{Format, Parts, WorthArgs};
use crate::progress::{Bar, cancel_flag};

/// Below this many runs the answer is there before an estimate would be.
const WORTH_ESTIMATING: u64 = 20_000;

pub fn run(args: &WorthArgs) -> anyhow::Result<ExitCode> {
    let Some(Loaded { strategy, sources, hash, with }) = super::load_with(&args.dir, &args.with)? else {
        return Ok(ExitCode::FAILURE);
    };
    let by = match args.by {
        Parts::Element => By::Element,
        Parts::Recommendation => By::Recommendation,
        Parts::Actor => By::Actor,
    };
    let question = Question {
        pathway: args.pathway.clone(),
        measures: args.measure.clone(),
        futures: args.futures,
        seed: args.running.draw.seed,
        orders: args.orders,
        threads: args.running.threads.unwrap_or(0),
        allow_nan: args.running.draw.allow_nan,
        strategy: hash.clone(),
        ..Question::new(by)
    };
    let study = Study::new(&strategy, &question)?;
    let cancel = cancel_flag();
    announce(&study, by);
    let found = estimate(&study).and_then(|()| study.run(&Bar::default(), cancel));
    let found = match found {
        Err(Error::Run(milepost_ensemble::Error::Interrupted { .. })) => {
            eprintln!("interrupted: nothing was kept");
            return Ok(ExitCode::from(super::INTERRUPTED));
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            print!("{with}");
            for worth in &found {
                println!("{}", milepost_publish::worth_table(&strategy, worth, super::width(), super::color_out()));
            }
        }
    }
    let out = args.dir.join("out");
    keep(&out, found)?;
    if args.running.format == Format::Table {
        println!("kept: {}", out.join("worth.json").display());
        super::report::renew(&out, &strategy, &sources, &hash)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What will be run, before it is.
fn announce(study: &Study, by: By) {
    let (all, moving) = study.parts();
    let (sets, orders, futures) = study.sets();
    let drawn = orders.map(|n| format!(" from {n} orders")).unwrap_or_default();
    eprintln!(
        "taking apart {}, against {}: {moving} of {all} {} move anything",
        study.pathway(),
        study.reference(),
        by.many()
    );
    eprintln!("{sets} sets of them{drawn} in {futures} futures, {} runs", study.runs());
}

/// Says how long it will take, from a few of the runs.
fn estimate(study: &Study) -> Result<(), Error> {
    if study.runs() < WORTH_ESTIMATING {
        return Ok(());
    }
    let begun = Instant::now();
    let runs = study.probe(cancel_flag())?;
    super::estimate::tell(begun.elapsed().as_secs_f64() * study.runs() as f64 / runs.max(1) as f64);
    Ok(())
}

/// Keeps the answers beside those to other questions about the same strategy.
fn keep(out: &Path, found: Vec<Worth>) -> anyhow::Result<()> {
    let path = out.join("worth.json");
    let earlier = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Vec<Worth>>(&bytes).ok());
    let asked = |w: &Worth| (w.pathway.clone(), w.measure.clone(), w.by.one());
    let still_good = |old: &Worth| found.iter().all(|new| old.strategy == new.strategy && asked(old) != asked(new));
    let mut all: Vec<Worth> = earlier.unwrap_or_default().into_iter().filter(still_good).collect();
    all.extend(found);
    if let Err(e) = std::fs::create_dir_all(out) {
        let (shown, why) = (out.display(), e.kind());
        anyhow::bail!(
            "cannot make the folder `{shown}`: {why}; the answer above was not kept; move away what is in its way"
        );
    }
    milepost_ensemble::write_whole(&path, &serde_json::to_vec_pretty(&all)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(())
}
