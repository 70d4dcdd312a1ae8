//! What `milepost log` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct LogArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
