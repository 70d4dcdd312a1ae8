//! Entries of everything with a value that is neither drawn nor watched: its equation, unit, place and grounds.

use milepost_strategy::model::{Lever, Lookup, Series, Type, Variable, VariableKind};
use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use crate::anchor;
use crate::code;
use crate::docs;
use crate::html::Html;
use crate::numbers::unit_words;
use crate::view::View;
use crate::words;

/// Whether the variable's entry stands here: uncertainties and indicators have tables, what is watched has cards.
pub(super) fn has_entry(variable: &Variable) -> bool {
    match &variable.kind {
        VariableKind::Uncertain(_) | VariableKind::Indicator(_) => false,
        VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_) => false,
        VariableKind::Constant(_) | VariableKind::Series(_) | VariableKind::Lever(_) => true,
        VariableKind::Let { .. } | VariableKind::Stock(_) => true,
    }
}

/// Writes the entries.
pub(super) fn write(h: &mut Html, view: &View, variables: &[&Variable], lookups: &[&Lookup]) {
    for variable in variables {
        let facts = facts(view, variable);
        entry(h, view, (&variable.name, &words::title(variable)), (&variable.docs, variable.span), &facts);
    }
    for lookup in lookups {
        let title = crate::phrase::titled(&lookup.name);
        entry(
            h,
            view,
            (&lookup.name, &title),
            (&lookup.docs, lookup.span),
            &[view.words.say("entry.lookup").to_string()],
        );
    }
}

fn entry(h: &mut Html, view: &View, (name, title): (&str, &str), (docs, span): (&Docs, Span), facts: &[String]) {
    h.tag("div", &[("class", "entry"), ("id", &anchor::value(name))], |h| {
        h.tag("p", &[("class", "claim-title")], |h| {
            h.text(title);
            h.text(" ");
            h.leaf("code", &[], name);
        });
        docs::write_beside_grounds(h, "claim-text", docs);
        let text = docs::written(view.sources, span);
        if !text.is_empty() {
            h.tag("pre", &[("class", "equation")], |h| h.tag("code", &[], |h| code::write(h, view, text, name)));
        }
        h.tag("p", &[("class", "quiet")], |h| {
            let place = docs::place(view.sources, span);
            let facts: Vec<&str> = facts.iter().chain(&place).map(String::as_str).collect();
            h.text(&facts.join(" \u{b7} "));
            h.text(" \u{b7} ");
            docs::inline(h, &docs::grounds(view.words, docs));
        });
    });
}

/// What the variable is, in which unit, over which dimensions.
fn facts(view: &View, variable: &Variable) -> Vec<String> {
    let words = view.words;
    let kind = match &variable.kind {
        VariableKind::Constant(values) => {
            let values = words.counted(values.len(), ("assumed.values-one", "assumed.values-many"));
            words.fill("entry.constant", &[("values", &values)])
        }
        VariableKind::Series(Series { points, .. }) => {
            let points = points.iter().map(Vec::len).sum();
            let points = words.counted(points, ("entry.points-one", "entry.points-many"));
            words.fill("entry.series", &[("points", &points)])
        }
        VariableKind::Lever(lever) => lever_words(view, lever),
        VariableKind::Stock(_) => words.say("entry.stock").into(),
        VariableKind::Let { flow: true, .. } => words.say("entry.flow").into(),
        _ => words.say("entry.equation").into(),
    };
    let unit = match &variable.ty {
        Type::Truth => words.say("entry.truth").into(),
        Type::Category(names) => names.join(", ").replace('_', " "),
        Type::Number(_) => match unit_words(view.words, &variable.display.text, true) {
            unit if unit.is_empty() && variable.display.text == "share" => words.say("entry.share").into(),
            unit if unit.is_empty() => words.say("entry.no-unit").into(),
            unit => unit,
        },
    };
    let dims: Vec<String> = variable.dims.iter().map(|d| view.strategy.dimension(*d).name.replace('_', " ")).collect();
    let each = (!dims.is_empty()).then(|| words.fill("entry.for-each", &[("dimensions", &words.list(&dims))]));
    [kind, unit].into_iter().chain(each).collect()
}

fn lever_words(view: &View, lever: &Lever) -> String {
    let by = words::actor(view.strategy, lever.actor).map(docs::with_article);
    let within = words::element(view.strategy, lever.element);
    let key = match (&by, within) {
        (None, None) => "entry.lever",
        (Some(_), None) => "entry.lever-of",
        (None, Some(_)) => "entry.lever-in",
        (Some(_), Some(_)) => "entry.lever-of-in",
    };
    let by = by.unwrap_or_default();
    view.words.fill(key, &[("actor", &by), ("element", within.unwrap_or_default())])
}
