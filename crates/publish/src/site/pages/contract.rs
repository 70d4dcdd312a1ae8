//! What is known and from whom, and who owes what to whom.

use milepost_monitor::contract::{Board, Standing};
use milepost_strategy::model::Strategy;

use super::super::evidence::{self, Known};
use super::super::standing::{badge, obligation};
use super::super::{Room, days};
use crate::anchor;
use crate::docs;
use crate::html::Html;
use crate::page::headed;
use crate::section::{fold, scroll, watch};
use crate::terminal::contract::more;
use crate::words;

/// Writes the page.
pub(super) fn write(h: &mut Html, room: &Room) {
    let words = room.words;
    let known = evidence::all(room);
    headed(h, "evidence", words.say("evidence.title"), |h| {
        if known.is_empty() {
            h.leaf("p", &[("class", "missing")], words.say("evidence.none"));
            return;
        }
        stale(h, room, &known);
        observed(h, room, &known);
    });
    headed(h, "board", words.say("board.title"), |h| match room.site.board {
        Some(board) if !board.obligations.is_empty() => self::board(h, room, board),
        _ => h.leaf("p", &[("class", "missing")], words.say("board.none")),
    });
    let strategy = room.site.strategy;
    if !strategy.obligations.is_empty() || !strategy.approvals.is_empty() {
        headed(h, "terms", words.say("board.written"), |h| watch::write_promised(h, &room.view));
    }
}

/// Says which evidence is older than it should be.
pub(super) fn stale(h: &mut Html, room: &Room, known: &[Known]) {
    let late: Vec<&Known> = known.iter().filter(|k| k.late().is_some()).collect();
    if late.is_empty() {
        return;
    }
    let (day, many) =
        (room.site.as_of.map(|d| days::written(room.words, d)).unwrap_or_default(), late.len().to_string());
    h.tag("div", &[("class", "stale"), ("role", "note")], |h| {
        h.tag("p", &[], |h| {
            h.leaf("strong", &[], &room.words.fill("evidence.stale", &[("day", &day), ("n", &many)]));
        });
        h.tag("ul", &[], |h| {
            for one in late {
                let newest = one.source.and_then(|s| s.to.clone()).unwrap_or_default();
                h.tag("li", &[], |h| {
                    h.goto(&anchor::value(&one.variable.name), &words::title(one.variable));
                    h.text(&room.words.fill(
                        "evidence.stale-one",
                        &[("newest", &newest), ("missing", one.late().unwrap_or_default())],
                    ));
                });
            }
        });
        h.leaf("p", &[("class", "quiet")], room.words.say("evidence.stale-means"));
    });
}

/// Indicators with evidence as a table, the others in a list.
fn observed(h: &mut Html, room: &Room, known: &[Known]) {
    let words = room.words;
    let (with, without): (Vec<&Known>, Vec<&Known>) = known.iter().partition(|k| k.last().is_some());
    if !with.is_empty() {
        let columns = ["evidence.indicator", "evidence.latest", "evidence.from", "evidence.span", "evidence.judges"];
        scroll(h, words.say("evidence.title"), |h| {
            h.tag("table", &[("class", "board")], |h| {
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        columns.iter().for_each(|key| h.leaf("th", &[("scope", "col")], words.say(key)))
                    });
                });
                h.tag("tbody", &[], |h| with.iter().for_each(|one| h.tag("tr", &[], |h| row(h, room, one, &columns))));
            });
        });
    }
    if !without.is_empty() {
        h.leaf("h3", &[], words.say("evidence.without"));
        h.leaf("p", &[("class", "lead-in")], words.say("evidence.without-why"));
        h.tag("ul", &[("class", "notices")], |h| {
            for one in without {
                h.tag("li", &[], |h| {
                    h.goto(&anchor::value(&one.variable.name), &words::title(one.variable));
                    let needed = one.source.map(|s| s.needed_by.len()).unwrap_or(0).to_string();
                    let by = producer(room.site.strategy, one);
                    let told = words.fill("evidence.without-one", &[("by", &by), ("n", &needed)]);
                    h.leaf("span", &[("class", "quiet line")], &told);
                });
            }
        });
    }
}

/// Who produces an indicator, by title where it is an actor.
pub(super) fn producer(strategy: &Strategy, known: &Known) -> String {
    let Some(by) = &known.indicator.produced_by else { return String::new() };
    let actor = strategy.actors.iter().find(|a| a.name == *by).map(|a| a.title.clone());
    actor.unwrap_or_else(|| by.replace('_', " "))
}

fn row(h: &mut Html, room: &Room, known: &Known, columns: &[&'static str; 5]) {
    let words = room.words;
    h.tag("th", &[("scope", "row")], |h| {
        h.tag("p", &[("class", "claim-title")], |h| {
            h.goto(&anchor::value(&known.variable.name), &words::title(known.variable))
        });
        docs::write(h, "claim-text", &known.variable.docs.text);
    });
    let Some(last) = known.last() else { return };
    h.tag("td", &[("data-label", words.say(columns[1]))], |h| {
        h.leaf("span", &[("class", "big line")], &last.value);
        let of =
            [("period", last.period.clone()), ("known", last.places.0.to_string()), ("all", last.places.1.to_string())];
        let of = of.each_ref().map(|(name, text)| (*name, text.as_str()));
        let key = if last.places.1 > 1 { "evidence.of-places" } else { "evidence.of" };
        h.leaf("span", &[("class", "quiet line")], &words.fill(key, &of));
        if let Some(range) = &last.range {
            h.leaf("span", &[("class", "quiet line")], &words.fill("evidence.range", &[("range", range)]));
        }
        for earlier in &known.latest[1..] {
            let (known, all) = earlier.places;
            let mut told = format!("{}: {}", earlier.period, earlier.value);
            if known < all {
                let places = [("known", known.to_string()), ("all", all.to_string())];
                let places = places.each_ref().map(|(name, text)| (*name, text.as_str()));
                told = format!("{told}, {}", words.fill("evidence.places", &places));
            }
            h.leaf("span", &[("class", "quiet line")], &told);
        }
    });
    h.tag("td", &[("data-label", words.say(columns[2]))], |h| {
        h.leaf("span", &[("class", "line")], &producer(room.site.strategy, known));
        let origin = known.source.and_then(|s| s.origin.clone()).unwrap_or_default();
        let place = if last.rows.is_empty() { &origin } else { &last.rows };
        h.leaf("code", &[("class", "line")], place);
    });
    h.tag("td", &[("data-label", words.say(columns[3]))], |h| {
        let Some(source) = known.source else { return };
        let span = format!("{} \u{2013} {}", source.from.as_deref().unwrap_or(""), source.to.as_deref().unwrap_or(""));
        h.leaf("span", &[("class", "line")], &span);
        let (figures, missing) = (source.figures.to_string(), source.missing.to_string());
        let told = words.fill("evidence.figures", &[("figures", &figures), ("missing", &missing)]);
        h.leaf("span", &[("class", "quiet line")], &told);
        if known.late().is_some() {
            h.leaf("span", &[("class", "state near")], words.say("evidence.late"));
        }
    });
    h.tag("td", &[("data-label", words.say(columns[4]))], |h| {
        let needed = known.source.map(|s| &s.needed_by[..]).unwrap_or_default();
        if needed.is_empty() {
            h.leaf("span", &[("class", "quiet")], words.say("evidence.judges-nothing"));
        }
        for (i, name) in needed.iter().enumerate() {
            if i > 0 {
                h.text(", ");
            }
            h.goto(&anchor::value(name), &name.replace('_', " "));
        }
    });
}

/// Every obligation, those in trouble first.
fn board(h: &mut Html, room: &Room, board: &Board) {
    let words = room.words;
    let day = days::written(words, board.as_of);
    let many = board.obligations.len().to_string();
    h.tag("p", &[("class", "lead-in counts")], |h| {
        h.text(&words.fill("board.lead", &[("day", &day), ("n", &many)]));
        for (state, n) in board.counts() {
            h.text(" ");
            badge(h, room, obligation(state));
            h.text(&format!(" {n}"));
        }
    });
    match board.versions.last() {
        None => h.tag("p", &[("class", "missing")], |h| docs::inline(h, words.say("board.no-version"))),
        Some((_, version, signed)) => {
            let number = version.version.to_string();
            let names: Vec<String> = signed.iter().map(|name| party(room, Some(name))).collect();
            let by = if names.is_empty() { words.say("board.nobody").to_string() } else { names.join(", ") };
            h.leaf("p", &[("class", "lead-in")], &words.fill("board.version", &[("version", &number), ("by", &by)]));
        }
    }
    let mut all: Vec<&Standing> = board.obligations.iter().collect();
    all.sort_by_key(|s| (s.state, s.due.is_none(), s.due));
    table(h, room, board, &all);
    if !board.milestones.is_empty() {
        h.leaf("h3", &[], words.say("board.moved"));
        table(h, room, board, &board.milestones.iter().collect::<Vec<_>>());
    }
    if !board.unapplied.is_empty() {
        fold(h, words.say("board.unapplied"), &board.unapplied.len().to_string(), |h| {
            h.tag("ul", &[("class", "why")], |h| {
                board.unapplied.iter().for_each(|u| h.leaf("li", &[], &format!("{}: {}", u.seq, u.why)));
            });
        });
    }
}

fn table(h: &mut Html, room: &Room, board: &Board, all: &[&Standing]) {
    let words = room.words;
    let columns = ["board.what", "board.state", "board.due", "board.who", "board.said"];
    scroll(h, words.say("board.title"), |h| {
        h.tag("table", &[("class", "board")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| columns.iter().for_each(|key| h.leaf("th", &[("scope", "col")], words.say(key))));
            });
            h.tag("tbody", &[], |h| {
                for standing in all {
                    let term = &standing.term;
                    let declared = room.site.strategy.obligations.iter().any(|o| o.name == term.name);
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| {
                            h.tag("p", &[("class", "claim-title")], |h| match declared {
                                true => h.goto(&anchor::obligation(&term.name), &term.title),
                                false => h.text(&term.title),
                            });
                        });
                        h.tag("td", &[("data-label", words.say(columns[1]))], |h| {
                            badge(h, room, obligation(standing.state))
                        });
                        let due = standing.due.map(|d| days::written(words, d));
                        let due = due.unwrap_or_else(|| words.say("board.no-date").into());
                        h.leaf("td", &[("data-label", words.say(columns[2]))], &due);
                        h.tag("td", &[("data-label", words.say(columns[3]))], |h| parties(h, room, standing));
                        h.tag("td", &[("data-label", words.say(columns[4]))], |h| {
                            let said = more(words, standing, board);
                            if said.is_empty() {
                                h.leaf("span", &[("class", "quiet")], words.say("board.nothing-said"));
                            }
                            said.iter().for_each(|line| h.leaf("span", &[("class", "line quiet")], line));
                        });
                    });
                }
            });
        });
    });
}

fn parties(h: &mut Html, room: &Room, standing: &Standing) {
    let term = &standing.term;
    let (debtor, creditor) = (party(room, term.debtor.as_ref()), party(room, term.creditor.as_ref()));
    let key = if creditor.is_empty() { "board.owes" } else { "board.owes-to" };
    h.leaf("span", &[("class", "line")], &room.words.fill(key, &[("debtor", &debtor), ("creditor", &creditor)]));
    if term.overseer.is_some() {
        let overseer = party(room, term.overseer.as_ref());
        h.leaf("span", &[("class", "line quiet")], &room.words.fill("board.oversees", &[("overseer", &overseer)]));
    }
}

/// A party by its title.
fn party(room: &Room, name: Option<&String>) -> String {
    let Some(name) = name else { return String::new() };
    let actor = room.site.strategy.actors.iter().find(|a| a.name == *name);
    actor.map_or_else(|| name.clone(), |a| a.title.clone())
}
