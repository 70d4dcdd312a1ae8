//! One file per subcommand.

mod bare;
mod check;
mod check_model;
mod codegen;
mod contract;
mod convert;
mod decide;
mod diff;
mod discover;
mod estimate;
mod evidence;
mod explain;
mod explore;
mod figures;
mod fit;
mod laid;
mod log;
mod loops;
mod milestone;
mod new;
mod pathways;
mod publish;
mod replay;
mod report;
mod robustness;
mod run;
mod sensitivity;
mod serve;
mod share;
mod simulate;
mod status;
mod test;
mod worth;

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::Context;
use milepost_ensemble::summary::Design;
use milepost_strategy::Checked;
use milepost_strategy::model::Strategy;
use milepost_syntax::{Severity, SourceMap};

use crate::args::{Cli, Command, WithArgs};
use crate::folder::Folder;

/// The shell's code for a program ended by Ctrl-C.
const INTERRUPTED: u8 = 130;

/// Runs the command; errors go to stderr as one sentence.
pub fn main(cli: Cli) -> ExitCode {
    let done = match cli.command {
        Command::New(args) => new::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Fit(args) => fit::run(&args),
        Command::Worth(args) => worth::run(&args),
        Command::Explore(args) => explore::run(&args),
        Command::Sensitivity(args) => sensitivity::run(&args),
        Command::Discover(args) => discover::run(&args),
        Command::Robustness(args) => robustness::run(&args),
        Command::Pathways(args) => pathways::run(&args),
        Command::Loops(args) => loops::run(&args),
        Command::Evidence(args) => evidence::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Contract(args) => contract::run(&args),
        Command::Log(args) => log::run(&args),
        Command::Milestone(args) => milestone::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Share(args) => share::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Publish(args) => publish::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Codegen(args) => codegen::run(&args),
        Command::Explain(args) => explain::run(&args),
    };
    done.unwrap_or_else(|e| {
        if !e.is::<Told>() {
            eprintln!("error: {e:#}");
        }
        ExitCode::FAILURE
    })
}

/// Whether to colour what goes to stderr.
fn color() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Whether to colour what goes to stdout.
fn color_out() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Columns of the terminal; 100 where there is none.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.or_else(terminal_columns).unwrap_or(100).clamp(60, 160)
}

fn terminal_columns() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    Some(usize::from(console::Term::stdout().size_checked()?.1))
}

/// A strategy without errors; findings go to stderr.  Warnings are only counted: `check` shows them.
fn load(dir: &std::path::Path) -> anyhow::Result<Option<(Strategy, SourceMap)>> {
    Ok(told(Folder::open(dir)?.check()))
}

/// The strategy, if it is right; else its errors go to stderr.
fn told(checked: Checked) -> Option<(Strategy, SourceMap)> {
    let Some(strategy) = checked.strategy else {
        let errors: Vec<_> = checked.diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
        eprint!("{}", milepost_syntax::render(&checked.sources, &errors, color()));
        eprintln!("{}", check::count(errors.len(), "error"));
        return None;
    };
    Some((strategy, checked.sources))
}

/// As [`load`], with levers and uncertainties set.
pub(crate) fn load_with(dir: &std::path::Path, with: &WithArgs) -> anyhow::Result<Option<Loaded>> {
    let Some((mut strategy, sources)) = load(dir)? else { return Ok(None) };
    milepost_strategy::with_settings(&mut strategy, &with.settings).map_err(|why| anyhow::anyhow!(why))?;
    let settings: Vec<String> = with.settings.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let mut told = sources.clone();
    for setting in &settings {
        // Another setting is another strategy, as another file would be.
        told.add("--with", setting);
    }
    let hash = milepost_ensemble::hash_of_files(&told);
    let with = if settings.is_empty() { String::new() } else { format!("with {}\n", settings.join(" and ")) };
    Ok(Some(Loaded { strategy, sources, told, hash, with }))
}

/// As [`load_with`], with nothing set; errors of the strategy, which were told, end the command.
pub(crate) fn sound(dir: &std::path::Path) -> anyhow::Result<Loaded> {
    load_with(dir, &WithArgs { settings: Vec::new() })?.ok_or_else(|| Told.into())
}

/// Makes of a strategy what a run of this design ran, and gives the hash that the run has, if it is of these files.
pub(crate) fn as_run(strategy: &mut Strategy, sources: &SourceMap, design: &Design) -> String {
    // What no longer fits the files has another hash than they have.
    let _ = milepost_explore::design::apply(strategy, design);
    laid::hash(sources, design)
}

/// What is wrong was told already, place by place.
#[derive(Debug, thiserror::Error)]
#[error("the strategy has errors")]
pub(crate) struct Told;

/// A strategy as it is to be run.
pub(crate) struct Loaded {
    pub strategy: Strategy,
    pub sources: SourceMap,
    /// Its files and what was set, as they are hashed.
    pub told: SourceMap,
    /// Hash of its files and of what was set.
    pub hash: String,
    /// A line that says what was set; empty where nothing was.
    pub with: String,
}

/// Keeps a study in the folder `out` of a strategy, whole or not at all.
fn keep(dir: &std::path::Path, name: &str, study: &impl serde::Serialize) -> anyhow::Result<std::path::PathBuf> {
    let out = dir.join("out");
    std::fs::create_dir_all(&out).with_context(|| format!("cannot make the folder `{}`", out.display()))?;
    let path = out.join(name);
    milepost_ensemble::write_whole(&path, &serde_json::to_vec_pretty(study)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(path)
}
