//! What a move came to, as it goes over the wire.

use std::time::Instant;

use milepost_ensemble::summary::Summary;
use milepost_ensemble::{Lived, lived};
use milepost_publish::site::Language;
use milepost_publish::site::live::{self, Live};

use super::entry::SEED;
use super::work::Done;
use crate::types::{Beginning, Measured, Moved, Numbers};

/// The answer; `shown` is the folder as commands name it.
pub(crate) fn answer(done: &Done, language: &'static Language, shown: &str, since: Instant) -> Moved {
    let strategy = &*done.served.strategy;
    let summary = summary(done);
    let live = Live::new(strategy, &summary, language);
    let numbers = |n: &live::Numbers| Numbers {
        typical: n.typical,
        bad: n.bad,
        good: n.good,
        share_acceptable: n.share_acceptable,
    };
    let measured = |told: live::Told| Measured {
        after: numbers(&told.after),
        before: numbers(&told.before),
        name: told.name,
        title: told.title,
        unit: told.unit,
    };
    Moved {
        futures: done.asked.futures as u32,
        measures: live.measures().into_iter().map(measured).collect(),
        table: live.table(),
        charts: live.charts(),
        command: command(done, shown),
        from: if done.resumed { Beginning::Decision } else { Beginning::Start },
        seconds: since.elapsed().as_secs_f64(),
    }
}

/// The moved pathway and the same one unchanged.
pub(super) fn summary(done: &Done) -> Summary {
    let strategy = &*done.served.strategy;
    let pathway = &strategy.pathways[done.asked.pathway.index()];
    let title = if pathway.title.is_empty() { &pathway.name } else { &pathway.title };
    let of = |parts| Lived { name: &pathway.name, title, variant: done.asked.pathway.0, parts };
    lived(strategy, &[of(&done.moved), of(&done.before)], &done.times, SEED)
}

/// The command that gives the same numbers.
fn command(done: &Done, shown: &str) -> String {
    let strategy = &*done.served.strategy;
    let pathway = &strategy.pathways[done.asked.pathway.index()].name;
    let mut words = format!("milepost run {} --pathway {pathway} -n {}", quoted(shown), done.asked.futures);
    for setting in &done.asked.settings {
        words += &format!(" --with {}", quoted(setting));
    }
    words
}

/// A word as a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=%".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.into() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
