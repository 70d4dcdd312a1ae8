//! The `milepost` command.  One file per subcommand, no logic: the crates do the work.

mod args;
mod command;
mod folder;
mod progress;
mod revision;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    command::main(args::Cli::parse())
}
