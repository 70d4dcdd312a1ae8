//! What the equations of all tools have in common: tokens with places, and one parser of expressions over them.
//!
//! A reader of a format cuts an equation into [`Token`]s with its own lexer and hands them to [`Parser`].

mod parser;
#[cfg(test)]
pub(crate) mod show;

use crate::foreign::{Binary, same};
use milepost_syntax::{Diagnostic, FileId, Span};

pub(crate) use parser::{Parser, unwrap};

/// What a reading function gives: the thing, or the one finding that stops this equation.
pub(crate) type Read<T> = Result<T, Diagnostic>;

/// The text of an equation (or of a whole file) and where its bytes stand in the file.
pub(crate) struct Source<'a> {
    file: FileId,
    pub(crate) text: &'a str,
    /// Where decoded text and file part: (byte of the text, byte of the file), ascending.
    shifts: Vec<(u32, u32)>,
}

impl<'a> Source<'a> {
    /// A text that is the file itself.
    pub(crate) fn whole(file: FileId, text: &'a str) -> Self {
        Source { file, text, shifts: Vec::new() }
    }

    /// The place of the bytes `start..end` of the text.
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.file, start: self.place(start), end: self.place(end) }
    }

    fn place(&self, at: u32) -> u32 {
        match self.shifts.partition_point(|&(from, _)| from <= at).checked_sub(1) {
            Some(i) => self.shifts[i].1 + (at - self.shifts[i].0),
            None => at,
        }
    }
}

/// A word, number or sign of an equation, with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Number(f64),
    /// A name, several words long or in double quotes.
    Name,
    /// A text in single quotes.
    Text,
    Operator(Binary),
    Not,
    If,
    Then,
    Else,
    NotAvailable,
    /// `//` of Stella: 0 where the divisor is 0.
    SafeDivision,
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    Comma,
    Semicolon,
    Colon,
    Bang,
    At,
    /// `==`
    Fixed,
    /// `:=`
    Becomes,
    /// `->`
    Maps,
    /// `<->`
    Equivalent,
    /// `:RAW:` and other words between colons.
    Word(Word),
    End,
}

/// The words between colons that stand outside expressions in Vensim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Except,
    Raw,
    Interpolate,
    HoldBackward,
    LookForward,
    Macro,
    EndOfMacro,
    TestInput,
    TheCondition,
    Implies,
    Is,
}

/// How a name is compared with words of a language: case, runs of blanks and underscores do not count.
pub(crate) fn reads(name: &str, words: &str) -> bool {
    let plain = |b: u8| if b == b'_' || b.is_ascii_whitespace() { b' ' } else { b.to_ascii_lowercase() };
    if name.len() == words.len() {
        return name.bytes().zip(words.bytes()).all(|(a, b)| plain(a) == b);
    }
    name.len() > words.len() && name.is_ascii() && same(name) == words
}
