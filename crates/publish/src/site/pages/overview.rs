//! The question, the answer with its strength, and the numbers that matter most.

use super::super::Room;
use crate::answer::{Called, answer};
use crate::brief::points;
use crate::docs;
use crate::html::Html;
use crate::section::{brief, opening};

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
        h.tag("section", &[("id", "answer"), ("class", "answer"), ("aria-label", "Question and answer")], |h| {
            if let Some(question) = &strategy.question {
                h.leaf("p", &[("class", "question")], question);
            }
            opening::write_answer(h, view, &answer);
        });
        h.leaf("p", &[("class", "facts")], &opening::facts(view));
    });
    h.tag("ol", &[("class", "points")], |h| points(view).iter().for_each(|point| brief::write_point(h, view, point)));
}
