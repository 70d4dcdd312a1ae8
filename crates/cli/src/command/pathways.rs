//! `milepost pathways DIR`

use std::process::ExitCode;

use crate::args::PathwaysArgs;

pub fn run(args: &PathwaysArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`{}` is not looked at yet", args.dir.display())
}
