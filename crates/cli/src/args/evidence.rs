//! What `milepost evidence` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct EvidenceArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
