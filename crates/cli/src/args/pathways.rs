//! What `milepost pathways` takes.

use std::path::PathBuf;

use clap::Args;

use super::RunningArgs;

#[derive(Args)]
#[command(
    after_help = "A regime tips when the first bar fails: a total, peak or duration when what has come together so far passes
its bar, a level when it fails in so many reporting periods one after the other.  Every regime is held alone
from the decision on, in the same futures; its lead is its longest ramp unless you give one.

Examples:
  milepost pathways strategies/iraq-2005
  milepost pathways strategies/iraq-2005 --measure lives --margin \"3 month\"
  milepost pathways strategies/iraq-2005 --lead post_coalition=\"18 month\" --cost burden
  milepost pathways strategies/iraq-2005 --early \"12 month\" --miss-cost 5

The result is kept in DIR/out/pathways.json.  What was interrupted goes on where it stopped: give the same command again."
)]
pub struct PathwaysArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Measure whose bar must be kept; may be given several times [default: all that have a bar and keep it at first]
    #[arg(long)]
    pub measure: Vec<String>,
    /// Reporting periods one after the other in which a level must fail to count as tipped
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1 << 16))]
    pub window: u32,
    /// Time kept in hand before a regime tips, such as "3 month"
    #[arg(long, value_name = "TIME", default_value = "0")]
    pub margin: String,
    /// Time from the decision for a regime to its being in force; may be given several times [default: its longest ramp]
    #[arg(long, value_name = "REGIME=TIME", value_parser = lead)]
    pub lead: Vec<(String, String)>,
    /// Minimised measure that sequences of regimes cost by [default: the number of changes]
    #[arg(long, value_name = "MEASURE")]
    pub cost: Option<String>,
    /// Changes of regime in a sequence, at most
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=4))]
    pub changes: u64,
    /// Share of the futures that need a change in which it must hold to be part of a sequence
    #[arg(long, value_name = "SHARE", default_value = "10%", value_parser = share)]
    pub often: f64,
    /// How late a trigger may fire [default: the time it gives the authority and the delay of what it reads]
    #[arg(long, value_name = "TIME")]
    pub grace: Option<String>,
    /// An alarm that comes so long before it should is for nothing [default: 6 month]
    #[arg(long, value_name = "TIME")]
    pub early: Option<String>,
    /// What a trigger's miss costs where a false alarm costs 1; late is a miss
    #[arg(long, value_name = "COST", default_value_t = 1.0, value_parser = cost)]
    pub miss_cost: f64,
    /// Number of futures
    #[arg(long, short = 'n', default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(2..=1 << 24))]
    pub futures: u64,
    /// Folder where the result is kept, beside a run if there is one [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub running: RunningArgs,
}

/// `post_coalition=18 month`
fn lead(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, time)) if !name.trim().is_empty() && !time.trim().is_empty() => {
            Ok((name.trim().into(), time.trim().into()))
        }
        _ => Err("write REGIME=TIME, such as post_coalition=\"18 month\"".into()),
    }
}

/// `10%` or `0.1`
fn share(text: &str) -> Result<f64, String> {
    let (number, scale) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number, 100.0));
    let share = number.trim().parse::<f64>().ok().map(|n| n / scale).filter(|s| *s > 0.0 && *s <= 1.0);
    share.ok_or_else(|| "write a share above 0 and at most 1, such as 10% or 0.1".into())
}

fn cost(text: &str) -> Result<f64, String> {
    let cost = text.trim().parse::<f64>().ok().filter(|c| *c >= 0.0 && c.is_finite());
    cost.ok_or_else(|| "write a number from 0 up, such as 5".into())
}
