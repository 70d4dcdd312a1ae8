//! `milepost status DIR`

use std::process::ExitCode;

use jiff::civil::Date;
use milepost_monitor::status::{Question, Status, status};
use milepost_monitor::{Facts, TableRows};

use crate::args::{Format, StatusArgs};

pub fn run(args: &StatusArgs) -> anyhow::Result<ExitCode> {
    let loaded = super::sound(&args.dir)?;
    let as_of = args.as_of.unwrap_or_else(today);
    let facts = Facts::of_tables(&loaded.strategy, args.known_at);
    let question = Question { as_of, known_at: args.known_at, element: args.element.clone() };
    let found = status(&loaded.strategy, &loaded.sources, &facts, &TableRows(&loaded.strategy), &question)
        .map_err(|why| anyhow::anyhow!(why))?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            print!("{}", milepost_publish::status_table(&found, super::width(), super::color_out()));
            next(args, as_of, &found);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What to type next.
fn next(args: &StatusArgs, as_of: Date, found: &Status) {
    let dir = args.dir.display();
    println!();
    let place = found.conditions.iter().flat_map(|g| &g.found).find_map(|f| f.element.as_deref());
    if let (None, Some(place)) = (&args.element, place) {
        let place = if place.contains(' ') { format!("\"{place}\"") } else { place.to_string() };
        println!("next: milepost status {dir} --as-of {as_of} --element {place}    one place, with its rows");
    }
    println!("next: milepost evidence show {dir}    what the record holds");
}

/// The day by the clock of this machine, in universal time.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
