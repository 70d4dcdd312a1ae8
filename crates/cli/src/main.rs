//! The `milepost` command.  One file per subcommand, no logic: the crates do the work.

mod args;
mod command;
mod folder;
mod model;
mod progress;
mod ran;
mod record;
mod revision;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // `milepost run DIR | head` ends quietly, as other commands do.
    sigpipe::reset();
    command::main(args::Cli::parse())
}
