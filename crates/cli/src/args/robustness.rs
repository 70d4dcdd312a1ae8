//! What `milepost robustness` takes.

use std::path::PathBuf;

use clap::Args;

use super::Format;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost robustness strategies/iraq-2005
  milepost robustness strategies/iraq-2005 --measure lives --measure whole
  milepost robustness strategies/iraq-2005 --pathway stay --pathway liberation

Regret is against the best of the pathways compared.  The stored run is read and nothing is run.
The result is kept in DIR/out/robustness.json, where the next one replaces it.")]
pub struct RobustnessArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Measure to judge by; may be given several times [default: all with an `acceptable` bar, or all where none has one]
    #[arg(long)]
    pub measure: Vec<String>,
    /// Pathway to rank; may be given several times [default: all that can be chosen]
    #[arg(long)]
    pub pathway: Vec<String>,
    /// Folder of the run that is read, where the result is kept [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
