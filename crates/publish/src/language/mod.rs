//! The words of the pages in a language: one text for each key, in files that translators can edit, one for each group of
//! sections.

mod pseudo;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::numbers::{Numbers, count};

/// The words of the pages, and how they are read.
#[derive(Debug, PartialEq)]
pub struct Language {
    /// As in `<html lang>`: `en`.
    pub code: &'static str,
    /// As in `<html dir>`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// How numbers are written, where not as in English.
    pub(crate) numbers: Option<Numbers>,
    texts: BTreeMap<&'static str, String>,
}

const ENGLISH: [&str; 10] = [
    include_str!("en/site.txt"),
    include_str!("en/report.txt"),
    include_str!("en/numbers.txt"),
    include_str!("en/charts.txt"),
    include_str!("en/assumptions.txt"),
    include_str!("en/compare.txt"),
    include_str!("en/fails.txt"),
    include_str!("en/parts.txt"),
    include_str!("en/dynamics.txt"),
    include_str!("en/status.txt"),
];

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        static WORDS: LazyLock<Language> =
            LazyLock::new(|| Language { code: "en", direction: "ltr", numbers: None, texts: english() });
        &WORDS
    }

    /// No language: every text of the pages with accents and longer by a third, from right to left.  What stays plain in it
    /// was written by somebody else; what breaks in it would break in a translation.
    pub fn pseudo() -> &'static Language {
        static WORDS: LazyLock<Language> = LazyLock::new(|| {
            let texts = english().into_iter().map(|(key, text)| (key, pseudo::accented(&text))).collect();
            let numbers = Some(Numbers { group: '.', decimal: ',' });
            Language { code: "en-XA", direction: "rtl", numbers, texts }
        });
        &WORDS
    }

    /// A text; where there is none, its key, so that the page shows what is missing.
    pub(crate) fn say(&'static self, key: &'static str) -> &'static str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The texts that the script says, as JSON.
    pub(crate) fn of_script(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let texts = self.texts.iter().filter(|(key, _)| key.starts_with("script."));
        let pairs: Vec<String> = texts.map(|(key, text)| format!("{}:{}", quoted(key), quoted(text))).collect();
        format!("{{{}}}", pairs.join(","))
    }

    /// A text with what stands for its `{names}`.
    pub(crate) fn fill(&'static self, key: &'static str, values: &[(&str, &str)]) -> String {
        filled(self.say(key), values)
    }

    /// `1 claim`, `2 claims`: a text with its `{n}`, in the singular or in the plural.
    pub(crate) fn counted(&'static self, n: usize, (one, many): (&'static str, &'static str)) -> String {
        self.fill(if n == 1 { one } else { many }, &[("n", &count(n as u64))])
    }

    /// `a, b and c`; `a, b; and c` where an item holds a comma itself.
    pub(crate) fn list(&'static self, items: &[String]) -> String {
        let holds = items.iter().any(|item| item.contains(','));
        let (comma, and) = if holds { ("list.semicolon", "list.semicolon-and") } else { ("list.comma", "list.and") };
        let Some((last, most)) = items.split_last() else { return String::new() };
        let Some((first, between)) = most.split_first() else { return last.clone() };
        let join = |text: String, key, next: &String| self.fill(key, &[("before", &text), ("next", next)]);
        let most = between.iter().fold(first.clone(), |text, next| join(text, comma, next));
        join(most, and, last)
    }
}

impl Default for &'static Language {
    fn default() -> &'static Language {
        Language::english()
    }
}

fn english() -> BTreeMap<&'static str, String> {
    ENGLISH.into_iter().flat_map(read).collect()
}

/// `key = text`, a line each; empty lines and lines that begin with `#` are left out.
fn read(file: &'static str) -> impl Iterator<Item = (&'static str, String)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, text)| (key.trim(), text.trim().into()))
}

/// A part of a text.
pub(crate) enum Part<'t> {
    /// As it stands.
    Text(&'t str),
    /// The name of what is filled in: `{name}`.
    Place(&'t str),
}

/// A text taken apart at its `{names}`.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(b, a)| Some((b, a.split_once('}')?))) {
        parts.extend([Part::Text(before), Part::Place(name)]);
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts
}

fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for part in parts(text) {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Place(name) => match values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_and_what_is_not_named_stays() {
        assert_eq!(filled("{a} of {b}, {c} {", &[("a", "1"), ("b", "{a}")]), "1 of {a}, {c} {");
    }

    #[test]
    fn lists_are_joined_by_what_their_items_hold() {
        let list = |items: &[&str]| Language::english().list(&items.iter().map(|i| i.to_string()).collect::<Vec<_>>());
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["a", "b, c", "d"]), "a; b, c; and d");
    }
}
