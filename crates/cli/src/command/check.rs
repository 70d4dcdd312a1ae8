//! `milepost check DIR`

use std::path::Path;
use std::process::ExitCode;

use milepost_ensemble::{Error, Plan};
use milepost_explore::links::Links;
use milepost_strategy::Coverage;
use milepost_strategy::model::{Strategy, VariableKind};
use milepost_syntax::{Severity, SourceMap};

use crate::args::CheckArgs;
use crate::folder::Folder;
use crate::progress::{Bar, cancel_flag};

pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    if crate::model::is_foreign(&args.dir) {
        return super::check_model::run(args);
    }
    let checked = Folder::open_any(&args.dir)?.check();
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
            let covered = Coverage::of(strategy);
            let reasons = if args.verbose { covered.reasons() } else { Vec::new() };
            print!("{}", coverage(&covered.lines(), &reasons));
            // What is found of links is kept beside a whole strategy.
            let whole = args.dir.is_dir();
            if whole && !strategy.links.is_empty() && !args.no_links && !links(args, strategy, &checked.sources)? {
                eprintln!("interrupted: the links were not all asked for");
                return Ok(ExitCode::from(super::INTERRUPTED));
            }
            let dir = args.dir.display();
            println!("no errors, {}", count(warnings, "warning"));
            match whole {
                true => println!("next: milepost run {dir}"),
                false => println!("next: milepost simulate {dir} --csv -"),
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Asks for every link, unless the answer is kept, and prints what was found; `false` if it was interrupted.
fn links(args: &CheckArgs, strategy: &Strategy, sources: &SourceMap) -> anyhow::Result<bool> {
    let plan = Plan { strategy: milepost_ensemble::hash_of_files(sources), ..Plan::new(0..args.futures, 1) };
    if let Some(found) = kept(&args.dir).filter(|found| found.answer(&plan)) {
        println!("{}", milepost_publish::links_table(strategy, sources, &found, super::width()));
        return Ok(true);
    }
    let found = match milepost_explore::links::links(strategy, &plan, &Bar::default(), cancel_flag()) {
        Err(Error::Interrupted { .. }) => return Ok(false),
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    println!("{}", milepost_publish::links_table(strategy, sources, &found, super::width()));
    match super::keep(&args.dir, "links.json", &found) {
        Ok(_) => super::report::renew(&args.dir.join("out"), strategy, sources, &plan.strategy)?,
        // What was asked for has been said; it is only not kept.
        Err(why) => eprintln!("note: links.json is not kept: {why:#}"),
    }
    Ok(true)
}

/// What an earlier check kept.
fn kept(dir: &Path) -> Option<Links> {
    serde_json::from_slice(&std::fs::read(dir.join("out/links.json")).ok()?).ok()
}

/// How much of the source is said, below an empty line; nothing where nothing is to be said.
fn coverage(lines: &[String], reasons: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("  {line}\n"));
    let out: String = lines.chain(reasons.iter().map(|line| format!("    {line}\n"))).collect();
    if out.is_empty() { out } else { format!("\n{out}\n") }
}

/// `1 error`, `2 errors`
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What the strategy consists of.
fn summary(s: &Strategy) -> String {
    let kinds = |f: &dyn Fn(&VariableKind) -> bool| s.variables.iter().filter(|v| f(&v.kind)).count();
    let rows = [
        ("element", "elements", s.elements.len()),
        ("actor", "actors", s.actors.len()),
        ("recommendation", "recommendations", s.recommendations.len()),
        ("regime", "regimes", s.regimes.len()),
        ("pathway", "pathways", s.pathways.len()),
        ("lever", "levers", kinds(&|k| matches!(k, VariableKind::Lever(_)))),
        ("uncertainty", "uncertainties", kinds(&|k| matches!(k, VariableKind::Uncertain(_)))),
        ("stock", "stocks", kinds(&|k| matches!(k, VariableKind::Stock(_)))),
        ("equation", "equations", kinds(&|k| matches!(k, VariableKind::Let { .. }))),
        ("indicator", "indicators", kinds(&|k| matches!(k, VariableKind::Indicator(_)))),
        ("condition", "conditions", kinds(&|k| matches!(k, VariableKind::Condition(_)))),
        ("milestone", "milestones", kinds(&|k| matches!(k, VariableKind::Milestone(_)))),
        ("trigger", "triggers", kinds(&|k| matches!(k, VariableKind::Trigger(_)))),
        ("approval", "approvals", s.approvals.len()),
        ("sharing formula", "sharing formulas", s.formulas.len()),
        ("obligation", "obligations", s.obligations.len()),
        ("measure", "measures", s.measures.len()),
        ("hypothesis", "hypotheses", s.hypotheses.len()),
        ("link", "links", s.links.len()),
        ("loop", "loops", s.loops.len()),
        ("fit", "fits", s.fits.len()),
    ];
    let present = rows.iter().filter(|(.., n)| *n > 0);
    let present = present.map(|(one, many, n)| format!("  {n:>5}  {}", if *n == 1 { one } else { many }));
    format!("{}\n{}", s.title, present.collect::<Vec<_>>().join("\n"))
}
