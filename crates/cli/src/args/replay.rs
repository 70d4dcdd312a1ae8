//! What `milepost replay` takes.

use std::path::PathBuf;

use clap::Args;
use milepost_record::Date;

use super::Format;
use crate::record::date;

#[derive(Args)]
#[command(
    after_help = "Every period is judged on what was known at its end: by the dates of the record where it holds rows of an
indicator, else by the lag that the indicator declares for its table.  Then each trigger and condition is
scored beside simulations in which its indicators are as late, as noisy and as gamed as declared.

Examples:
  milepost replay strategies/iraq-2005 --from 2005-12 --to 2008-12
  milepost replay strategies/iraq-2005 --from 2005-12 --to 2008-12 --against opponent=active --futures 4000
  milepost replay strategies/iraq-2005 --from 2006-01 --to 2006-12 --pathway stay --format json"
)]
pub struct ReplayArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// First period, such as 2005-12 [default: the first of the strategy's time]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<Date>,
    /// Last period [default: the last that has evidence]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub to: Option<Date>,
    /// Pathway to simulate beside what happened; may be given several times [default: those that tell what happened, and the
    /// choice that follows most recommendations]
    #[arg(long)]
    pub pathway: Vec<String>,
    /// Lever of an opponent who plays against the strategy, such as opponent=active [default: that, where there is one]
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::common::setting)]
    pub against: Vec<(String, String)>,
    /// Futures of each simulation
    #[arg(long, short = 'n', default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=1 << 24))]
    pub futures: u64,
    /// Seed: same seed, same random numbers, on every machine
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
