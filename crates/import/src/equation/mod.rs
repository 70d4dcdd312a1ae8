//! What the equations of all tools have in common: tokens with places, and one parser of expressions over them.
//!
//! A reader of a format cuts an equation into [`Token`]s with its own lexer and hands them to [`Parser`].

mod parser;
#[cfg(test)]
pub(crate) mod show;
mod text;

use crate::foreign::Binary;
use milepost_syntax::{Diagnostic, FileId, Span};

pub(crate) use parser::{Parser, call};
pub(crate) use text::{shorten, unwrap};

/// What a reading function gives: the thing, or the one finding that stops this equation.
pub(crate) type Read<T> = Result<T, Diagnostic>;

/// So many words, numbers and signs a file may have: ten times the largest models that are known.
pub(crate) const MOST_TOKENS: usize = 5_000_000;

/// The finding where a file has more.
pub(crate) fn too_long(source: &Source, at: usize) -> Diagnostic {
    let place = source.span(at as u32, at as u32);
    Diagnostic::error(place, format!("the file goes on after {MOST_TOKENS} words, numbers and signs"))
        .help("keep long series in a table beside the model")
}

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

    /// A text that was cut out of the file and decoded; `shifts` as described at the field.
    pub(crate) fn part(file: FileId, text: &'a str, shifts: Vec<(u32, u32)>) -> Self {
        Source { file, text, shifts }
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

/// How many bytes the number at the start takes: digits, a point, an exponent.
pub(crate) fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = digits(0);
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let from = at + 1 + matches!(bytes.get(at + 1), Some(b'+' | b'-')) as usize;
        if bytes.get(from).is_some_and(|b| b.is_ascii_digit()) {
            at = digits(from);
        }
    }
    at
}

/// The value of a number's text; none where it is too large to be kept.
pub(crate) fn number(source: &Source, start: usize, end: usize) -> Read<Token> {
    let (from, to) = (start as u32, end as u32);
    match source.text[start..end].parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Token { kind: Kind::Number(value), start: from, end: to }),
        _ => Err(Diagnostic::error(source.span(from, to), "this number is too large to be kept")),
    }
}

/// Whether a name without quotes can begin with this byte; what is not ASCII can.
pub(crate) fn begins_name(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b'_' | b'$' | b'%' | b'&' | b'#' | b'@')
}

/// Whether a name is these words, which are in lower case with single blanks, as [`foreign::same`] compares them.
///
/// [`foreign::same`]: crate::foreign::same
pub(crate) fn reads(name: &str, words: &str) -> bool {
    let gap = |b: u8| b == b'_' || b.is_ascii_whitespace();
    let mut wanted = words.bytes();
    let mut after_gap = true;
    for b in name.bytes() {
        let found = if gap(b) { b' ' } else { b.to_ascii_lowercase() };
        if found == b' ' && after_gap {
            continue;
        }
        after_gap = found == b' ';
        match wanted.next() {
            Some(next) if next == found => {}
            None if after_gap => {}
            _ => return false,
        }
    }
    wanted.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::reads;

    #[test]
    fn words_are_compared_without_case_and_runs_of_blanks() {
        for name in ["with lookup", "WITH_LOOKUP", "With \t lookup", " with lookup ", "with lookup__"] {
            assert!(reads(name, "with lookup"), "{name}");
        }
        for name in ["with lookups", "with", "withlookup", "with lookup x", "", "x with lookup", "with looku "] {
            assert!(!reads(name, "with lookup"), "{name}");
        }
    }
}
