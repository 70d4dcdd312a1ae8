//! What `milepost status` takes.

use std::path::PathBuf;

use clap::Args;
use milepost_record::Date;

use super::Format;
use crate::record::date;

#[derive(Args)]
#[command(
    after_help = "The same conditions, milestones and triggers that a run simulates are judged here on evidence: on the record where
it holds rows of an indicator, else on the table that the indicator's declaration names.  What is not known is
unknown, and unknown is never met; where figures stop coming, what held becomes unknown.

Examples:
  milepost status strategies/iraq-2005 --as-of 2006-06-30
  milepost status strategies/iraq-2005 --as-of 2006-06-30 --governorate Anbar
  milepost status strategies/iraq-2005 --as-of 2006-06-30 --known-at 2006-04-30
  milepost status strategies/iraq-2005 --as-of 2006-06-30 --format json"
)]
pub struct StatusArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The day, such as 2006-06-30; its end is meant [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// Use only what was known by the end of this day [default: everything that is known]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub known_at: Option<Date>,
    /// Only this element, such as Anbar, and what is judged in it
    #[arg(long, visible_alias = "governorate", value_name = "NAME")]
    pub element: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
