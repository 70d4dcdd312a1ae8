//! Recommendations by actor: what is asked, by when, and what it moves in the model.

use milepost_strategy::model::{ActorId, Recommendation};

use super::{fold, lead_in};
use crate::calendar::{date, end};
use crate::docs;
use crate::html::Html;
use crate::phrase::counted;
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
    let text = format!(
        "{}; {moves} of them move something in the model. How far each is delivered is uncertain.",
        counted(all, "recommendation", "recommendations")
    );
    lead_in(h, &text);
    let mut actors: Vec<Option<ActorId>> = (0..strategy.actors.len() as u32).map(|i| Some(ActorId(i))).collect();
    actors.push(None);
    for actor in actors {
        let of: Vec<&Recommendation> = strategy.recommendations.iter().filter(|r| r.actor == actor).collect();
        if of.is_empty() {
            continue;
        }
        let name = words::actor(strategy, actor).unwrap_or("No actor named");
        fold(h, name, &counted(of.len(), "recommendation", "recommendations"), |h| {
            h.tag("table", &[("class", "asks")], |h| {
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        for column in ["Asked", "Due", "In the model"] {
                            h.leaf("th", &[("scope", "col")], column);
                        }
                    });
                });
                h.tag("tbody", &[], |h| of.iter().for_each(|r| row(h, view, r)));
            });
        });
    }
}

fn row(h: &mut Html, view: &View, recommendation: &Recommendation) {
    let strategy = view.strategy;
    h.tag("tr", &[], |h| {
        h.tag("th", &[("scope", "row")], |h| {
            if let Some(title) = &recommendation.title {
                h.leaf("p", &[("class", "claim-title")], title);
            }
            docs::write(h, "claim-text", &recommendation.docs.text);
            let cited = docs::citations(&recommendation.docs).filter(|_| !recommendation.docs.text.contains('['));
            h.tag("p", &[("class", "quiet")], |h| {
                h.leaf("code", &[], &recommendation.name);
                if let Some(element) = words::element(strategy, recommendation.element) {
                    h.text(&format!(" {element}"));
                }
                if let Some(cited) = cited {
                    h.text(" ");
                    docs::inline(h, &cited);
                }
            });
        });
        let due = recommendation.due_date.map(date).or_else(|| Some(end(&strategy.time, recommendation.due?)));
        h.leaf("td", &[("data-label", "Due"), ("class", "due")], due.as_deref().unwrap_or("\u{2013}"));
        h.tag("td", &[("data-label", "In the model")], |h| effect(h, view, recommendation));
    });
}

fn effect(h: &mut Html, view: &View, recommendation: &Recommendation) {
    if recommendation.settings.is_empty() {
        let text = match &recommendation.no_effect {
            Some(reason) => format!("No effect in the model, because {}", reason.trim_end_matches('.')),
            None => "No effect in the model".into(),
        };
        h.leaf("p", &[("class", "quiet")], &text);
        return;
    }
    h.tag("ul", &[("class", "plain")], |h| {
        for setting in &recommendation.settings {
            h.leaf("li", &[], &words::setting(view.strategy, view.sources, setting));
        }
    });
    let share = milepost_strategy::model::Display { text: "share".into(), scale: 1.0 };
    let truth = milepost_strategy::model::Type::Truth;
    let (range, _) = words::distribution(&share, &truth, &recommendation.delivered.1);
    h.leaf("p", &[("class", "quiet")], &format!("delivered: {range}"));
}
