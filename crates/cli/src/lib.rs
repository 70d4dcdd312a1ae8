//! The `milepost` command.  One file per subcommand, no logic: the crates do the work.
//!
//! A library with a program that only starts it: it is compiled while what it calls is still being made fast.

mod args;
mod command;
mod folder;
mod given;
mod heap;
mod model;
mod progress;
mod ran;
mod record;
mod revision;

use std::process::ExitCode;

use clap::Parser;

/// Does what the command line says.
pub fn main() -> ExitCode {
    heap::keep_small();
    // `milepost run DIR | head` ends quietly, as other commands do.
    sigpipe::reset();
    command::main(args::Cli::parse())
}
