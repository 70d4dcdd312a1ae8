//! What `milepost loops` prints.

use milepost_explore::loops::{Kind, Loops};
use milepost_strategy::model::Strategy;

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::language::Language;
use crate::loops::Reading;
use crate::numbers::percent;
use crate::phrase::Phrase;

/// Writes the sentences, the table, the loops.
pub(crate) fn write(strategy: &Strategy, loops: &Loops, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let reading = Reading { strategy, loops, words: Language::english() };
    let mut out = wrapped(reading.search().trim_end_matches('.'), width, 0);
    if let Some(own) = reading.own() {
        out += &wrapped(own.trim_end_matches('.'), width, 0);
    }
    let several = loops.pathways.len() > 1;
    for (k, &partition) in reading.partitions().iter().enumerate() {
        out.push('\n');
        if k > 0 {
            let stocks: Vec<String> = loops.partitions[partition].stocks.iter().map(|s| s.replace('_', " ")).collect();
            out += &wrapped(&format!("Apart from these, {}:", stocks.join(", ")), width, 0);
        }
        for (p, pathway) in loops.pathways.iter().enumerate() {
            if several {
                let title = reading.pathway(&pathway.name);
                let head = Phrase::default().name(&pathway.name).say(if title.is_empty() {
                    String::new()
                } else {
                    format!(" - {title}")
                });
                out += &sentence(&head, ink, width, 0);
            }
            out += &sentence(&reading.told(p, partition), ink, width, if several { 2 } else { 0 });
        }
        out.push('\n');
        out += &grid(&reading, partition).write(width, ink);
    }
    out.push('\n');
    out += &footnotes(&reading, width);
    out
}

/// Shares of the change, and of futures in which a loop is in charge.
fn grid(reading: &Reading, partition: usize) -> Grid {
    let loops = reading.loops;
    let rows: Vec<usize> = (0..loops.loops.len()).filter(|&k| loops.loops[k].partition == Some(partition)).collect();
    let name = |k: &usize| {
        let found = &loops.loops[*k];
        let name = if found.kind == Kind::Named { &found.name } else { &found.title };
        let name = if found.kind == Kind::Found { format!("{} {}", found.name, found.title) } else { name.clone() };
        shortened(&name, 44)
    };
    let many = loops.futures > 1;
    let columns = loops.pathways.iter().enumerate().map(|(p, pathway)| {
        let cell = |k: &usize| {
            let Some((change, charge)) = reading.overall(p, *k) else { return (String::new(), false) };
            let charged = matches!(loops.loops[*k].kind, Kind::Named | Kind::Found);
            let text = match charged && many {
                true => format!("{} ({})", percent(change), percent(charge)),
                false => percent(change),
            };
            (text, false)
        };
        Column { head: vec![pathway.name.clone()], cells: rows.iter().map(cell).collect() }
    });
    Grid { rows: rows.iter().map(name).collect(), columns: columns.collect() }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}\u{2026}", &text[..at]),
        None => text.into(),
    }
}

/// How to read it, the loops, and what is not scored.
fn footnotes(reading: &Reading, width: usize) -> String {
    let loops = reading.loops;
    let when = if reading.strategy.time.decide > reading.strategy.time.start { ", from the decision on" } else { "" };
    let charge = if loops.futures > 1 { "; in brackets of futures in which it is in charge" } else { "" };
    let mut out = wrapped(&format!("Mean share of the change that a loop makes{charge}{when}.  Loops:"), width, 0);
    for found in loops.loops.iter().filter(|l| reading.listed(l)) {
        let name = if found.name.is_empty() { String::new() } else { format!("{}: ", found.name) };
        let more = match found.circles {
            0 | 1 => String::new(),
            n if found.path.is_empty() => format!(", {n} circles"),
            n => format!(", the strongest of {n} circles"),
        };
        let told = match (found.unscored.is_empty(), found.path.is_empty()) {
            (false, _) => format!("{name}{}", reading.why_not(found)),
            (true, true) => format!("{name}{}{more}", found.title),
            (true, false) => format!("{name}{} ({}{more})", reading.path(found), reading.works(found)),
        };
        out += &wrapped(&told, width, 2);
    }
    for told in [reading.alone(), reading.unscored()].into_iter().flatten() {
        out += &wrapped(told.trim_end_matches('.'), width, 0);
    }
    out
}
