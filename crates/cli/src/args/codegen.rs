//! `milepost codegen`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ModelArgs;

#[derive(Args)]
#[command(arg_required_else_help = true)]
pub struct CodegenArgs {
    #[command(subcommand)]
    pub language: Language,
}

#[derive(Subcommand)]
pub enum Language {
    /// Write a model as C99 that runs one member after another, with the bits of milepost's own runs
    C(CArgs),
}

#[derive(Args)]
#[command(after_help = "Examples:
  milepost codegen c teacup.mdl -o teacup.c
  milepost codegen c teacup.mdl --vary \"Room Temperature in 60 .. 80\" --outputs \"Teacup Temperature\" -o teacup.c

Then:
  cc -std=c99 -O3 -ffp-contract=off -o teacup teacup.c -lm
  ./teacup 1000 > teacup.csv    members 0 to 999 of seed 1: member, time and every output")]
pub struct CArgs {
    /// Model: a .mdl, .xmile or .stmx file, a .mile file or a folder with .mile files (its first pathway)
    pub model: PathBuf,
    /// File to write [default: the terminal]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Variables to write, separated by commas or given several times [default: all]
    #[arg(long, value_name = "NAME,...")]
    pub outputs: Vec<String>,
    /// Draw a constant of a bare model for each member, as the language writes an uncertainty; may be given several times
    #[arg(long, value_name = "NAME in LOW .. HIGH")]
    pub vary: Vec<String>,
    /// Draw the uncertainties of a .mile model for each member, in place of their defaults
    #[arg(long)]
    pub sample: bool,
    #[command(flatten)]
    pub model_as: ModelArgs,
}
