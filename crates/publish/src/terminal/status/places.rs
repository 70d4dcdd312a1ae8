//! Findings in many places, by how they stand.

use milepost_monitor::figure;
use milepost_monitor::status::{Found, Group, State};

use super::super::{Ink, columns, wrapped};
use super::{LABEL, finding};
use crate::language::Language;

/// Writes the places of a group under what they have in common.
pub(super) fn write(group: &Group, label: fn(&Found) -> &'static str, width: usize, ink: Ink) -> String {
    let words = Language::english();
    let mut out = String::new();
    for says in &group.says {
        out += &wrapped(&finding::predicate(words, says), width, LABEL + 2);
    }
    let measured = measured(words, group);
    if let Some(what) = &measured {
        out += &wrapped(what, width, LABEL + 2);
    }
    let mut kinds: Vec<(&str, Vec<&Found>)> = Vec::new();
    for found in &group.found {
        let label = label(found);
        match kinds.iter_mut().find(|(l, _)| *l == label) {
            Some((_, all)) => all.push(found),
            None => kinds.push((label, vec![found])),
        }
    }
    let places = group.found.len();
    for (label, all) in kinds {
        let names: Vec<String> = all.iter().map(|f| place(words, f, measured.is_some())).collect();
        let plain = all.len() == places
            && all.iter().all(|f| f.element.as_deref() == Some(place(words, f, measured.is_some()).as_str()));
        let (head, list) = match plain {
            true if places == 2 => (format!("{} in both", label.to_lowercase()), String::new()),
            true => (format!("{} in all {places}", label.to_lowercase()), String::new()),
            false => (format!("{} {}", label.to_lowercase(), all.len()), names.join("; ")),
        };
        let body = wrapped(&list, width, LABEL + 2 + 12);
        let pad = " ".repeat(12usize.saturating_sub(columns(&head)).max(1));
        let line = format!("{:indent$}{}{pad}{}", "", ink.strong(&head), body.trim_start(), indent = LABEL + 2);
        out += line.trim_end();
        out.push('\n');
        for why in shared(&all) {
            out += &wrapped(&finding::why(words, &why), width, LABEL + 2 + 12);
        }
    }
    if group.found.iter().any(|f| f.depends_on_count) {
        let names: Vec<&str> =
            group.found.iter().filter(|f| f.depends_on_count).filter_map(|f| f.element.as_deref()).collect();
        out += &wrapped(&format!("depends on the count in {}", names.join(", ")), width, LABEL + 2);
    }
    out
}

/// What the numbers behind the places are; nothing where they are the same everywhere, as the time is.
pub(crate) fn measured(words: &'static Language, group: &Group) -> Option<String> {
    let part = group.found.iter().find_map(|f| f.why.first()?.parts.first())?;
    let mut values = group.found.iter().filter_map(latest);
    let first = values.next()?;
    if part.wanted.is_empty() || values.all(|v| v == first) {
        return None;
    }
    let on = part.judged.first().map_or("", |j| j.on.as_str());
    Some(words.fill("stands.beside", &[("what", &format!("{}{}", part.left, part.unit)), ("day", on)]))
}

fn latest(found: &Found) -> Option<f64> {
    found.why.first()?.parts.first()?.judged.first()?.left
}

/// `Anbar 14.2 since 2005-03-31`
pub(crate) fn place(words: &'static Language, found: &Found, measured: bool) -> String {
    let name = found.element.as_deref().unwrap_or(words.say("stands.nation"));
    let value = latest(found).filter(|_| measured).map_or_else(String::new, |v| format!(" {}", figure(v)));
    let place = format!("{name}{value}");
    match &found.since {
        Some(day) if found.state != State::Unknown => {
            words.fill("stands.place-since", &[("place", &place), ("day", day)])
        }
        _ => place,
    }
}

/// Reasons that all of them have.
pub(crate) fn shared(all: &[&Found]) -> Vec<String> {
    let Some(first) = all.first() else { return Vec::new() };
    first.unknown_because.iter().filter(|why| all.iter().all(|f| f.unknown_because.contains(why))).cloned().collect()
}
