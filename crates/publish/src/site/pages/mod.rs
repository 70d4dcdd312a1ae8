//! The pages, one file each; what the report has already, they take from there.

mod contract;
mod downloads;
mod fails;
mod headline;
mod levers;
mod milestones;
mod overview;
mod recommendations;
mod timeline;

use super::Room;
use super::name::PageName;
use crate::html::Html;
use crate::page::{SECTIONS, headed};
use crate::studies::missing;

/// A section of the report, and the key of its heading.
type Part = (&'static str, &'static str);

/// Writes what is between head and foot.
pub(super) fn write(h: &mut Html, room: &Room, name: PageName) {
    match name {
        PageName::Overview => overview::write(h, room),
        PageName::Compare => compare(h, room),
        PageName::Levers => levers::write(h, room),
        PageName::Dynamics => dynamics(h, room),
        PageName::Fails => fails::write(h, room),
        PageName::Recommendations => recommendations::write(h, room),
        PageName::Milestones => milestones::write(h, room),
        PageName::Contract => contract::write(h, room),
        PageName::Assumptions => assumptions(h, room),
        PageName::Claims => put(h, room, &[("claims", "section.claims")]),
    }
    downloads::line(h, room, tables(name));
}

/// The tables behind a page.
fn tables(name: PageName) -> &'static [&'static str] {
    match name {
        PageName::Compare => &["outcomes", "measures", "bands", "robustness"],
        PageName::Levers => &["levers"],
        PageName::Dynamics => &["loops"],
        PageName::Fails => &["boxes", "sensitivity", "futures"],
        PageName::Milestones => &["milestones", "tipping"],
        PageName::Contract => &["evidence", "obligations"],
        PageName::Claims => &["claims"],
        PageName::Overview | PageName::Recommendations | PageName::Assumptions => &[],
    }
}

fn compare(h: &mut Html, room: &Room) {
    let parts = [("pathways", "section.pathways"), ("charts", "section.charts"), ("places", "section.places")];
    put(h, room, &parts);
    if room.view.robustness().is_none() && !room.view.measures.is_empty() {
        unmade(
            h,
            room,
            ("robustness", "section.robustness"),
            room.view.studies.robustness.is_some(),
            "milepost robustness .",
        );
    }
    put(h, room, &[("robustness", "section.robustness"), ("regimes", "section.regimes")]);
}

fn dynamics(h: &mut Html, room: &Room) {
    put(h, room, &[("dynamics", "section.dynamics")]);
    if !room.view.strategy.variables.is_empty() && !is_present(room, "loops") {
        unmade(h, room, ("loops", "section.loops"), room.view.studies.loops.is_some(), "milepost loops .");
    }
    put(h, room, &[("loops", "section.loops"), ("links", "section.links")]);
}

fn assumptions(h: &mut Html, room: &Room) {
    let parts = [
        ("assumptions", "section.assumptions"),
        ("history", "section.history"),
        ("source", "section.source"),
        ("reproduce", "section.reproduce"),
    ];
    put(h, room, &parts);
    headed(h, "data", room.words.say("data.title"), |h| match room.site.data.is_empty() {
        true => h.leaf("p", &[("class", "missing")], room.words.say("data.none")),
        false => downloads::all(h, room),
    });
}

/// A section of a study that has not been made for these files: which command makes it.
fn unmade(h: &mut Html, room: &Room, (id, key): Part, stale: bool, command: &str) {
    headed(h, id, room.words.say(key), |h| missing(h, room.words.say(key), stale, command));
}

fn is_present(room: &Room, id: &str) -> bool {
    SECTIONS.iter().any(|s| s.id == id && (s.present)(&room.view))
}

/// Writes sections of the report that have something to say.
fn put(h: &mut Html, room: &Room, parts: &[Part]) {
    for (id, key) in parts {
        let section = SECTIONS.iter().find(|s| s.id == *id);
        if let Some(section) = section.filter(|s| (s.present)(&room.view)) {
            section.put(h, &room.view, room.words.say(key));
        }
    }
}
