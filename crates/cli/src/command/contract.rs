//! `milepost contract DIR`

use std::process::ExitCode;

use crate::args::ContractArgs;

pub fn run(args: &ContractArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`contract` of {} is not there yet", args.dir.display())
}
