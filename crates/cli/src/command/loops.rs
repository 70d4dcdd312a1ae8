//! `milepost loops DIR`

use std::process::ExitCode;

use crate::args::LoopsArgs;

pub fn run(args: &LoopsArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`{}` is not looked at yet", args.dir.display())
}
