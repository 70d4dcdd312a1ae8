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
use crate::phrase::{counted, titled};
use crate::studies::missing;
use crate::view::View;
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.links.is_empty()
}

/// The order in which findings stand: what speaks against the source first.
const ORDER: [(Option<Finding>, &str, &str); 5] = [
    (Some(Finding::Contradicted), "Contradicted", "the target moves against the stated sign in most futures"),
    (Some(Finding::Weak), "Weak", "the sign is open, or little moves"),
    (Some(Finding::Found), "Found", "the target moves with the stated sign in at least 90 of 100 futures"),
    (Some(Finding::Absent), "Left out", "the model leaves it out, and says why"),
    (None, "Not asked yet", ""),
];

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let links = &view.strategy.links;
    let study = view.links();
    let found = |link: &Link| study.and_then(|s| s.links.iter().find(|f| f.name == link.name));
    let kind = |link: &Link| match (&link.claim, found(link)) {
        (LinkClaim::Absent(_), _) => Some(Finding::Absent),
        (_, finding) => finding.map(|f| f.finding),
    };
    let mut text = format!(
        "{}, each asked of the model: its source is moved from the decision on, and its target watched.",
        counted(links.len(), "causal link of the source", "causal links of the source")
    );
    if let Some(study) = study {
        text += &format!(" Asked of {} futures.", count(study.futures));
    }
    lead_in(h, &text);
    if study.is_none() {
        missing(h, "What the model says of them", view.studies.links.is_some(), "milepost check .");
    }
    let futures = study.map_or(0, |s| s.futures);
    for (wanted, title, meaning) in ORDER {
        let mut here: Vec<&Link> = links.iter().filter(|link| kind(link) == wanted).collect();
        here.sort_by(|a, b| natural(&a.name, &b.name));
        if here.is_empty() {
            continue;
        }
        let note = match meaning {
            "" => count(here.len() as u64),
            meaning => format!("{}: {meaning}", here.len()),
        };
        fold(h, title, &note, |h| {
            h.tag("table", &[("class", "links")], |h| {
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        for column in ["Link", "From and to", "In the model"] {
                            h.leaf("th", &[("scope", "col")], column);
                        }
                    });
                });
                h.tag("tbody", &[], |h| here.iter().for_each(|link| row(h, view, link, found(link), futures)));
            });
        });
    }
}

fn row(h: &mut Html, view: &View, link: &Link, finding: Option<&LinkFinding>, futures: u64) {
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
        h.tag("td", &[("data-label", "From and to")], |h| ends(h, view, &link.claim));
        h.tag("td", &[("data-label", "In the model")], |h| match (&link.claim, finding) {
            (LinkClaim::Absent(reason), _) => docs::inline(h, &format!("left out: {reason}")),
            (_, Some(f)) => {
                let of = |share: f64| of_hundred(share, futures);
                h.text(&format!("with the sign in {} futures", of(f.with)));
                let rest = format!("against it in {}, unmoved in {}", percent(f.against), percent(f.unmoved));
                h.leaf("span", &[("class", "quiet line")], &rest);
            }
            (_, None) => h.leaf("span", &[("class", "quiet")], "not asked yet"),
        });
    });
}

fn ends(h: &mut Html, view: &View, claim: &LinkClaim) {
    let LinkClaim::Present { source, elements, raises, target, within, under } = claim else {
        super::dash(h, "not in the model");
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
            h.text(&format!(" in {named}"));
        }
    }
    h.leaf("b", &[], if *raises { " raises " } else { " lowers " });
    h.tag("code", &[], |h| code::write(h, view, &docs::snippet(view.sources, target.span), ""));
    let time = &view.strategy.time;
    let within = within.map(|w| format!("within {}", words::duration(time, w)));
    let under = under.map(|p| format!("under {}", view.strategy.pathways[p.index()].title));
    let facts: Vec<String> = within.into_iter().chain(under).collect();
    if !facts.is_empty() {
        h.leaf("span", &[("class", "quiet line")], &facts.join(", "));
    }
}
