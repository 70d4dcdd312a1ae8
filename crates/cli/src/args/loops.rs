//! What `milepost loops` takes.

use std::path::PathBuf;

use clap::Args;

use super::{Method, RunningArgs, WithArgs};

#[derive(Args)]
#[command(after_help = "Examples:
  milepost loops strategies/iraq-2005
  milepost loops strategies/iraq-2005 --pathway liberation --pathway stay -n 1024
  milepost loops teacup.mdl

Of a strategy: in many futures, under each pathway, which loop makes most of the change, and until when; loops that the
strategy names (`loop trap \"Occupation trap\" = a -> b -> c`) by their names.  Of a bare model: in one run, as it stands.

Loops are scored as in Loops that Matter, step by step, which holds for Euler's method only.  The result is kept in
DIR/out/loops.json, and the report shows it.  Interrupted, the same command goes on.")]
pub struct LoopsArgs {
    /// Folder with the .mile files, or a bare model: .mdl, .xmile, .stmx, .itmx, .xml or .mile
    #[arg(value_name = "DIR|MODEL")]
    pub dir: PathBuf,
    /// Pathway to look at; may be given several times [default: those that are choices]
    #[arg(long)]
    pub pathway: Vec<String>,
    /// Number of futures
    #[arg(long, short = 'n', default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    /// Folder where the result is kept [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    /// Method of integration of a model of another tool [default: the model's]
    #[arg(long, value_enum)]
    pub method: Option<Method>,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub running: RunningArgs,
}
