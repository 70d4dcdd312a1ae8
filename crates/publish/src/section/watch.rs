//! Milestones, conditions, triggers, obligations and approvals, as they are written.

use milepost_strategy::model::{Approval, Condition, Milestone, Obligation, Trigger, Variable, VariableKind, When};

use super::lead_in;
use crate::anchor;
use crate::calendar::{date, end};
use crate::code;
use crate::docs;
use crate::html::Html;
use crate::view::View;
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    let watched = |v: &Variable| {
        matches!(v.kind, VariableKind::Milestone(_) | VariableKind::Condition(_) | VariableKind::Trigger(_))
    };
    view.strategy.variables.iter().any(watched)
        || !view.strategy.obligations.is_empty()
        || !view.strategy.approvals.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    write_judged(h, view);
    write_promised(h, view);
}

/// What is judged: milestones, conditions and triggers.
pub(crate) fn write_judged(h: &mut Html, view: &View) {
    lead_in(
        h,
        "These sentences are part of the model, so every future is held to them. What is not known is unknown, never met.",
    );
    let variables = &view.strategy.variables;
    group(
        h,
        "Milestones",
        variables,
        |v| if let VariableKind::Milestone(m) = &v.kind { Some(m) } else { None },
        |h, v, m| {
            milestone(h, view, v, m);
        },
    );
    group(
        h,
        "Conditions",
        variables,
        |v| if let VariableKind::Condition(c) = &v.kind { Some(c) } else { None },
        |h, v, c| {
            condition(h, view, v, c);
        },
    );
    group(
        h,
        "Triggers",
        variables,
        |v| if let VariableKind::Trigger(t) = &v.kind { Some(t) } else { None },
        |h, v, t| {
            trigger(h, view, v, t);
        },
    );
}

/// What is promised, and by which rules it is agreed: obligations and approvals.
pub(crate) fn write_promised(h: &mut Html, view: &View) {
    list(h, "Obligations", &view.strategy.obligations, |o| anchor::obligation(&o.name), |h, o| obligation(h, view, o));
    list(h, "Approvals", &view.strategy.approvals, |a| anchor::approval(&a.name), approval);
}

fn group<'a, T: 'a>(
    h: &mut Html,
    title: &str,
    variables: &'a [Variable],
    pick: impl Fn(&'a Variable) -> Option<&'a T>,
    write: impl Fn(&mut Html, &Variable, &T),
) {
    let picked: Vec<(&Variable, &T)> = variables.iter().filter_map(|v| Some((v, pick(v)?))).collect();
    list(
        h,
        title,
        &picked,
        |(variable, _)| anchor::value(&variable.name),
        |h, (variable, kind)| write(h, variable, kind),
    );
}

fn list<T>(h: &mut Html, title: &str, items: &[T], id: impl Fn(&T) -> String, write: impl Fn(&mut Html, &T)) {
    if items.is_empty() {
        return;
    }
    h.leaf("h3", &[], title);
    h.tag("ul", &[("class", "cards")], |h| {
        for item in items {
            h.tag("li", &[("id", &id(item))], |h| write(h, item));
        }
    });
}

fn milestone(h: &mut Html, view: &View, variable: &Variable, milestone: &Milestone) {
    let due = milestone.due_date.map(date).or_else(|| Some(end(&view.strategy.time, milestone.due?)));
    let due = due.map(|due| format!("due {due}"));
    let by = words::actor(view.strategy, milestone.actor).map(str::to_string);
    let element = words::element(view.strategy, milestone.element).map(str::to_string);
    head(h, &words::title(variable), &[by, due, element]);
    comment(h, &variable.docs);
    says(h, view, "Met when", &milestone.met);
}

fn condition(h: &mut Html, view: &View, variable: &Variable, condition: &Condition) {
    let each = variable.dims.iter().map(|d| view.strategy.dimensions[d.index()].name.as_str());
    let each: Vec<&str> = each.collect();
    let each = (!each.is_empty()).then(|| format!("in each {}", each.join(" and ").replace('_', " ")));
    let blind = (!condition.observable).then(|| "simulated only: nobody observes it".to_string());
    head(h, &words::title(variable), &[each, blind]);
    comment(h, &variable.docs);
    says(h, view, "Holds when", &condition.holds);
    match &condition.lost {
        Some(lost) => says(h, view, "Lost when", lost),
        None => line(h, "Lost", "as soon as that fails"),
    }
}

fn trigger(h: &mut Html, view: &View, variable: &Variable, trigger: &Trigger) {
    let strategy = view.strategy;
    let within = (trigger.within > 0.0).then(|| format!("within {}", words::duration(&strategy.time, trigger.within)));
    head(h, &words::title(variable), &[words::actor(strategy, trigger.actor).map(str::to_string), within]);
    comment(h, &variable.docs);
    says(h, view, "Fires when", &trigger.fires);
    if let Some(source) = &trigger.second_source {
        line(h, "Second source", &source.replace('_', " "));
    }
    for setting in &trigger.then {
        line(h, "Then", &words::setting(strategy, view.sources, setting));
    }
    if let Some(ends) = &trigger.ends {
        says(h, view, "Ends when", ends);
    }
    line(h, "Compliance", &words::shares(trigger.compliance));
}

fn obligation(h: &mut Html, view: &View, obligation: &Obligation) {
    let name = |i: usize| words::actor(view.strategy, obligation.parties[i]).map(docs::with_article);
    let parties = [
        name(0).map(|by| format!("by {by}")),
        name(1).map(|to| format!("to {to}")),
        name(2).map(|over| format!("overseen by {over}")),
        obligation.due_date.map(|due| format!("due {}", date(due))),
    ];
    head(h, &obligation.title, &parties);
    comment(h, &obligation.docs);
    if let Some(evidence) = &obligation.evidence {
        line(h, "Proved by", evidence);
    }
}

fn approval(h: &mut Html, approval: &Approval) {
    head(h, &approval.title, &[]);
    comment(h, &approval.docs);
    h.tag("p", &[("class", "says")], |h| {
        h.leaf("span", &[("class", "says-what")], "Rule ");
        h.leaf("span", &[], &approval.rule);
    });
}

fn head(h: &mut Html, title: &str, facts: &[Option<String>]) {
    h.leaf("p", &[("class", "claim-title")], title);
    let facts: Vec<&str> = facts.iter().flatten().map(String::as_str).collect();
    if !facts.is_empty() {
        h.leaf("p", &[("class", "quiet")], &facts.join(" \u{b7} "));
    }
}

fn comment(h: &mut Html, docs: &milepost_syntax::ast::Docs) {
    docs::write(h, "claim-text", &docs.text);
    if let Some(cited) = docs::citations(docs).filter(|_| !docs.text.contains('[')) {
        h.tag("p", &[("class", "claim-text")], |h| docs::inline(h, &cited));
    }
}

fn says(h: &mut Html, view: &View, what: &str, when: &When) {
    let (text, persistence) = words::when(&view.strategy.time, view.sources, when);
    h.tag("p", &[("class", "says")], |h| {
        h.leaf("span", &[("class", "says-what")], &format!("{what} "));
        h.tag("code", &[], |h| code::write(h, view, &text, ""));
        h.text(&persistence);
    });
}

fn line(h: &mut Html, what: &str, text: &str) {
    h.tag("p", &[("class", "says")], |h| {
        h.leaf("span", &[("class", "says-what")], &format!("{what} "));
        h.text(text);
    });
}
