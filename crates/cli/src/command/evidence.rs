//! `milepost evidence DIR`

use std::process::ExitCode;

use crate::args::EvidenceArgs;

pub fn run(args: &EvidenceArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`evidence` of {} is not there yet", args.dir.display())
}
