//! `milepost sensitivity DIR`

use std::path::Path;
use std::process::ExitCode;

use milepost_explore::sensitivity::{Error, Question, Sensitivity, given, morris, sobol};

use crate::args::{Format, SensitivityArgs, SensitivityMethod};
use crate::progress::{Bar, cancel_flag};
use crate::ran::{Ran, ran};

/// Below this many runs the answer is there before an estimate would be.
const WORTH_ESTIMATING: u64 = 5_000;

/// What was found, and what could not be said.
type Answer = Result<(Vec<Sensitivity>, Vec<Error>), Error>;

pub fn run(args: &SensitivityArgs) -> anyhow::Result<ExitCode> {
    let method = method(args)?;
    let Some(Answered { ran, found }) = answer(args)? else { return Ok(ExitCode::from(super::INTERRUPTED)) };
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            let (width, color) = (super::width(), super::color_out());
            print!("{}", milepost_publish::sensitivity_table(&ran.strategy, &found, width, color));
            println!("\nkept: {}", ran.out.join("sensitivity.json").display());
            super::report::renew(&ran.out, &ran.strategy, &ran.sources, &ran.hash)?;
            println!("next: {}", next(args, method));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was asked, with the answer, which is kept.
pub struct Answered {
    ran: Ran,
    found: Vec<Sensitivity>,
}

/// Finds out and keeps what was found, but prints nothing of it; `None` where it was interrupted, which it has told.
pub fn answer(args: &SensitivityArgs) -> anyhow::Result<Option<Answered>> {
    let method = method(args)?;
    let ran = ran(&args.dir, args.out.as_deref())?;
    let question = Question { measures: args.measure.clone(), pathways: args.pathway.clone() };
    let answer = match method {
        None => given(&ran.strategy, &ran.stored, &question, args.running.threads.unwrap_or(0)),
        Some(SensitivityMethod::Sobol) => decomposed(args, &ran, &question),
        Some(SensitivityMethod::Morris) => screened(args, &ran, &question),
    };
    let (found, left_out) = match answer {
        Err(Error::Run(milepost_ensemble::Error::Interrupted { .. })) => {
            eprintln!("interrupted: what is finished is kept; the same command goes on from there");
            return Ok(None);
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    for why in &left_out {
        eprintln!("warning: left out: {why}");
    }
    keep(&ran.out, found.clone())?;
    Ok(Some(Answered { ran, found }))
}

/// The method that the options ask for.
///
/// # Errors
/// Options that belong to another.
fn method(args: &SensitivityArgs) -> anyhow::Result<Option<SensitivityMethod>> {
    let over_time = args.over_time.then_some("--over-time");
    let sobol = [
        args.samples.map(|_| "--samples"),
        args.replicates.map(|_| "--replicates"),
        args.inputs.map(|_| "--inputs"),
        args.order.map(|_| "--order"),
        over_time,
    ];
    let morris = [args.trajectories.map(|_| "--trajectories"), args.levels.map(|_| "--levels")];
    // Over time there is one method only.
    let method = args.method.or(over_time.map(|_| SensitivityMethod::Sobol));
    let of_sobol = sobol.into_iter().flatten().next().map(|option| (option, "sobol"));
    let of_morris = morris.into_iter().flatten().next().map(|option| (option, "morris"));
    let stray = match method {
        None => {
            let input = (!args.input.is_empty()).then_some(("--input", "sobol or --method morris"));
            of_sobol.or(of_morris).or(input)
        }
        Some(SensitivityMethod::Sobol) => of_morris,
        Some(SensitivityMethod::Morris) => of_sobol,
    };
    match stray {
        Some((option, owner)) => anyhow::bail!("{option} belongs to --method {owner}; add it, or leave {option} out"),
        None => Ok(method),
    }
}

fn decomposed(args: &SensitivityArgs, ran: &Ran, question: &Question) -> Answer {
    let usual = sobol::Settings::default();
    let settings = sobol::Settings {
        samples: args.samples.unwrap_or(usual.samples),
        replicates: args.replicates.unwrap_or(usual.replicates),
        inputs: args.inputs.map_or(usual.inputs, |inputs| inputs as usize),
        named: args.input.clone(),
        pairs: args.order == Some(2),
        over_time: args.over_time,
        charts: args.chart.clone(),
    };
    let (samples, replicates) = (settings.samples, settings.replicates);
    let plan = args.running.plan(0..1, ran.hash.clone());
    let study = sobol::Study::new(&ran.strategy, &ran.stored, question, settings, plan)?;
    for (pathway, drivers) in study.pathways() {
        let drivers: Vec<&str> = drivers.map(|driver| driver.name.as_str()).collect();
        eprintln!("under {pathway}, swapped by turns: {}", drivers.join(", "));
    }
    let scrambles = if replicates == 1 { "scramble" } else { "scrambles" };
    eprintln!("{samples} points x {replicates} {scrambles}, {} runs", study.runs());
    told(study.runs(), || study.estimate(cancel_flag()))?;
    study.run(&ran.out.join("studies"), &Bar::default(), cancel_flag())
}

fn screened(args: &SensitivityArgs, ran: &Ran, question: &Question) -> Answer {
    let usual = morris::Settings::default();
    let settings = morris::Settings {
        trajectories: args.trajectories.unwrap_or(usual.trajectories),
        levels: args.levels.unwrap_or(usual.levels),
        named: args.input.clone(),
    };
    let plan = args.running.plan(0..1, ran.hash.clone());
    let study = morris::Study::new(&ran.strategy, &ran.stored, question, &settings, plan)?;
    let pathways: Vec<&str> = study.pathways().collect();
    let (inputs, trajectories) = (study.inputs().count(), settings.trajectories);
    eprintln!("under {}: {trajectories} trajectories of {inputs} inputs, {} runs", pathways.join(", "), study.runs());
    told(study.runs(), || study.estimate(cancel_flag()))?;
    study.run(&ran.out.join("studies"), &Bar::default(), cancel_flag())
}

/// Says how long it will take, from a few of the runs.
fn told(runs: u64, estimate: impl FnOnce() -> Result<f64, Error>) -> Result<(), Error> {
    if runs < WORTH_ESTIMATING {
        return Ok(());
    }
    super::estimate::tell(estimate()?);
    Ok(())
}

/// What to type next.
fn next(args: &SensitivityArgs, method: Option<SensitivityMethod>) -> String {
    let dir = args.dir.display();
    match method {
        Some(SensitivityMethod::Sobol) if args.over_time => format!("milepost discover {dir}"),
        Some(SensitivityMethod::Sobol) => format!("milepost sensitivity {dir} --over-time"),
        _ => format!("milepost sensitivity {dir} --method sobol"),
    }
}

/// Keeps the answers beside those to other questions about the same strategy.
fn keep(out: &Path, found: Vec<Sensitivity>) -> anyhow::Result<()> {
    let path = out.join("sensitivity.json");
    let earlier = std::fs::read(&path).ok();
    let earlier = earlier.and_then(|bytes| serde_json::from_slice::<Vec<Sensitivity>>(&bytes).ok());
    let still_good =
        |old: &Sensitivity| found.iter().all(|new| old.strategy == new.strategy && !old.same_question(new));
    let mut all: Vec<Sensitivity> = earlier.unwrap_or_default().into_iter().filter(still_good).collect();
    all.extend(found);
    milepost_ensemble::write_whole(&path, &serde_json::to_vec_pretty(&all)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(())
}
