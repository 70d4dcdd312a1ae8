//! How the numbers came about: what the model did that its reader should know, and how to make them again.

use crate::designs;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::count;
use crate::view::View;
use milepost_ensemble::summary::{Method, Notice};

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let (provenance, words) = (&view.summary.provenance, view.words);
    if !view.summary.notices.is_empty() {
        h.leaf("h3", &[], words.say("method.notices"));
        h.tag("ul", &[("class", "notices")], |h| {
            for (text, pathways) in gathered(&view.summary.notices) {
                h.tag("li", &[], |h| {
                    h.text(text);
                    h.leaf(
                        "span",
                        &[("class", "quiet line")],
                        &words.fill("method.under", &[("pathways", &titles(view, &pathways))]),
                    );
                });
            }
        });
    }
    h.leaf("h3", &[], words.say("method.again"));
    h.leaf("p", &[("class", "lead-in")], words.say("method.folder"));
    h.tag("pre", &[("class", "command")], |h| h.leaf("code", &[], &command(view)));
    h.leaf("p", &[], words.say("method.seeded"));
    let facts = [
        ("method.futures", range(words, provenance.first, provenance.last)),
        ("method.design", designs::words(words, &provenance.design)),
        ("method.claims", count(provenance.claim_futures)),
        ("method.seed", provenance.seed.to_string()),
        ("method.runs", count(provenance.runs + provenance.resumed)),
        ("method.strategy", provenance.strategy.clone()),
        ("method.programs", provenance.program.clone()),
        ("method.milepost", provenance.milepost.clone()),
        ("method.engine", provenance.engine.clone()),
    ];
    h.tag("dl", &[("class", "provenance")], |h| {
        for (term, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            h.leaf("dt", &[], words.say(term));
            h.leaf("dd", &[], value);
        }
    });
    if let Some((source, paragraphs)) = &view.strategy.source {
        let text = match paragraphs.map(|(first, last)| (first.to_string(), last.to_string())) {
            Some((first, last)) => {
                words.fill("method.source-counted", &[("source", source), ("first", &first), ("last", &last)])
            }
            None => words.fill("method.source", &[("source", source)]),
        };
        h.leaf("p", &[("class", "quiet")], &text);
    }
}

/// The command that makes this run again.
fn command(view: &View) -> String {
    let provenance = &view.summary.provenance;
    let design = &provenance.design;
    let mut command = format!("milepost run . --seed {}", provenance.seed);
    if design.method != Method::Factorial {
        command += &format!(" --futures {}", if design.points > 0 { design.points } else { provenance.last });
    }
    command += &designs::options(design);
    let whole = if design.points > 0 { design.points } else { provenance.last };
    if provenance.first > 0 || provenance.last != whole {
        command += &format!(" --members {}..{}", provenance.first, provenance.last);
    }
    if !view.summary.claims.is_empty() {
        command += &format!(" --claims {}", provenance.claim_futures);
    }
    if view.summary.pathways.len() < view.strategy.pathways.len() {
        for pathway in &view.summary.pathways {
            command += &format!(" --pathway {}", pathway.name);
        }
    }
    command
}

fn range(words: &'static Language, first: u64, last: u64) -> String {
    match first {
        0 => count(last),
        _ => words.fill(
            "method.members",
            &[("n", &count(last - first)), ("first", &count(first)), ("last", &count(last - 1))],
        ),
    }
}

/// Notices with the same words, once, with all their pathways.
fn gathered(notices: &[Notice]) -> Vec<(&str, Vec<&str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for notice in notices {
        match all.iter_mut().find(|(text, _)| *text == notice.text) {
            Some((_, pathways)) => pathways.push(&notice.pathway),
            None => all.push((&notice.text, vec![&notice.pathway])),
        }
    }
    all
}

fn titles(view: &View, names: &[&str]) -> String {
    let title = |name: &str| {
        let at = view.summary.pathways.iter().position(|p| p.name == name);
        at.map_or_else(|| name.to_string(), |p| view.title(p).to_string())
    };
    view.words.list(&names.iter().map(|n| title(n)).collect::<Vec<_>>())
}
