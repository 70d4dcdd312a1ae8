//! `milepost replay DIR`

use std::process::ExitCode;

use crate::args::ReplayArgs;

pub fn run(args: &ReplayArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`replay` of {} is not there yet", args.dir.display())
}
