//! The causal links that the source states, held against the model.

use milepost_explore::links::{Finding, LinkFinding};
use milepost_strategy::model::{Link, LinkClaim};

use super::{fold, lead_in};
use crate::anchor;
use crate::code;
use crate::docs;
use crate::elements::{element_name, slice};
use crate::html::Html;
use crate::numbers::{count, of_hundred, percent};
use crate::order::natural;
use crate::phrase::titled;
use crate::studies::missing;
use crate::view::View;
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.links.is_empty()
}

/// The order in which findings stand: what speaks against the source first.
const ORDER: [(Option<Finding>, &str, &str); 5] = [
    (Some(Finding::Contradicted), "links.contradicted", "links.contradicted-means"),
    (Some(Finding::Weak), "links.weak", "links.weak-means"),
    (Some(Finding::Found), "links.found", "links.found-means"),
    (Some(Finding::Absent), "links.absent", "links.absent-means"),
    (None, "links.unasked", "links.unasked-means"),
];

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let (links, words) = (&view.strategy.links, h.words);
    let study = view.links();
    let found = |link: &Link| study.and_then(|s| s.links.iter().find(|f| f.name == link.name));
    let kind = |link: &Link| match (&link.claim, found(link)) {
        (LinkClaim::Absent(_), _) => Some(Finding::Absent),
        (_, finding) => finding.map(|f| f.finding),
    };
    let mut text = words.counted(links.len(), ("links.lead-one", "links.lead-many"));
    if let Some(study) = study {
        text += &format!(" {}", words.fill("links.futures", &[("n", &count(study.futures))]));
    }
    lead_in(h, &text);
    if study.is_none() {
        missing(h, words.say("links.missing"), view.studies.links.is_some(), "milepost check .");
    }
    let futures = study.map_or(0, |s| s.futures);
    for (wanted, title, meaning) in ORDER {
        let mut here: Vec<&Link> = links.iter().filter(|link| kind(link) == wanted).collect();
        here.sort_by(|a, b| natural(&a.name, &b.name));
        if here.is_empty() {
            continue;
        }
        let note = words.fill(meaning, &[("n", &count(here.len() as u64))]);
        fold(h, words.say(title), &note, |h| {
            h.tag("table", &[("class", "links")], |h| {
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        for column in ["links.link", "links.ends", "links.in-model"] {
                            h.leaf("th", &[("scope", "col")], words.say(column));
                        }
                    });
                });
                h.tag("tbody", &[], |h| here.iter().for_each(|link| row(h, view, link, found(link), futures)));
            });
        });
    }
}

fn row(h: &mut Html, view: &View, link: &Link, finding: Option<&LinkFinding>, futures: u64) {
    let words = h.words;
    h.tag("tr", &[("id", &anchor::link(&link.name))], |h| {
        h.tag("th", &[("scope", "row")], |h| {
            let title = link.title.clone().unwrap_or_else(|| titled(&link.name));
            h.leaf("p", &[("class", "claim-text")], &title);
            docs::write_beside_grounds(h, "claim-text", &link.docs);
            h.tag("p", &[("class", "quiet")], |h| {
                h.leaf("code", &[], &link.name);
                h.text(" ");
                docs::inline(h, &docs::citations(&link.docs).unwrap_or_default());
            });
        });
        h.tag("td", &[("data-label", words.say("links.ends"))], |h| ends(h, view, &link.claim));
        h.tag("td", &[("data-label", words.say("links.in-model"))], |h| match (&link.claim, finding) {
            (LinkClaim::Absent(reason), _) => docs::inline(h, &words.fill("links.left-out", &[("reason", reason)])),
            (_, Some(f)) => {
                h.text(&words.fill("links.with-sign", &[("futures", &of_hundred(view.words, f.with, futures))]));
                let shares = [("against", &*percent(f.against)), ("unmoved", &*percent(f.unmoved))];
                let rest = words.fill("links.against", &shares);
                h.leaf("span", &[("class", "quiet line")], &rest);
            }
            (_, None) => h.leaf("span", &[("class", "quiet")], words.say("links.not-asked")),
        });
    });
}

fn ends(h: &mut Html, view: &View, claim: &LinkClaim) {
    let LinkClaim::Present { source, elements, raises, target, within, under } = claim else {
        super::dash(h, h.words.say("links.not-in-model"));
        return;
    };
    code::variable(h, view, *source);
    let variable = view.strategy.variable(*source);
    if let Some(elements) = elements {
        let named = slice(view.strategy, variable, elements).unwrap_or_else(|| {
            let names = elements.iter().map(|i| element_name(view.strategy, variable, *i));
            names.collect::<Vec<_>>().join(if variable.dims.len() > 1 { "; " } else { ", " })
        });
        if !named.is_empty() {
            h.text(&format!(" {}", h.words.fill("links.in-places", &[("places", &named)])));
        }
    }
    let verb = h.words.say(if *raises { "links.raises" } else { "links.lowers" });
    h.leaf("b", &[], &format!(" {verb} "));
    h.tag("code", &[], |h| code::write(h, view, &docs::snippet(view.sources, target.span), ""));
    let time = &view.strategy.time;
    let within = within.map(|w| h.words.fill("links.within", &[("time", &words::duration(view.words, time, w))]));
    let under = under.map(|p| h.words.fill("links.under", &[("pathway", &view.strategy.pathways[p.index()].title)]));
    let facts: Vec<String> = within.into_iter().chain(under).collect();
    if !facts.is_empty() {
        h.leaf("span", &[("class", "quiet line")], &facts.join(", "));
    }
}
