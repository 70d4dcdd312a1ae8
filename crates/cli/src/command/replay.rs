//! `milepost replay DIR`

use std::process::ExitCode;

use anyhow::anyhow;
use milepost_ensemble::Progress;
use milepost_explore::rehearsal::{Cast, Plan, Question};
use milepost_monitor::Facts;
use milepost_monitor::contract::{Board, Heard};
use milepost_monitor::replay::{Replayed, replay, span};
use milepost_record::{Date, Sqlite, Store};
use milepost_strategy::model::{Strategy, VariableId};
use serde::Serialize;

use super::Loaded;
use crate::args::{Format, ReplayArgs};
use crate::progress::Bar;
use crate::record;

/// What programs read.
#[derive(Serialize)]
struct Told<'a> {
    replayed: &'a Replayed,
    simulated: &'a [milepost_explore::rehearsal::Side],
}

pub fn run(args: &ReplayArgs) -> anyhow::Result<ExitCode> {
    let loaded = super::sound(&args.dir)?;
    let strategy = &loaded.strategy;
    let question = Question {
        pathways: args.pathway.clone(),
        against: args.against.clone(),
        futures: args.futures,
        seed: args.seed,
    };
    // Names are looked up before anything takes time.
    let plan = Plan::new(strategy, &question).map_err(|why| anyhow!(why))?;
    let cast = Cast::new(strategy);
    let signals: Vec<(VariableId, usize)> = cast.pairs().iter().map(|(id, _, lag)| (*id, *lag)).collect();
    let replayed = replayed(args, &loaded, &signals)?;
    let periods = replayed.before..replayed.before + replayed.periods.len();
    let sides = plan.run(periods, &Bar::default()).map_err(|why| anyhow!(why))?;
    match args.format {
        Format::Json => {
            println!("{}", serde_json::to_string_pretty(&Told { replayed: &replayed, simulated: &sides })?);
        }
        Format::Table => {
            let (width, color) = (super::width(), super::color_out());
            print!("{}", milepost_publish::replay_table(strategy, &replayed, &sides, width, color));
            next(args, &replayed);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Judges every period on what was known at its end.
fn replayed(args: &ReplayArgs, loaded: &Loaded, signals: &[(VariableId, usize)]) -> anyhow::Result<Replayed> {
    let strategy = &loaded.strategy;
    let store = match args.dir.join(milepost_record::FILE).exists() {
        true => Some(record::open(&args.dir)?),
        false => None,
    };
    let mut known = |day| facts(args, strategy, store.as_ref(), day).map_err(|why| why.to_string());
    let whole = known(Date::MAX).map_err(|why| anyhow!(why))?;
    let Some((first, last)) = span(&whole) else {
        let dir = args.dir.display();
        return Err(anyhow!(
            "there is no evidence to replay; name tables in the indicators, or record some: milepost evidence import {dir}"
        ));
    };
    let span = (args.from.unwrap_or(first), args.to.unwrap_or(last));
    let bar = Bar::of("periods");
    let mut begun = false;
    let mut progress = |_: usize, all: usize| {
        if !std::mem::replace(&mut begun, true) {
            bar.start(all as u64, 0);
        }
        bar.advance(1);
    };
    let found = replay(strategy, &loaded.sources, span, signals, &mut known, &mut progress);
    bar.finish();
    found.map_err(|why| anyhow!(why))
}

/// What was known at the end of a day.
fn facts(args: &ReplayArgs, strategy: &Strategy, store: Option<&Sqlite>, day: Date) -> anyhow::Result<Facts> {
    let Some(store) = store else { return Ok(Facts::of_tables(strategy, Some(day))) };
    let facts = Facts::known(Some(store as &dyn Store), strategy, Some(day)).map_err(|why| anyhow!(why))?;
    let heard = Heard::of(store, &record::keys(&args.dir)?)?;
    Ok(facts.with_contract(&Board::of(strategy, &heard.said, day, day)))
}

/// What to type next.
fn next(args: &ReplayArgs, replayed: &Replayed) {
    let dir = args.dir.display();
    let changed = replayed.periods.iter().rev().find(|period| !period.changes.is_empty());
    if let Some(period) = changed {
        println!("\nnext: milepost status {dir} --as-of {0} --known-at {0}    one of these days in full", period.as_of);
    }
}
