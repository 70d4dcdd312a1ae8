//! `milepost loops DIR|MODEL`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::bail;
use milepost_explore::loops::{Chosen, Error, Loops, Question, Study};
use milepost_import::Settings;
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

use super::{Loaded, simulate};
use crate::args::{Format, LoopsArgs};
use crate::progress::{Bar, cancel_flag};

/// The answer.
const KEPT: &str = "loops.json";

/// What is looked at.
pub struct Subject {
    strategy: Strategy,
    sources: SourceMap,
    hash: String,
    /// A line that says what was set.
    with: String,
    /// Where the result is kept.
    out: PathBuf,
    /// Whether it has no choices and no uncertainties of its own to draw: one run as it stands.
    bare: bool,
}

pub fn run(args: &LoopsArgs) -> anyhow::Result<ExitCode> {
    let Some(Answered { subject, found }) = answer(args)? else { return Ok(ExitCode::from(super::INTERRUPTED)) };
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            let (width, color) = (super::width(), super::color_out());
            println!("{}{}", subject.with, milepost_publish::loops_table(&subject.strategy, &found, width, color));
            println!("kept: {}", subject.out.join(KEPT).display());
            if !subject.bare {
                super::report::renew(&subject.out, &subject.strategy, &subject.sources, &subject.hash)?;
            }
            match args.dir.is_dir() {
                true => println!("next: milepost explain {} NAME, of a loop or of what it passes", args.dir.display()),
                false => println!("next: milepost simulate {} --csv OUT", args.dir.display()),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was asked, with the answer, which is kept.
pub struct Answered {
    subject: Subject,
    found: Loops,
}

/// Finds out and keeps what was found, but prints nothing of it; `None` where it was interrupted, which it has told.
pub fn answer(args: &LoopsArgs) -> anyhow::Result<Option<Answered>> {
    let subject = subject(args)?;
    let question = Question {
        pathways: args.pathway.clone(),
        futures: if subject.bare { 1 } else { args.futures },
        seed: args.running.draw.seed,
        drawn: !subject.bare,
        threads: args.running.threads.unwrap_or(0),
        allow_nan: args.running.draw.allow_nan,
        strategy: subject.hash.clone(),
    };
    let found = match study(&subject, &question) {
        Err(Error::Run(e @ milepost_ensemble::Error::Interrupted { .. })) => {
            eprintln!("{e}");
            return Ok(None);
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    keep(&subject.out, &found)?;
    Ok(Some(Answered { subject, found }))
}

/// Reads what is to be looked at.
fn subject(args: &LoopsArgs) -> anyhow::Result<Subject> {
    if args.dir.is_dir() {
        if args.method.is_some() {
            bail!("--method is for models of other tools; a strategy says its own: `time ... method euler`");
        }
        let loaded = super::load_with(&args.dir, &args.with)?.ok_or(super::Told)?;
        let Loaded { strategy, sources, hash, with } = loaded;
        let out = args.out.clone().unwrap_or_else(|| args.dir.join("out"));
        let bare = is_bare(&strategy);
        return Ok(Subject { strategy, sources, hash, with, out, bare });
    }
    if !args.with.settings.is_empty() {
        bail!("--with is for strategies; a bare model is looked at as it stands");
    }
    let settings = Settings { method: args.method.map(Into::into), ..Settings::default() };
    let model = crate::model::read(&args.dir, &settings)?;
    let Some(strategy) = model.strategy.clone() else {
        simulate::refused_with_errors(&model);
        return Err(super::Told.into());
    };
    let hash = milepost_ensemble::hash_of_files(&model.sources);
    let out = args.out.clone().unwrap_or_else(|| super::bare::folder_beside(&args.dir));
    let bare = is_bare(&strategy);
    Ok(Subject { strategy, sources: model.sources, hash, with: String::new(), out, bare })
}

/// A model by itself: no choices, nothing that it is to be measured by.
fn is_bare(strategy: &Strategy) -> bool {
    strategy.regimes.is_empty() && strategy.pathways.len() <= 1 && strategy.measures.is_empty()
}

fn study(subject: &Subject, question: &Question) -> Result<Loops, Error> {
    let study = Study::new(&subject.strategy, question)?;
    let (names, stocks, variables, circles) = study.size();
    let names = names.join(", ");
    let circles = match circles {
        Some(1) => "1 circle".to_string(),
        Some(n) => format!("{n} circles"),
        None => "more circles than are counted, so the strongest are looked for".into(),
    };
    let counted = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    eprintln!(
        "{} and {} lie on circles: {circles}",
        counted(stocks, "stock"),
        counted(variables - stocks, "other variable")
    );
    let chosen = study.choose(cancel_flag())?;
    if !subject.bare {
        let runs = chosen.runs();
        eprintln!("{} under {names}: {runs} runs", futures(question.futures));
        estimate(&chosen)?;
    }
    let folder = (!subject.bare).then(|| subject.out.join("studies"));
    chosen.run(folder.as_deref(), &Bar::default(), cancel_flag())
}

fn futures(n: u64) -> String {
    if n == 1 { "1 future".into() } else { format!("{n} futures") }
}

/// Says how long it will take, from a few of the runs.
fn estimate(chosen: &Chosen) -> Result<(), Error> {
    let begun = Instant::now();
    let runs = chosen.probe(cancel_flag())?;
    let each = begun.elapsed().as_secs_f64() / runs.max(1) as f64;
    super::estimate::tell(each * chosen.runs() as f64 / chosen.threads() as f64);
    Ok(())
}

/// Keeps the answer beside the run.
fn keep(out: &Path, found: &Loops) -> anyhow::Result<()> {
    let path = out.join(KEPT);
    if let Err(e) = std::fs::create_dir_all(out) {
        let (shown, why) = (out.display(), e.kind());
        bail!("cannot make the folder `{shown}`: {why}; the answer above was not kept; move away what is in its way");
    }
    milepost_ensemble::write_whole(&path, &serde_json::to_vec_pretty(found)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(())
}
