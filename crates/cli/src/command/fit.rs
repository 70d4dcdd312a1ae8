//! `milepost fit DIR`

use std::process::ExitCode;

use milepost_explore::fit::{Error, FitSummary, fit};

use super::Loaded;
use crate::args::{FitArgs, Format};
use crate::progress::{Bar, cancel_flag};

pub fn run(args: &FitArgs) -> anyhow::Result<ExitCode> {
    let Some(Loaded { strategy, sources, hash, with, .. }) = super::load_with(&args.dir, &args.with)? else {
        return Ok(ExitCode::FAILURE);
    };
    if strategy.fits.is_empty() {
        anyhow::bail!(
            "`{}` declares no fit, so there is nothing to hold futures against; declare one, as in \
             `fit counted {{ deaths within 20% by 6 month from 2004-01 to 2004-12 }}`, where `deaths` is an indicator \
             with evidence (`from \"file\"`)",
            args.dir.display()
        );
    }
    let plan = args.running.plan(0..args.futures, hash.clone());
    let mut found: Vec<FitSummary> = Vec::new();
    for declared in &strategy.fits {
        found.push(match fit(&strategy, declared, &plan, &Bar::default(), cancel_flag()) {
            Err(Error::Run(milepost_ensemble::Error::Interrupted { .. })) => {
                eprintln!("interrupted: nothing was kept");
                return Ok(ExitCode::from(super::INTERRUPTED));
            }
            // The sentence holds its cause already.
            other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
        });
    }
    let path = super::keep(&args.dir, "fit.json", &found)?;
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            print!("{with}");
            for one in &found {
                println!("{}", milepost_publish::fit_table(&strategy, one, super::width(), super::color_out()));
            }
            println!("kept: {}", path.display());
            super::report::renew(&args.dir.join("out"), &strategy, &sources, &hash)?;
            println!("next: milepost run {}", args.dir.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
