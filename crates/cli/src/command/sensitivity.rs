//! `milepost sensitivity DIR`

use std::process::ExitCode;

use crate::args::SensitivityArgs;

pub fn run(args: &SensitivityArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`{}` is not looked at yet", args.dir.display())
}
