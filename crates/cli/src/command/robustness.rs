//! `milepost robustness DIR`

use std::process::ExitCode;

use crate::args::RobustnessArgs;

pub fn run(args: &RobustnessArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`{}` is not looked at yet", args.dir.display())
}
