//! `milepost explain DIR NAME`

use std::process::ExitCode;

use crate::args::ExplainArgs;

pub fn run(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    let Some((strategy, sources)) = super::load(&args.dir)? else { return Ok(ExitCode::FAILURE) };
    match milepost_strategy::explain(&strategy, &sources, &args.name) {
        Ok(text) => {
            print!("{text}");
            Ok(ExitCode::SUCCESS)
        }
        Err(near) => {
            let help = near.first().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            anyhow::bail!("`{}` declares nothing named `{}`{help}", args.dir.display(), args.name)
        }
    }
}
