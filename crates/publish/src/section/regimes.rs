//! The source's table of regimes side by side: what each says in words, then the levers it sets.

use milepost_strategy::model::{Pathway, Regime, Setting, VariableId};

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
    lead_in(h, view.words.say("regimes.lead"));
    let (described, others): (Vec<&Regime>, Vec<&Regime>) =
        view.strategy.regimes.iter().partition(|r| !r.aspects.is_empty());
    if described.is_empty() {
        table(h, view, view.words.say("regimes.side-by-side"), &others);
        return;
    }
    table(h, view, view.words.say("regimes.side-by-side"), &described);
    if others.is_empty() {
        return;
    }
    let title = match others.iter().all(|r| compared(view, r)) {
        true => view.words.say("regimes.compared"),
        false => view.words.say("regimes.undescribed"),
    };
    h.leaf("h3", &[], title);
    table(h, view, title, &others);
}

/// Whether a regime is a stage of pathways for comparison, and of no choice.
fn compared(view: &View, regime: &Regime) -> bool {
    let stage = |p: &&Pathway| p.stages.iter().any(|s| view.strategy.regimes[s.regime.index()].name == regime.name);
    let mut pathways = view.strategy.pathways.iter().filter(stage).peekable();
    pathways.peek().is_some() && pathways.all(|p| p.comparison)
}

/// Regimes as columns: what each says, then what it sets.
fn table(h: &mut Html, view: &View, label: &str, regimes: &[&Regime]) {
    let wide = if regimes.len() > 3 { "regimes wide" } else { "regimes" };
    let columns = format!("--columns:{}", regimes.len());
    scroll(h, label, |h| {
        h.tag("table", &[("class", wide), ("style", &columns)], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.tag("td", &[("class", "corner")], |_| {});
                    for regime in regimes {
                        h.leaf("th", &[("scope", "col"), ("id", &anchor::regime(&regime.name))], &regime.title);
                    }
                });
            });
            words_of(h, regimes);
            settings_of(h, view, regimes);
        });
    });
}

fn words_of(h: &mut Html, regimes: &[&Regime]) {
    let aspects = aspects(regimes);
    let commented = regimes.iter().any(|r| !r.docs.text.trim().is_empty());
    if aspects.is_empty() && !commented {
        return;
    }
    h.tag("tbody", &[], |h| {
        if commented {
            let texts = regimes.iter().map(|r| Some(r.docs.text.trim().to_string()));
            row(h, h.words.say("regimes.short"), (regimes, texts.collect()));
        }
        for aspect in aspects {
            let said = |r: &&Regime| r.aspects.iter().find(|(a, _)| a == aspect).map(|(_, words)| words.clone());
            row(h, &titled(aspect), (regimes, regimes.iter().map(said).collect()));
        }
    });
}

fn settings_of(h: &mut Html, view: &View, regimes: &[&Regime]) {
    let levers = levers(regimes);
    if levers.is_empty() {
        return;
    }
    h.tag("tbody", &[("class", "levers")], |h| {
        h.tag("tr", &[("class", "group")], |h| {
            let columns = (regimes.len() + 1).to_string();
            h.tag("th", &[("colspan", &columns), ("scope", "rowgroup")], |h| {
                h.leaf("span", &[("class", "stay")], view.words.say("regimes.set"));
            });
        });
        for lever in levers {
            lever_row(h, view, lever, (regimes, regimes.iter().map(|r| set(view, &r.settings, lever)).collect()));
        }
    });
}

/// Regimes and, for each of them, what is said.
type Cells<'a> = (&'a [&'a Regime], Vec<Option<String>>);

fn row(h: &mut Html, name: &str, cells: Cells) {
    h.tag("tr", &[], |h| {
        h.leaf("th", &[("scope", "row")], name);
        self::cells(h, cells);
    });
}

/// A row named after a lever, which leads to its entry.
fn lever_row(h: &mut Html, view: &View, lever: VariableId, cells: Cells) {
    let lever = view.strategy.variable(lever);
    h.tag("tr", &[], |h| {
        h.tag("th", &[("scope", "row")], |h| h.goto(&anchor::value(&lever.name), &words::title(lever)));
        self::cells(h, cells);
    });
}

fn cells(h: &mut Html, (regimes, cells): Cells) {
    for (regime, cell) in regimes.iter().zip(cells) {
        h.tag("td", &[("data-label", &regime.title)], |h| match cell.filter(|text| !text.is_empty()) {
            Some(text) => docs::inline(h, &text),
            None => dash(h, h.words.say("regimes.nothing-said")),
        });
    }
}

/// All aspects, in the order in which they first stand.
fn aspects<'a>(regimes: &[&'a Regime]) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for (name, _) in regimes.iter().flat_map(|r| &r.aspects) {
        if !all.contains(&name.as_str()) {
            all.push(name);
        }
    }
    all
}

/// All levers that one of the regimes sets, in declared order.
fn levers(regimes: &[&Regime]) -> Vec<VariableId> {
    let mut all: Vec<VariableId> = regimes.iter().flat_map(|r| &r.settings).map(|s| s.lever).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What a regime sets a lever to; `None` where it leaves the default.
fn set(view: &View, settings: &[Setting], lever: VariableId) -> Option<String> {
    let told: Vec<String> = settings
        .iter()
        .filter(|s| s.lever == lever)
        .map(|s| words::setting_value(view.words, view.strategy, view.sources, s))
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}
