//! What `milepost share` takes.

use std::path::PathBuf;

use clap::Args;

use super::Format;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost share strategies/iraq-2005 by_people
  milepost share strategies/iraq-2005 with_need --against by_people --pot 12500000000

Amounts are exact to the cent and add up to the pot: what is left by rounding goes to the largest remainders, equal ones
in declared order.")]
pub struct ShareArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Formula that divides
    pub formula: String,
    /// Pot, with at most two decimals [default: the formula's own]
    #[arg(long, value_name = "SUM")]
    pub pot: Option<String>,
    /// Formula to compare with, on the same pot
    #[arg(long, value_name = "FORMULA")]
    pub against: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
