//! What `milepost sensitivity` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::RunningArgs;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost sensitivity strategies/iraq-2005
  milepost sensitivity strategies/iraq-2005 --measure lives --pathway stay --pathway liberation
  milepost sensitivity strategies/iraq-2005 --method sobol
  milepost sensitivity strategies/iraq-2005 --method sobol --measure lives --samples 2048 --order 2
  milepost sensitivity strategies/iraq-2005 --method sobol --input militia_rate --input deliveries.coalition
  milepost sensitivity strategies/iraq-2005 --over-time --chart deaths
  milepost sensitivity strategies/iraq-2005 --method morris --trajectories 64

Without --method nothing is run: the futures of the last run are looked at.  The other methods make runs of their own, and
say first how many; what was interrupted goes on with the same command.  The result is kept in DIR/out/sensitivity.json,
beside that of other measures, pathways and methods for the same strategy, and shown in the report.")]
pub struct SensitivityArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Measure to explain; may be given several times [default: the first 3 that declare what is acceptable]
    #[arg(long)]
    pub measure: Vec<String>,
    /// Pathway to look at; may be given several times [default: every choice; with --method, the one that leads the report]
    #[arg(long)]
    pub pathway: Vec<String>,
    /// How to find out [default: by the futures of the last run; nothing is run]
    #[arg(long, value_enum)]
    pub method: Option<Method>,
    /// Base points of a replicate, a power of two; runs are about this x (inputs + 4) x replicates [default: 512]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub samples: Option<u64>,
    /// Independent scrambles, over which intervals are made; with 1 they are made by resampling, too wide [default: 4]
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub replicates: Option<u64>,
    /// How many uncertainties to look at singly: those that the run shows strongest [default: 10]
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u64).range(1..=400))]
    pub inputs: Option<u64>,
    /// Uncertainty to look at; may be given several times; deliveries.ACTOR for all that an actor delivers
    #[arg(long, value_name = "NAME", conflicts_with = "inputs")]
    pub input: Vec<String>,
    /// 2 to look at pairs too; nearly doubles the runs [default: 1]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub order: Option<u8>,
    /// Say also what drives a chart's series at each time, from the same runs
    #[arg(long)]
    pub over_time: bool,
    /// Chart to look at over time; may be given several times [default: what shows best what the measures look at]
    #[arg(long, requires = "over_time")]
    pub chart: Vec<String>,
    /// Trajectories of Morris's method [default: 32]
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(2..=1 << 20))]
    pub trajectories: Option<u64>,
    /// Levels of Morris's grid, an even number [default: 4]
    #[arg(long, value_name = "P")]
    pub levels: Option<u32>,
    /// Folder of the run that is read, where the result is kept [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub running: RunningArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Shares of the spread: alone, together with others, in pairs
    Sobol,
    /// Screening: which of all uncertainties matter at all
    Morris,
}
