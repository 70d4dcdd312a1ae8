//! What `milepost decide` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct DecideArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
