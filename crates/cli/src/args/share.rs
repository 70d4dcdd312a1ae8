//! What `milepost share` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct ShareArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
