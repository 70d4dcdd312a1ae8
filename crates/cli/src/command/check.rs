//! `milepost check DIR`

use std::process::ExitCode;

use milepost_strategy::model::{Strategy, VariableKind};
use milepost_syntax::Severity;

use crate::args::CheckArgs;
use crate::folder::Folder;

pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let checked = Folder::open(&args.dir)?.check();
    let shown: Vec<_> =
        checked.diagnostics.iter().filter(|d| d.severity == Severity::Error || !args.errors_only).cloned().collect();
    eprint!("{}", milepost_syntax::render(&checked.sources, &shown, super::color()));
    let of = |s: Severity| checked.diagnostics.iter().filter(|d| d.severity == s).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    match &checked.strategy {
        None => {
            eprintln!("{}, {}", count(errors, "error"), count(warnings, "warning"));
            Ok(ExitCode::FAILURE)
        }
        Some(strategy) => {
            println!("{}", summary(strategy));
            let dir = args.dir.display();
            println!("no errors, {}", count(warnings, "warning"));
            println!("next: milepost run {dir}");
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// `1 error`, `2 errors`
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What the strategy consists of.
fn summary(s: &Strategy) -> String {
    let kinds = |f: &dyn Fn(&VariableKind) -> bool| s.variables.iter().filter(|v| f(&v.kind)).count();
    let rows = [
        ("elements", s.elements.len()),
        ("actors", s.actors.len()),
        ("recommendations", s.recommendations.len()),
        ("regimes", s.regimes.len()),
        ("pathways", s.pathways.len()),
        ("levers", kinds(&|k| matches!(k, VariableKind::Lever(_)))),
        ("uncertainties", kinds(&|k| matches!(k, VariableKind::Uncertain(_)))),
        ("stocks", kinds(&|k| matches!(k, VariableKind::Stock(_)))),
        ("equations", kinds(&|k| matches!(k, VariableKind::Let { .. }))),
        ("indicators", kinds(&|k| matches!(k, VariableKind::Indicator(_)))),
        ("conditions", kinds(&|k| matches!(k, VariableKind::Condition(_)))),
        ("milestones", kinds(&|k| matches!(k, VariableKind::Milestone(_)))),
        ("triggers", kinds(&|k| matches!(k, VariableKind::Trigger(_)))),
        ("approvals", s.approvals.len()),
        ("obligations", s.obligations.len()),
        ("measures", s.measures.len()),
        ("hypotheses", s.hypotheses.len()),
    ];
    let present = rows.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("  {n:>5}  {what}"));
    format!("{}\n{}", s.title, present.collect::<Vec<_>>().join("\n"))
}
