//! Every quantity, grouped by the file it stands in: uncertainties with range, default and what they rest on; the others
//! with their equations; then what observers see.

use milepost_strategy::model::{Indicator, Lookup, Uncertain, Variable, VariableKind};

use super::{fold, lead_in, register};
use crate::anchor;
use crate::code;
use crate::docs;
use crate::elements::element_name;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::count;
use crate::view::View;
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.variables.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let uncertain = |v: &Variable| matches!(v.kind, VariableKind::Uncertain(_));
    let drawn: Vec<&Variable> = view.strategy.variables.iter().filter(|v| uncertain(v)).collect();
    let sourced = drawn.iter().filter(|v| !v.docs.citations.is_empty()).count();
    let key = if drawn.len() == 1 { "assumed.lead-one" } else { "assumed.lead-many" };
    let values = [("n", count(drawn.len() as u64)), ("sourced", sourced.to_string())];
    lead_in(h, &view.words.fill(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    let files = view.sources.files().count() as u32;
    for (index, source) in view.sources.files().enumerate().map(|(i, (_, s))| (i as u32, s)) {
        file(h, view, &source.path, |variable| variable == index);
    }
    file(h, view, view.words.say("assumed.other-file"), |variable| variable >= files);
    indicators(h, view);
}

/// All that stands in one file, or in others.
fn file(h: &mut Html, view: &View, title: &str, here: impl Fn(u32) -> bool) {
    let all = view.strategy.variables.iter().filter(|v| here(v.span.file.0));
    let (mut uncertain, mut entries) = (Vec::new(), Vec::new());
    for variable in all {
        match &variable.kind {
            VariableKind::Uncertain(u) => uncertain.push((variable, u)),
            _ if register::has_entry(variable) => entries.push(variable),
            _ => {}
        }
    }
    let lookups: Vec<&Lookup> = view.strategy.lookups.iter().filter(|l| here(l.span.file.0)).collect();
    let others = entries.len() + lookups.len();
    if uncertain.is_empty() && others == 0 {
        return;
    }
    let notes = [
        (uncertain.len(), view.words.counted(uncertain.len(), ("assumed.uncertainty-one", "assumed.uncertainty-many"))),
        (others, view.words.counted(others, ("assumed.quantity-one", "assumed.quantity-many"))),
    ];
    let notes: Vec<String> = notes.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
    fold(h, title, &notes.join(", "), |h| {
        if !uncertain.is_empty() {
            table(h, view, &uncertain);
        }
        register::write(h, view, &entries, &lookups);
    });
}

fn table(h: &mut Html, view: &View, rows: &[(&Variable, &Uncertain)]) {
    h.tag("table", &[("class", "ranges")], |h| {
        header(h, ["assumed.quantity", "assumed.default", "assumed.range", "assumed.rests-on"]);
        h.tag("tbody", &[], |h| {
            for (variable, uncertain) in rows {
                h.tag("tr", &[("id", &anchor::value(&variable.name))], |h| row(h, view, variable, uncertain));
            }
        });
    });
}

fn header(h: &mut Html, columns: [&'static str; 4]) {
    h.tag("thead", &[], |h| {
        h.tag("tr", &[], |h| columns.iter().for_each(|c| h.leaf("th", &[("scope", "col")], h.words.say(c))));
    });
}

fn row(h: &mut Html, view: &View, variable: &Variable, uncertain: &Uncertain) {
    h.tag("th", &[("scope", "row")], |h| {
        h.tag("p", &[("class", "claim-title")], |h| {
            h.text(&words::title(variable));
            h.text(" ");
            h.leaf("code", &[], &variable.name);
        });
        docs::write_beside_grounds(h, "claim-text", &variable.docs);
        if let Some(place) = docs::place(view.sources, variable.span) {
            h.leaf("p", &[("class", "quiet")], &place);
        }
    });
    let defaults: Vec<String> = uncertain.default.iter().map(|v| words::category(view.words, variable, *v)).collect();
    let ranges: Vec<(String, String)> = uncertain
        .distribution
        .iter()
        .map(|d| words::distribution(view.words, &variable.display, &variable.ty, d))
        .collect();
    let shapes: Vec<String> = ranges.iter().map(|r| r.1.clone()).collect();
    let ranges: Vec<String> = ranges.into_iter().map(|r| r.0).collect();
    h.leaf("td", &[("data-label", view.words.say("assumed.default"))], &by_element(view, variable, &defaults));
    h.tag("td", &[("data-label", view.words.say("assumed.range"))], |h| {
        h.text(&by_element(view, variable, &ranges));
        h.leaf("span", &[("class", "quiet line")], &by_element(view, variable, &shapes));
        if !variable.dims.is_empty() {
            let per: Vec<&str> =
                variable.dims.iter().map(|d| view.strategy.dimensions[d.index()].name.as_str()).collect();
            let per: Vec<String> = per.iter().map(|name| name.replace('_', " ")).collect();
            let told = view.words.fill("assumed.one-draw", &[("dimensions", &view.words.list(&per))]);
            h.leaf("span", &[("class", "quiet line")], &told);
        }
    });
    h.tag("td", &[("data-label", view.words.say("assumed.rests-on"))], |h| {
        docs::inline(h, &docs::grounds(view.words, &variable.docs))
    });
}

/// One text where all elements are alike, else one for each.
fn by_element(view: &View, variable: &Variable, texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [first, rest @ ..] if rest.iter().all(|t| t == first) => first.clone(),
        all => {
            let told = all.iter().enumerate().take(6);
            let told = told.map(|(i, text)| format!("{}: {text}", element_name(view.strategy, variable, i)));
            let more = if all.len() > 6 { "; \u{2026}" } else { "" };
            told.collect::<Vec<_>>().join("; ") + more
        }
    }
}

/// How the world is observed is an assumption as well.
fn indicators(h: &mut Html, view: &View) {
    let all: Vec<(&Variable, &Indicator)> = view
        .strategy
        .variables
        .iter()
        .filter_map(|v| if let VariableKind::Indicator(i) = &v.kind { Some((v, i)) } else { None })
        .collect();
    if all.is_empty() {
        return;
    }
    let words = view.words;
    let count = words.counted(all.len(), ("assumed.indicators-one", "assumed.indicators-many"));
    fold(h, words.say("assumed.observers"), &count, |h| {
        h.tag("table", &[("class", "ranges")], |h| {
            header(h, ["assumed.indicator", "assumed.known-after", "assumed.noise-head", "assumed.rests-on"]);
            h.tag("tbody", &[], |h| {
                for (variable, indicator) in all {
                    h.tag("tr", &[("id", &anchor::value(&variable.name))], |h| observed(h, view, variable, indicator));
                }
            });
        });
    });
}

fn observed(h: &mut Html, view: &View, variable: &Variable, indicator: &Indicator) {
    h.tag("th", &[("scope", "row")], |h| {
        h.tag("p", &[("class", "claim-title")], |h| {
            h.text(&words::title(variable));
            h.text(" ");
            h.leaf("code", &[], &variable.name);
        });
        docs::write_beside_grounds(h, "claim-text", &variable.docs);
        h.tag("p", &[("class", "quiet")], |h| {
            code::reads(h, view, "assumed.observes", &indicator.observes);
            if let Some(place) = docs::place(view.sources, variable.span) {
                h.text(&format!(" \u{b7} {place}"));
            }
        });
    });
    let words = view.words;
    let period = f64::from(indicator.every) * view.strategy.time.step;
    let lag = match indicator.lag {
        0 => words.say("assumed.at-once").into(),
        lag => words::duration(words, &view.strategy.time, period * f64::from(lag)),
    };
    h.leaf("td", &[("data-label", view.words.say("assumed.known-after"))], &lag);
    h.tag("td", &[("data-label", view.words.say("assumed.noise-head"))], |h| {
        let noise = words::shares(words, (indicator.noise, indicator.noise));
        h.text(
            &words.fill(if indicator.noise > 0.0 { "assumed.noise" } else { "assumed.no-noise" }, &[("share", &noise)]),
        );
        let under = match (indicator.under_reporting.1 == 0.0, indicator.hidden.is_some()) {
            (true, false) => "assumed.no-under",
            (true, true) => "assumed.under-modelled",
            (false, false) => "assumed.under",
            (false, true) => "assumed.under-more",
        };
        let range = words::shares(words, indicator.under_reporting);
        h.leaf("span", &[("class", "quiet line")], &words.fill(under, &[("range", &range)]));
        if let Some(by) = &indicator.produced_by {
            h.leaf(
                "span",
                &[("class", "quiet line")],
                &words.fill("assumed.produced-by", &[("producer", &by.replace('_', " "))]),
            );
        }
    });
    h.tag("td", &[("data-label", view.words.say("assumed.rests-on"))], |h| match &indicator.evidence {
        Some(evidence) => {
            h.leaf("code", &[], &evidence.file);
            let values = evidence.points.iter().flat_map(|p| &p.1).flatten().count();
            h.leaf("span", &[("class", "quiet line")], &counts(words, evidence.points.len(), values));
            docs::inline(h, &docs::citations(&variable.docs).unwrap_or_default());
        }
        None => docs::inline(h, &docs::grounds(view.words, &variable.docs)),
    });
}

/// `24 periods, 432 values`
fn counts(words: &'static Language, periods: usize, values: usize) -> String {
    let periods = words.counted(periods, ("assumed.periods-one", "assumed.periods-many"));
    format!("{periods}, {}", words.counted(values, ("assumed.values-one", "assumed.values-many")))
}
