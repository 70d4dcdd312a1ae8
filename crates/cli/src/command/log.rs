//! `milepost log DIR`

use std::process::ExitCode;

use crate::args::LogArgs;

pub fn run(args: &LogArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`log` of {} is not there yet", args.dir.display())
}
