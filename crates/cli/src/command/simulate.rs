//! `milepost simulate MODEL --csv FILE`

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use milepost_engine::NonFinite;
use milepost_ensemble::SingleError;
use milepost_import::{Clock, Imported, Settings};
use milepost_strategy::model::VariableId;
use milepost_syntax::{Diagnostic, Severity};

use crate::args::SimulateArgs;

pub fn run(args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    let settings = Settings { clock: true, ..args.model_as.settings() };
    let model = crate::model::read(&args.model, &settings)?;
    let Some(strategy) = &model.strategy else {
        return Ok(refused_with_errors(&model));
    };
    let columns = milepost_import::chosen(&model.columns, &args.outputs).map_err(|why| anyhow::anyhow!(why))?;
    let mut ids: Vec<VariableId> = columns.iter().map(|c| c.variable).collect();
    ids.extend(model.clock.iter().flat_map(Clock::needs));
    ids.sort_unstable();
    ids.dedup();
    let non_finite = if args.draw.allow_nan { NonFinite::Allow } else { NonFinite::Refuse };
    let single = match milepost_ensemble::single(strategy, &ids, model.save_every, args.draw.seed, non_finite) {
        Ok(single) => single,
        Err(SingleError::NotFinite { name, time, value }) => {
            return Ok(refused(&model, &[milepost_import::not_finite(&model, &name, time, value)]));
        }
        Err(SingleError::Program(why)) => match milepost_import::check::circles(&model) {
            circles if circles.is_empty() => anyhow::bail!("{}: {why}", args.model.display()),
            circles => return Ok(refused(&model, &circles)),
        },
    };
    // What a strategy does not know yet is NaN; a model of another tool knows everything.
    if !args.draw.allow_nan
        && crate::model::is_foreign(&args.model)
        && let Some((at, flat, t)) = single.first_not_finite()
    {
        let (name, value) = (strategy.element_of(ids[at], flat), single.values[at][flat][t]);
        return Ok(refused(&model, &[milepost_import::not_finite(&model, &name, single.times[t], value)]));
    }
    let at = |id: VariableId| &single.values[ids.binary_search(&id).unwrap_or(0)];
    let rows: Vec<(usize, f64)> = match &model.clock {
        None => single.times.iter().copied().enumerate().collect(),
        Some(clock) => clock.rows(&single.times, |id, step| at(id)[0][step]),
    };
    let series: Vec<(&str, &[f64])> =
        columns.iter().map(|c| (c.name.as_str(), at(c.variable)[c.flat].as_slice())).collect();
    write(&args.csv, &milepost_publish::csv(&rows, &series))?;
    Ok(ExitCode::SUCCESS)
}

/// Says what is wrong with a model that cannot be run.
pub(super) fn refused_with_errors(model: &Imported) -> ExitCode {
    let errors: Vec<_> = model.diagnostics.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
    refused(model, &errors)
}

/// Says why nothing is run.
fn refused(model: &Imported, errors: &[Diagnostic]) -> ExitCode {
    eprint!("{}", milepost_syntax::render(&model.sources, errors, super::color()));
    eprintln!("{}", super::check::count(errors.len(), "error"));
    ExitCode::FAILURE
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if path.as_os_str() == "-" {
        return std::io::stdout().write_all(text.as_bytes()).context("cannot write to the terminal");
    }
    milepost_ensemble::write_whole(path, text.as_bytes()).map(|_| ()).map_err(|error| match error {
        milepost_ensemble::Error::Files { path, why, .. } => {
            anyhow::anyhow!("cannot write {}: {why}; name a file in a folder that you may write to", path.display())
        }
        other => anyhow::anyhow!("{other}"),
    })
}
