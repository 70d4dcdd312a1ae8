//! What `milepost decide` takes.

use std::path::PathBuf;

use clap::Args;

use super::Format;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost decide strategies/iraq-2005 blocking_minority --votes strategies/iraq-2005/evidence/referendum-2005-10-15.csv
  milepost decide strategies/iraq-2005 blocking_minority --votes VOTES --as-of 2005-10-03

The table has a column of units (`unit`, or the name of the dimension), one for each option (`yes`, `no`), and of `valid`,
`invalid`, `cast`, `registered` and `turnout` what is known; what is empty is unknown, `100..200` is disputed.  A figure
that is missing gives the outcomes that are possible, never a guess.")]
pub struct DecideArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Approval whose rule decides
    pub rule: String,
    /// Table of votes
    #[arg(long, value_name = "FILE")]
    pub votes: PathBuf,
    /// Reading of the rule, counted from 1 in the order of their dates [default: the last]
    #[arg(long, value_name = "N", conflicts_with = "as_of")]
    pub reading: Option<usize>,
    /// The rule as it was read on this day, such as 2005-10-03
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
