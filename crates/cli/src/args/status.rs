//! What `milepost status` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct StatusArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
