//! What `milepost milestone` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct MilestoneArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
