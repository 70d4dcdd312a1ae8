//! Declarations of two strategies, by what they declare.

use std::collections::BTreeMap;

use milepost_syntax::{Normal, SourceMap, normal, parse};

use super::{Change, Declaration};

/// Compartment, name, and which of those that share both (as tables that read one file do).
type Key = (String, String, usize);

struct Declared {
    normal: Normal,
    comments: String,
    place: String,
}

/// The declarations that differ, sorted by compartment and name.
pub(super) fn compare(a: &SourceMap, b: &SourceMap) -> Vec<Declaration> {
    let (mut before, mut after) = (declared(a), declared(b));
    let mut keys: Vec<Key> = before.keys().chain(after.keys()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().filter_map(|key| changed(before.remove(&key), after.remove(&key))).collect()
}

fn changed(a: Option<Declared>, b: Option<Declared>) -> Option<Declaration> {
    let (shown, change) = match (a, b) {
        (None, None) => return None,
        (Some(a), None) => {
            let lines = a.normal.lines.clone();
            (a, Change::Removed(lines))
        }
        (None, Some(b)) => {
            let lines = b.normal.lines.clone();
            (b, Change::Added(lines))
        }
        (Some(a), Some(b)) if a.normal.flat() != b.normal.flat() => {
            let lines = b.normal.lines.clone();
            (b, Change::Changed(a.normal.lines, lines))
        }
        (Some(a), Some(b)) if a.comments != b.comments => {
            let comments = b.comments.clone();
            (b, Change::Comments(a.comments, comments))
        }
        _ => return None,
    };
    Some(Declaration { kind: shown.normal.word, name: shown.normal.name, place: shown.place, change })
}

fn declared(sources: &SourceMap) -> BTreeMap<Key, Declared> {
    let mut found = BTreeMap::new();
    for (id, source) in sources.files().filter(|(_, source)| source.path.ends_with(".mile")) {
        for declaration in parse(id, &source.text).file.declarations {
            let normal = normal(sources.snippet(declaration.span));
            let said = std::iter::once(declaration.docs.text.as_str());
            let said = said.chain(declaration.docs.notes.iter().map(String::as_str));
            let comments: Vec<&str> = said.flat_map(str::split_whitespace).collect();
            let comments = comments.join(" ");
            let place = format!("{}:{}", source.path, sources.line(declaration.span));
            let mut key = (compartment(&normal.word).to_string(), normal.name.clone(), 0);
            while found.contains_key(&key) {
                key.2 += 1;
            }
            found.insert(key, Declared { normal, comments, place });
        }
    }
    found
}

/// The space of names that a word declares in: a `let` that becomes a `stock` is the same variable.
fn compartment(word: &str) -> &str {
    match word {
        "let" | "flow" | "stock" | "uncertain" | "lever" | "series" | "lookup" | "indicator" | "condition"
        | "milestone" | "trigger" => "value",
        "actor" | "element" | "recommendation" => "part",
        other => other,
    }
}
