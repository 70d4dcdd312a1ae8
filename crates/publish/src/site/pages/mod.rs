//! The pages, one file each; what the report has already, they take from there.

mod contract;
mod fails;
mod levers;
mod milestones;
mod overview;
mod timeline;

use super::Room;
use super::name::PageName;
use crate::html::Html;
use crate::page::SECTIONS;

/// A section of the report, and the key of its heading.
type Part = (&'static str, &'static str);

/// Writes what is between head and foot.
pub(super) fn write(h: &mut Html, room: &Room, name: PageName) {
    match name {
        PageName::Overview => overview::write(h, room),
        PageName::Compare => put(
            h,
            room,
            &[
                ("pathways", "section.pathways"),
                ("charts", "section.charts"),
                ("places", "section.places"),
                ("robustness", "section.robustness"),
                ("regimes", "section.regimes"),
            ],
        ),
        PageName::Levers => levers::write(h, room),
        PageName::Dynamics => {
            put(h, room, &[("dynamics", "section.dynamics"), ("loops", "section.loops"), ("links", "section.links")])
        }
        PageName::Fails => fails::write(h, room),
        PageName::Recommendations => put(h, room, &[("recommendations", "section.recommendations")]),
        PageName::Milestones => milestones::write(h, room),
        PageName::Contract => contract::write(h, room),
        PageName::Assumptions => put(
            h,
            room,
            &[
                ("assumptions", "section.assumptions"),
                ("history", "section.history"),
                ("source", "section.source"),
                ("reproduce", "section.reproduce"),
            ],
        ),
        PageName::Claims => put(h, room, &[("claims", "section.claims")]),
    }
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
