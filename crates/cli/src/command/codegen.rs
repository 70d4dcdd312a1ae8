//! `milepost codegen c MODEL`

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_ir::{Draws, Want};
use milepost_strategy::model::VariableId;

use super::simulate;
use crate::args::{CArgs, CodegenArgs, Language};

pub fn run(args: &CodegenArgs) -> anyhow::Result<ExitCode> {
    match &args.language {
        Language::C(args) => c(args),
    }
}

fn c(args: &CArgs) -> anyhow::Result<ExitCode> {
    let mut loaded = crate::model::read(&args.model, &args.model_as.settings())?;
    let Some(mut strategy) = loaded.strategy.take() else { return Ok(simulate::refused_with_errors(&loaded)) };
    milepost_strategy::vary(&mut strategy, &loaded.sources, &args.vary, &loaded.settled)
        .map_err(|why| anyhow::anyhow!("--vary: {why}"))?;
    let columns = milepost_import::chosen(&loaded.columns, &args.outputs).map_err(|why| anyhow::anyhow!(why))?;
    let mut ids: Vec<VariableId> = columns.iter().map(|c| c.variable).collect();
    ids.sort_unstable();
    ids.dedup();
    let sampled = args.sample || !args.vary.is_empty();
    let want = Want {
        draws: if sampled { Draws::Sampled } else { Draws::Defaults },
        measures: false,
        charts: false,
        variables: ids.clone(),
        save_every: Some(loaded.save_every),
        diagnostics: false,
        optimise: true,
    };
    let Some(variant) = strategy.variants.first() else { bail!("the model has no pathway to run") };
    let mut program = milepost_ir::lower(&strategy, variant, &want)?.program;
    // Only what was asked for, under the model's own names.
    let size = |id: &VariableId| -> usize {
        let dims = &strategy.variables[id.index()].dims;
        dims.iter().map(|d| strategy.dimensions[d.index()].elements.len()).product()
    };
    let starts: Vec<usize> = ids
        .iter()
        .scan(0, |at, id| {
            let start = *at;
            *at += size(id);
            Some(start)
        })
        .collect();
    let saved = columns.iter().map(|column| {
        let start = ids.binary_search(&column.variable).map_or(0, |at| starts[at]);
        milepost_ir::Output { name: column.name.clone(), slot: program.saved[start + column.flat].slot }
    });
    program.saved = saved.collect();
    if !sampled {
        // The only outputs are the values of what is drawn.
        program.outputs.clear();
    }
    // What the engine would refuse is refused here too.
    let prepared = milepost_engine::Prepared::new(program)?;
    let text = milepost_codegen::c(prepared.program(), &strategy.title);
    match &args.out {
        None => std::io::stdout().write_all(text.as_bytes()).context("cannot write to the terminal")?,
        Some(path) => {
            milepost_ensemble::write_whole(path, text.as_bytes()).map_err(|e| anyhow::anyhow!("{e}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
