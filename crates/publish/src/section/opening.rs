//! The head of the page: title, question, and the answer with its strength.

use crate::answer::{Answer, Called, Strength, answer};
use crate::calendar::{date, span};
use crate::chart::bar;
use crate::docs;
use crate::html::Html;
use crate::numbers::percent;
use crate::phrase::{Phrase, Piece};
use crate::view::View;

/// Writes the head.
pub(crate) fn write(h: &mut Html, view: &View) {
    let strategy = view.strategy;
    let answer = answer(view, Called::Titles);
    h.tag("header", &[("class", "opening"), ("id", "about")], |h| {
        if let Some((source, _)) = &strategy.source {
            h.leaf("p", &[("class", "source")], source);
        }
        h.leaf("h1", &[], &strategy.title);
        docs::write(h, "about", &strategy.docs.text);
        answered(h, view, |h| write_answer(h, view, &answer));
        h.leaf("p", &[("class", "facts")], &facts(view));
    });
}

/// Writes the question, and below it what `body` answers.
pub(crate) fn answered(h: &mut Html, view: &View, body: impl FnOnce(&mut Html)) {
    let label = view.words.say("overview.answer");
    h.tag("section", &[("id", "answer"), ("class", "answer"), ("aria-label", label)], |h| {
        if let Some(question) = &view.strategy.question {
            h.leaf("p", &[("class", "question")], question);
        }
        body(h);
    });
}

pub(crate) fn write_answer(h: &mut Html, view: &View, answer: &Answer) {
    h.tag("p", &[("class", "headline")], |h| answer.headline.write(h));
    if let Some(strength) = &answer.strength {
        h.tag("figure", &[("class", "strength-box")], |h| {
            bar::strength(h, strength);
            h.tag("figcaption", &[], |h| shares(h, view, strength));
        });
    }
    if !answer.beside.is_empty() {
        h.tag("ul", &[("class", "beside")], |h| {
            for phrase in &answer.beside {
                h.tag("li", &[], |h| phrase.write(h));
            }
        });
    }
}

/// The words under the bar, each at the side of its part.
fn shares(h: &mut Html, view: &View, strength: &Strength) {
    let (better, worse) = (strength.better, strength.worse);
    let same = (1.0 - better - worse).max(0.0);
    let (pathway, reference) = strength.pathways;
    let parts =
        [("better", "opening.better", better), ("same", "opening.same", same), ("worse", "opening.worse", worse)];
    for (class, key, share) in parts {
        if share > 0.0005 {
            h.tag("span", &[("class", &format!("part {class}"))], |h| {
                h.fill(key, |h, _| h.leaf("b", &[], &percent(share)));
            });
        }
    }
    h.tag("span", &[("class", "part whom")], |h| {
        let name = |pathway: usize| Piece::Name(view.title(pathway).into());
        let named = [("pathway", name(pathway)), ("reference", name(reference))];
        Phrase::filled(view.words.say("opening.against"), &named).write(h);
    });
}

/// How many futures and pathways, over which time.
pub(crate) fn facts(view: &View) -> String {
    let mut facts = vec![
        view.words.counted(view.futures as usize, ("opening.futures-one", "opening.futures-many")),
        view.words.counted(view.summary.pathways.len(), ("opening.pathways-one", "opening.pathways-many")),
        span(view.words, &view.strategy.time),
    ];
    if let Some(decision) = view.strategy.time.decide_date {
        facts.push(view.words.fill("opening.decision", &[("day", &date(view.words, decision))]));
    }
    facts.join(" \u{b7} ")
}
