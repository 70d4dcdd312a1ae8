//! `milepost serve DIR`

use std::process::ExitCode;

use crate::args::ServeArgs;

pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`serve` of {} is not there yet", args.dir.display())
}
