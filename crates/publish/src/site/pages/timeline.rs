//! The timeline: milestones with the share of futures in which they are met by when, triggers with the time to decide,
//! obligations by the day they are due.

use milepost_monitor::status::{Group, State as Stand, Status};
use milepost_strategy::model::{Milestone, Variable, VariableKind};

use super::super::standing::{counted, milestone, trigger};
use super::super::{Room, days};
use crate::answer::{Called, answer};
use crate::calendar::end;
use crate::chart::timeline::{Line, Mark, Row, draw};
use crate::html::Html;
use crate::numbers::of_futures;
use crate::section::milestones::{all, met_by, share_at};
use crate::section::{scroll, twin};
use crate::words;

/// A row of the picture and of its table.
struct Told {
    row: Row,
    /// Due, met when due, met at the end, how it stands.
    cells: [String; 4],
}

pub(super) fn present(room: &Room) -> bool {
    let strategy = room.site.strategy;
    strategy.variables.iter().any(|v| matches!(v.kind, VariableKind::Milestone(_) | VariableKind::Trigger(_)))
}

/// Writes the picture with its key and its table.
pub(super) fn write(h: &mut Html, room: &Room) {
    let (words, axis) = (room.words, &room.site.strategy.time);
    let pathway = leading(room);
    let title = room.view.summary.pathways.get(pathway).map_or("", |_| room.view.title(pathway));
    h.leaf("p", &[("class", "lead-in")], &words.fill("timeline.lead", &[("pathway", title)]));
    legend(h, room);
    let told = rows(room, pathway);
    let table: Vec<(String, [String; 4])> = told.iter().map(|t| (t.row.title.clone(), t.cells.clone())).collect();
    let span = (axis.decide.max(axis.start), axis.end);
    let mut lines = vec![Line { time: span.0, words: String::new(), class: "decision" }];
    let today = room.site.as_of.and_then(|day| Some((day, days::time(axis, day)?)));
    lines.extend(today.map(|(day, time)| Line { time, words: days::written(words, day), class: "today" }));
    let drawn: Vec<Row> = told.into_iter().map(|t| t.row).collect();
    let name = words.say("milestones.timeline");
    scroll(h, name, |h| {
        draw(h, "milestones-timeline", (name, words.say("timeline.table-below")), (axis, span), (&drawn, &lines));
    });
    twin(h, |h| {
        scroll(h, name, |h| {
            h.tag("table", &[("class", "limits")], |h| {
                let columns =
                    ["timeline.what", "timeline.due", "timeline.when-due", "timeline.at-end", "timeline.stands"];
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        columns.iter().for_each(|key| h.leaf("th", &[("scope", "col")], words.say(key)))
                    });
                });
                h.tag("tbody", &[], |h| {
                    for (title, cells) in &table {
                        h.tag("tr", &[], |h| {
                            h.leaf("th", &[("scope", "row")], title);
                            cells
                                .iter()
                                .for_each(|cell| h.leaf("td", &[], if cell.is_empty() { "\u{2013}" } else { cell }));
                        });
                    }
                });
            });
        });
    });
}

fn legend(h: &mut Html, room: &Room) {
    let keys = [
        ("key-share", "timeline.key-share"),
        ("key-due", "timeline.key-due"),
        ("key-lead", "timeline.key-lead"),
        ("key-happened", "timeline.key-happened"),
    ];
    h.tag("ul", &[("class", "legend")], |h| {
        for (class, key) in keys {
            h.tag("li", &[], |h| {
                h.leaf("span", &[("class", &format!("mark-key {class}")), ("aria-hidden", "true")], "");
                h.text(room.words.say(key));
            });
        }
    });
}

/// The pathway that the answer names.
fn leading(room: &Room) -> usize {
    let named = answer(&room.view, Called::Names).strength.map(|s| s.pathways.0);
    named.or_else(|| room.view.choices().next()).unwrap_or(0)
}

fn rows(room: &Room, pathway: usize) -> Vec<Told> {
    let strategy = room.site.strategy;
    let status = room.site.status;
    let mut told = Vec::new();
    for variable in &strategy.variables {
        match &variable.kind {
            VariableKind::Milestone(m) => {
                told.push((m.due.unwrap_or(f64::INFINITY), milestone_row(room, variable, m, pathway, status)))
            }
            VariableKind::Trigger(t) => told.push((f64::INFINITY, trigger_row(room, variable, t.within, status))),
            _ => {}
        }
    }
    // By the day they are due; what has none stays in declared order behind.
    told.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let (due, undue): (Vec<_>, Vec<_>) = told.into_iter().partition(|(time, _)| time.is_finite());
    let obligations = obligations(room);
    due.into_iter().map(|(_, t)| t).chain(obligations).chain(undue.into_iter().map(|(_, t)| t)).collect()
}

fn milestone_row(
    room: &Room,
    variable: &Variable,
    declared: &Milestone,
    pathway: usize,
    status: Option<&Status>,
) -> Told {
    let (axis, words) = (&room.site.strategy.time, room.words);
    let futures = room.view.futures;
    let points = all(&room.view)
        .find(|(_, v, ..)| v.name == variable.name)
        .and_then(|(_, _, _, summary)| Some(met_by(&summary.times, summary.pathways.get(pathway)?)));
    let group = status.and_then(|s| s.milestones.iter().find(|g| g.name == variable.name));
    let due = group
        .and_then(|g| g.found.first()?.deadline.as_ref())
        .and_then(|d| days::time_of(axis, &d.due))
        .or(declared.due);
    let mut marks = Vec::new();
    let (mut when_due, mut at_end) = (String::new(), String::new());
    if let Some(points) = points {
        at_end = points.last().map(|p| of_futures(words, p.1, futures)).unwrap_or_default();
        if let Some(due) = due {
            when_due = of_futures(words, share_at(&points, due), futures);
        }
        marks.push(Mark::Share(points));
    }
    marks.extend(due.map(|due| Mark::Due(due, None)));
    let found = group.map(|g| g.found.iter()).into_iter().flatten();
    for day in found.filter(|f| f.state == Stand::Met).filter_map(|f| f.since.as_deref()) {
        marks.extend(days::time_of(axis, day).map(Mark::Happened));
    }
    let stands = group.map(|g| stands(room, g, milestone)).unwrap_or_default();
    let note = match (&when_due[..], &at_end[..]) {
        ("", "") => stands.clone(),
        ("", at_end) => words.fill("timeline.note-end", &[("stands", &stands), ("futures", at_end)]),
        (when_due, _) => words.fill("timeline.note-due", &[("stands", &stands), ("futures", when_due)]),
    };
    let title = words::title(variable);
    let due = due.map(|due| end(words, axis, due)).unwrap_or_default();
    Told {
        row: Row { title, note: note.trim_start_matches(", ").into(), marks },
        cells: [due, when_due, at_end, stands],
    }
}

/// `unknown`, `17 unknown, 1 not met`
fn stands(
    room: &Room,
    group: &Group,
    state: fn(&milepost_monitor::status::Found) -> super::super::standing::State,
) -> String {
    let counted = counted(group, state);
    let several = group.found.len() > 1;
    let told = counted.iter().map(|((_, key), n)| {
        if several { format!("{n} {}", room.words.say(key)) } else { room.words.say(key).to_string() }
    });
    told.collect::<Vec<_>>().join(", ")
}

fn trigger_row(room: &Room, variable: &Variable, within: f64, status: Option<&Status>) -> Told {
    let (axis, words) = (&room.site.strategy.time, room.words);
    let group = status.and_then(|s| s.triggers.iter().find(|g| g.name == variable.name));
    let mut marks = Vec::new();
    let fired = group.map(|g| g.found.iter()).into_iter().flatten().filter(|f| f.state == Stand::Fired);
    for firing in fired.filter_map(|f| f.firing.as_ref()) {
        let (on, by) = (days::time_of(axis, &firing.on), days::time_of(axis, &firing.decide_by));
        marks.extend(on.zip(by).map(|(on, by)| Mark::Lead(on, by)));
        marks.extend(on.map(Mark::Happened));
    }
    let today = room.site.as_of.and_then(|day| days::time(axis, day));
    if let (true, Some(today), true) = (marks.is_empty(), today, within > 0.0) {
        marks.push(Mark::Lead(today, today + within));
    }
    let stands = group.map(|g| stands(room, g, trigger)).unwrap_or_default();
    let lead = if within > 0.0 { words::duration(words, axis, within) } else { words.say("timeline.at-once").into() };
    let note = words.fill("timeline.note-lead", &[("stands", &stands), ("lead", &lead)]);
    let due = words.fill("timeline.lead-cell", &[("lead", &lead)]);
    let row = Row { title: words::title(variable), note: note.trim_start_matches(", ").into(), marks };
    Told { row, cells: [due, String::new(), String::new(), stands] }
}

/// Obligations, as many as fall due on each day.
fn obligations(room: &Room) -> Option<Told> {
    let (axis, words) = (&room.site.strategy.time, room.words);
    let board = room.site.board?;
    let mut dates: Vec<(milepost_monitor::contract::Date, usize)> = Vec::new();
    for due in board.obligations.iter().filter_map(|o| o.due) {
        match dates.iter_mut().find(|(day, _)| *day == due) {
            Some((_, n)) => *n += 1,
            None => dates.push((due, 1)),
        }
    }
    if dates.is_empty() {
        return None;
    }
    dates.sort();
    let marks = dates.iter().filter_map(|(day, n)| Some(Mark::Due(days::time(axis, *day)?, Some(n.to_string()))));
    let due: Vec<String> = dates.iter().map(|(day, n)| format!("{n}: {}", days::written(words, *day))).collect();
    let all = board.obligations.len().to_string();
    let row = Row {
        title: words.say("timeline.obligations").into(),
        note: words.fill("timeline.obligations-note", &[("n", &all)]),
        marks: marks.collect(),
    };
    Some(Told { row, cells: [due.join("; "), String::new(), String::new(), String::new()] })
}
