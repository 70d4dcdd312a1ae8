//! The question, the answer with its strength, the numbers that matter most, and how things stand.

use super::super::standing::{State, badge, counted as of_group, kinds, obligation};
use super::super::{Room, days, evidence};
use super::{contract, headline};
use crate::answer::{Called, answer};
use crate::brief::points;
use crate::docs;
use crate::html::Html;
use crate::page::headed;
use crate::section::{brief, opening};
use milepost_monitor::status::Status;

/// Writes the page.
pub(super) fn write(h: &mut Html, room: &Room) {
    let (view, strategy) = (&room.view, room.site.strategy);
    let answer = answer(view, Called::Titles);
    h.tag("header", &[("class", "opening"), ("id", "about")], |h| {
        if let Some((source, _)) = &strategy.source {
            h.leaf("p", &[("class", "source")], source);
        }
        h.leaf("h1", &[], &strategy.title);
        docs::write(h, "about", &strategy.docs.text);
        opening::answered(h, view, |h| opening::write_answer(h, view, &answer));
        h.leaf("p", &[("class", "facts")], &facts(room));
    });
    let known = evidence::all(room);
    contract::stale(h, room, &known);
    headline::write(h, room, &known);
    if let Some(status) = room.site.status {
        headed(h, "stands", room.words.say("overview.stands"), |h| stands(h, room, status));
    }
    if !view.measures.is_empty() {
        headed(h, "in-short", room.words.say("overview.short"), |h| {
            h.tag("ol", &[("class", "points")], |h| {
                points(view).iter().for_each(|point| brief::write_point(h, view, point));
            });
        });
    }
}

/// How many futures and pathways over which time, the day of the page, and the version.
fn facts(room: &Room) -> String {
    let mut facts = vec![opening::facts(&room.view)];
    if let Some(day) = room.site.as_of {
        facts.push(room.words.fill("overview.as-of", &[("day", &days::written(room.words, day))]));
    }
    let made = &room.site.summary.provenance;
    facts.push(format!("Milepost {}", made.milepost));
    facts.push(room.words.fill("overview.files", &[("hash", made.strategy.get(..8).unwrap_or(&made.strategy))]));
    facts.join(" \u{b7} ")
}

/// How many milestones, conditions, triggers and obligations are in which state.
fn stands(h: &mut Html, room: &Room, status: &Status) {
    let words = room.words;
    h.tag("dl", &[("class", "stands")], |h| {
        for kind in kinds(status).iter().filter(|kind| !kind.all.is_empty()) {
            let mut counts: Vec<(State, usize)> = Vec::new();
            for (one, n) in kind.all.iter().flat_map(|group| of_group(group, kind.state)) {
                match counts.iter_mut().find(|(known, _)| *known == one) {
                    Some((_, all)) => *all += n,
                    None => counts.push((one, n)),
                }
            }
            counted(h, room, (kind.title, "standing"), &counts);
        }
        if let Some(board) = room.site.board.filter(|board| !board.obligations.is_empty()) {
            let counts: Vec<(State, usize)> =
                board.counts().into_iter().map(|(state, n)| (obligation(state), n)).collect();
            counted(h, room, ("timeline.obligations", "board"), &counts);
        }
    });
    let next = status.milestones.iter().filter_map(|g| Some((g, g.found.first()?.deadline.as_ref()?)));
    let next = next.filter(|(_, d)| d.days_left >= 0 && d.late_days.is_none()).min_by_key(|(_, d)| d.days_left);
    if let Some((group, deadline)) = next {
        h.tag("p", &[], |h| {
            h.text(&words.fill("overview.next", &[("day", &days::rewritten(words, &deadline.due))]));
            h.text(" ");
            h.goto(&crate::anchor::value(&group.name), &group.title);
        });
    }
}

fn counted(h: &mut Html, room: &Room, (key, id): (&'static str, &str), counts: &[(State, usize)]) {
    h.tag("dt", &[], |h| h.goto(id, room.words.say(key)));
    h.tag("dd", &[], |h| {
        for (state, n) in counts {
            badge(h, room, *state);
            h.text(&format!(" {n} "));
        }
    });
}
