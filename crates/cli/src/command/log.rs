//! `milepost log head|cosign|prove|verify|keys|backup|restore|export|import`

mod backup;
mod head;
mod keys;
mod prove;
mod verify;

use std::process::ExitCode;

use crate::args::{LogAction, LogArgs};

pub fn run(args: &LogArgs) -> anyhow::Result<ExitCode> {
    match &args.action {
        LogAction::Head { dir } => head::print(dir),
        LogAction::Cosign { dir, key } => head::cosign(dir, key),
        LogAction::Prove(args) => prove::run(args),
        LogAction::Verify { dir, proof: Some(proof) } => verify::proof(dir, proof),
        LogAction::Verify { dir, proof: None } => verify::record(dir),
        LogAction::Keys(args) => keys::run(args),
        LogAction::Backup { dir, file } => backup::backup(dir, file),
        LogAction::Restore { file, dir } => backup::restore(file, dir),
        LogAction::Export { dir, file } => backup::export(dir, file),
        LogAction::Import { file, dir } => backup::import(file, dir),
    }
}

/// `1 event`, `812 events`
fn events(n: u64) -> String {
    format!("{n} event{}", if n == 1 { "" } else { "s" })
}
