//! What is asked, by element and by actor: by when, what it moves in the model, and what it is worth.

use milepost_explore::worth::By;
use milepost_strategy::model::{ActorId, ElementId, Recommendation};

use super::worth::{self, Study};
use super::{dash, fold, lead_in};
use crate::anchor;
use crate::calendar::{date, end};
use crate::docs;
use crate::html::Html;
use crate::view::View;
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.recommendations.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let strategy = view.strategy;
    let moves = strategy.recommendations.iter().filter(|r| !r.settings.is_empty()).count();
    let all = strategy.recommendations.len();
    let values = [("all", &*asks(h, all)), ("moves", &*moves.to_string())];
    let text = h.words.fill("asked.delivered-in-part", &values);
    lead_in(h, &text);
    worth::said_missing(h, view);
    worth::reading(h, view);
    worth::table(h, view, By::Element);
    worth::table(h, view, By::Actor);
    by_element(h, view);
    by_actor(h, view);
}

/// `3 recommendations`
fn asks(h: &Html, n: usize) -> String {
    h.words.counted(n, ("asked.asks-one", "asked.asks-many"))
}

/// Every recommendation in full, in the element it belongs to.
fn by_element(h: &mut Html, view: &View) {
    let strategy = view.strategy;
    let study = worth::studies(view, By::Recommendation).into_iter().next();
    h.leaf("h3", &[], h.words.say("asked.by-element"));
    let elements = (0..strategy.elements.len() as u32).map(|i| Some(ElementId(i)));
    for element in elements.chain([None]) {
        let of: Vec<&Recommendation> = strategy.recommendations.iter().filter(|r| r.element == element).collect();
        let declared = element.map(|e| &strategy.elements[e.index()]);
        if of.is_empty() && declared.is_none() {
            continue;
        }
        let title = declared.map_or(h.words.say("asked.no-element"), |e| e.title.as_str());
        let write = |h: &mut Html| {
            if of.is_empty() {
                h.leaf("p", &[("class", "quiet")], h.words.say("asked.nothing"));
                return;
            }
            table(h, view, &of, study.as_ref());
        };
        let note = asks(h, of.len());
        match declared {
            Some(e) => h.tag("div", &[("id", &anchor::element(&e.name))], |h| fold(h, title, &note, write)),
            None => fold(h, title, &note, write),
        }
    }
}

fn table(h: &mut Html, view: &View, of: &[&Recommendation], study: Option<&Study>) {
    let class = if study.is_some() { "asks weighed" } else { "asks" };
    h.tag("table", &[("class", class)], |h| {
        h.tag("thead", &[], |h| {
            h.tag("tr", &[], |h| {
                let worth = study.map(|_| "asked.worth");
                for column in ["asked.asked", "asked.day", "asked.effect"].into_iter().chain(worth) {
                    h.leaf("th", &[("scope", "col")], h.words.say(column));
                }
            });
        });
        h.tag("tbody", &[], |h| of.iter().for_each(|r| row(h, view, r, study)));
    });
}

fn row(h: &mut Html, view: &View, recommendation: &Recommendation, study: Option<&Study>) {
    h.tag("tr", &[("id", &anchor::recommendation(&recommendation.name))], |h| {
        h.tag("th", &[("scope", "row")], |h| {
            if let Some(title) = &recommendation.title {
                h.leaf("p", &[("class", "claim-title")], title);
            }
            docs::write(h, "claim-text", &recommendation.docs.text);
            let cited = docs::citations(&recommendation.docs).filter(|_| !recommendation.docs.text.contains('['));
            h.tag("p", &[("class", "quiet")], |h| {
                h.leaf("code", &[], &recommendation.name);
                if let Some(actor) = recommendation.actor.and_then(|a| view.strategy.actors.get(a.index())) {
                    h.text(" ");
                    h.goto(&anchor::actor(&actor.name), &actor.title);
                }
                if let Some(cited) = cited {
                    h.text(" ");
                    docs::inline(h, &cited);
                }
            });
        });
        let label = h.words.say("asked.day");
        h.leaf("td", &[("data-label", label), ("class", "due")], &due(view, recommendation));
        h.tag("td", &[("data-label", h.words.say("asked.effect"))], |h| effect(h, view, recommendation));
        if let Some(study) = study {
            h.tag("td", &[("data-label", h.words.say("asked.worth"))], |h| match study.part(&recommendation.name) {
                Some(part) => study.write(h, &format!("worth-of-{}", anchor::recommendation(&part.name)), part),
                None => dash(h, h.words.say("asked.not-weighed")),
            });
        }
    });
}

fn due(view: &View, recommendation: &Recommendation) -> String {
    let due = recommendation.due.map(|due| end(view.words, &view.strategy.time, due));
    recommendation.due_date.map(|day| date(view.words, day)).or(due).unwrap_or_else(|| "\u{2013}".into())
}

fn effect(h: &mut Html, view: &View, recommendation: &Recommendation) {
    if recommendation.settings.is_empty() {
        let text = match &recommendation.no_effect {
            Some(reason) => h.words.fill("asked.no-effect-because", &[("reason", reason.trim_end_matches('.'))]),
            None => h.words.say("asked.no-effect").into(),
        };
        h.tag("p", &[("class", "quiet")], |h| docs::inline(h, &text));
        return;
    }
    h.tag("ul", &[("class", "plain")], |h| {
        for setting in &recommendation.settings {
            let lever = view.strategy.variable(setting.lever);
            let (title, text) = (words::title(lever), words::setting(view.words, view.strategy, view.sources, setting));
            h.tag("li", &[], |h| match text.strip_prefix(&title) {
                Some(rest) => {
                    h.goto(&anchor::value(&lever.name), &title);
                    h.text(rest);
                }
                None => h.text(&text),
            });
        }
    });
    let share = milepost_strategy::model::Display { text: "share".into(), scale: 1.0 };
    let truth = milepost_strategy::model::Type::Truth;
    let (range, _) = words::distribution(view.words, &share, &truth, &recommendation.delivered.1);
    h.leaf("p", &[("class", "quiet")], &h.words.fill("asked.delivered", &[("range", &range)]));
}

/// The same by who is asked, in a line each.
fn by_actor(h: &mut Html, view: &View) {
    let strategy = view.strategy;
    let study = worth::studies(view, By::Actor).into_iter().next();
    h.leaf("h3", &[], h.words.say("asked.by-actor"));
    let actors = (0..strategy.actors.len() as u32).map(|i| Some(ActorId(i)));
    for actor in actors.chain([None]) {
        let of: Vec<&Recommendation> = strategy.recommendations.iter().filter(|r| r.actor == actor).collect();
        let declared = actor.map(|a| &strategy.actors[a.index()]);
        if of.is_empty() && declared.is_none_or(|a| study.as_ref().is_none_or(|s| s.part(&a.name).is_none())) {
            continue;
        }
        let title = declared.map_or(h.words.say("asked.no-actor"), |a| a.title.as_str());
        let note = asks(h, of.len());
        let write = |h: &mut Html| {
            h.tag("ul", &[("class", "asked")], |h| of.iter().for_each(|r| asked(h, view, r)));
        };
        match declared {
            Some(a) => h.tag("div", &[("id", &anchor::actor(&a.name))], |h| fold(h, title, &note, write)),
            None => fold(h, title, &note, write),
        }
    }
}

fn asked(h: &mut Html, view: &View, recommendation: &Recommendation) {
    h.tag("li", &[], |h| {
        h.goto(&anchor::recommendation(&recommendation.name), &recommendation.name);
        h.text(" ");
        let words = recommendation.title.clone().unwrap_or_else(|| docs::words(&recommendation.docs.text));
        h.text(&words);
        let due = h.words.fill("asked.due-by", &[("day", &due(view, recommendation))]);
        h.leaf("span", &[("class", "quiet")], &format!(" {due}"));
    });
}
