//! `milepost status DIR`

use std::process::ExitCode;

use crate::args::StatusArgs;

pub fn run(args: &StatusArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`status` of {} is not there yet", args.dir.display())
}
