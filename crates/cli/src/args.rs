//! The command line.

mod check;
mod codegen;
mod common;
mod model;
mod simulate;

use std::ops::Range;
use std::path::PathBuf;

pub use check::CheckArgs;
use clap::{Args, Parser, Subcommand, ValueEnum};
pub use common::{DrawArgs, Format, RunningArgs, WithArgs};
pub use model::{Method, ModelArgs};
pub use simulate::SimulateArgs;

mod vary;
pub use vary::VaryArgs;

mod design;
pub use design::DesignArgs;

mod convert;
pub use convert::{ConvertArgs, ConvertTo};

mod discover;
mod explore;
mod loops;
mod pathways;
mod robustness;
mod sensitivity;
pub use discover::DiscoverArgs;
pub use explore::ExploreArgs;
pub use loops::LoopsArgs;
pub use pathways::PathwaysArgs;
pub use robustness::RobustnessArgs;
pub use sensitivity::{Method as SensitivityMethod, SensitivityArgs};

mod contract;
mod decide;
mod evidence;
mod log;
mod milestone;
mod publish;
mod replay;
mod serve;
mod share;
mod status;
pub use contract::*;
pub use decide::DecideArgs;
pub use evidence::{ContestArgs, EvidenceArgs, EvidenceCommand, EvidenceDiffArgs, ExportArgs, ImportArgs, ShowArgs};
pub use log::{KeysArgs, LogAction, LogArgs, ProveArgs};
pub use milestone::{CommitArgs, MilestoneAction, MilestoneArgs, RevealArgs};
pub use publish::{PublishArgs, Tongue};
pub use replay::ReplayArgs;
pub use serve::ServeArgs;
pub use share::ShareArgs;
pub use status::StatusArgs;

pub use codegen::{CArgs, CodegenArgs, Language};

/// Turns an integrated strategy into a program: check it, run it over thousands of futures, test its claims.
#[derive(Parser)]
#[command(name = "milepost", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Start with:\n  milepost new my-strategy\n  milepost run my-strategy")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Make a small working strategy to start from
    New(NewArgs),
    /// Check names, units, dimensions, tables, rules and citations of a strategy, or a model of another tool
    Check(CheckArgs),
    /// Run every pathway over thousands of futures: a table, report.html and Parquet files
    Run(RunArgs),
    /// Write report.html again from what a run and the studies beside it left, without running anything
    Report(ReportArgs),
    /// Test the strategy's own claims: holds, fails or mixed, in what share of futures
    Test(TestArgs),
    /// Keep the futures that agree with what was counted, and judge them by what they were not asked
    Fit(FitArgs),
    /// Say what each element, recommendation or actor is worth, and which of them hold the rest hostage
    Worth(WorthArgs),
    /// Explore a strategy: what it depends on, where it fails, which choice is robust; a page with the evidence
    Explore(ExploreArgs),
    /// Say which uncertainties drive each measure, how surely, and when
    Sensitivity(SensitivityArgs),
    /// Say in which futures a pathway fails: boxes, as sentences with their numbers
    Discover(DiscoverArgs),
    /// Rank pathways by eleven yardsticks of robustness, and say where the yardstick changes the answer
    Robustness(RobustnessArgs),
    /// Say until when each regime can be used, when its successor must be decided, and how well triggers warn
    Pathways(PathwaysArgs),
    /// Find the feedback loops and say which one is in charge, and when
    Loops(LoopsArgs),
    /// Record evidence, show it, and say what changed in it
    Evidence(EvidenceArgs),
    /// Say what holds, is met, due, overdue or triggered at a date, why, and on which evidence
    Status(StatusArgs),
    /// Keep the contract: draft, sign, claim, verify, dispute, move, and its status
    Contract(ContractArgs),
    /// Prove that the record was only added to: signed heads, proofs, backup
    Log(LogArgs),
    /// Commit to a private milestone now, and reveal it later
    Milestone(MilestoneArgs),
    /// Count votes by a rule of the strategy, with the distance to another outcome
    Decide(DecideArgs),
    /// Share out revenue by a formula, with who gains and loses against another
    Share(ShareArgs),
    /// Go through the evidence month by month as it was known then
    Replay(ReplayArgs),
    /// Serve the strategy's pages: look, move levers, follow the evidence
    Serve(ServeArgs),
    /// Write the strategy's pages as a static site
    Publish(PublishArgs),
    /// Say what changed between two strategies or revisions, and what that did to measures and verdicts
    Diff(DiffArgs),
    /// Run a model once, as it stands, and write every variable over time as CSV: Vensim .mdl, XMILE, .mile
    Simulate(SimulateArgs),
    /// Write a model in another format, with the same numbers: Vensim .mdl, XMILE, .mile
    Convert(ConvertArgs),
    /// Write a model as source text of another language, with the same bits
    Codegen(CodegenArgs),
    /// Explain a name: its equation, units, sources, who sets it and who reads it
    Explain(ExplainArgs),
}

#[derive(Args)]
#[command(after_help = "Next:\n  milepost check DIR\n  milepost run DIR")]
pub struct NewArgs {
    /// Folder to make; it must not exist or be empty
    pub dir: PathBuf,
}

#[derive(Args)]
#[command(after_help = "Examples:
  milepost run strategies/iraq-2005
  milepost run strategies/iraq-2005 --futures 100000 --seed 7
  milepost run strategies/iraq-2005 --pathway stay --pathway liberation --out /tmp/two
  milepost run strategies/iraq-2005 --futures 1000000 --members 0..4096    one part of a larger run
  milepost run strategies/iraq-2005 --design sobol --futures 16384         points that fill the space more evenly
  milepost run strategies/iraq-2005 --vary pace --vary \"rule in { timetable milestones }\"
  milepost run strategies/iraq-2005 --design factorial --levels 5 --inputs attack_rate,escalation --vary pace
  milepost run teacup.mdl --vary \"Room Temperature in 15 .. 25\" --vary \"Characteristic Time in 5 .. 20 log\"

A run that was interrupted goes on where it stopped: give the same command again.")]
pub struct RunArgs {
    /// Folder with the .mile files, or a bare model: .mdl, .xmile, .xml or .stmx
    pub dir: PathBuf,
    /// Number of futures [default: 10000; 8192 for --design sobol; all combinations for --design factorial]
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: Option<u64>,
    /// Pathway to run; may be given several times [default: all; the reference is always run]
    #[arg(long)]
    pub pathway: Vec<String>,
    /// Run only futures A..B, B not included
    #[arg(long, value_name = "A..B", value_parser = members)]
    pub members: Option<Range<u64>>,
    /// Folder for report.html, *.parquet and run.json [default: DIR/out; out/NAME beside a model]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
    /// Number of futures on which the claims are judged [default: a quarter of them, at most 1024; none below 256 futures; all
    /// of a factorial design]
    #[arg(long)]
    pub claims: Option<u64>,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub design: DesignArgs,
    #[command(flatten)]
    pub vary: VaryArgs,
    #[command(flatten)]
    pub running: RunningArgs,
}

#[derive(Args)]
#[command(
    after_help = "Exits with 0 when all claims were judged, whatever the verdicts; with --strict, 1 if one fails."
)]
pub struct TestArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Number of futures
    #[arg(long, short = 'n', default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    /// Exit with 1 if a claim fails
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub running: RunningArgs,
}

#[derive(Args)]
#[command(after_help = "Examples:
  milepost worth strategies/iraq-2005
  milepost worth strategies/iraq-2005 --measure lives --measure story --by actor
  milepost worth strategies/iraq-2005 --by recommendation --orders 48

The result is kept in DIR/out/worth.json, beside that of other pathways, measures and parts of the same strategy.")]
pub struct WorthArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Measure of worth; may be given several times [default: the first declared]
    #[arg(long)]
    pub measure: Vec<String>,
    /// Pathway to take apart [default: the first choice that follows all recommendations, else the last]
    #[arg(long)]
    pub pathway: Option<String>,
    /// What is taken out
    #[arg(long, value_enum, default_value_t = Parts::Element)]
    pub by: Parts,
    /// Number of futures [default: 1000; 256 where orders are drawn]
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: Option<u64>,
    /// Orders of the parts to draw, each with its reverse [default: all are counted up to 10 parts that move anything, else 24]
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=1 << 20))]
    pub orders: Option<u64>,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub running: RunningArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Parts {
    /// Elements of the strategy
    Element,
    /// Single recommendations
    Recommendation,
    /// Actors
    Actor,
}

#[derive(Args)]
#[command(after_help = "The result is kept in DIR/out/fit.json.")]
pub struct FitArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Number of futures to try
    #[arg(long, short = 'n', default_value_t = 2_048, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub running: RunningArgs,
}

#[derive(Args)]
#[command(after_help = "Needs a run of the same files: milepost run DIR.")]
pub struct ReportArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Folder with run.json; report.html is written there [default: DIR/out]
    #[arg(long, short)]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Examples:
  milepost diff strategies/iraq-2005@HEAD strategies/iraq-2005
  milepost diff before after --measure lives --format json

Exits with 0 whether they differ or not; with --exit-code, 1 if they do; 2 where they cannot be compared.")]
pub struct DiffArgs {
    /// A folder, or FOLDER@REV as it was at a git revision
    pub a: PathBuf,
    /// What to compare it with, the same
    pub b: PathBuf,
    /// Number of futures
    #[arg(long, short = 'n', default_value_t = 512, value_parser = clap::value_parser!(u64).range(1..=1 << 32))]
    pub futures: u64,
    /// Measure to compare; may be given several times [default: all]
    #[arg(long)]
    pub measure: Vec<String>,
    /// Exit with 1 if they differ
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    pub running: RunningArgs,
}

#[derive(Args)]
pub struct ExplainArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// A variable, measure, regime, pathway, recommendation, actor, element or hypothesis
    pub name: String,
}

/// `0..4096`
fn members(text: &str) -> Result<Range<u64>, String> {
    let (a, b) = text.split_once("..").ok_or("write A..B, such as 0..4096")?;
    let number = |s: &str| s.trim().parse::<u64>().map_err(|_| format!("`{s}` is not a whole number"));
    let range = number(a)?..number(b)?;
    if range.is_empty() {
        return Err("the range is empty".into());
    }
    Ok(range)
}
