//! `milepost share DIR`

use std::process::ExitCode;

use crate::args::ShareArgs;

pub fn run(args: &ShareArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`share` of {} is not there yet", args.dir.display())
}
