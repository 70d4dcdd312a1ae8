//! Tables of shares with their bars.

use milepost_explore::sensitivity::{Given, GivenInput, Kind, Morris, Share, Sobol};
use milepost_strategy::model::Strategy;

use super::super::{dash, scroll};
use crate::anchor;
use crate::chart::legend;
use crate::chart::share::Shares;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::sensitivity::{
    Telling, direction, effect_digits, enough_screened, interval, pairs, silent_singles, titled, with_interval,
    worth_a_row,
};

/// Rows of a table; the others are counted.
const ROWS: usize = 15;

const ALONE: &str = "depends.alone";
const IN_ALL: &str = "depends.in-all";
const INFLUENCE: &str = "depends.any-influence";
const MORE_OF_IT: &str = "depends.more-of-it";

/// Shares alone and in all, from a decomposition of variance.
pub(super) fn sobol(h: &mut Html, telling: Telling, number: usize, found: &Sobol) {
    let words = telling.words;
    let (shown, silent) = worth_a_row(found);
    let bars = Shares::of(h.words, shown.iter().flat_map(|g| [g.first, g.total]));
    legend::shares(h, true);
    table(h, number, &bars, [ALONE, IN_ALL, MORE_OF_IT], |h| {
        for (row, group) in shown.iter().enumerate() {
            let title = titled(words, &group.driver.title);
            h.tag("tr", &[], |h| {
                h.tag("th", &[("scope", "row")], |h| {
                    let single = matches!(group.driver.kind, Kind::Input | Kind::Lever);
                    named(h, telling.strategy, &group.driver.name, &title, single);
                });
                share(h, ALONE, &group.first);
                let (alone, all) = (with_interval(words, &group.first), with_interval(words, &group.total));
                let told = words.fill("depends.bar-in-all", &[("alone", &alone), ("all", &all)]);
                let id = format!("drives-{number}-{row}");
                h.tag("td", &[], |h| bars.draw(h, &id, &group.first, Some(&group.total), (&title, &told)));
                share(h, IN_ALL, &group.total);
                h.tag("td", &[("data-label", words.say(MORE_OF_IT))], |h| match &group.direction {
                    Some(way) => h.text(&direction(words, way)),
                    None => dash(h, words.say("depends.many-things")),
                });
            });
        }
    });
    let mut notes = Vec::new();
    if silent > 0 {
        notes.push(silent_singles(words, found, silent));
    }
    notes.extend(pairs(words, found, ROWS));
    if !notes.is_empty() {
        h.leaf("p", &[("class", "note-text")], &notes.join(" "));
    }
}

/// Shares alone and influence of any kind, from the stored run.
pub(super) fn given(h: &mut Html, number: usize, found: &Given) {
    let shown: Vec<&GivenInput> = found.distinct().take(ROWS).collect();
    if !shown.is_empty() {
        let bars = Shares::of(h.words, shown.iter().map(|input| input.first));
        legend::shares(h, false);
        let number_of = format!("{number}-given");
        table(h, &number_of, &bars, [ALONE, INFLUENCE, MORE_OF_IT], |h| {
            shown.iter().enumerate().for_each(|(row, input)| given_row(h, &number_of, row, &bars, input));
        });
    }
    h.leaf("p", &[("class", "note-text")], &said(h.words, found, &shown));
}

fn given_row(h: &mut Html, number: &str, row: usize, bars: &Shares, input: &GivenInput) {
    let words = h.words;
    h.tag("tr", &[], |h| {
        h.leaf("th", &[("scope", "row")], &input.title);
        share(h, ALONE, &input.first);
        let told = words.fill("depends.bar-alone", &[("alone", &with_interval(words, &input.first))]);
        let id = format!("drives-{number}-{row}");
        h.tag("td", &[], |h| bars.draw(h, &id, &input.first, None, (&input.title, &told)));
        h.tag("td", &[("data-label", words.say(INFLUENCE))], |h| {
            match input.pawn.distinct {
                true => h.text(&format!("{:.2}", input.pawn.value)),
                false => h.text(words.say("depends.chance")),
            }
            let chance = words.fill("depends.of-chance", &[("value", &format!("{:.2}", input.pawn.bar))]);
            h.leaf("span", &[("class", "quiet line")], &chance);
        });
        h.tag("td", &[("data-label", words.say(MORE_OF_IT))], |h| {
            h.text(&direction(words, &input.direction));
            if let Some(regional) = input.regional.filter(|regional| regional.distinct) {
                let apart = words.fill("depends.apart", &[("distance", &format!("{:.2}", regional.distance))]);
                h.leaf("span", &[("class", "quiet line")], &apart);
            }
        });
    });
}

/// What is not in the table, and how it is to be read.
fn said(words: &'static Language, found: &Given, shown: &[&GivenInput]) -> String {
    let mut out = Vec::new();
    let more = found.distinct().count() - shown.len();
    if more > 0 {
        out.push(words.fill("depends.more", &[("n", &count(more as u64))]));
    }
    let (silent, all) = (count(found.silent() as u64), count(found.inputs.len() as u64));
    out.push(words.fill("depends.silent", &[("n", &silent), ("of", &all)]));
    if shown.iter().any(|input| input.tied.is_some()) {
        out.push(words.say("depends.tied").into());
    }
    if found.unknown > 0 {
        let (unknown, all) = (count(found.unknown), count(found.futures));
        out.push(words.fill("depends.unknown", &[("n", &unknown), ("of", &all)]));
    }
    if !shown.is_empty() {
        out.push(words.say("depends.influence-read").into());
    }
    match found.failing {
        Some(share) if share <= 0.0 => out.push(words.say("depends.none-fails").into()),
        Some(share) if share >= 1.0 => out.push(words.say("depends.all-fail").into()),
        Some(share) if !shown.is_empty() => out.push(words.fill("depends.apart-read", &[("share", &percent(share))])),
        _ => {}
    }
    out.join(" ")
}

/// Elementary effects.
pub(super) fn morris(h: &mut Html, telling: Telling, measure: &str, found: &Morris) {
    const COLUMNS: [&str; 5] =
        ["depends.uncertainty", "depends.mean-size", "depends.known-within", "depends.mean", "depends.deviation"];
    let words = telling.words;
    let Some(declared) = telling.strategy.measures.iter().find(|m| m.name == measure) else { return };
    let digits = effect_digits(words, declared, found);
    let caption = match digits.unit() {
        unit if unit.is_empty() => words.say("depends.effects").to_string(),
        unit => words.fill("depends.effects-in", &[("unit", &unit)]),
    };
    scroll(h, words.say("depends.effects-label"), |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            h.leaf("caption", &[], &caption);
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    COLUMNS.iter().for_each(|column| h.leaf("th", &[("scope", "col")], words.say(column)));
                });
            });
            h.tag("tbody", &[], |h| {
                for effect in found.effects.iter().filter(|e| e.size.distinct).take(ROWS) {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &titled(words, &effect.driver.title));
                        for value in [effect.size.value, effect.size.half, effect.mean, effect.deviation] {
                            h.leaf("td", &[], &digits.number(value));
                        }
                    });
                }
            });
        });
    });
    h.tag("p", &[("class", "enough")], |h| enough_screened(telling, found).write(h));
}

/// A table whose third column is drawn.
fn table(
    h: &mut Html,
    number: impl std::fmt::Display,
    bars: &Shares,
    columns: [&'static str; 3],
    body: impl FnOnce(&mut Html),
) {
    let words = h.words;
    let [first, second, third] = columns.map(|column| words.say(column));
    scroll(h, words.say("depends.shares-label"), |h| {
        h.tag("table", &[("class", "worth")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col")], words.say("depends.uncertainty"));
                    h.leaf("th", &[("scope", "col")], first);
                    let id = format!("drives-{number}-axis");
                    h.tag("td", &[], |h| bars.axis(h, &id, words.say("depends.share")));
                    h.leaf("th", &[("scope", "col")], second);
                    h.leaf("th", &[("scope", "col")], third);
                });
            });
            h.tag("tbody", &[], body);
        });
    });
}

fn share(h: &mut Html, column: &'static str, share: &Share) {
    let class = if column == ALONE { "adds" } else { "" };
    h.tag("td", &[("data-label", h.words.say(column)), ("class", class)], |h| match interval(h.words, share) {
        (value, Some(range)) => {
            h.text(&value);
            h.leaf("span", &[("class", "quiet line")], &range);
        }
        (value, None) => h.leaf("span", &[("class", "quiet")], &value),
    });
}

/// A title that leads to where the uncertainty is declared.
fn named(h: &mut Html, strategy: &Strategy, name: &str, title: &str, single: bool) {
    let base = name.split('[').next().unwrap_or(name);
    match single && strategy.variables.iter().any(|v| v.name == base) {
        true => h.goto(&anchor::value(base), title),
        false => h.text(title),
    }
}
