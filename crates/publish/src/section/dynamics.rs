//! The dynamics of the strategy, drawn from the equations: how its elements lean on each other, then sector by sector.

use std::collections::BTreeSet;

use milepost_explore::structure::{Acts, Graph, Loops, Sign, elements, loops};
use milepost_strategy::model::{Strategy, Variable, VariableId, VariableKind};

use super::{fold, lead_in, scroll};
use crate::anchor;
use crate::chart::causal::{self, Arrow, LARGE, Node, SMALL};
use crate::code;
use crate::html::Html;
use crate::phrase::titled;
use crate::view::View;
use crate::words;

/// Names in one picture.
const MOST: usize = 14;

/// Loops named beside a picture.
const LOOPS: usize = 6;

/// Names of what moves a sector from outside.
const INPUTS: usize = 6;

pub(crate) fn present(view: &View) -> bool {
    let graph = Graph::new(view.strategy);
    !sectors(view, &graph).is_empty() || !elements(view.strategy, &graph).is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    lead_in(h, h.words.say("dynamics.lead"));
    key(h);
    let graph = Graph::new(view.strategy);
    let acts = elements(view.strategy, &graph);
    if !acts.is_empty() {
        whole(h, view, &acts);
    }
    let sectors = sectors(view, &graph);
    if sectors.is_empty() {
        return;
    }
    h.leaf("h3", &[], h.words.say("dynamics.sectors"));
    lead_in(h, h.words.say("dynamics.sectors-lead"));
    h.tag("div", &[("class", "sectors")], |h| {
        for sector in &sectors {
            sector.write(h, view, &graph);
        }
    });
}

/// The files with something to draw: more than one influence.
fn sectors(view: &View, graph: &Graph) -> Vec<Sector> {
    let files = 0..view.sources.files().count() as u32;
    let all = files.filter_map(|file| Sector::new(view.strategy, graph, file));
    all.filter(|sector| sector.shown.edges.len() > 1).collect()
}

fn key(h: &mut Html) {
    let entry = |h: &mut Html, class: &str, words: &'static str| {
        h.tag("li", &[], |h| {
            h.leaf("span", &[("class", &format!("key {class}")), ("aria-hidden", "true")], "");
            h.leaf("span", &[], h.words.say(words));
        });
    };
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, "plus", "dynamics.key-plus");
        entry(h, "minus", "dynamics.key-minus");
        entry(h, "open", "dynamics.key-open");
        entry(h, "boxed", "dynamics.key-stock");
        entry(h, "moved", "dynamics.key-lever");
    });
}

/// The elements and how they act on each other.
fn whole(h: &mut Html, view: &View, acts: &[Acts]) {
    let (strategy, words) = (view.strategy, h.words);
    h.leaf("h3", &[], words.say("dynamics.elements"));
    lead_in(h, words.say("dynamics.elements-lead"));
    let nodes = strategy.elements.iter().map(|e| Node {
        title: e.title.clone(),
        leads: super::recommendations::present(view).then(|| anchor::element(&e.name)),
        class: "element",
    });
    let nodes: Vec<Node> = nodes.collect();
    let known = || acts.iter().filter(|a| a.sign != Sign::Unknown);
    let arrows: Vec<Arrow> = known().map(|a| Arrow { from: a.from.index(), to: a.to.index(), sign: a.sign }).collect();
    let title = |i: usize| strategy.elements[i].title.as_str();
    let told: Vec<String> = arrows.iter().map(|a| format!("{} {} {}", title(a.from), a.sign, title(a.to))).collect();
    h.tag("figure", &[("class", "whole")], |h| {
        let named = words.say("dynamics.elements-picture");
        scroll(h, named, |h| causal::draw(h, "elements", (named, &told.join("; ")), &nodes, &arrows, LARGE));
        let found = loops(known().map(|a| (a.from, a.to, a.sign)), LOOPS);
        h.tag("figcaption", &[], |h| list(h, &found, |h, id| h.text(title(id.index()))));
    });
    let open = acts.len() - known().count();
    if open > 0 {
        let text = words.counted(open, ("dynamics.not-drawn-one", "dynamics.not-drawn-many"));
        h.leaf("p", &[("class", "quiet")], &text);
    }
    let note = words.counted(acts.len(), ("dynamics.influences-one", "dynamics.influences-many"));
    fold(h, words.say("dynamics.as-table"), &note, |h| table(h, view, acts));
}

fn table(h: &mut Html, view: &View, acts: &[Acts]) {
    let title = |i: usize| view.strategy.elements[i].title.as_str();
    h.tag("table", &[("class", "acts")], |h| {
        h.tag("thead", &[], |h| {
            h.tag("tr", &[], |h| {
                for column in ["dynamics.from", "dynamics.to", "", "dynamics.by-way"] {
                    h.leaf("th", &[("scope", "col")], h.words.say(column));
                }
            });
        });
        h.tag("tbody", &[], |h| {
            for act in acts {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "row")], title(act.from.index()));
                    h.leaf("td", &[("data-label", h.words.say("dynamics.to"))], title(act.to.index()));
                    h.leaf("td", &[], &act.sign.to_string());
                    h.tag("td", &[("data-label", h.words.say("dynamics.by-way"))], |h| {
                        for route in act.routes.iter().take(3) {
                            h.tag("span", &[("class", "line")], |h| {
                                chain(h, view, &route.variables);
                                h.text(&format!(" ({})", route.sign));
                            });
                        }
                        let more = act.routes.len().saturating_sub(3);
                        if more > 0 {
                            let more = h.words.fill("dynamics.more-routes", &[("n", &more.to_string())]);
                            h.leaf("span", &[("class", "quiet line")], &more);
                        }
                    });
                });
            }
        });
    });
}

fn chain(h: &mut Html, view: &View, variables: &[VariableId]) {
    for (i, id) in variables.iter().enumerate() {
        if i > 0 {
            h.text(" \u{2192} ");
        }
        code::variable(h, view, *id);
    }
}

/// Loops in words, a line each.
fn list<T: Copy>(h: &mut Html, loops: &Loops<T>, name: impl Fn(&mut Html, T)) {
    if loops.found.is_empty() {
        h.leaf("p", &[("class", "quiet")], h.words.say("dynamics.no-loop"));
        return;
    }
    h.tag("ul", &[("class", "loops")], |h| {
        for found in &loops.found {
            let kind = match found.sign {
                Sign::Plus => ("R", "dynamics.reinforcing"),
                Sign::Minus => ("B", "dynamics.balancing"),
                Sign::Unknown => ("?", "dynamics.open"),
            };
            h.tag("li", &[], |h| {
                h.leaf("b", &[("title", h.words.say(kind.1))], kind.0);
                h.text(" ");
                for member in found.members.iter().chain(found.members.first()).enumerate() {
                    if member.0 > 0 {
                        h.text(" \u{2192} ");
                    }
                    name(h, *member.1);
                }
            });
        }
    });
    if loops.more {
        h.leaf("p", &[("class", "quiet")], h.words.say("dynamics.more-loops"));
    }
}

/// What is drawn of a file.
struct Sector {
    file: u32,
    names: Vec<VariableId>,
    shown: Graph,
    left_out: usize,
}

impl Sector {
    /// The stocks and the best-connected other quantities of a file; chains through the rest are followed.
    fn new(strategy: &Strategy, graph: &Graph, file: u32) -> Option<Sector> {
        let here =
            |id: &VariableId| strategy.variable(*id).span.file.0 == file && !is_parameter(strategy.variable(*id));
        let all: BTreeSet<VariableId> = (0..strategy.variables.len() as u32).map(VariableId).filter(here).collect();
        let inside = graph.within(&all, &BTreeSet::new());
        let mut ranked: Vec<VariableId> = all.iter().copied().filter(|id| inside.degree(*id) > 0).collect();
        let rank = |id: &VariableId| match &strategy.variable(*id).kind {
            VariableKind::Stock(_) => 0,
            VariableKind::Lever(_) => 2,
            _ => 1,
        };
        ranked.sort_by_key(|id| (rank(id), usize::MAX - inside.degree(*id), *id));
        let keep: BTreeSet<VariableId> = ranked.iter().copied().take(MOST).collect();
        let shown = graph.within(&keep, &all);
        let names: Vec<VariableId> = keep.into_iter().filter(|id| shown.degree(*id) > 0).collect();
        let left_out = ranked.len() - names.len();
        (!names.is_empty()).then_some(Sector { file, names, shown, left_out })
    }

    fn write(&self, h: &mut Html, view: &View, graph: &Graph) {
        let strategy = view.strategy;
        let path = view.sources.files().nth(self.file as usize).map_or("", |(_, source)| source.path.as_str());
        let title = titled(&path.trim_end_matches(".mile").replace('-', "_"));
        let name = |id: VariableId| words::title(strategy.variable(id));
        let nodes = self.names.iter().map(|id| Node {
            title: name(*id),
            leads: Some(anchor::value(&strategy.variable(*id).name)),
            class: class(strategy.variable(*id)),
        });
        let nodes: Vec<Node> = nodes.collect();
        let place = |id: VariableId| self.names.binary_search(&id).ok();
        let arrow = |(from, to, sign)| Some(Arrow { from: place(from)?, to: place(to)?, sign });
        let arrows: Vec<Arrow> = self.shown.triples().filter_map(arrow).collect();
        let told: Vec<String> = self.shown.triples().map(|(a, b, s)| format!("{} {s} {}", name(a), name(b))).collect();
        h.tag("figure", &[], |h| {
            h.tag("figcaption", &[], |h| {
                h.leaf("b", &[], &title);
                if self.left_out > 0 {
                    let more = h.words.fill("dynamics.left-out", &[("n", &self.left_out.to_string())]);
                    h.leaf("span", &[("class", "quiet")], &format!(" {more}"));
                }
            });
            causal::draw(h, &format!("sector-{}", self.file), (&title, &told.join("; ")), &nodes, &arrows, SMALL);
            list(h, &loops(self.shown.triples(), LOOPS), |h, id| h.text(&name(id)));
            self.inputs(h, view, graph);
        });
    }

    /// What moves the sector from outside, the most read first.
    fn inputs(&self, h: &mut Html, view: &View, graph: &Graph) {
        let file = |id: VariableId| view.strategy.variable(id).span.file.0;
        let from_outside = graph.edges.iter().filter(|e| file(e.to) == self.file && file(e.from) != self.file);
        let from_outside = from_outside.filter(|e| !is_parameter(view.strategy.variable(e.from)));
        let mut counts: Vec<(usize, VariableId)> = Vec::new();
        for edge in from_outside {
            match counts.iter_mut().find(|c| c.1 == edge.from) {
                Some(count) => count.0 += 1,
                None => counts.push((1, edge.from)),
            }
        }
        counts.sort_by_key(|(n, id)| (usize::MAX - n, *id));
        if counts.is_empty() {
            return;
        }
        let more = counts.len().saturating_sub(INPUTS);
        let names = |h: &mut Html| {
            for (i, (_, id)) in counts.iter().take(INPUTS).enumerate() {
                if i > 0 {
                    h.text(", ");
                }
                code::variable(h, view, *id);
            }
        };
        let key = if more > 0 { "dynamics.inputs-more" } else { "dynamics.inputs" };
        h.tag("p", &[("class", "quiet")], |h| {
            h.fill(key, |h, name| match name {
                "names" => names(h),
                _ => h.text(&more.to_string()),
            });
        });
    }
}

/// What nothing moves.
fn is_parameter(variable: &Variable) -> bool {
    matches!(variable.kind, VariableKind::Constant(_) | VariableKind::Series(_) | VariableKind::Uncertain(_))
}

fn class(variable: &Variable) -> &'static str {
    match &variable.kind {
        VariableKind::Stock(_) => "stock",
        VariableKind::Lever(_) => "lever",
        _ => "other",
    }
}
