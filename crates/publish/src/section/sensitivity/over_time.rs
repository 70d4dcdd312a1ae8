//! What drives the charted series, and when.

use milepost_explore::sensitivity::{Found, Sensitivity, Share, Timed, TimedGroup};

use super::super::{scroll, twin};
use crate::calendar::period_end;
use crate::chart::{legend, shares_over_time};
use crate::html::Html;
use crate::numbers::{count, percent};
use crate::sensitivity::{Telling, caveat, silent_at_all_times, titled, told_over_time, turns};

/// Panels of a chart; what drives less is left to the table.
const PANELS: usize = 8;

/// Rows of the table beside a chart, about.
const ROWS: usize = 13;

/// Writes a row of panels for each chart under the leading pathway.
pub(super) fn write(h: &mut Html, telling: Telling, found: &[&Sensitivity], pathway: &str) {
    let of = |s: &&Sensitivity| match &s.found {
        Found::OverTime(timed) => Some((s.measure.clone(), s.pathway.clone(), timed.clone())),
        _ => None,
    };
    let mut all: Vec<(String, String, Timed)> = found.iter().filter_map(of).collect();
    all.sort_by_key(|(_, of, _)| of != pathway);
    for (number, (name, pathway, timed)) in all.iter().enumerate() {
        let chart = telling.strategy.charts.iter().find(|c| c.name == *name);
        let title = chart.map_or(name.as_str(), |c| &c.title);
        h.tag("article", &[("class", "chart")], |h| {
            h.leaf("h3", &[], &telling.words.fill("over-time.title", &[("chart", title)]));
            h.tag("p", &[("class", "says")], |h| turns(telling, timed, title, pathway).write(h));
            panels(h, telling, number, timed);
            numbers(h, telling, title, timed);
        });
    }
}

fn panels(h: &mut Html, telling: Telling, number: usize, timed: &Timed) {
    let words = telling.words;
    let (told, silent) = told_over_time(timed);
    legend::shares_over_time(h);
    h.tag("div", &[("class", "fans")], |h| {
        for (k, group) in told.iter().take(PANELS).enumerate() {
            h.tag("figure", &[], |h| {
                h.tag("figcaption", &[], |h| h.leaf("b", &[], &capital(&titled(words, &group.driver.title))));
                shares_over_time::draw(h, &telling.strategy.time, &format!("when-{number}-{k}"), timed, group);
            });
        }
    });
    let mut note = Vec::new();
    let more = told.len().saturating_sub(PANELS);
    if more > 0 {
        note.push(words.fill("over-time.more", &[("n", &count(more as u64))]));
    }
    if silent > 0 {
        note.push(silent_at_all_times(words, timed, silent));
    }
    note.extend(caveat(words, timed.intervals).map(String::from));
    if !note.is_empty() {
        h.leaf("p", &[("class", "note-text")], &note.join(" "));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The same numbers as a table.
fn numbers(h: &mut Html, telling: Telling, title: &str, timed: &Timed) {
    let words = telling.words;
    let (told, _) = told_over_time(timed);
    let every = timed.times.len().div_ceil(ROWS).max(1);
    let last = timed.times.len().saturating_sub(1);
    let rows = (0..timed.times.len()).filter(|i| (last - i).is_multiple_of(every));
    let one = |share: &Option<Share>| match share {
        None => words.say("over-time.nothing-varies").to_string(),
        Some(share) => share.told().map_or("\u{2013}".into(), |value| percent(value.min(1.0))),
    };
    let cell = |group: &TimedGroup, k: usize| match (one(&group.first[k]), one(&group.total[k])) {
        (first, total) if first == total => first,
        (first, total) => words.fill("over-time.cell", &[("alone", &first), ("all", &total)]),
    };
    twin(h, |h| {
        scroll(h, title, |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                h.leaf("caption", &[], &words.fill("over-time.caption", &[("chart", title)]));
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col")], words.say("over-time.end-of"));
                        told.iter().for_each(|g| {
                            h.leaf("th", &[("scope", "col")], &titled(words, &g.driver.title));
                        });
                    });
                });
                h.tag("tbody", &[], |h| {
                    for k in rows {
                        h.tag("tr", &[], |h| {
                            let time = period_end(words, &telling.strategy.time, timed.times[k]);
                            h.leaf("th", &[("scope", "row")], &time);
                            told.iter().for_each(|group| h.leaf("td", &[], &cell(group, k)));
                        });
                    }
                });
            });
        });
    });
}
