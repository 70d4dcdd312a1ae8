//! In which futures a pathway fails, what the results depend on, and all futures beside each other.

use super::super::Room;
use super::put;
use crate::html::Html;
use crate::page::headed;
use crate::section::discover;
use crate::studies::missing;

/// Writes the page.
pub(super) fn write(h: &mut Html, room: &Room) {
    let (view, words) = (&room.view, room.words);
    headed(h, "discover", words.say("section.discover"), |h| {
        if !discover::present(view) {
            missing(h, words.say("section.discover"), !view.studies.discover.is_empty(), "milepost discover .");
        } else if discover::write_framed(h, view, &|h, pathway, draw| frame(h, room, pathway, &|h| draw(h))) {
            return;
        }
        // Without a picture of the study the script draws one.
        if room.site.live {
            h.leaf("h3", &[], words.say("fails.futures"));
            let first = view.choices().next().and_then(|p| view.summary.pathways.get(p));
            frame(h, room, first.map_or("", |p| &p.name), &|_| {});
        }
    });
    if view.studies.sensitivity.is_empty() {
        headed(h, "sensitivity", words.say("section.sensitivity"), |h| {
            missing(h, words.say("section.sensitivity"), false, "milepost sensitivity .");
        });
    }
    put(h, room, &[("sensitivity", "section.sensitivity")]);
}

/// The picture of futures, which the script makes one of all futures that can be limited axis by axis.
fn frame(h: &mut Html, room: &Room, pathway: &str, draw: &dyn Fn(&mut Html)) {
    if room.site.live {
        h.tag("p", &[("class", "field")], |h| choice(h, room, pathway));
    }
    h.tag("figure", &[("id", "parallel"), ("data-pathway", pathway)], |h| draw(h));
    if room.site.live {
        h.tag("p", &[("id", "parallel-state"), ("role", "status"), ("class", "quiet")], |_| {});
        h.tag("ol", &[("id", "parallel-futures")], |_| {});
        h.tag("div", &[("id", "future")], |_| {});
    }
}

/// Whose futures are shown.
fn choice(h: &mut Html, room: &Room, shown: &str) {
    h.leaf("label", &[("for", "pathway")], room.words.say("fails.pathway"));
    h.tag("select", &[("id", "pathway"), ("autocomplete", "off")], |h| {
        for (at, pathway) in room.view.summary.pathways.iter().enumerate() {
            let chosen = [("value", pathway.name.as_str()), ("selected", "")];
            h.leaf("option", if pathway.name == shown { &chosen[..] } else { &chosen[..1] }, room.view.title(at));
        }
    });
}
