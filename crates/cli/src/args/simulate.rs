//! `milepost simulate`

use std::path::PathBuf;

use clap::Args;

use super::{DrawArgs, ModelArgs};

#[derive(Args)]
#[command(after_help = "Examples:
  milepost simulate world3.mdl --csv world3.csv
  milepost simulate teacup.mdl --csv - --set \"Room Temperature=20\" --outputs \"Teacup Temperature\"
  milepost simulate model.mdl --csv out.csv --method rk4 --until 2100 --save-every 1

One row for each saved time, one column for each element of each variable, named as the model names it: name[a,b].
What cannot be computed as its own tool would is refused by name.")]
pub struct SimulateArgs {
    /// Model: a .mdl, .xmile, .stmx, .itmx or .xml file, a .mile file or a folder with .mile files
    pub model: PathBuf,
    /// File to write; - for the terminal
    #[arg(long, value_name = "FILE")]
    pub csv: PathBuf,
    /// Variables to write, separated by commas or given several times [default: all]
    #[arg(long, value_name = "NAME,...")]
    pub outputs: Vec<String>,
    #[command(flatten)]
    pub model_as: ModelArgs,
    #[command(flatten)]
    pub draw: DrawArgs,
}
