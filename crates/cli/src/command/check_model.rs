//! `milepost check MODEL`, of a model of another tool.

use std::process::ExitCode;

use milepost_import::Settings;
use milepost_import::check::{Checked, check};
use milepost_publish::{Detail, misfits, model_report};
use milepost_syntax::{Diagnostic, Severity};

use super::check::count;
use crate::args::CheckArgs;

/// So many findings are shown unless all are asked for.
const MOST: usize = 20;

pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let (name, beside) = crate::model::beside(&args.dir)?;
    let checked = check(&name, &beside, &Settings::default()).map_err(|why| anyhow::anyhow!("{why}"))?;
    let errors = found(&checked, Severity::Error);
    let warnings = found(&checked, Severity::Warning);
    show(args, &checked, &errors);
    if !args.errors_only {
        show(args, &checked, &warnings);
    }
    let warned = count(warnings.len(), "warning");
    if checked.imported.strategy.is_none() {
        eprintln!("{}, {warned}", count(errors.len(), "error"));
        return Ok(ExitCode::FAILURE);
    }
    println!("{name}");
    let detail = if args.verbose { Detail::All } else { Detail::Short };
    print!("{}", model_report(&checked, detail, super::width()));
    println!("\nno errors, {warned}{}", misfits(&checked.units));
    let csv = args.dir.with_extension("csv");
    let csv = csv.file_name().map(std::path::PathBuf::from).unwrap_or_default();
    println!("next: milepost simulate {} --csv {}", quoted(&args.dir), quoted(&csv));
    Ok(ExitCode::SUCCESS)
}

fn found(checked: &Checked, severity: Severity) -> Vec<Diagnostic> {
    checked.imported.diagnostics.iter().filter(|d| d.severity == severity).cloned().collect()
}

/// The first findings of a kind, or all.
fn show(args: &CheckArgs, checked: &Checked, findings: &[Diagnostic]) {
    let shown = if args.verbose || findings.len() <= MOST + 1 { findings.len() } else { MOST };
    eprint!("{}", milepost_syntax::render(&checked.imported.sources, &findings[..shown], super::color()));
    if shown < findings.len() {
        eprintln!("and {} more: --verbose shows all", findings.len() - shown);
    }
    if shown > 0 {
        eprintln!();
    }
}

/// A path as a shell takes it.
fn quoted(path: &std::path::Path) -> String {
    let text = path.display().to_string();
    match text.contains(|c: char| c.is_whitespace() || "\"'$`\\&;()*?<>|".contains(c)) {
        true => format!("'{}'", text.replace('\'', "'\\''")),
        false => text,
    }
}
