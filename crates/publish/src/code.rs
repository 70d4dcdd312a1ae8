//! Text of the language, in which every name leads to its entry.

use milepost_strategy::model::{Expr, Strategy, VariableId};
use milepost_strategy::visit;

use crate::anchor;
use crate::html::Html;
use crate::view::View;

/// Writes code; names of variables and lookups become links, but for `own`, whose entry this is.
pub(crate) fn write(h: &mut Html, view: &View, text: &str, own: &str) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            h.text("\n");
        }
        let (code, note) = line.split_at(comment(line));
        names(h, view.strategy, code, own);
        if !note.is_empty() {
            h.leaf("i", &[], note);
        }
    }
}

/// Where a line's comment begins.
fn comment(line: &str) -> usize {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        quoted ^= c == '"';
        if !quoted && line[at..].starts_with("//") {
            return at;
        }
    }
    line.len()
}

fn names(h: &mut Html, strategy: &Strategy, code: &str, own: &str) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = code;
    while let Some(at) = rest.find(word) {
        h.text(&rest[..at]);
        let end = rest[at..].find(|c| !word(c)).map_or(rest.len(), |n| at + n);
        let name = &rest[at..end];
        if name != own && is_value(strategy, name) {
            h.goto(&anchor::value(name), name)
        } else {
            h.text(name)
        }
        rest = &rest[end..];
    }
    h.text(rest);
}

fn is_value(strategy: &Strategy, name: &str) -> bool {
    strategy.variables.iter().any(|v| v.name == name) || strategy.lookups.iter().any(|l| l.name == name)
}

/// Writes a text around what an expression reads, each name a link: `observes killings and troops`.
pub(crate) fn reads(h: &mut Html, view: &View, key: &'static str, expr: &Expr) {
    let mut read: Vec<VariableId> = Vec::new();
    visit::variables(expr, &mut |id| read.push(id));
    read.sort_unstable();
    read.dedup();
    if read.is_empty() {
        return;
    }
    h.fill(key, |h, _| h.list(read.len(), |h, i| variable(h, view, read[i])));
}

/// Writes a variable's name as a link to its entry.
pub(crate) fn variable(h: &mut Html, view: &View, id: VariableId) {
    let name = &view.strategy.variable(id).name;
    h.tag("a", &[("href", &format!("#{}", anchor::value(name)))], |h| h.leaf("code", &[], name));
}
