//! `milepost convert`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Args)]
#[command(after_help = "Examples:
  milepost convert teacup.mdl teacup.xmile
  milepost convert teacup.stmx teacup.mile
  milepost convert teacup.mdl - --to xmile

What was written is read back and run beside the original before it is kept: where a number would not be the
same, or where the other format cannot say something, nothing is written.")]
pub struct ConvertArgs {
    /// Vensim's .mdl, XMILE (.xmile, .stmx, .xml), a .mile file, or a folder of them
    pub model: PathBuf,
    /// File to write, whose ending says the format: .mdl, .xmile, .mile; - for the terminal
    pub output: PathBuf,
    /// Format, where the ending does not say it
    #[arg(long, value_enum)]
    pub to: Option<ConvertTo>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
    /// Do not run both models to compare their numbers
    #[arg(long)]
    pub no_check: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConvertTo {
    /// Vensim's text format
    Mdl,
    /// XMILE 1.0
    Xmile,
    /// Milepost's own language
    Mile,
}
