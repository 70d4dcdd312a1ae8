//! Every quantity, grouped by the file it stands in: uncertainties with range, default and what they rest on; the others
//! with their equations; then what observers see.

use milepost_strategy::model::{Indicator, Lookup, Uncertain, Variable, VariableKind};

use super::{fold, lead_in, register};
use crate::anchor;
use crate::code;
use crate::docs;
use crate::elements::element_name;
use crate::html::Html;
use crate::phrase::counted;
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
    let text = format!(
        "Every quantity of the model, file by file: what it is, its equation or range, and what that rests on. {} drawn \
         anew for every future; {sourced} of them cite a paragraph of the source, the others are this strategy\u{2019}s own \
         assumptions. The ranges are judgements, not measurements. A name in an equation leads to its own entry.",
        counted(drawn.len(), "uncertain quantity is", "uncertain quantities are")
    );
    lead_in(h, &text);
    let files = view.sources.files().count() as u32;
    for (index, source) in view.sources.files().enumerate().map(|(i, (_, s))| (i as u32, s)) {
        file(h, view, &source.path, |variable| variable == index);
    }
    file(h, view, "Other", |variable| variable >= files);
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
        (uncertain.len(), counted(uncertain.len(), "uncertainty", "uncertainties")),
        (others, counted(others, "other quantity", "other quantities")),
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
        header(h, &["Quantity", "Default", "Range", "Rests on"]);
        h.tag("tbody", &[], |h| {
            for (variable, uncertain) in rows {
                h.tag("tr", &[("id", &anchor::value(&variable.name))], |h| row(h, view, variable, uncertain));
            }
        });
    });
}

fn header(h: &mut Html, columns: &[&str]) {
    h.tag("thead", &[], |h| {
        h.tag("tr", &[], |h| columns.iter().for_each(|c| h.leaf("th", &[("scope", "col")], c)));
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
    let defaults: Vec<String> = uncertain.default.iter().map(|v| words::category(variable, *v)).collect();
    let ranges: Vec<(String, String)> =
        uncertain.distribution.iter().map(|d| words::distribution(&variable.display, &variable.ty, d)).collect();
    let shapes: Vec<String> = ranges.iter().map(|r| r.1.clone()).collect();
    let ranges: Vec<String> = ranges.into_iter().map(|r| r.0).collect();
    h.leaf("td", &[("data-label", "Default")], &by_element(view, variable, &defaults));
    h.tag("td", &[("data-label", "Range")], |h| {
        h.text(&by_element(view, variable, &ranges));
        h.leaf("span", &[("class", "quiet line")], &by_element(view, variable, &shapes));
        if !variable.dims.is_empty() {
            let per: Vec<&str> =
                variable.dims.iter().map(|d| view.strategy.dimensions[d.index()].name.as_str()).collect();
            h.leaf(
                "span",
                &[("class", "quiet line")],
                &format!("one draw for each {}", per.join(" and ").replace('_', " ")),
            );
        }
    });
    h.tag("td", &[("data-label", "Rests on")], |h| docs::inline(h, &docs::grounds(&variable.docs)));
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
    fold(h, "What observers see", &counted(all.len(), "indicator", "indicators"), |h| {
        h.tag("table", &[("class", "ranges")], |h| {
            header(h, &["Indicator", "Known after", "Noise and under-reporting", "Rests on"]);
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
            code::reads(h, view, "observes ", &indicator.observes);
            if let Some(place) = docs::place(view.sources, variable.span) {
                h.text(&format!(" \u{b7} {place}"));
            }
        });
    });
    let period = f64::from(indicator.every) * view.strategy.time.step;
    let lag = match indicator.lag {
        0 => "at once".into(),
        lag => words::duration(&view.strategy.time, period * f64::from(lag)),
    };
    h.leaf("td", &[("data-label", "Known after")], &lag);
    h.tag("td", &[("data-label", "Noise and under-reporting")], |h| {
        let noise = words::shares((indicator.noise, indicator.noise));
        h.text(&if indicator.noise > 0.0 { format!("noise {noise}") } else { "no noise".into() });
        let under = match (indicator.under_reporting, &indicator.hidden) {
            ((_, 0.0), None) => "no under-reporting".into(),
            ((_, 0.0), Some(_)) => "under-reporting as the model says".into(),
            (range, None) => format!("under-reporting {}", words::shares(range)),
            (range, Some(_)) => format!("under-reporting {}, and more as the model says", words::shares(range)),
        };
        h.leaf("span", &[("class", "quiet line")], &under);
        if let Some(by) = &indicator.produced_by {
            h.leaf("span", &[("class", "quiet line")], &format!("produced by {}", by.replace('_', " ")));
        }
    });
    h.tag("td", &[("data-label", "Rests on")], |h| match &indicator.evidence {
        Some(evidence) => {
            h.leaf("code", &[], &evidence.file);
            let values = evidence.points.iter().flat_map(|p| &p.1).flatten().count();
            h.leaf("span", &[("class", "quiet line")], &counts(evidence.points.len(), values));
            docs::inline(h, &docs::citations(&variable.docs).unwrap_or_default());
        }
        None => docs::inline(h, &docs::grounds(&variable.docs)),
    });
}

/// `24 periods, 432 values`
fn counts(periods: usize, values: usize) -> String {
    format!("{}, {}", counted(periods, "period", "periods"), counted(values, "value", "values"))
}
