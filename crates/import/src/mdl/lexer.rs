//! Vensim's text in tokens.

use crate::equation::{Kind, Read, Source, Token, Word, begins_name, number, number_length, too_long};
use crate::foreign::Binary;
use milepost_syntax::Diagnostic;

/// The words that Vensim writes between colons.
const WORDS: [(&str, Kind); 15] = [
    ("NA", Kind::NotAvailable),
    ("AND", Kind::Operator(Binary::And)),
    ("OR", Kind::Operator(Binary::Or)),
    ("NOT", Kind::Not),
    ("EXCEPT", Kind::Word(Word::Except)),
    ("RAW", Kind::Word(Word::Raw)),
    ("INTERPOLATE", Kind::Word(Word::Interpolate)),
    ("HOLD BACKWARD", Kind::Word(Word::HoldBackward)),
    ("LOOK FORWARD", Kind::Word(Word::LookForward)),
    ("MACRO", Kind::Word(Word::Macro)),
    ("END OF MACRO", Kind::Word(Word::EndOfMacro)),
    ("TEST INPUT", Kind::Word(Word::TestInput)),
    ("THE CONDITION", Kind::Word(Word::TheCondition)),
    ("IMPLIES", Kind::Word(Word::Implies)),
    ("IS", Kind::Word(Word::Is)),
];

/// A position in a file.
pub(super) struct Lexer<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) at: usize,
    /// How many tokens may still come.
    pub(super) left: usize,
}

impl<'a> Lexer<'a> {
    fn byte(&self, ahead: usize) -> u8 {
        self.source.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// What is left of the file.
    pub(super) fn rest(&self) -> &'a str {
        &self.source.text[self.at..]
    }

    /// Passes over blanks, comments in braces and line ends with a backslash before them.
    pub(super) fn skip(&mut self) -> Read<()> {
        loop {
            match self.byte(0) {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'\\' => match continuation(self.rest()) {
                    0 => return Ok(()),
                    n => self.at += n,
                },
                b'{' => match self.rest().find('}') {
                    Some(end) => self.at += end + 1,
                    None => {
                        let fault = self.fault(self.at, 1, "this comment is not closed");
                        self.at = self.source.text.len();
                        return Err(fault.help("write `}` where the comment ends"));
                    }
                },
                0x80.. => match self.rest().chars().next().filter(|&c| c.is_whitespace() || c == '\u{feff}') {
                    Some(c) => self.at += c.len_utf8(),
                    None => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
    }

    fn fault(&self, start: usize, length: usize, message: impl Into<String>) -> Diagnostic {
        let end = (start + length).min(self.source.text.len());
        Diagnostic::error(self.source.span(start as u32, end as u32), message)
    }

    /// The next token; [`Kind::End`] before `~`, `|` and the end of the file, which stay where they are.
    pub(super) fn next(&mut self) -> Read<Token> {
        self.skip()?;
        let start = self.at;
        if self.left == 0 {
            self.at = self.source.text.len();
            return Err(too_long(self.source, start));
        }
        self.left -= 1;
        let (kind, length) = match (self.byte(0), self.byte(1), self.byte(2)) {
            (b'~' | b'|', ..) => (Kind::End, 0),
            (0, ..) if start == self.source.text.len() => (Kind::End, 0),
            (b'0'..=b'9', ..) | (b'.', b'0'..=b'9', _) => return self.number(),
            (b'"', ..) => return self.quoted(b'"', Kind::Name),
            (b'\'', ..) => return self.quoted(b'\'', Kind::Text),
            (b':', b'=', _) => (Kind::Becomes, 2),
            (b':', ..) => self.word(),
            (b'<', b'-', b'>') => (Kind::Equivalent, 3),
            (b'<', b'=', _) => (Kind::Operator(Binary::Le), 2),
            (b'<', b'>', _) => (Kind::Operator(Binary::Ne), 2),
            (b'<', ..) => (Kind::Operator(Binary::Lt), 1),
            (b'>', b'=', _) => (Kind::Operator(Binary::Ge), 2),
            (b'>', ..) => (Kind::Operator(Binary::Gt), 1),
            (b'=', b'=', _) => (Kind::Fixed, 2),
            (b'=', ..) => (Kind::Operator(Binary::Eq), 1),
            (b'-', b'>', _) => (Kind::Maps, 2),
            (b'-', ..) => (Kind::Operator(Binary::Sub), 1),
            (b'+', ..) => (Kind::Operator(Binary::Add), 1),
            (b'*', ..) => (Kind::Operator(Binary::Mul), 1),
            (b'/', ..) => (Kind::Operator(Binary::Div), 1),
            (b'^', ..) => (Kind::Operator(Binary::Power), 1),
            (b'(', ..) => (Kind::Open, 1),
            (b')', ..) => (Kind::Close, 1),
            (b'[', ..) => (Kind::OpenSquare, 1),
            (b']', ..) => (Kind::CloseSquare, 1),
            (b',', ..) => (Kind::Comma, 1),
            (b';', ..) => (Kind::Semicolon, 1),
            (b'!', ..) => (Kind::Bang, 1),
            (b, ..) if begins_name(b) => return Ok(self.name()),
            _ => {
                let c = self.rest().chars().next().unwrap_or(' ');
                return Err(self
                    .fault(start, c.len_utf8(), format!("`{}` has no meaning in an equation", c.escape_debug()))
                    .help("a name with such a character stands in double quotes"));
            }
        };
        self.at += length;
        Ok(Token { kind, start: start as u32, end: self.at as u32 })
    }

    fn number(&mut self) -> Read<Token> {
        let start = self.at;
        let end = start + number_length(self.rest().as_bytes());
        self.at = end;
        number(self.source, start, end)
    }

    /// A name in double or a text in single quotes; a backslash takes the next character as it is.
    fn quoted(&mut self, quote: u8, kind: Kind) -> Read<Token> {
        let start = self.at;
        let bytes = self.source.text.as_bytes();
        let mut at = start + 1;
        while let Some(&b) = bytes.get(at) {
            match b {
                b'\\' => match continuation(&self.source.text[at..]) {
                    0 if quote == b'"' => at += 2,
                    0 => at += 1,
                    n => at += n,
                },
                b'\n' | b'\r' => break,
                b if b == quote => {
                    self.at = at + 1;
                    return Ok(Token { kind, start: start as u32, end: self.at as u32 });
                }
                _ => at += 1,
            }
        }
        Err(self
            .fault(start, 1, "this quotation mark is not closed on its line")
            .help(format!("write `{}` where the name or text ends", quote as char)))
    }

    /// A word between colons, or a colon.
    fn word(&self) -> (Kind, usize) {
        let rest = &self.source.text.as_bytes()[self.at + 1..];
        for (word, kind) in WORDS {
            let mut left = rest.trim_ascii_start();
            for (i, part) in word.split(' ').enumerate() {
                if i > 0 {
                    let blanks = left.iter().take_while(|b| matches!(b, b' ' | b'_' | b'\t')).count();
                    left = if blanks > 0 { &left[blanks..] } else { &[] };
                }
                left = match left.get(..part.len()) {
                    Some(start) if start.eq_ignore_ascii_case(part.as_bytes()) => &left[part.len()..],
                    _ => &[],
                };
            }
            if let Some(after) = left.trim_ascii_start().strip_prefix(b":") {
                return (kind, 1 + rest.len() - after.len());
            }
        }
        (Kind::Colon, 1)
    }

    /// A name without quotes: words of letters, digits and a few signs, blanks between them.
    fn name(&mut self) -> Token {
        let start = self.at;
        let mut end = start;
        loop {
            match self.byte(0) {
                b'\\' => match continuation(self.rest()) {
                    0 => break,
                    n => self.at += n,
                },
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                // An apostrophe, a point or a question mark only within a word: elsewhere it begins something else.
                b'\'' | b'.' | b'?' if end == self.at => {
                    self.at += 1;
                    end = self.at;
                }
                b if b.is_ascii_digit() || begins_name(b) => {
                    self.at += 1;
                    end = self.at;
                }
                _ => break,
            }
        }
        Token { kind: Kind::Name, start: start as u32, end: end as u32 }
    }
}

/// How long a backslash, the end of its line and the tabs of the next one are; 0 where there is none.
pub(super) fn continuation(text: &str) -> usize {
    let bytes = text.as_bytes();
    let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let mut at = 1;
    while blank(at) {
        at += 1;
    }
    at += match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(b'\r' | b'\n'), _) => 1,
        _ => return 0,
    };
    while bytes.get(at) == Some(&b'\t') {
        at += 1;
    }
    at
}
