//! What `milepost publish` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use milepost_record::Date;

use crate::record::date;

#[derive(Args)]
#[command(
    after_help = "Needs a run of the same files: milepost run DIR.  Studies that lie beside it are shown too: milepost explore DIR.

Examples:
  milepost publish strategies/iraq-2005 --out site
  milepost publish strategies/iraq-2005 --out site --as-of 2006-06-30"
)]
pub struct PublishArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Folder to write the pages into; it is made, or replaced where it is a site that this command wrote
    #[arg(long, short, value_name = "SITE")]
    pub out: PathBuf,
    /// Folder with run.json and the studies [default: DIR/out]
    #[arg(long, value_name = "FOLDER")]
    pub run: Option<PathBuf>,
    /// The day of which the pages speak, such as 2006-06-30 [default: today, or the last day of the strategy's time]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// The language of the pages' own words
    #[arg(long, value_enum, default_value_t = Tongue::English)]
    pub language: Tongue,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tongue {
    /// English
    #[value(name = "en")]
    English,
    /// No language: accented, longer, from right to left, to see what a translation would break
    Pseudo,
}
