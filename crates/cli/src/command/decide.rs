//! `milepost decide DIR`

use std::process::ExitCode;

use crate::args::DecideArgs;

pub fn run(args: &DecideArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`decide` of {} is not there yet", args.dir.display())
}
