//! What `milepost serve` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct ServeArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
