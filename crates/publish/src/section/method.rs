//! How the numbers came about: what the model did that its reader should know, and how to make them again.

use crate::designs;
use crate::html::Html;
use crate::numbers::count;
use crate::view::View;
use milepost_ensemble::summary::{Method, Notice};

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let provenance = &view.summary.provenance;
    if !view.summary.notices.is_empty() {
        h.leaf("h3", &[], "What the model did that you should know");
        h.tag("ul", &[("class", "notices")], |h| {
            for (text, pathways) in gathered(&view.summary.notices) {
                h.tag("li", &[], |h| {
                    h.text(text);
                    h.leaf("span", &[("class", "quiet line")], &format!("Under {}", titles(view, &pathways)));
                });
            }
        });
    }
    h.leaf("h3", &[], "How to make it again");
    h.leaf("p", &[("class", "lead-in")], "In the folder of the strategy, with the same version of Milepost:");
    h.tag("pre", &[("class", "command")], |h| h.leaf("code", &[], &command(view)));
    h.leaf(
        "p",
        &[],
        "The same seed draws the same futures on every machine and at every number of threads, and every pathway meets \
         the same futures.",
    );
    let facts = [
        ("Futures", range(provenance.first, provenance.last)),
        ("Design", designs::words(&provenance.design)),
        ("Claims judged on", count(provenance.claim_futures)),
        ("Seed", provenance.seed.to_string()),
        ("Runs", count(provenance.runs + provenance.resumed)),
        ("Strategy", provenance.strategy.clone()),
        ("Programs", provenance.program.clone()),
        ("Milepost", provenance.milepost.clone()),
        ("Engine", provenance.engine.clone()),
    ];
    h.tag("dl", &[("class", "provenance")], |h| {
        for (term, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            h.leaf("dt", &[], term);
            h.leaf("dd", &[], value);
        }
    });
    if let Some((source, paragraphs)) = &view.strategy.source {
        let range = paragraphs.map(|(a, b)| format!(", counted from {a} to {b}")).unwrap_or_default();
        h.leaf("p", &[("class", "quiet")], &format!("Numbers in brackets are paragraphs of {source}{range}."));
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

fn range(first: u64, last: u64) -> String {
    match first {
        0 => count(last),
        _ => format!("{}, the {} to {} of the seed", count(last - first), count(first), count(last - 1)),
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
    crate::phrase::list(&names.iter().map(|n| title(n)).collect::<Vec<_>>())
}
