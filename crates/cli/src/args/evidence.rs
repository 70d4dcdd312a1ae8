//! What `milepost evidence` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use milepost_record::Date;
use milepost_strategy::model::Layout;

#[derive(Args)]
pub struct EvidenceArgs {
    #[command(subcommand)]
    pub command: EvidenceCommand,
}

#[derive(Subcommand)]
pub enum EvidenceCommand {
    /// Record the rows of a file, or of every file that the strategy's indicators name
    Import(ImportArgs),
    /// Show what was known of an indicator, and the rows behind it
    Show(ShowArgs),
    /// Say what changed in what was known between two days
    Diff(EvidenceDiffArgs),
    /// Write the rows of an indicator as CSV, to be imported again or given on
    Export(ExportArgs),
    /// Record that a party contests a row; it still counts, and says so
    Contest(ContestArgs),
}

#[derive(Args)]
#[command(after_help = "Examples:
  milepost evidence import strategies/iraq-2005
  milepost evidence import strategies/iraq-2005 ged.csv --for civilian_deaths --layout ucdp --licence \"CC BY 4.0\"
  milepost evidence import strategies/iraq-2005 --dry-run

All files are recorded in one transaction: all of what is new in them, or nothing.  A file that is imported again adds
nothing; a newer release corrects, and the earlier figures stay readable.")]
pub struct ImportArgs {
    /// Folder with the .mile files; the record is DIR/record.sqlite
    pub dir: PathBuf,
    /// File to import [default: those that the indicators name]
    #[arg(requires = "indicator")]
    pub file: Option<PathBuf>,
    /// Indicator that the file is evidence of; alone, only that indicator's own file
    #[arg(long = "for", value_name = "INDICATOR")]
    pub indicator: Option<String>,
    /// Layout of the file: table, rows, ucdp, acled, ibc, hxl or exported [default: as the indicator says]
    #[arg(long, value_parser = layout, requires = "file")]
    pub layout: Option<Layout>,
    /// Day on which rows were known that do not say it [default: by the indicator's lag on a first import, else today]
    #[arg(long, value_parser = day)]
    pub known: Option<Date>,
    /// Record nothing if any row is rejected
    #[arg(long)]
    pub strict: bool,
    /// Withdraw rows of the record that are no longer in the file, though its days are
    #[arg(long)]
    pub withdraw: bool,
    /// Terms under which the file may be used, for the record
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// Say what would be recorded, and record nothing
    #[arg(long)]
    pub dry_run: bool,
    /// File with the private key that signs the import
    #[arg(long, value_name = "KEYFILE")]
    pub sign: Option<PathBuf>,
    /// The day of the import [default: today]
    #[arg(long, value_parser = day)]
    pub today: Option<Date>,
}

#[derive(Args)]
#[command(after_help = "Examples:
  milepost evidence show strategies/iraq-2005 civilian_deaths --as-of 2006-06-30
  milepost evidence show strategies/iraq-2005 civilian_deaths --element Anbar --period 2005-11 --rows")]
pub struct ShowArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The indicator
    pub indicator: String,
    /// Only this element of its dimension
    #[arg(long)]
    pub element: Option<String>,
    /// Only periods that have ended by this day
    #[arg(long, value_parser = day)]
    pub as_of: Option<Date>,
    /// As it was known at the end of this day [default: --as-of, else today]
    #[arg(long, value_parser = day)]
    pub known_at: Option<Date>,
    /// Only the period in which this month or day lies
    #[arg(long, value_parser = day)]
    pub period: Option<Date>,
    /// The rows behind each figure too
    #[arg(long)]
    pub rows: bool,
}

#[derive(Args)]
pub struct EvidenceDiffArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Indicator [default: all]
    pub indicator: Option<String>,
    /// What was known at the end of this day ...
    #[arg(long, value_parser = day)]
    pub from: Date,
    /// ... compared with the end of this one
    #[arg(long, value_parser = day)]
    pub to: Date,
}

#[derive(Args)]
#[command(after_help = "Imported again with `--layout exported` the file changes nothing.")]
pub struct ExportArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The indicator
    pub indicator: String,
    /// File to write [default: the terminal]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    /// Rows as they were known at the end of this day [default: all]
    #[arg(long, value_parser = day)]
    pub known_at: Option<Date>,
}

#[derive(Args)]
pub struct ContestArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Number of the event, as `evidence show --rows` gives it
    pub seq: u64,
    /// Who contests: an actor of the strategy
    #[arg(long, value_name = "PARTY")]
    pub by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Day on which that was known [default: today]
    #[arg(long, value_parser = day)]
    pub known: Option<Date>,
    /// File with the private key that signs it
    #[arg(long, value_name = "KEYFILE")]
    pub sign: Option<PathBuf>,
}

/// A day, or the last day of a month.
fn day(text: &str) -> Result<Date, String> {
    match milepost_evidence::dated(text) {
        Ok(dated) => Ok(dated.to),
        Err((cause, _)) => Err(format!("{cause}; write 2006-06-30 or 2006-06")),
    }
}

fn layout(word: &str) -> Result<Layout, String> {
    let words = Layout::ALL.map(|(w, _)| w);
    Layout::named(word).ok_or_else(|| match milepost_syntax::nearest(word, words) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("layouts are {}", words.join(", ")),
    })
}
