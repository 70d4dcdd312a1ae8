//! Tables that lie beside a page, each with the command that made it.

use super::super::Room;
use super::super::data::Data;
use crate::html::Html;
use crate::numbers::count;

/// A line for each of these tables that is there.
pub(super) fn line(h: &mut Html, room: &Room, names: &[&str]) {
    let all: Vec<&Data> = names.iter().filter_map(|name| room.site.data.iter().find(|d| d.name == *name)).collect();
    if all.is_empty() {
        return;
    }
    h.tag("section", &[("class", "downloads"), ("aria-label", room.words.say("data.here"))], |h| {
        h.tag("ul", &[], |h| all.iter().for_each(|data| h.tag("li", &[], |h| one(h, room, data))));
    });
}

/// All tables.
pub(super) fn all(h: &mut Html, room: &Room) {
    h.leaf("p", &[("class", "lead-in")], room.words.say("data.lead"));
    h.tag("div", &[("class", "downloads")], |h| {
        h.tag("ul", &[], |h| room.site.data.iter().for_each(|data| h.tag("li", &[], |h| one(h, room, data))));
    });
}

fn one(h: &mut Html, room: &Room, data: &Data) {
    h.leaf("span", &[("class", "holds")], &data.holds);
    h.leaf("span", &[("class", "quiet")], &room.words.fill("data.rows", &[("rows", &count(data.rows))]));
    for kind in &data.kinds {
        let href = format!("data/{}.{}", data.name, kind.end());
        h.leaf("a", &[("href", &href), ("download", "")], &format!("{}.{}", data.name, kind.end()));
    }
    h.leaf("code", &[], &data.command);
}
