//! The paragraphs of the source: in which element each stands, and which declarations cite it.  What they say is for the
//! source itself to say.

use std::collections::BTreeSet;

use milepost_strategy::model::{ChartKind, Element, Setting};
use milepost_syntax::ast::Docs;

use super::{fold, lead_in};
use crate::anchor;
use crate::html::Html;
use crate::phrase::titled;
use crate::view::View;
use crate::words;

/// A source that claims more paragraphs has only those listed that are cited.
const MOST: u32 = 600;

pub(crate) fn present(view: &View) -> bool {
    !paragraphs(view).is_empty()
}

/// The paragraphs that the page lists; none where the source does not count them.
pub(crate) fn paragraphs(view: &View) -> BTreeSet<u32> {
    match &view.strategy.source {
        Some((_, Some((first, last)))) if last.saturating_sub(*first) < MOST => (*first..=*last).collect(),
        Some((_, Some((first, last)))) => {
            let cited = citing(view).into_iter().flat_map(|c| c.ranges.into_iter().map(|(a, _)| a));
            cited.filter(|p| (first..=last).contains(&p)).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let (all, citing) = (paragraphs(view), citing(view));
    let cites = |p: u32| citing.iter().filter(move |c| c.ranges.iter().any(|(a, b)| (*a..=*b).contains(&p)));
    let silent: Vec<String> = all.iter().filter(|p| cites(**p).next().is_none()).map(u32::to_string).collect();
    let title = view.strategy.source.as_ref().map_or("", |(title, _)| title);
    let words = view.words;
    let mut told = vec![words.fill("source.lead", &[("source", title)])];
    if !silent.is_empty() {
        told.push(words.fill("source.silent", &[("paragraphs", &silent.join(", "))]));
    }
    lead_in(h, &told.join(" "));
    for (element, paragraphs) in groups(view, &all) {
        let [Some(first), Some(last)] = [paragraphs.first(), paragraphs.last()] else { continue };
        let title = element.map_or(words.say("source.outside"), |e| e.title.as_str());
        let range = if first == last { format!("{first}") } else { format!("{first}\u{2013}{last}") };
        fold(h, title, &range, |h| {
            h.tag("dl", &[("class", "paragraphs")], |h| {
                for &paragraph in &paragraphs {
                    h.leaf("dt", &[("id", &anchor::paragraph(paragraph))], &paragraph.to_string());
                    h.tag("dd", &[], |h| {
                        let found: Vec<&Citing> = cites(paragraph).collect();
                        if found.is_empty() {
                            h.leaf("span", &[("class", "quiet")], words.say("source.cited-by-nothing"));
                        }
                        for (i, citing) in found.iter().enumerate() {
                            if i > 0 {
                                h.text("; ");
                            }
                            match &citing.anchor {
                                Some(anchor) => h.goto(anchor, &citing.title),
                                None => h.text(&citing.title),
                            }
                        }
                        if found.len() > 4 {
                            let keys = ("source.declarations-one", "source.declarations-many");
                            let count = words.counted(found.len(), keys);
                            h.leaf("span", &[("class", "quiet")], &format!(" {count}"));
                        }
                    });
                }
            });
        });
    }
}

/// Stretches of paragraphs in the same element, in order.
fn groups<'a>(view: &View<'a>, all: &BTreeSet<u32>) -> Vec<(Option<&'a Element>, Vec<u32>)> {
    let holds = |e: &&Element, p: u32| e.paragraphs.is_some_and(|(a, b)| (a..=b).contains(&p));
    let mut groups: Vec<(Option<&Element>, Vec<u32>)> = Vec::new();
    for &paragraph in all {
        let element = view.strategy.elements.iter().find(|e| holds(e, paragraph));
        match groups.last_mut() {
            Some((same, list)) if same.map(|e| &e.name) == element.map(|e| &e.name) => list.push(paragraph),
            _ => groups.push((element, vec![paragraph])),
        }
    }
    groups
}

/// A declaration that cites, and its place in the page.
struct Citing {
    anchor: Option<String>,
    title: String,
    ranges: Vec<(u32, u32)>,
}

/// All declarations that cite, as `milepost check` counts them.
fn citing(view: &View) -> Vec<Citing> {
    let s = view.strategy;
    let mut all: Vec<Citing> = Vec::new();
    let mut add = |anchor: Option<String>, title: &str, docs: &[&Docs]| {
        let ranges: Vec<(u32, u32)> = docs.iter().flat_map(|d| &d.citations).map(|c| (c.first, c.last)).collect();
        if !ranges.is_empty() {
            all.push(Citing { anchor, title: title.into(), ranges });
        }
    };
    let with = |docs, settings: &'_ [Setting]| -> Vec<Docs> {
        [docs].into_iter().chain(settings.iter().map(|x| x.docs.clone())).collect()
    };
    add(Some("about".into()), view.words.say("source.whole"), &[&s.docs]);
    let asked = !s.recommendations.is_empty();
    for x in &s.elements {
        add(asked.then(|| anchor::element(&x.name)), &x.title, &[&x.docs]);
    }
    for (i, x) in s.actors.iter().enumerate() {
        let asked = s.recommendations.iter().any(|r| r.actor.is_some_and(|a| a.index() == i));
        add(asked.then(|| anchor::actor(&x.name)), &x.title, &[&x.docs]);
    }
    for x in &s.recommendations {
        let docs = with(x.docs.clone(), &x.settings);
        add(Some(anchor::recommendation(&x.name)), &x.name, &docs.iter().collect::<Vec<_>>());
    }
    for x in &s.hypotheses {
        let judged = view.summary.claims.iter().any(|c| c.name == x.name);
        add(judged.then(|| anchor::claim(&x.name)), x.title.as_deref().unwrap_or(&x.name), &[&x.docs]);
    }
    for x in &s.regimes {
        let docs = with(x.docs.clone(), &x.settings);
        add(Some(anchor::regime(&x.name)), &x.title, &docs.iter().collect::<Vec<_>>());
    }
    for x in &s.pathways {
        let run = view.summary.pathways.iter().any(|p| p.name == x.name);
        add(run.then(|| anchor::pathway(&x.name)), &x.title, &[&x.docs]);
    }
    for x in &s.measures {
        let measured = view.measures.iter().any(|m| m.measure.name == x.name);
        add(measured.then(|| anchor::measure(&x.name)), &x.title, &[&x.docs]);
    }
    for x in s.charts.iter().filter(|c| c.kind == ChartKind::Plain) {
        let drawn = view.summary.charts.iter().any(|c| c.name == x.name);
        add(drawn.then(|| anchor::chart(&x.name)), &x.title, &[&x.docs]);
    }
    for x in &s.links {
        add(Some(anchor::link(&x.name)), &x.name, &[&x.docs]);
    }
    for x in &s.obligations {
        add(Some(anchor::obligation(&x.name)), &x.title, &[&x.docs]);
    }
    for x in &s.approvals {
        add(Some(anchor::approval(&x.name)), &x.title, &[&x.docs]);
    }
    for x in &s.formulas {
        add(None, &x.title, &[&x.docs]);
    }
    for x in &s.variables {
        add(Some(anchor::value(&x.name)), &words::title(x), &[&x.docs]);
    }
    for x in &s.lookups {
        add(Some(anchor::value(&x.name)), &titled(&x.name), &[&x.docs]);
    }
    for x in &s.dimensions {
        add(None, &titled(&x.name), &[&x.docs]);
    }
    all
}
