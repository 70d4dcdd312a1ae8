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
    lead_in(h, h.words.say("watch.lead"));
    let variables = &view.strategy.variables;
    group(
        h,
        "watch.milestones",
        variables,
        |v| if let VariableKind::Milestone(m) = &v.kind { Some(m) } else { None },
        |h, v, m| {
            milestone(h, view, v, m);
        },
    );
    group(
        h,
        "watch.conditions",
        variables,
        |v| if let VariableKind::Condition(c) = &v.kind { Some(c) } else { None },
        |h, v, c| {
            condition(h, view, v, c);
        },
    );
    group(
        h,
        "watch.triggers",
        variables,
        |v| if let VariableKind::Trigger(t) = &v.kind { Some(t) } else { None },
        |h, v, t| {
            trigger(h, view, v, t);
        },
    );
}

/// What is promised, and by which rules it is agreed: obligations and approvals.
pub(crate) fn write_promised(h: &mut Html, view: &View) {
    let strategy = view.strategy;
    list(h, "watch.obligations", &strategy.obligations, |o| anchor::obligation(&o.name), |h, o| obligation(h, view, o));
    list(h, "watch.approvals", &strategy.approvals, |a| anchor::approval(&a.name), approval);
}

fn group<'a, T: 'a>(
    h: &mut Html,
    title: &'static str,
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

fn list<T>(h: &mut Html, title: &'static str, items: &[T], id: impl Fn(&T) -> String, write: impl Fn(&mut Html, &T)) {
    if items.is_empty() {
        return;
    }
    h.leaf("h3", &[], h.words.say(title));
    h.tag("ul", &[("class", "cards")], |h| {
        for item in items {
            h.tag("li", &[("id", &id(item))], |h| write(h, item));
        }
    });
}

fn milestone(h: &mut Html, view: &View, variable: &Variable, milestone: &Milestone) {
    let due = milestone
        .due_date
        .map(|day| date(view.words, day))
        .or_else(|| Some(end(view.words, &view.strategy.time, milestone.due?)));
    let due = due.map(|due| h.words.fill("watch.due", &[("day", &due)]));
    let by = words::actor(view.strategy, milestone.actor).map(str::to_string);
    let element = words::element(view.strategy, milestone.element).map(str::to_string);
    head(h, &words::title(variable), &[by, due, element]);
    comment(h, &variable.docs);
    says(h, view, "watch.met-when", &milestone.met);
}

fn condition(h: &mut Html, view: &View, variable: &Variable, condition: &Condition) {
    let words = h.words;
    let each = variable.dims.iter().map(|d| view.strategy.dimensions[d.index()].name.replace('_', " "));
    let each = each.reduce(|before, next| words.fill("list.and", &[("before", &before), ("next", &next)]));
    let each = each.map(|each| words.fill("watch.in-each", &[("dimension", &each)]));
    let blind = (!condition.observable).then(|| words.say("watch.blind").to_string());
    head(h, &words::title(variable), &[each, blind]);
    comment(h, &variable.docs);
    says(h, view, "watch.holds-when", &condition.holds);
    match &condition.lost {
        Some(lost) => says(h, view, "watch.lost-when", lost),
        None => line(h, "watch.lost", h.words.say("watch.lost-at-once")),
    }
}

fn trigger(h: &mut Html, view: &View, variable: &Variable, trigger: &Trigger) {
    let strategy = view.strategy;
    let within = (trigger.within > 0.0).then(|| words::duration(view.words, &strategy.time, trigger.within));
    let within = within.map(|length| h.words.fill("watch.within", &[("length", &length)]));
    head(h, &words::title(variable), &[words::actor(strategy, trigger.actor).map(str::to_string), within]);
    comment(h, &variable.docs);
    says(h, view, "watch.fires-when", &trigger.fires);
    if let Some(source) = &trigger.second_source {
        line(h, "watch.second-source", &source.replace('_', " "));
    }
    for setting in &trigger.then {
        line(h, "watch.then", &words::setting(view.words, strategy, view.sources, setting));
    }
    if let Some(ends) = &trigger.ends {
        says(h, view, "watch.ends-when", ends);
    }
    line(h, "watch.compliance", &words::shares(view.words, trigger.compliance));
}

fn obligation(h: &mut Html, view: &View, obligation: &Obligation) {
    let words = h.words;
    let party = |i: usize, key: &'static str| {
        let name = words::actor(view.strategy, obligation.parties[i]).map(docs::with_article)?;
        Some(words.fill(key, &[("party", &name)]))
    };
    let parties = [
        party(0, "watch.by"),
        party(1, "watch.to"),
        party(2, "watch.overseen"),
        obligation.due_date.map(|due| words.fill("watch.due", &[("day", &date(view.words, due))])),
    ];
    head(h, &obligation.title, &parties);
    comment(h, &obligation.docs);
    if let Some(evidence) = &obligation.evidence {
        line(h, "watch.proved-by", evidence);
    }
}

fn approval(h: &mut Html, approval: &Approval) {
    head(h, &approval.title, &[]);
    comment(h, &approval.docs);
    h.tag("p", &[("class", "says")], |h| {
        label(h, "watch.rule");
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

/// What a line speaks of, in front of it.
fn label(h: &mut Html, what: &'static str) {
    h.leaf("span", &[("class", "says-what")], &format!("{} ", h.words.say(what)));
}

fn says(h: &mut Html, view: &View, what: &'static str, when: &When) {
    let (text, persistence) = words::when(view.words, &view.strategy.time, view.sources, when);
    h.tag("p", &[("class", "says")], |h| {
        label(h, what);
        h.tag("code", &[], |h| code::write(h, view, &text, ""));
        if !persistence.is_empty() {
            h.text(&format!(" {persistence}"));
        }
    });
}

fn line(h: &mut Html, what: &'static str, text: &str) {
    h.tag("p", &[("class", "says")], |h| {
        label(h, what);
        h.text(text);
    });
}
