//! What `milepost milestone` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use milepost_record::Date;

use crate::record::date;

#[derive(Args)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Examples:
  milepost milestone commit strategies/iraq-2005 --text half-out.txt --by coalition
  milepost milestone list strategies/iraq-2005
  milepost milestone reveal strategies/iraq-2005 9f3c21ab

What is committed to stays in DIR/private until it is revealed: keep that folder, and keep it from others.")]
pub struct MilestoneArgs {
    #[command(subcommand)]
    pub action: MilestoneAction,
}

#[derive(Subcommand)]
pub enum MilestoneAction {
    /// Record the salted hash of a text, so that it can be shown later that it was not changed
    Commit(CommitArgs),
    /// Publish a text that was committed to, with its salt
    Reveal(RevealArgs),
    /// List the commitments: by whom, since when, and which are unopened
    List {
        /// Folder with the record
        dir: PathBuf,
        /// As it was known at the end of this day [default: everything recorded]
        #[arg(long, value_name = "DATE", value_parser = date)]
        known_at: Option<Date>,
    },
}

#[derive(Args)]
pub struct CommitArgs {
    /// Folder with the strategy
    pub dir: PathBuf,
    /// File with the text, wherever it is
    #[arg(long, value_name = "FILE", required_unless_present = "private", conflicts_with = "private")]
    pub text: Option<PathBuf>,
    /// Text that lies in DIR/private/NAME.txt
    #[arg(long, value_name = "NAME")]
    pub private: Option<String>,
    /// The party that commits
    #[arg(long, value_name = "PARTY", required_unless_present = "key", conflicts_with = "key")]
    pub by: Option<String>,
    /// Commit as the party of this private key, and sign
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The day of the commitment [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub known: Option<Date>,
}

#[derive(Args)]
pub struct RevealArgs {
    /// Folder with the strategy
    pub dir: PathBuf,
    /// The commitment, or how it begins
    pub commitment: String,
    /// File with salt and text [default: the one in DIR/private]
    #[arg(long, value_name = "FILE")]
    pub secret: Option<PathBuf>,
    /// Sign with this private key
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The day of the revelation [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub known: Option<Date>,
}
