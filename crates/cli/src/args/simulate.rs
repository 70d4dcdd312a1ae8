//! `milepost simulate`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::DrawArgs;

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
    /// Set a constant or an equation to a number, all its elements or one (`NAME[a,b]`); may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = number_setting)]
    pub set: Vec<(String, f64)>,
    /// Variables to write, separated by commas or given several times [default: all]
    #[arg(long, value_name = "NAME,...")]
    pub outputs: Vec<String>,
    /// Method of integration [default: the model's]
    #[arg(long, value_enum)]
    pub method: Option<Method>,
    /// Time between rows [default: the model's]
    #[arg(long, value_name = "X")]
    pub save_every: Option<f64>,
    /// Last time [default: the model's]
    #[arg(long, value_name = "T")]
    pub until: Option<f64>,
    /// File with data for variables without an equation; may be given several times [default: data.tab, data.csv]
    #[arg(long, value_name = "FILE")]
    pub data: Vec<String>,
    #[command(flatten)]
    pub draw: DrawArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// First order
    Euler,
    /// Heun, second order
    Rk2,
    /// Runge and Kutta, fourth order
    Rk4,
}

/// `birth rate=0.03`
pub(super) fn number_setting(text: &str) -> Result<(String, f64), String> {
    let (name, value) = text.rsplit_once('=').ok_or("write NAME=VALUE, such as \"birth rate=0.03\"")?;
    let value: f64 = value.trim().parse().map_err(|_| format!("`{}` is not a number", value.trim()))?;
    if !value.is_finite() {
        return Err(format!("`{value}` is not a finite number"));
    }
    Ok((name.trim().into(), value))
}
