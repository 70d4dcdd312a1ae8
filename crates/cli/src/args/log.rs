//! What `milepost log` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Examples:
  milepost log keys strategies/iraq-2005 --new iraq --out ~/iraq.key
  milepost log cosign strategies/iraq-2005 --key ~/iraq.key
  milepost log verify strategies/iraq-2005
  milepost log prove strategies/iraq-2005 17 --out event-17.proof
  milepost log verify strategies/iraq-2005 --proof event-17.proof
  milepost log backup strategies/iraq-2005 iraq-2006-06.sqlite")]
pub struct LogArgs {
    #[command(subcommand)]
    pub action: LogAction,
}

#[derive(Subcommand)]
pub enum LogAction {
    /// Print the head of the record, which stands for all of it, with the signatures under it
    Head {
        /// Folder with the record
        dir: PathBuf,
    },
    /// Sign the head as a party, if nothing was rewritten since that party signed last
    Cosign {
        /// Folder with the record
        dir: PathBuf,
        /// File with the party's private key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Write a proof that an event is recorded, or that nothing was rewritten since an older head
    Prove(ProveArgs),
    /// Check the whole record: events, tree, sums, signatures; or a proof, for which no record is needed
    Verify {
        /// Folder with the record, and the parties' public keys in keys/
        dir: PathBuf,
        /// Check this proof instead
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
    },
    /// List the parties' public keys, or make a new pair of keys
    Keys(KeysArgs),
    /// Copy the record as it is at one moment, while others may go on writing
    Backup {
        /// Folder with the record
        dir: PathBuf,
        /// File to make; it must not exist
        file: PathBuf,
    },
    /// Put a backup into a folder that has no record, and check it
    Restore {
        /// File that `backup` made
        file: PathBuf,
        /// Folder for the record
        dir: PathBuf,
    },
    /// Write the record as JSON lines, which any program can read
    Export {
        /// Folder with the record
        dir: PathBuf,
        /// File to make; it must not exist
        file: PathBuf,
    },
    /// Build a record anew from JSON lines, with the same head, in a folder that has none
    Import {
        /// File that `export` made
        file: PathBuf,
        /// Folder for the record
        dir: PathBuf,
    },
}

#[derive(Args)]
pub struct ProveArgs {
    /// Folder with the record
    pub dir: PathBuf,
    /// Number of the event
    #[arg(value_name = "EVENT", required_unless_present = "from", conflicts_with = "from")]
    pub seq: Option<u64>,
    /// Size of an older head
    #[arg(long, value_name = "SIZE")]
    pub from: Option<u64>,
    /// File to make; it must not exist [default: print it]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
pub struct KeysArgs {
    /// Folder with the strategy
    pub dir: PathBuf,
    /// Make a pair of keys for this party
    #[arg(long, value_name = "PARTY", requires = "out")]
    pub new: Option<String>,
    /// File for the private key, outside of what is published
    #[arg(long, value_name = "FILE", requires = "new")]
    pub out: Option<PathBuf>,
    /// Add to the keys that the party has, so that its older signatures can still be checked
    #[arg(long, requires = "new")]
    pub add: bool,
}
