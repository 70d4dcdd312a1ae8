//! The parts of a predicate when it was judged, and what would change what they come to.

use std::collections::BTreeMap;

use milepost_strategy::model::{Expr, VariableId, VariableKind};
use milepost_strategy::visit;

use super::history::day;
use super::{Case, Found, Judged, Part, State, Subject, Why};
use crate::evaluate::{Count, JudgedWhen, Sides};
use crate::predicate::{Atom, all_needed, atoms};
use crate::words::{Unit, compares, persistence, snippet};

/// The parts of a predicate, with their numbers at its last judgements.
pub(super) fn parts(case: &Case, judged: &JudgedWhen, flat: usize) -> Vec<Part> {
    let found = atoms(case.strategy, &judged.when.test);
    found.iter().zip(&judged.parts).map(|(atom, asked)| told(case, judged, flat, atom, asked)).collect()
}

fn told(case: &Case, judged: &JudgedWhen, flat: usize, atom: &Atom, asked: &Sides) -> Part {
    let values = case.values(Count::Best);
    let at = |ids: &BTreeMap<u32, VariableId>, step: u32| {
        let value = ids.get(&step).map_or(f64::NAN, |id| values.after(*id, flat, case.moment.step));
        (!value.is_nan()).then_some(value)
    };
    let first = |side: usize| {
        let ids = &asked.sides.as_ref()?[side];
        judged.told(flat).find_map(|step| at(ids, step))
    };
    let unit = unit(case, atom, first(0), first(1));
    let judgements = judged.told(flat).map(|step| {
        let side = |k: usize| asked.sides.as_ref().and_then(|ids| at(&ids[k], step)).map(|v| v / unit.scale);
        Judged {
            on: day(case, step).map(|d| d.to_string()).unwrap_or_default(),
            truth: at(&asked.whole, step).map(|t| (t == 1.0) != atom.negated),
            left: side(0),
            right: side(1),
        }
    });
    let text = |e: &Expr| snippet(case.sources, e);
    Part {
        text: if atom.negated { format!("not {}", text(atom.expr)) } else { text(atom.expr) },
        left: atom.sides.map_or_else(String::new, |(_, a, _)| text(a)),
        right: atom.sides.map_or_else(String::new, |(_, _, b)| text(b)),
        wanted: atom.sides.map_or("", |(op, ..)| compares(op, atom.negated)),
        unit: unit.suffix.clone(),
        judged: judgements.collect(),
    }
}

/// Numbers are told as the author wrote the bar, which is the side that reads nothing.
fn unit(case: &Case, atom: &Atom, left: Option<f64>, right: Option<f64>) -> Unit {
    let Some((_, a, b)) = atom.sides else { return Unit { scale: 1.0, suffix: String::new() } };
    let reads = |e: &Expr| {
        let mut any = false;
        visit::variables(e, &mut |_| any = true);
        any
    };
    if reads(b) && !reads(a) {
        return Unit::of_bar(case.sources, a, left.unwrap_or(f64::NAN));
    }
    Unit::of_bar(case.sources, b, right.unwrap_or(f64::NAN))
}

/// What would change how an element stands, in sentences.
pub(super) fn changes(case: &Case, subject: &Subject, found: &Found, why: &[Why]) -> Vec<String> {
    let of = |role: &str| {
        let at = why.iter().position(|w| w.role == role)?;
        Some((&why[at], &subject.whens[at].1))
    };
    let told = |becomes: &str, role: &str| of(role).map_or_else(Vec::new, |(w, j)| when(case, becomes, w, j));
    match (&case.strategy.variable(subject.id).kind, found.state) {
        (VariableKind::Condition(_), State::Holds) => match of("lost") {
            Some(_) => told("lost", "lost"),
            None => vec!["lost as soon as that fails, unknown as soon as figures fail to come".into()],
        },
        (VariableKind::Condition(_), _) => told("holds", "holds"),
        (VariableKind::Milestone(_), State::Met) => Vec::new(),
        (VariableKind::Milestone(_), _) => told("met", "met"),
        (_, State::Fired) => told("ends", "ends"),
        _ => {
            let mut all = told("fires", "fires");
            if let Some(source) = second_source(case, subject) {
                all.push(format!("and only if {source} says so too"));
            }
            all
        }
    }
}

fn second_source<'a>(case: &Case<'a>, subject: &Subject) -> Option<&'a str> {
    match &case.strategy.variable(subject.id).kind {
        VariableKind::Trigger(t) => t.second_source.as_deref(),
        _ => None,
    }
}

/// When a predicate would be true: what each part must come to, and for how long yet.
fn when(case: &Case, becomes: &str, why: &Why, judged: &JudgedWhen) -> Vec<String> {
    let w = &judged.when;
    let length = f64::from(w.every) * case.moment.step_length();
    let lasting = persistence(w.of, w.periods, length, case.moment.unit());
    let lasting = if lasting.is_empty() { String::new() } else { format!(" for {lasting}") };
    if why.parts.len() == 1 && w.of == w.periods && w.periods > 1 {
        // So many judgements one after the other: how many are there already?
        let done = why.parts[0].judged.iter().take_while(|j| j.truth == Some(true)).count() as u32;
        if done > 0 && done < w.periods {
            let rest = persistence(w.periods - done, w.periods - done, length, case.moment.unit());
            let rest = if rest.is_empty() { "1 more judgement".to_string() } else { rest.replacen(' ', " more ", 1) };
            return vec![format!("{becomes} after {rest} {}", needs(&why.parts[0]))];
        }
    }
    let joined = if all_needed(case.strategy, &w.test) { "and" } else { "with" };
    let open: Vec<&Part> =
        why.parts.iter().filter(|p| p.judged.first().is_none_or(|j| j.truth != Some(true))).collect();
    let listed: Vec<&Part> = if open.is_empty() { why.parts.iter().collect() } else { open };
    let mut out = Vec::new();
    for (i, part) in listed.into_iter().enumerate() {
        let lead = if i == 0 { format!("{becomes} if") } else { joined.to_string() };
        let lasting = if i == 0 { lasting.as_str() } else { "" };
        out.push(format!("{lead} {}{lasting}{}", is(part), now(part)));
    }
    out
}

/// `deaths / people below 5 per 100,000 a month`
fn is(part: &Part) -> String {
    if part.wanted.is_empty() {
        return format!("`{}`", part.text);
    }
    format!("{} is {}", part.left, needs(part))
}

/// `below 5 per 100,000 a month`
fn needs(part: &Part) -> String {
    if part.wanted.is_empty() {
        return format!("of `{}`", part.text);
    }
    format!("{} {}", part.wanted, bar(part))
}

fn bar(part: &Part) -> String {
    let right = part.judged.iter().find_map(|j| j.right);
    right.map_or_else(|| part.right.clone(), |v| format!("{}{}", crate::words::figure(v), part.unit))
}

fn now(part: &Part) -> String {
    let Some(last) = part.judged.first() else { return ": not judged yet".into() };
    match (part.wanted.is_empty(), last.left, last.truth) {
        (false, Some(v), _) => format!(": now {}{}", crate::words::figure(v), part.unit),
        (false, None, _) => ": now unknown".into(),
        (true, _, Some(true)) => ": now true".into(),
        (true, _, Some(false)) => ": now false".into(),
        (true, _, None) => ": now unknown".into(),
    }
}
