//! Who is asked to do what: by the day it is due, then by element and by actor with what it moves and is worth.

use milepost_monitor::contract::{Date, last_day};
use milepost_strategy::model::Recommendation;

use super::super::standing::{badge, counted, milestone};
use super::super::{Room, days};
use super::put;
use crate::anchor;
use crate::html::Html;
use crate::page::headed;
use crate::section::scroll;
use crate::words;

/// Writes the page.
pub(super) fn write(h: &mut Html, room: &Room) {
    if room.site.strategy.recommendations.is_empty() {
        h.leaf("p", &[("class", "missing")], room.words.say("asked.none"));
        return;
    }
    let dates = dates(room);
    if dates.iter().any(|(due, _)| due.is_some()) {
        headed(h, "due", room.words.say("asked.due"), |h| by_date(h, room, &dates));
    }
    put(h, room, &[("recommendations", "section.recommendations")]);
}

/// Recommendations by the last day on which they are in time, those without one last.
fn dates<'a>(room: &Room<'a>) -> Vec<(Option<Date>, Vec<&'a Recommendation>)> {
    let mut dates: Vec<(Option<Date>, Vec<&Recommendation>)> = Vec::new();
    for one in &room.site.strategy.recommendations {
        let due = one.due_date.and_then(last_day);
        match dates.iter_mut().find(|(day, _)| *day == due) {
            Some((_, all)) => all.push(one),
            None => dates.push((due, vec![one])),
        }
    }
    dates.sort_by_key(|(due, _)| (due.is_none(), *due));
    dates
}

fn by_date(h: &mut Html, room: &Room, dates: &[(Option<Date>, Vec<&Recommendation>)]) {
    let words = room.words;
    h.leaf("p", &[("class", "lead-in")], words.say("asked.lead"));
    let columns = ["asked.day", "asked.what", "asked.watched"];
    scroll(h, words.say("asked.due"), |h| {
        h.tag("table", &[("class", "board asked-by-date")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| columns.iter().for_each(|key| h.leaf("th", &[("scope", "col")], words.say(key))));
            });
            h.tag("tbody", &[], |h| {
                for (due, all) in dates {
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| when(h, room, *due));
                        h.tag("td", &[("data-label", words.say(columns[1]))], |h| asked(h, room, all));
                        h.tag("td", &[("data-label", words.say(columns[2]))], |h| watched(h, room, *due));
                    });
                }
            });
        });
    });
}

/// The day, and how far it is from the day of the page.
fn when(h: &mut Html, room: &Room, due: Option<Date>) {
    let words = room.words;
    let Some(due) = due else {
        h.text(words.say("board.no-date"));
        return;
    };
    h.leaf("b", &[("class", "line")], &days::written(words, due));
    if let Some(day) = room.site.as_of {
        let left = (due - day).get_days();
        let (key, days) = match left {
            0 => ("asked.today", 0),
            left if left < 0 => ("asked.past", -left),
            left => ("asked.ahead", left),
        };
        h.leaf("span", &[("class", "quiet line")], &words.fill(key, &[("days", &days.to_string())]));
    }
}

/// What is asked, actor by actor.
fn asked(h: &mut Html, room: &Room, all: &[&Recommendation]) {
    let strategy = room.site.strategy;
    let mut actors: Vec<(Option<&str>, Vec<&Recommendation>)> = Vec::new();
    for one in all {
        let actor = words::actor(strategy, one.actor);
        match actors.iter_mut().find(|(known, _)| *known == actor) {
            Some((_, of)) => of.push(one),
            None => actors.push((actor, vec![one])),
        }
    }
    h.tag("ul", &[], |h| {
        for (actor, of) in actors {
            h.tag("li", &[], |h| {
                h.text(&format!("{}: ", actor.unwrap_or(room.words.say("asked.nobody"))));
                for (i, one) in of.iter().enumerate() {
                    if i > 0 {
                        h.text(", ");
                    }
                    let title = one.title.clone().unwrap_or_else(|| one.name.clone());
                    h.goto(&anchor::recommendation(&one.name), &title);
                }
            });
        }
    });
}

/// The milestones that are due on the same day, as they stand.
fn watched(h: &mut Html, room: &Room, due: Option<Date>) {
    let all = room.site.status.map(|s| &s.milestones[..]).unwrap_or_default();
    let due = due.map(|day| day.to_string());
    let same = |d: Option<&milepost_monitor::status::Deadline>| d.map(|d| d.declared.clone()) == due;
    let groups: Vec<_> =
        all.iter().filter(|g| due.is_some() && same(g.found.first().and_then(|f| f.deadline.as_ref()))).collect();
    if groups.is_empty() {
        h.leaf("span", &[("class", "quiet")], room.words.say("asked.unwatched"));
    }
    for group in groups {
        h.tag("p", &[("class", "places")], |h| {
            counted(group, milestone).into_iter().for_each(|(state, _)| badge(h, room, state));
            h.text(" ");
            h.goto(&anchor::value(&group.name), &group.title);
        });
    }
}
