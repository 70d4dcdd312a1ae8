//! What `milepost discover` takes.

use std::path::PathBuf;

use clap::Args;

use super::RunningArgs;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost discover strategies/iraq-2005")]
pub struct DiscoverArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Folder of the run that is read, where the result is kept [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub running: RunningArgs,
}
