//! The same numbers for a terminal: aligned columns, wrapped lines, emphasis that carries no meaning.

pub(crate) mod brief;
pub(crate) mod claims;
pub(crate) mod contract;
pub(crate) mod diff;
pub(crate) mod discover;
pub(crate) mod fit;
mod grid;
pub(crate) mod links;
pub(crate) mod loops;
pub(crate) mod model;
pub(crate) mod outputs;
pub(crate) mod replay;
pub(crate) mod robustness;
pub(crate) mod sensitivity;
pub(crate) mod status;
pub(crate) mod table;
pub(crate) mod timing;
pub(crate) mod worth;

use crate::phrase::{Phrase, Piece};

/// How emphasis is written, if at all.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    color: bool,
}

impl Ink {
    pub(crate) fn new(color: bool) -> Ink {
        Ink { color }
    }

    /// Bold.
    pub(crate) fn strong(self, text: &str) -> String {
        self.with("1", text)
    }

    /// Dimmed.
    pub(crate) fn faint(self, text: &str) -> String {
        self.with("2", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.into() }
    }
}

/// Columns a text takes: one for every character, none for what combines with the one before.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}')).count()
}

/// Words in lines of at most `width` columns, each behind `indent` spaces; a word too long stands alone.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::new();
    for line in lines(text.split_whitespace().map(str::to_string), width.saturating_sub(indent)) {
        out += &format!("{:indent$}{}\n", "", line.join(" "));
    }
    out
}

/// A sentence in lines, without its full stop, with its names and its weight in `ink`.
pub(crate) fn sentence(phrase: &Phrase, ink: Ink, width: usize, indent: usize) -> String {
    // A piece may end inside a word, as a name does before a comma; so letters are marked first and wrapped after.
    let mut marked: Vec<(char, bool)> = Vec::new();
    for piece in &phrase.0 {
        let (text, strong) = match piece {
            Piece::Plain(text) => (text, false),
            Piece::Name(text) | Piece::Strong(text) => (text, true),
        };
        marked.extend(text.chars().filter(|c| !c.is_control()).map(|c| (c, strong)));
    }
    if marked.last().is_some_and(|(c, _)| *c == '.') {
        marked.pop();
    }
    let plain: String = marked.iter().map(|(c, _)| *c).collect();
    let mut strong = marked.iter().filter(|(c, _)| !c.is_whitespace()).map(|(_, strong)| *strong);
    let mut out = String::new();
    for line in lines(plain.split_whitespace().map(str::to_string), width.saturating_sub(indent)) {
        let words = line.iter().map(|word| {
            let flags: Vec<bool> = strong.by_ref().take(word.chars().count()).collect();
            emphasised(word, &flags, ink)
        });
        out += &format!("{:indent$}{}\n", "", words.collect::<Vec<_>>().join(" "));
    }
    out
}

fn emphasised(word: &str, flags: &[bool], ink: Ink) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let letters: Vec<(char, bool)> = word.chars().zip(flags.iter().copied()).collect();
    for (i, (c, strong)) in letters.iter().enumerate() {
        run.push(*c);
        if letters.get(i + 1).is_none_or(|next| next.1 != *strong) {
            out += &if *strong { ink.strong(&run) } else { run.clone() };
            run.clear();
        }
    }
    out
}

fn lines(words: impl Iterator<Item = String>, width: usize) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut used = 0;
    for word in words {
        let need = columns(&word);
        match all.last_mut().filter(|_| used + 1 + need <= width) {
            Some(line) => {
                used += 1 + need;
                line.push(word);
            }
            None => {
                used = need;
                all.push(vec![word]);
            }
        }
    }
    all
}
