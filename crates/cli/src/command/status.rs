//! `milepost status DIR`

use std::process::ExitCode;

use milepost_monitor::contract::{Board, Heard};
use milepost_monitor::status::{Question, Status, status};
use milepost_monitor::{Facts, RecordRows, Rows, TableRows};
use milepost_record::{Date, Store};

use crate::args::{Format, StatusArgs};
use crate::record;

pub fn run(args: &StatusArgs) -> anyhow::Result<ExitCode> {
    let loaded = super::sound(&args.dir)?;
    let strategy = &loaded.strategy;
    let as_of = args.as_of.unwrap_or_else(record::today);
    let question = Question { as_of, known_at: args.known_at, element: args.element.clone() };
    let store = match args.dir.join(milepost_record::FILE).exists() {
        true => Some(record::open(&args.dir)?),
        false => None,
    };
    let known = store.as_ref().map(|store| store as &dyn Store);
    let mut facts = Facts::known(known, strategy, args.known_at).map_err(|why| anyhow::anyhow!(why))?;
    if let Some(store) = known {
        let heard = Heard::of(store, &record::keys(&args.dir)?)?;
        facts = facts.with_contract(&Board::of(strategy, &heard.said, as_of, args.known_at.unwrap_or(as_of)));
    }
    let tables = TableRows(strategy);
    let events = known.map(|store| RecordRows { store, strategy, known_at: args.known_at });
    let rows: &dyn Rows = events.as_ref().map_or(&tables, |events| events);
    let found = status(strategy, &loaded.sources, &facts, rows, &question).map_err(|why| anyhow::anyhow!(why))?;
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
