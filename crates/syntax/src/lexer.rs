//! Text to tokens.  Never fails: what is no token becomes one of kind [`Kind::Bad`] and a finding.

use crate::symbols::{FOREIGN, SYMBOLS, is_symbol};
use crate::{Date, Diagnostic, FileId, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// An identifier or a word of the language.
    Word,
    /// A quoted text; the span includes the quotes.
    Text,
    /// `14000`, `0.4%` (the value already divided by 100).
    Number { value: f64, percent: bool },
    /// `2006-06`, `2006-06-30`.
    Date(Date),
    /// An operator or bracket.
    Symbol(&'static str),
    /// Already reported.
    Bad,
    /// The end of the file.
    End,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub span: Span,
    /// Line, counted from 0.
    pub line: u32,
    /// First on its line.
    pub newline: bool,
    /// At the very start of its line.
    pub margin: bool,
}

/// A comment; the span covers what stands behind the slashes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comment {
    /// `///` rather than `//`.
    pub doc: bool,
    pub span: Span,
    pub line: u32,
    /// Nothing but space before it on its line.
    pub alone: bool,
}

/// A file's tokens (the last is [`Kind::End`]), comments and findings.
pub(crate) struct Lexed {
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Splits a text into tokens and comments.
pub(crate) fn lex(file: FileId, text: &str) -> Lexed {
    if u32::try_from(text.len()).is_err() {
        let span = Span::new(file, 0, 0);
        let end = Token { kind: Kind::End, span, line: 0, newline: true, margin: true };
        let finding = Diagnostic::error(span, "this file is larger than 4 GB").help("split it into several files");
        return Lexed { tokens: vec![end], comments: Vec::new(), diagnostics: vec![finding] };
    }
    let mut lexer = Lexer {
        file,
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        line: 0,
        newline: true,
        margin: true,
        lexed: Lexed { tokens: Vec::new(), comments: Vec::new(), diagnostics: Vec::new() },
    };
    while lexer.at < text.len() {
        lexer.step();
    }
    let end = text.len();
    lexer.newline = true;
    lexer.push(Kind::End, end, end);
    lexer.lexed
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    line: u32,
    newline: bool,
    margin: bool,
    lexed: Lexed,
}

impl Lexer<'_> {
    /// Reads one token, comment or space.
    fn step(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next().unwrap_or('\n');
        if first == '\n' {
            self.at += 1;
            self.line += 1;
            self.newline = true;
            self.margin = true;
        } else if first.is_whitespace() {
            self.at += first.len_utf8();
            self.margin &= first == '\r';
        } else if rest.starts_with("//") {
            self.comment();
        } else if first == '"' {
            self.quoted();
        } else if first == '`' {
            self.foreign_name();
        } else if first.is_alphabetic() || first == '_' {
            let end = start + word_length(rest);
            self.push(Kind::Word, start, end);
        } else if first.is_ascii_digit() || (first == '.' && starts_with_digit(&rest[1..])) {
            self.date_or_number();
        } else if let Some((foreign, help)) = FOREIGN.iter().find(|(f, _)| rest.starts_with(f) && !is_symbol(rest, f)) {
            let end = start + foreign.len();
            self.error(start, end, format!("`{foreign}` is not part of the language"), help);
            self.push(Kind::Bad, start, end);
        } else if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
            self.push(Kind::Symbol(symbol), start, start + symbol.len());
        } else {
            self.unknown();
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let span = Span::new(self.file, start, end);
        self.lexed.tokens.push(Token { kind, span, line: self.line, newline: self.newline, margin: self.margin });
        self.at = end;
        self.newline = false;
        self.margin = false;
    }

    fn error(&mut self, start: usize, end: usize, message: impl Into<String>, help: &str) {
        let finding = Diagnostic::error(Span::new(self.file, start, end), message).help(help);
        self.lexed.diagnostics.push(finding);
    }

    /// Reads a comment up to the end of its line.
    fn comment(&mut self) {
        let rest = self.text[self.at..].split('\n').next().unwrap_or_default();
        let slashes = rest.len() - rest.trim_start_matches('/').len();
        let span = Span::new(self.file, self.at + slashes, self.at + rest.trim_end().len().max(slashes));
        self.lexed.comments.push(Comment { doc: slashes == 3, span, line: self.line, alone: self.newline });
        self.at += rest.len();
    }

    /// Reads a text in quotes, which ends on its line.
    fn quoted(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let length = rest.find(['"', '\n', '\r']).unwrap_or(rest.len());
        if rest[length..].starts_with('"') {
            return self.push(Kind::Text, start, start + length + 2);
        }
        let end = start + 1 + rest[..length].trim_end().len();
        self.error(start, end, "this text has no closing quote", "add a `\"` at its end; a text stays on one line");
        self.push(Kind::Text, start, end);
        self.at = start + 1 + length;
    }

    /// Reads a name of a model of another tool, as it has it; in its backquotes it is no word of the language.
    fn foreign_name(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let length = rest.find(['`', '\n', '\r']).unwrap_or(rest.len());
        let end = start + 1 + length;
        if rest[length..].starts_with('`') && !rest[..length].trim().is_empty() {
            return self.push(Kind::Word, start, end + 1);
        }
        let closed = rest[length..].starts_with('`');
        let end = if closed { end + 1 } else { start + 1 + rest[..length].trim_end().len() };
        match closed {
            true => self.error(
                start,
                end,
                "there is no name between these backquotes",
                "write the name as the model has it",
            ),
            false => {
                self.error(start, end, "this name has no closing backquote", "add a backquote at its end");
            }
        }
        self.push(Kind::Bad, start, end);
    }

    /// Reads a date (4 digits, `-`, 2 digits, perhaps `-` and a day) or else a number.
    fn date_or_number(&mut self) {
        let rest = &self.text[self.at..];
        let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
        let dash = |at: usize| rest[at..].starts_with('-') && starts_with_digit(&rest[at + 1..]);
        if digits(0) != 4 || !dash(4) || digits(5) != 2 {
            return self.number();
        }
        let day = dash(7).then(|| digits(8));
        let end = 7 + day.map_or(0, |day| day + 1);
        let written = &rest[..end];
        let start = self.at;
        match read_date(written, day) {
            Ok(date) => self.push(Kind::Date(date), start, start + end),
            Err((message, help)) => {
                self.error(start, start + end, message, help);
                self.push(Kind::Bad, start, start + end);
            }
        }
        self.no_letters_behind(start, "date");
    }

    /// Reads a number, with its percent sign.
    fn number(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let run = |from: usize| rest[from..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'_').count();
        let mut end = run(0);
        if rest[end..].starts_with('.') && starts_with_digit(&rest[end + 1..]) {
            end += 1 + run(end + 1);
        }
        let mantissa = rest[..end].replace('_', "");
        let mut exponent = 0_i32;
        if rest[end..].starts_with(['e', 'E']) {
            let signed = end + 1 + usize::from(rest[end + 1..].starts_with(['+', '-']));
            if starts_with_digit(&rest[signed..]) {
                let stop = signed + run(signed);
                // An exponent beyond the range of `i32` is as good as the largest.
                let written = rest[end + 1..stop].replace('_', "");
                exponent = written.parse().unwrap_or(if written.starts_with('-') { -9999 } else { 9999 });
                end = stop;
            }
        }
        let percent = rest[end..].starts_with('%');
        let shifted = exponent.clamp(-9999, 9999) - if percent { 2 } else { 0 };
        let value = format!("{mantissa}e{shifted}").parse::<f64>().unwrap_or(f64::INFINITY);
        end += usize::from(percent);
        if value.is_finite() {
            self.push(Kind::Number { value, percent }, start, start + end);
        } else {
            self.error(start, start + end, "this number is too large", "the largest is about 1e308");
            self.push(Kind::Bad, start, start + end);
        }
        self.no_letters_behind(start, "number");
    }

    /// Reports letters that stick to the number or date just read, which then is neither.
    fn no_letters_behind(&mut self, start: usize, what: &str) {
        let rest = &self.text[self.at..];
        let length = word_length(rest);
        let Some(token) = self.lexed.tokens.last_mut().filter(|_| length > 0) else {
            return;
        };
        if std::mem::replace(&mut token.kind, Kind::Bad) != Kind::Bad {
            let help =
                format!("write `{} {}`; a name begins with a letter", &self.text[start..self.at], &rest[..length]);
            let message = format!("there is no space between this {what} and the word behind it");
            self.error(self.at, self.at + length, message, &help);
        }
    }

    /// Reads a run of characters that mean nothing here.
    fn unknown(&mut self) {
        let start = self.at;
        let known =
            |c: char| c.is_whitespace() || c.is_alphanumeric() || c == '_' || c == '"' || c.is_ascii_punctuation();
        let rest = &self.text[start..];
        let first = rest.chars().next().unwrap_or(' ');
        let length = rest.char_indices().skip(1).find(|(_, c)| known(*c)).map_or(rest.len(), |(at, _)| at);
        let shown = if first.is_control() || first.is_whitespace() || first == '\u{feff}' {
            format!("U+{:04X}", u32::from(first))
        } else {
            format!("`{first}`")
        };
        self.error(start, start + length, format!("the character {shown} is not part of the language"), "remove it");
        self.push(Kind::Bad, start, start + length);
    }
}

/// The length in bytes of the word that a text begins with.
fn word_length(text: &str) -> usize {
    text.char_indices().find(|(_, c)| !c.is_alphanumeric() && *c != '_').map_or(text.len(), |(at, _)| at)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Reads `2006-06` or, with a number of digits for the day, `2006-06-30`.
fn read_date(written: &str, day_digits: Option<usize>) -> Result<Date, (String, &'static str)> {
    let year: i16 = written[..4].parse().unwrap_or(0);
    let month: i8 = written[5..7].parse().unwrap_or(0);
    if year == 0 {
        return Err((format!("the date `{written}` has no valid year"), "years run from 0001 to 9999"));
    }
    if !(1..=12).contains(&month) {
        let help = "months run from 01 to 12; put spaces around `-` to subtract";
        return Err((format!("the date `{written}` has no valid month"), help));
    }
    let Some(digits) = day_digits else {
        return Ok(Date { year, month, day: None });
    };
    let day: i8 = if digits == 2 { written[8..].parse().unwrap_or(0) } else { 0 };
    match jiff::civil::Date::new(year, month, day) {
        Ok(_) => Ok(Date { year, month, day: Some(day) }),
        Err(_) => {
            let help = "a day is written with two digits and must exist in its month";
            Err((format!("the date `{written}` has no valid day"), help))
        }
    }
}
