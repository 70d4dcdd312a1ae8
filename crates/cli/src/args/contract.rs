//! What `milepost contract` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct ContractArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
}
