//! `milepost milestone DIR`

use std::process::ExitCode;

use crate::args::MilestoneArgs;

pub fn run(args: &MilestoneArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`milestone` of {} is not there yet", args.dir.display())
}
