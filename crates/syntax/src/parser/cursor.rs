//! Moving over tokens, reporting what is not expected, and going on after it.

use super::words::{CLAUSES, DECLARATIONS};
use super::{Failed, Parse, Parser};
use crate::ast::Name;
use crate::lexer::{Kind, Token};
use crate::{Diagnostic, Span, suggest};

impl<'a> Parser<'a> {
    pub(super) fn peek(&self) -> Token {
        self.tokens[self.position]
    }

    pub(super) fn nth(&self, ahead: usize) -> Token {
        self.tokens[(self.position + ahead).min(self.tokens.len() - 1)]
    }

    /// The token before the current one; at the start of the file the current one.
    pub(super) fn previous(&self) -> Token {
        self.tokens[self.position.saturating_sub(1)]
    }

    pub(super) fn bump(&mut self) -> Token {
        let token = self.peek();
        self.position = (self.position + 1).min(self.tokens.len() - 1);
        token
    }

    /// The text of a token.
    pub(super) fn source(&self, token: Token) -> &'a str {
        &self.text[token.span.start as usize..token.span.end as usize]
    }

    /// The text of a token if it is a word, else nothing.
    pub(super) fn word_of(&self, token: Token) -> &'a str {
        if token.kind == Kind::Word { self.source(token) } else { "" }
    }

    pub(super) fn peek_word(&self) -> &'a str {
        self.word_of(self.peek())
    }

    pub(super) fn at(&self, symbol: &str) -> bool {
        matches!(self.peek().kind, Kind::Symbol(found) if found == symbol)
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        self.peek_word() == word
    }

    /// Whether the next two words are these.
    pub(super) fn at_words(&self, first: &str, second: &str) -> bool {
        self.at_word(first) && self.word_of(self.nth(1)) == second
    }

    pub(super) fn at_end(&self) -> bool {
        self.peek().kind == Kind::End
    }

    pub(super) fn eat(&mut self, symbol: &str) -> bool {
        let there = self.at(symbol);
        if there {
            self.bump();
        }
        there
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let there = self.at_word(word);
        if there {
            self.bump();
        }
        there
    }

    pub(super) fn expect(&mut self, symbol: &str) -> Parse<Token> {
        if self.at(symbol) { Ok(self.bump()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Parse<Token> {
        if self.at_word(word) {
            return Ok(self.bump());
        }
        let found = self.peek_word();
        if suggest::nearest(found, [word]).is_some() {
            let finding = Diagnostic::error(self.peek().span, format!("expected `{word}`, found `{found}`"));
            return Err(self.fail(finding.help(format!("did you mean `{word}`?"))));
        }
        Err(self.unexpected(&format!("`{word}`")))
    }

    /// From the token at this position to the last one read.
    pub(super) fn span_from(&self, start: usize) -> Span {
        self.tokens[start].span.to(self.previous().span)
    }

    /// Whether a line ends before the current token, where line ends count.
    pub(super) fn at_line_end(&self) -> bool {
        self.at_end() || (self.nesting == 0 && self.peek().newline)
    }

    /// Whether a declaration begins here, at the margin.
    pub(super) fn at_declaration(&self) -> bool {
        self.peek().margin && self.declares()
    }

    /// Whether the next words look like the start of a declaration.
    fn declares(&self) -> bool {
        let next = self.nth(1);
        self.peek().newline
            && DECLARATIONS.contains(&self.peek_word())
            && !matches!(next.kind, Kind::Symbol(_) | Kind::End)
            && !next.newline
    }

    /// Whether a field of the current block begins here.
    pub(super) fn at_field(&self) -> bool {
        self.fields.contains(&self.peek_word())
    }

    /// Reports a finding.
    pub(super) fn fail(&mut self, finding: Diagnostic) -> Failed {
        self.diagnostics.push(finding);
        Failed
    }

    /// Reports that something else was expected here.
    pub(super) fn unexpected(&mut self, wanted: &str) -> Failed {
        let token = self.peek();
        let previous = self.previous().span;
        let behind = Span { start: previous.end, ..previous };
        let (found, span) = match token.kind {
            // What stands there was reported by the lexer.
            Kind::Bad => return Failed,
            Kind::Text if !self.source(token)[1..].ends_with('"') => return Failed,
            Kind::End => ("the end of the file".to_string(), behind),
            _ if self.at_line_end() && self.position > 0 => ("the end of the line".to_string(), behind),
            Kind::Text => (format!("the text {}", short(self.source(token))), token.span),
            _ => (format!("`{}`", short(self.source(token))), token.span),
        };
        let mut finding = Diagnostic::error(span, format!("expected {wanted}, found {found}"));
        let misspelt = matches!(wanted, "the end of the line" | "`{`") && span == token.span;
        let near = suggest::nearest(self.peek_word(), CLAUSES.iter().copied());
        if let Some(near) = near.filter(|near| misspelt && near.len() > 3 && !DECLARATIONS.contains(&self.peek_word()))
        {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        if self.at_word("at") {
            finding = finding.help("only a measure may say `at end`; elsewhere `at(x, 2006-06)` is x at that date");
        }
        self.fail(finding)
    }

    /// Reports a bracket without its partner.
    pub(super) fn unclosed(&mut self, open: Token, close: &str) -> Failed {
        let message = format!("this `{}` is never closed", self.source(open));
        self.fail(Diagnostic::error(open.span, message).help(format!("add `{close}`")))
    }

    /// Fills a slot that may be filled once.
    pub(super) fn once<T>(&mut self, slot: &mut Option<T>, value: T, span: Span, what: &str) {
        if slot.is_some() {
            self.diagnostics.push(Diagnostic::error(span, format!("{what} is given twice")).help("remove one"));
        } else {
            *slot = Some(value);
        }
    }

    /// Skips to the next declaration at the margin, or behind a `}`.
    pub(super) fn skip_to_declaration(&mut self) {
        while !self.at_end() {
            let closed = self.position > 0 && self.previous().kind == Kind::Symbol("}");
            if self.declares() && (self.peek().margin || closed) {
                break;
            }
            self.bump();
        }
        self.reset();
    }

    /// Skips what is left of a field that began at `start`: to the next line, `;` or `}`.
    fn skip_field(&mut self, start: usize) {
        let (mut round, mut curly) = (self.nesting, self.braces);
        loop {
            let token = self.peek();
            if token.kind == Kind::End || (self.at_declaration() && self.position > start) {
                break;
            }
            if token.newline && self.position > start && self.begins_field(round + curly > 0) {
                break;
            }
            match token.kind {
                Kind::Symbol("}") if curly == 0 => break,
                Kind::Symbol(";") if curly == 0 && round == 0 => break,
                Kind::Symbol("}") => curly -= 1,
                Kind::Symbol("{") => curly += 1,
                Kind::Symbol("(" | "[") => round += 1,
                Kind::Symbol(")" | "]") => round = round.saturating_sub(1),
                _ => {}
            }
            self.bump();
        }
        self.reset();
    }

    /// Whether a line that begins here can be a field; within brackets it must surely be one.
    fn begins_field(&self, bracketed: bool) -> bool {
        let setting = matches!(self.nth(1).kind, Kind::Symbol("=" | "+=" | "*="));
        let certain = self.at_field() || (setting && self.peek().kind == Kind::Word);
        certain || (!bracketed && matches!(self.peek().kind, Kind::Word | Kind::Text))
    }

    /// Parses a block in braces, field by field; a field that fails is skipped.  `fields` are the words that begin one.
    pub(super) fn block(&mut self, fields: &'static [&'static str], mut field: impl FnMut(&mut Self) -> Parse<()>) {
        if !self.at("{") {
            self.unexpected("`{`");
            return self.skip_to_declaration();
        }
        let open = self.bump();
        self.fields = fields;
        loop {
            if self.eat(";") {
                continue;
            }
            if self.eat("}") {
                break;
            }
            if self.at_end() || self.at_declaration() {
                self.unclosed(open, "}");
                break;
            }
            let start = self.position;
            let parsed = field(self).is_ok();
            let ended = self.at("}") || self.at(";") || self.at_line_end() || self.at_field();
            if parsed && !ended {
                self.unexpected("the end of the line");
            }
            if !(parsed && ended) || self.position == start {
                self.skip_field(start);
            }
        }
        self.fields = &[];
    }

    /// Reports a word that begins no field of the current block.
    pub(super) fn unknown_field(&mut self, block: &str) -> Failed {
        let token = self.peek();
        if token.kind != Kind::Word {
            return self.unexpected(&format!("a line of {block}"));
        }
        let word = self.source(token);
        self.bump();
        let finding = Diagnostic::error(token.span, format!("unknown word `{word}` in {block}"));
        let help = match suggest::nearest(word, self.fields.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a line of {block} begins with {}", one_of(self.fields)),
        };
        self.fail(finding.help(help))
    }

    /// A word or text as a name, whatever it is.
    pub(super) fn as_name(&self, token: Token) -> Name {
        let source = self.source(token);
        let text = match token.kind {
            Kind::Text => source.trim_matches('"'),
            _ => source.trim_matches('`').trim(),
        };
        Name { text: text.to_string(), span: token.span }
    }
}

/// "`a`, `b` or `c`".
pub(super) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// A text, cut where it is too long for a sentence.
fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_string(),
    }
}
