//! What `milepost explore` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
#[command(after_help = "It runs, one after the other, with what each of them does by itself:
  milepost run DIR                                          unless such a run lies there
  milepost sensitivity DIR
  milepost sensitivity DIR --method sobol --over-time
  milepost discover DIR
  milepost robustness DIR
  milepost pathways DIR
  milepost loops DIR
and writes DIR/out/explore.html with the three sentences and their evidence, and what was found as Parquet files.

Examples:
  milepost explore strategies/iraq-2005
  milepost explore strategies/iraq-2005 --futures 100000 --seed 7

What was interrupted goes on where it stopped: give the same command again.  To ask one of them more closely, give that
command with its options; the page is written anew.")]
pub struct ExploreArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Number of futures
    #[arg(long, short = 'n', default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    /// Seed: same seed, same random numbers, on every machine
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder for everything that is written [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    /// Go on when a value stops being finite
    #[arg(long)]
    pub allow_nan: bool,
    /// Threads [default: all cores]
    #[arg(long, short = 'j')]
    pub threads: Option<usize>,
}
