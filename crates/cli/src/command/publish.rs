//! `milepost publish DIR`

use std::process::ExitCode;

use crate::args::PublishArgs;

pub fn run(args: &PublishArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`publish` of {} is not there yet", args.dir.display())
}
