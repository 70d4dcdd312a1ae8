//! The sections of the report, one file each.

pub(crate) mod assumptions;
pub(crate) mod brief;
pub(crate) mod charts;
pub(crate) mod claims;
pub(crate) mod discover;
pub(crate) mod dynamics;
pub(crate) mod history;
mod in_charge;
pub(crate) mod links;
mod loop_bands;
pub(crate) mod loops;
pub(crate) mod method;
pub(crate) mod milestones;
pub(crate) mod opening;
pub(crate) mod pathways;
pub(crate) mod places;
pub(crate) mod recommendations;
pub(crate) mod regimes;
mod register;
pub(crate) mod robustness;
pub(crate) mod sensitivity;
pub(crate) mod source;
pub(crate) mod timing;
pub(crate) mod watch;
mod worth;

use crate::html::Html;

/// A box in which something wide scrolls by itself, reachable by keyboard.
pub(crate) fn scroll(h: &mut Html, label: &str, body: impl FnOnce(&mut Html)) {
    let attributes = [("class", "scroll"), ("aria-label", label), ("tabindex", "0")];
    h.tag("section", &attributes, body);
}

/// A sentence or two in front of what follows.
pub(crate) fn lead_in(h: &mut Html, text: &str) {
    h.leaf("p", &[("class", "lead-in")], text);
}

/// A dash, with the words it stands for where the page is read aloud.
pub(crate) fn dash(h: &mut Html, words: &str) {
    h.leaf("span", &[("class", "quiet"), ("aria-hidden", "true")], "\u{2013}");
    h.leaf("span", &[("class", "unseen")], words);
}

/// Something folded away on the screen and open in print.
pub(crate) fn fold(h: &mut Html, title: &str, note: &str, body: impl FnOnce(&mut Html)) {
    h.tag("details", &[("class", "fold")], |h| {
        h.tag("summary", &[], |h| {
            h.leaf("span", &[("class", "fold-title")], title);
            h.leaf("span", &[("class", "fold-note")], note);
        });
        body(h);
    });
}

/// The numbers of a picture, folded away on the screen and left out in print.
pub(crate) fn twin(h: &mut Html, body: impl FnOnce(&mut Html)) {
    h.tag("details", &[("class", "twin")], |h| {
        h.leaf("summary", &[], h.words.say("table.same"));
        body(h);
    });
}
