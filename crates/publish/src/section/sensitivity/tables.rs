//! Tables of shares with their bars.

use milepost_explore::sensitivity::{Given, GivenInput, Kind, Morris, Share, Sobol};
use milepost_strategy::model::Strategy;

use super::super::{dash, scroll};
use crate::anchor;
use crate::chart::legend;
use crate::chart::share::Shares;
use crate::html::Html;
use crate::numbers::{count, percent};
use crate::sensitivity::{
    direction, effect_digits, enough_screened, pairs, silent_singles, with_interval, worth_a_row,
};

/// Rows of a table; the others are counted.
const ROWS: usize = 15;

/// Shares alone and in all, from a decomposition of variance.
pub(super) fn sobol(h: &mut Html, strategy: &Strategy, number: usize, found: &Sobol) {
    let (shown, silent) = worth_a_row(found);
    let bars = Shares::of(shown.iter().flat_map(|g| [g.first, g.total]));
    legend::shares(h, true);
    table(h, number, &bars, ["Alone", "In all", "More of it"], |h| {
        for (row, group) in shown.iter().enumerate() {
            h.tag("tr", &[], |h| {
                h.tag("th", &[("scope", "row")], |h| {
                    let single = matches!(group.driver.kind, Kind::Input | Kind::Lever);
                    named(h, strategy, &group.driver.name, &group.driver.title, single);
                });
                share(h, "Alone", &group.first);
                let (alone, all) = (with_interval(&group.first), with_interval(&group.total));
                let told = format!("Alone {alone} of the spread, in all {all}.");
                let id = format!("drives-{number}-{row}");
                h.tag("td", &[], |h| {
                    bars.draw(h, &id, &group.first, Some(&group.total), (&group.driver.title, &told));
                });
                share(h, "In all", &group.total);
                h.tag("td", &[("data-label", "More of it")], |h| match &group.direction {
                    Some(way) => h.text(&direction(way)),
                    None => dash(h, "not one thing to have more of"),
                });
            });
        }
    });
    let mut notes = Vec::new();
    if silent > 0 {
        notes.push(format!("{}.", silent_singles(found, silent)));
    }
    notes.extend(pairs(found, ROWS).map(|told| format!("{told}.")));
    if !notes.is_empty() {
        h.leaf("p", &[("class", "note-text")], &notes.join(" "));
    }
}

/// Shares alone and influence of any kind, from the stored run.
pub(super) fn given(h: &mut Html, number: usize, found: &Given) {
    let shown: Vec<&GivenInput> = found.distinct().take(ROWS).collect();
    if !shown.is_empty() {
        let bars = Shares::of(shown.iter().map(|input| input.first));
        legend::shares(h, false);
        let number_of = format!("{number}-given");
        table(h, &number_of, &bars, ["Alone", "Any influence", "More of it"], |h| {
            shown.iter().enumerate().for_each(|(row, input)| given_row(h, &number_of, row, &bars, input));
        });
    }
    h.leaf("p", &[("class", "note-text")], &said(found, &shown));
}

fn given_row(h: &mut Html, number: &str, row: usize, bars: &Shares, input: &GivenInput) {
    h.tag("tr", &[], |h| {
        h.leaf("th", &[("scope", "row")], &input.title);
        share(h, "Alone", &input.first);
        let told = format!("Alone {} of the spread.", with_interval(&input.first));
        let id = format!("drives-{number}-{row}");
        h.tag("td", &[], |h| bars.draw(h, &id, &input.first, None, (&input.title, &told)));
        h.tag("td", &[("data-label", "Any influence")], |h| {
            match input.pawn.distinct {
                true => h.text(&format!("{:.2}", input.pawn.value)),
                false => h.text("chance"),
            }
            h.leaf("span", &[("class", "quiet line")], &format!("chance: {:.2}", input.pawn.bar));
        });
        h.tag("td", &[("data-label", "More of it")], |h| {
            h.text(&direction(&input.direction));
            if let Some(regional) = input.regional.filter(|regional| regional.distinct) {
                let apart = format!("failures {:.2} apart", regional.distance);
                h.leaf("span", &[("class", "quiet line")], &apart);
            }
        });
    });
}

/// What is not in the table, and how it is to be read.
fn said(found: &Given, shown: &[&GivenInput]) -> String {
    let mut out = Vec::new();
    let more = found.distinct().count() - shown.len();
    if more > 0 {
        out.push(format!("{} more can be told from chance.", count(more as u64)));
    }
    let (silent, all) = (count(found.silent() as u64), count(found.inputs.len() as u64));
    out.push(format!("{silent} of {all} uncertainties cannot be told from chance."));
    if shown.iter().any(|input| input.tied.is_some()) {
        out.push("Deliveries by one actor go together, so each has the share of what it goes along with.".into());
    }
    if found.unknown > 0 {
        let (unknown, all) = (count(found.unknown), count(found.futures));
        out.push(format!("Unknown in {unknown} of {all} futures, which fail, and are left out of the shares."));
    }
    if !shown.is_empty() {
        out.push(
            "Any influence: how far the distribution moves when the uncertainty is known (PAWN), 0 to 1, beside what \
             chance makes of it."
                .into(),
        );
    }
    match found.failing {
        Some(share) if share <= 0.0 => out.push("No future fails the bar.".into()),
        Some(share) if share >= 1.0 => out.push("Every future fails the bar.".into()),
        Some(share) if !shown.is_empty() => out.push(format!(
            "{} of the futures fail; how far apart they lie from the others along an uncertainty is the greatest \
             distance of the two distributions, 0 to 1.",
            percent(share)
        )),
        _ => {}
    }
    out.join(" ")
}

/// Elementary effects.
pub(super) fn morris(h: &mut Html, strategy: &Strategy, measure: &str, found: &Morris) {
    let Some(declared) = strategy.measures.iter().find(|m| m.name == measure) else { return };
    let digits = effect_digits(declared, found);
    let unit = digits.unit();
    scroll(h, "Effects of moving each uncertainty", |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
            h.leaf("caption", &[], &format!("What moving it over its whole range does{unit}"));
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for column in ["Uncertainty", "Mean size", "Known to within", "Mean", "Deviation"] {
                        h.leaf("th", &[("scope", "col")], column);
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for effect in found.effects.iter().filter(|e| e.size.distinct).take(ROWS) {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &effect.driver.title);
                        for value in [effect.size.value, effect.size.half, effect.mean, effect.deviation] {
                            h.leaf("td", &[], &digits.number(value));
                        }
                    });
                }
            });
        });
    });
    h.tag("p", &[("class", "enough")], |h| enough_screened(strategy, found).write(h));
}

/// A table whose third column is drawn.
fn table(
    h: &mut Html,
    number: impl std::fmt::Display,
    bars: &Shares,
    [first, second, third]: [&str; 3],
    body: impl FnOnce(&mut Html),
) {
    scroll(h, "Shares of the spread", |h| {
        h.tag("table", &[("class", "worth")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col")], "Uncertainty");
                    h.leaf("th", &[("scope", "col")], first);
                    let id = format!("drives-{number}-axis");
                    h.tag("td", &[], |h| bars.axis(h, &id, "Share of the spread"));
                    h.leaf("th", &[("scope", "col")], second);
                    h.leaf("th", &[("scope", "col")], third);
                });
            });
            h.tag("tbody", &[], body);
        });
    });
}

fn share(h: &mut Html, label: &str, share: &Share) {
    let class = if label == "Alone" { "adds" } else { "" };
    h.tag("td", &[("data-label", label), ("class", class)], |h| {
        let text = with_interval(share);
        match text.split_once(" (") {
            Some((value, interval)) => {
                h.text(value);
                h.leaf("span", &[("class", "quiet line")], interval.trim_end_matches(')'));
            }
            None => h.leaf("span", &[("class", "quiet")], &text),
        }
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
