//! The source's table of regimes side by side: what each says in words, then the levers it sets.

use milepost_strategy::model::{Setting, VariableId};

use super::{dash, lead_in, scroll};
use crate::anchor;
use crate::docs;
use crate::html::Html;
use crate::phrase::titled;
use crate::view::View;
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.regimes.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let regimes = &view.strategy.regimes;
    lead_in(h, "What each regime means, in the words of the source, and what it sets in the model.");
    let wide = if regimes.len() > 3 { "regimes wide" } else { "regimes" };
    scroll(h, "Regimes side by side", |h| {
        h.tag("table", &[("class", wide)], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.tag("td", &[("class", "corner")], |_| {});
                    for regime in regimes {
                        h.leaf("th", &[("scope", "col"), ("id", &anchor::regime(&regime.name))], &regime.title);
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                if regimes.iter().any(|r| !r.docs.text.trim().is_empty()) {
                    let texts = regimes.iter().map(|r| Some(r.docs.text.trim().to_string()));
                    row(h, view, "In short", texts.collect());
                }
                for aspect in aspects(view) {
                    let said = |name: &str, aspects: &[(String, String)]| {
                        aspects.iter().find(|(a, _)| a == name).map(|(_, words)| words.clone())
                    };
                    row(h, view, &titled(&aspect), regimes.iter().map(|r| said(&aspect, &r.aspects)).collect());
                }
            });
            let levers = levers(view);
            if levers.is_empty() {
                return;
            }
            h.tag("tbody", &[("class", "levers")], |h| {
                h.tag("tr", &[("class", "group")], |h| {
                    let columns = (regimes.len() + 1).to_string();
                    h.tag("th", &[("colspan", &columns), ("scope", "rowgroup")], |h| {
                        h.leaf("span", &[("class", "stay")], "Set in the model");
                    });
                });
                for lever in levers {
                    lever_row(h, view, lever, regimes.iter().map(|r| set(view, &r.settings, lever)).collect());
                }
            });
        });
    });
}

fn row(h: &mut Html, view: &View, name: &str, cells: Vec<Option<String>>) {
    h.tag("tr", &[], |h| {
        h.leaf("th", &[("scope", "row")], name);
        self::cells(h, view, cells);
    });
}

/// A row named after a lever, which leads to its entry.
fn lever_row(h: &mut Html, view: &View, lever: VariableId, cells: Vec<Option<String>>) {
    let lever = view.strategy.variable(lever);
    h.tag("tr", &[], |h| {
        h.tag("th", &[("scope", "row")], |h| h.goto(&anchor::value(&lever.name), &words::title(lever)));
        self::cells(h, view, cells);
    });
}

fn cells(h: &mut Html, view: &View, cells: Vec<Option<String>>) {
    for (regime, cell) in view.strategy.regimes.iter().zip(cells) {
        h.tag("td", &[("data-label", &regime.title)], |h| match cell.filter(|text| !text.is_empty()) {
            Some(text) => docs::inline(h, &text),
            None => dash(h, "nothing said"),
        });
    }
}

/// All aspects, in the order in which they first stand.
fn aspects(view: &View) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (name, _) in view.strategy.regimes.iter().flat_map(|r| &r.aspects) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// All levers that a regime sets, in declared order.
fn levers(view: &View) -> Vec<VariableId> {
    let mut all: Vec<VariableId> = view.strategy.regimes.iter().flat_map(|r| &r.settings).map(|s| s.lever).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What a regime sets a lever to; `None` where it leaves the default.
fn set(view: &View, settings: &[Setting], lever: VariableId) -> Option<String> {
    let told: Vec<String> = settings
        .iter()
        .filter(|s| s.lever == lever)
        .map(|s| words::setting_value(view.strategy, view.sources, s))
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}
