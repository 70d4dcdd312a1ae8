//! `milepost decide DIR RULE --votes FILE`

mod json;
mod page;
mod rule;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use milepost_decide::{Distances, Outcomes, Table, distances, read_votes};
use milepost_strategy::model::{Approval, Strategy, VotingReading};

use crate::args::{DecideArgs, Format};

/// What one reading makes of the votes.
pub struct Judged<'a> {
    pub reading: &'a VotingReading,
    pub outcomes: Outcomes,
    pub distances: Distances,
}

/// All that is told.
pub struct Told<'a> {
    pub approval: &'a Approval,
    /// What a unit is called.
    pub unit: String,
    pub file: String,
    pub table: Table,
    /// Every reading, in the order of their dates.
    pub judged: Vec<Judged<'a>>,
    /// The one that was asked for.
    pub chosen: usize,
}

pub fn run(args: &DecideArgs) -> anyhow::Result<ExitCode> {
    let strategy = super::sound(&args.dir)?.strategy;
    let told = told(&strategy, &args.rule, &args.votes, (args.reading, args.as_of.as_deref()))?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&json::json(&told))?),
        Format::Table => print!("{}", page::page(&told, super::width())),
    }
    Ok(ExitCode::SUCCESS)
}

/// What the votes of a file come to by a rule; the reading is meant by its number or by a day.
pub fn told<'a>(
    strategy: &'a Strategy,
    rule: &str,
    votes: &Path,
    (number, day): (Option<usize>, Option<&str>),
) -> anyhow::Result<Told<'a>> {
    let Some(approval) = strategy.approvals.iter().find(|a| a.name == rule) else {
        let names = strategy.approvals.iter().map(|a| a.name.as_str()).collect::<Vec<_>>();
        return Err(super::figures::unknown("approval", rule, &names));
    };
    let chosen = rule::chosen(approval, number, day)?;
    let dimension = approval.dimension.map(|id| &strategy.dimensions[id.index()]);
    let (unit, units) = dimension.map_or(("unit", &[][..]), |d| (d.name.as_str(), &d.elements[..]));
    let file = votes.display().to_string();
    let bytes = std::fs::read(votes).with_context(|| format!("cannot read `{file}`"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("`{file}` is not UTF-8 text; save it as UTF-8"))?;
    let table = read_votes(&text, units, unit, &rule::asked(approval))
        .map_err(|f| anyhow::anyhow!("{file}:{}: {}", f.line, f.message))?;
    let judged = approval.readings.iter().map(|reading| {
        let decision = rule::decision(reading, &table.votes.options);
        let outcomes = decision.outcomes(&table.votes);
        Judged { reading, outcomes, distances: distances(&decision, &table.votes) }
    });
    let judged = judged.collect();
    Ok(Told { approval, unit: unit.into(), file, table, judged, chosen })
}
