//! What `milepost pathways` takes.

use std::path::PathBuf;

use clap::Args;

use super::RunningArgs;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost pathways strategies/iraq-2005")]
pub struct PathwaysArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Folder of the run that is read, where the result is kept [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub running: RunningArgs,
}
