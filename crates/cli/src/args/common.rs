//! What several commands take.

use std::ops::Range;

use clap::{Args, ValueEnum};
use milepost_ensemble::Plan;

/// Which random numbers there are, and what becomes of a value that is no number.
#[derive(Args)]
pub struct DrawArgs {
    /// Seed: same seed, same random numbers, on every machine
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Go on when a value stops being finite
    #[arg(long)]
    pub allow_nan: bool,
}

/// How futures are run, and how what comes of them is shown.
#[derive(Args)]
pub struct RunningArgs {
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Threads [default: all cores]
    #[arg(long, short = 'j')]
    pub threads: Option<usize>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

impl RunningArgs {
    /// A plan for some members of a strategy of this hash.
    pub fn plan(&self, members: Range<u64>, strategy: String) -> Plan {
        Plan {
            threads: self.threads.unwrap_or(0),
            allow_nan: self.draw.allow_nan,
            strategy,
            ..Plan::new(members, self.draw.seed)
        }
    }
}

/// What is set for a run.
#[derive(Args)]
pub struct WithArgs {
    /// Set a lever (from the decision on) or an uncertainty in all pathways; may be given several times
    #[arg(long = "with", value_name = "NAME=VALUE", value_parser = setting)]
    pub settings: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// `opponent=active`
pub(super) fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            Ok((name.trim().into(), value.trim().into()))
        }
        _ => Err("write NAME=VALUE, such as pace=0.3 or rule=milestones".into()),
    }
}
