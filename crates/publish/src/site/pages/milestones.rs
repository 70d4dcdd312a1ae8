//! What must be reached by when: the timeline, how it stands, how likely it is, what fires, how long there is to decide.

use milepost_monitor::status::{Found, Group, Status};

use super::super::standing::{State, badge, counted, kinds};
use super::super::{Room, days};
use super::{put, timeline};
use crate::anchor;
use crate::html::Html;
use crate::page::headed;
use crate::section::{fold, watch};
use crate::studies::missing;
use crate::terminal::status::finding::{lines, predicate};
use crate::terminal::status::{opening, places};

/// Writes the page.
pub(super) fn write(h: &mut Html, room: &Room) {
    let words = room.words;
    if timeline::present(room) {
        headed(h, "timeline", words.say("milestones.timeline"), |h| timeline::write(h, room));
    }
    headed(h, "standing", words.say("milestones.standing"), |h| match room.site.status {
        Some(status) => stand(h, room, status),
        None => h.leaf("p", &[("class", "missing")], words.say("milestones.undated")),
    });
    put(h, room, &[("milestones", "section.milestones")]);
    if watch::present(&room.view) {
        headed(h, "watch", words.say("milestones.written"), |h| watch::write_judged(h, &room.view));
    }
    if room.view.timing().is_none() && !room.site.strategy.regimes.is_empty() {
        headed(h, "timing", words.say("section.timing"), |h| {
            missing(h, words.say("section.timing"), room.view.studies.timing.is_some(), "milepost pathways .");
        });
    }
    put(h, room, &[("timing", "section.timing")]);
}

fn stand(h: &mut Html, room: &Room, status: &Status) {
    let words = room.words;
    h.leaf("p", &[("class", "lead-in")], &opening(words, status).join(" "));
    for kind in kinds(status).iter().filter(|kind| !kind.all.is_empty()) {
        h.leaf("h3", &[], words.say(kind.title));
        h.tag("ul", &[("class", "standing")], |h| {
            kind.all.iter().for_each(|g| h.tag("li", &[], |h| group(h, room, g, kind.state)));
        });
    }
    if !status.unobserved.is_empty() {
        h.leaf("h3", &[], words.say("milestones.unobserved"));
        h.leaf("p", &[("class", "lead-in")], words.say("milestones.unobserved-why"));
        h.tag("ul", &[("class", "notices")], |h| {
            for one in &status.unobserved {
                h.tag("li", &[], |h| {
                    h.goto(&anchor::value(&one.variable), &one.variable.replace('_', " "));
                    h.leaf("span", &[("class", "quiet line")], &one.needed_by.join(", ").replace('_', " "));
                });
            }
        });
    }
}

fn group(h: &mut Html, room: &Room, group: &Group, state: fn(&Found) -> State) {
    h.tag("p", &[("class", "states")], |h| {
        for (state, n) in counted(group, state) {
            badge(h, room, state);
            if group.found.len() > 1 {
                h.leaf("span", &[("class", "quiet")], &format!(" {n} "));
            }
        }
    });
    h.tag("p", &[("class", "claim-title")], |h| h.goto(&anchor::value(&group.name), &group.title));
    let due = group
        .found
        .first()
        .and_then(|f| f.deadline.as_ref())
        .map(|d| room.words.fill("milestones.due", &[("day", &days::rewritten(room.words, &d.due))]));
    let facts: Vec<String> = group.by.clone().into_iter().chain(due).collect();
    if !facts.is_empty() {
        h.leaf("p", &[("class", "quiet")], &facts.join(" \u{b7} "));
    }
    fold(h, room.words.say("milestones.why"), "", |h| match &group.found[..] {
        [one] => list(h, &lines(room.words, group, one)),
        all => by_place(h, room, group, all, state),
    });
}

fn list(h: &mut Html, lines: &[String]) {
    h.tag("ul", &[("class", "why")], |h| lines.iter().for_each(|line| h.leaf("li", &[], &predicates(line))));
}

/// What the terminal sets off by quotes of code reads as words here.
fn predicates(line: &str) -> String {
    line.replace('`', "")
}

/// Places by how they stand, with the reasons that all of them have.
fn by_place(h: &mut Html, room: &Room, group: &Group, all: &[Found], state: fn(&Found) -> State) {
    let words = room.words;
    let says = group.says.iter().map(|says| predicate(words, says));
    let measured = places::measured(words, group);
    list(h, &says.chain(measured.clone()).collect::<Vec<_>>());
    for (kind, _) in counted(group, state) {
        let found: Vec<&Found> = all.iter().filter(|f| state(f) == kind).collect();
        h.tag("p", &[("class", "places")], |h| {
            badge(h, room, kind);
            let names: Vec<String> = found.iter().map(|f| places::place(words, f, measured.is_some())).collect();
            h.text(&format!(" {}", names.join("; ")));
        });
        list(h, &places::shared(&found));
    }
}
