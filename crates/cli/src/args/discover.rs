//! What `milepost discover` takes.

use std::path::PathBuf;

use clap::Args;

use super::Format;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost discover strategies/iraq-2005
  milepost discover strategies/iraq-2005 --measure lives --pathway liberation
  milepost discover strategies/iraq-2005 --pathway liberation --fails \"lives > 60000\" --boxes 3
  milepost discover strategies/iraq-2005 --measure lives --pathway liberation --step 12 --tree

A future fails where a measure lies outside its `acceptable` bar, or is unknown.  The stored run is read and nothing is run.
The result is kept in DIR/out/discover.json, beside that of other measures and pathways of the same run.")]
pub struct DiscoverArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Measure whose bar is to be met; may be given several times [default: all with an `acceptable` bar]
    #[arg(long)]
    pub measure: Vec<String>,
    /// Pathway to look at; may be given several times [default: all that can be chosen]
    #[arg(long)]
    pub pathway: Vec<String>,
    /// What a failure is, instead of the bar; may be given several times
    #[arg(long, value_name = "MEASURE > NUMBER")]
    pub fails: Vec<String>,
    /// Boxes to look for; a further one is sought among the futures outside those before it
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=20))]
    pub boxes: u64,
    /// Share of a box that each step peels off, between 0 and 0.5: smaller is more patient
    #[arg(long, default_value_t = 0.05)]
    pub alpha: f64,
    /// Least share of all futures in a box, between 0 and 1
    #[arg(long, default_value_t = 0.05)]
    pub mass: f64,
    /// Step of the trajectory to take as the box, with one measure and one pathway [default: the suggested one]
    #[arg(long)]
    pub step: Option<usize>,
    /// Show the leaves of a small classification tree (CART) as well
    #[arg(long)]
    pub tree: bool,
    /// Folder of the run that is read, where the result is kept [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    /// Seed of the random halves on which the limits are searched for again
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; they do not change the result [default: all cores]
    #[arg(long, short = 'j')]
    pub threads: Option<usize>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
