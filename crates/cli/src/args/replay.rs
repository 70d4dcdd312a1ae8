//! What `milepost replay` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct ReplayArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
