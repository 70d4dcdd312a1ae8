//! What drives the charted series, and when.

use milepost_explore::sensitivity::{Found, Sensitivity, Share, Timed, TimedGroup};

use super::super::{scroll, twin};
use crate::answer::Called;
use crate::calendar::period_end;
use crate::chart::{legend, shares_over_time};
use crate::html::Html;
use crate::numbers::{count, percent};
use crate::sensitivity::{caveat, silent_at_all_times, told_over_time, turns};
use crate::view::View;

/// Panels of a chart; what drives less is left to the table.
const PANELS: usize = 8;

/// Rows of the table beside a chart, about.
const ROWS: usize = 13;

/// Writes a row of panels for each chart under the leading pathway.
pub(super) fn write(h: &mut Html, view: &View, found: &[&Sensitivity], pathway: &str) {
    let of = |s: &&Sensitivity| match &s.found {
        Found::OverTime(timed) => Some((s.measure.clone(), s.pathway.clone(), timed.clone())),
        _ => None,
    };
    let mut all: Vec<(String, String, Timed)> = found.iter().filter_map(of).collect();
    all.sort_by_key(|(_, of, _)| of != pathway);
    for (number, (name, pathway, timed)) in all.iter().enumerate() {
        let chart = view.strategy.charts.iter().find(|c| c.name == *name);
        let title = chart.map_or(name.as_str(), |c| &c.title);
        h.tag("article", &[("class", "chart")], |h| {
            h.leaf("h3", &[], &format!("What drives it, and when: {title}"));
            h.tag("p", &[("class", "says")], |h| turns(view.strategy, timed, title, pathway, Called::Titles).write(h));
            panels(h, view, number, timed);
            numbers(h, view, title, timed);
        });
    }
}

fn panels(h: &mut Html, view: &View, number: usize, timed: &Timed) {
    let (told, silent) = told_over_time(timed);
    legend::shares_over_time(h);
    h.tag("div", &[("class", "fans")], |h| {
        for (k, group) in told.iter().take(PANELS).enumerate() {
            h.tag("figure", &[], |h| {
                h.tag("figcaption", &[], |h| h.leaf("b", &[], &capital(&group.driver.title)));
                shares_over_time::draw(h, &view.strategy.time, &format!("when-{number}-{k}"), timed, group);
            });
        }
    });
    let mut note = Vec::new();
    let more = told.len().saturating_sub(PANELS);
    if more > 0 {
        note.push(format!("{} more stand in the table.", count(more as u64)));
    }
    if silent > 0 {
        note.push(format!("{}.", silent_at_all_times(timed, silent)));
    }
    note.extend(caveat(timed.intervals).map(String::from));
    if !note.is_empty() {
        h.leaf("p", &[("class", "note-text")], &note.join(" "));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The same numbers as a table.
fn numbers(h: &mut Html, view: &View, title: &str, timed: &Timed) {
    let (told, _) = told_over_time(timed);
    let every = timed.times.len().div_ceil(ROWS).max(1);
    let last = timed.times.len().saturating_sub(1);
    let rows = (0..timed.times.len()).filter(|i| (last - i).is_multiple_of(every));
    let one = |share: &Option<Share>| match share {
        None => "nothing varies".to_string(),
        Some(share) => share.told().map_or("\u{2013}".into(), |value| percent(value.min(1.0))),
    };
    let cell = |group: &TimedGroup, k: usize| match (one(&group.first[k]), one(&group.total[k])) {
        (first, total) if first == total => first,
        (first, total) => format!("{first}, {total}"),
    };
    twin(h, |h| {
        scroll(h, title, |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                let caption = "share alone, and in all; \u{2013} for what cannot be told from 0";
                h.leaf("caption", &[], &format!("{title}: {caption}"));
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col")], "End of");
                        told.iter().for_each(|g| h.leaf("th", &[("scope", "col")], &g.driver.title));
                    });
                });
                h.tag("tbody", &[], |h| {
                    for k in rows {
                        h.tag("tr", &[], |h| {
                            let time = period_end(&view.strategy.time, timed.times[k]);
                            h.leaf("th", &[("scope", "row")], &time);
                            told.iter().for_each(|group| h.leaf("td", &[], &cell(group, k)));
                        });
                    }
                });
            });
        });
    });
}
