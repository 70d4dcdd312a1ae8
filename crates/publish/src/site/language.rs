//! The words of the site in a language: one text for each key, in a file that translators can edit.

use std::collections::BTreeMap;

use crate::numbers::Numbers;

/// The words of the site, and how it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// As in `<html lang>`: `en`.
    pub code: &'static str,
    /// As in `<html dir>`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// How numbers are written, where not as in English.
    pub(super) numbers: Option<Numbers>,
    texts: BTreeMap<String, String>,
}

const ENGLISH: &str = include_str!("strings/en.txt");

impl Language {
    /// English.
    pub fn english() -> Language {
        Language { code: "en", direction: "ltr", numbers: None, texts: read(ENGLISH) }
    }

    /// No language: every text of the site's own with accents and longer by a third, from right to left.  What stays plain
    /// in it is no text of the site's; what breaks in it would break in a translation.
    pub fn pseudo() -> Language {
        let texts = read(ENGLISH).into_iter().map(|(key, text)| (key, accented(&text))).collect();
        let numbers = Some(Numbers { group: '.', decimal: ',' });
        Language { code: "en-XA", direction: "rtl", numbers, texts }
    }

    /// A text; where there is none, its key, so that the page shows what is missing.
    pub(super) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The texts that the script says, as JSON.
    pub(super) fn of_script(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let texts = self.texts.iter().filter(|(key, _)| key.starts_with("script."));
        let pairs: Vec<String> = texts.map(|(key, text)| format!("{}:{}", quoted(key), quoted(text))).collect();
        format!("{{{}}}", pairs.join(","))
    }

    /// A text with what stands for its `{names}`.
    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.say(key);
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + length];
            out.push_str(&rest[..open]);
            let value = values.iter().find(|(known, _)| *known == name);
            out.push_str(value.map_or(&rest[open..=open + length], |(_, value)| value));
            rest = &rest[open + length + 1..];
        }
        out + rest
    }
}

/// `key = text`, a line each; empty lines and lines that begin with `#` are left out.
fn read(file: &str) -> BTreeMap<String, String> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, text)| (key.trim().into(), text.trim().into())).collect()
}

/// Letters with accents, and a third more of them; `{names}` and code stay.
fn accented(text: &str) -> String {
    let mut out = String::new();
    let (mut letters, mut names, mut code) = (0, 0, false);
    for c in text.chars() {
        match c {
            '{' => names += 1,
            '}' => names -= 1,
            '`' => code = !code,
            _ => {}
        }
        let plain = names > 0 || code;
        letters += usize::from(!plain && c.is_alphabetic());
        out.push(if plain { c } else { accent(c) });
    }
    out.extend(std::iter::repeat_n('~', letters / 3));
    out
}

fn accent(c: char) -> char {
    const PAIRS: [(char, char); 20] = [
        ('a', '\u{e5}'),
        ('e', '\u{e9}'),
        ('i', '\u{ee}'),
        ('o', '\u{f6}'),
        ('u', '\u{fb}'),
        ('y', '\u{fd}'),
        ('c', '\u{e7}'),
        ('n', '\u{f1}'),
        ('s', '\u{161}'),
        ('t', '\u{163}'),
        ('g', '\u{11d}'),
        ('l', '\u{13a}'),
        ('A', '\u{c5}'),
        ('E', '\u{c9}'),
        ('I', '\u{ce}'),
        ('O', '\u{d6}'),
        ('U', '\u{db}'),
        ('C', '\u{c7}'),
        ('S', '\u{160}'),
        ('T', '\u{162}'),
    ];
    PAIRS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, accented)| *accented)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_and_what_is_not_named_stays() {
        let mut language = Language::english();
        language.texts.insert("x".into(), "{a} of {b}, {c} {".into());
        assert_eq!(language.fill("x", &[("a", "1"), ("b", "{a}")]), "1 of {a}, {c} {");
    }

    #[test]
    fn the_pseudo_language_is_longer_and_keeps_names_and_code() {
        assert_eq!(accented("Due {day}: `milepost run`"), "D\u{fb}\u{e9} {day}: `milepost run`~");
    }
}
