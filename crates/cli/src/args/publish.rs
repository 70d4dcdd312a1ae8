//! What `milepost publish` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct PublishArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
