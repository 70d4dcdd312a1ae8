//! What varies besides the uncertainties, and arguments of a run of a bare model.

use clap::Args;

#[derive(Args)]
pub struct VaryArgs {
    /// Vary a lever over futures, in all pathways alike, as --with sets it, over its whole range or a part: "pace",
    /// "pace in 10% .. 50%", "rule in { a b }"; or a constant of a bare model, all its elements or one, as the language
    /// writes an uncertainty: "birth rate in 0.02 .. 0.05", "x in 1 .. 10 log", "x = normal(9, 3) in 4 .. 24"; may be given
    /// several times
    #[arg(long, value_name = "NAME in LOW .. HIGH")]
    pub vary: Vec<String>,
    /// Outputs of a bare model, separated by commas or given several times [default: its stocks]
    #[arg(long, value_name = "NAME,...")]
    pub outputs: Vec<String>,
    /// Method of integration of a .mdl or XMILE model [default: the model's]
    #[arg(long, value_enum)]
    pub method: Option<super::Method>,
    /// Last time of a .mdl or XMILE model [default: the model's]
    #[arg(long, value_name = "T")]
    pub until: Option<f64>,
}

impl VaryArgs {
    /// Whether something is asked that only a bare model can answer.
    pub fn only_bare(&self) -> bool {
        !self.outputs.is_empty() || self.method.is_some() || self.until.is_some()
    }
}
