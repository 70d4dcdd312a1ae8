//! Sentences with a little emphasis, written once for the page and for the terminal.

use crate::html::Html;
use crate::language::{Language, Part, parts};

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// Plain words.
    Plain(String),
    /// The name of a pathway.
    Name(String),
    /// What the eye should find first.
    Strong(String),
}

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Phrase(pub(crate) Vec<Piece>);

impl Phrase {
    /// Plain words.
    pub(crate) fn plain(text: impl Into<String>) -> Phrase {
        Phrase(vec![Piece::Plain(text.into())])
    }

    /// A text of a language with what stands for its `{names}`, emphasis included.
    pub(crate) fn filled(text: &str, values: &[(&str, Piece)]) -> Phrase {
        let mut phrase = Phrase::default();
        for part in parts(text) {
            phrase.0.push(match part {
                Part::Text(text) => Piece::Plain(text.into()),
                Part::Place(name) => match values.iter().find(|(known, _)| *known == name) {
                    Some((_, piece)) => piece.clone(),
                    None => Piece::Plain(format!("{{{name}}}")),
                },
            });
        }
        phrase
    }

    /// Appends plain words.
    pub(crate) fn say(mut self, text: impl Into<String>) -> Phrase {
        self.0.push(Piece::Plain(text.into()));
        self
    }

    /// Appends a pathway's name.
    pub(crate) fn name(mut self, text: impl Into<String>) -> Phrase {
        self.0.push(Piece::Name(text.into()));
        self
    }

    /// Appends words that carry the weight.
    pub(crate) fn strong(mut self, text: impl Into<String>) -> Phrase {
        self.0.push(Piece::Strong(text.into()));
        self
    }

    /// Into a page.
    pub(crate) fn write(&self, h: &mut Html) {
        for piece in &self.0 {
            match piece {
                Piece::Plain(text) => h.text(text),
                Piece::Name(text) => h.leaf("em", &[], text),
                Piece::Strong(text) => h.leaf("strong", &[], text),
            }
        }
    }
}

/// `a, b and c`, in English.
pub(crate) fn list(items: &[String]) -> String {
    Language::english().list(items)
}

/// An identifier as words: `green_zone` is `Green zone`.
pub(crate) fn titled(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) if name.chars().any(char::is_lowercase) => first.to_uppercase().chain(chars).collect(),
        _ => words,
    }
}

/// `1 of 4 does`, `2 of 4 do`: what follows a count agrees with it.
pub(crate) fn agreeing(n: usize, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

/// `1 claim`, `2 claims`
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", crate::numbers::count(n as u64), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_name_keeps_its_emphasis() {
        let phrase = Phrase::filled("In {share}, {x}.", &[("share", Piece::Strong("{x}".into()))]);
        let expected = Phrase::plain("In ").strong("{x}").say(", ").say("{x}").say(".");
        assert_eq!(phrase, expected);
    }
}
