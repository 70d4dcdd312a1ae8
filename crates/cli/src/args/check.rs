//! `milepost check`

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
#[command(after_help = "Examples:
  milepost check strategies/iraq-2005
  milepost check world3.mdl
  milepost check world3.mdl --verbose

Of a model: what it consists of, units that do not fit, circles of equations, undefined names and elements, what nothing
reads.  Of a strategy also rules, citations and the source's links; the answer is kept in DIR/out/links.json and asked for
again only where the files or the futures are others.

Exits with 1 if there is an error, whatever is found of units and links.

Next:
  milepost run DIR
  milepost simulate MODEL --csv OUT")]
pub struct CheckArgs {
    /// Folder with .mile files, one .mile file, or a model: .mdl, .xmile, .stmx, .itmx, .xml
    #[arg(value_name = "DIR|MODEL")]
    pub dir: PathBuf,
    /// Show errors only, no warnings
    #[arg(long)]
    pub errors_only: bool,
    /// List everything: recommendations without effect, each with its reason; of a model every finding on units
    #[arg(short, long)]
    pub verbose: bool,
    /// Futures in which the source's causal links are asked for
    #[arg(long, short = 'n', default_value_t = 128, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    /// Do not ask for the source's causal links
    #[arg(long)]
    pub no_links: bool,
}
