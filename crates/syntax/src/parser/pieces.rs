//! Pieces that many declarations share: names, titles, heads, units, ranges.

use super::words::RESERVED;
use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Expr, ExprKind, Head, Name, Range, Text, UnitExpr};
use crate::lexer::{Kind, Token};

/// The greatest power in a unit.
const HIGHEST_POWER: f64 = 99.0;

impl Parser<'_> {
    /// Parses the name that a declaration declares.
    pub(super) fn declared_name(&mut self, what: &str) -> Parse<Name> {
        let token = self.peek();
        let word = self.peek_word();
        if token.kind == Kind::Text {
            let finding = Diagnostic::error(token.span, format!("this {what} has a title but no name"))
                .help("write a name of one word before the title");
            return Err(self.fail(finding));
        }
        if RESERVED.contains(&word) && !token.newline {
            let finding =
                Diagnostic::error(token.span, format!("`{word}` is a word of the language and cannot be a name"))
                    .help(format!("write a longer name, such as `{word}_`"));
            return Err(self.fail(finding));
        }
        self.name(&format!("the name of the {what}"))
    }

    /// Parses a name of one word.
    pub(super) fn name(&mut self, what: &str) -> Parse<Name> {
        let token = self.peek();
        if token.kind != Kind::Word || self.at_declaration() {
            return Err(self.unexpected(what));
        }
        self.bump();
        Ok(self.as_name(token))
    }

    /// Parses a name of one word, or of several in quotes.
    pub(super) fn quotable_name(&mut self, what: &str) -> Parse<Name> {
        let token = self.peek();
        if token.kind != Kind::Text {
            return self.name(what);
        }
        self.bump();
        Ok(self.as_name(token))
    }

    /// Parses one or more names between commas.
    pub(super) fn names(&mut self, what: &str) -> Parse<Vec<Name>> {
        let mut names = vec![self.quotable_name(what)?];
        while self.eat(",") {
            names.push(self.quotable_name(what)?);
        }
        Ok(names)
    }

    /// Parses a text in quotes.
    pub(super) fn quoted(&mut self, what: &str) -> Parse<Text> {
        if self.peek().kind != Kind::Text {
            return Err(self.unexpected(&format!("{what} in quotes")));
        }
        let token = self.bump();
        Ok(self.as_name(token))
    }

    /// Parses a title, if one stands here.
    pub(super) fn title(&mut self) -> Option<Text> {
        (self.peek().kind == Kind::Text).then(|| {
            let token = self.bump();
            self.as_name(token)
        })
    }

    /// Parses `name[d, e] "Title": unit`, all but the name optional.
    pub(super) fn head(&mut self, what: &str) -> Parse<Head> {
        let name = self.declared_name(what)?;
        let mut dims = Vec::new();
        if self.at("[") {
            dims = self.bracketed("a dimension")?;
        }
        let title = self.title();
        let unit = if self.eat(":") { Some(self.unit()?) } else { None };
        if unit.is_some() && title.is_none() && self.peek().kind == Kind::Text && !self.at_line_end() {
            let finding = Diagnostic::error(self.peek().span, "the title stands before the unit");
            return Err(self.fail(finding.help(format!("write `{} \"Title\": unit`", name.text))));
        }
        Ok(Head { name, dims, title, unit })
    }

    /// Parses a head that takes neither dimensions nor unit: `name "Title"`.
    pub(super) fn named(&mut self, what: &str) -> Parse<(Name, Option<Text>)> {
        let name = self.declared_name(what)?;
        if self.at("[") {
            let finding = Diagnostic::error(self.peek().span, format!("a {what} takes no dimensions"));
            return Err(self.fail(finding.help("remove the brackets")));
        }
        Ok((name, self.title()))
    }

    /// Parses `[a, b]`.
    pub(super) fn bracketed(&mut self, what: &str) -> Parse<Vec<Name>> {
        let open = self.bump();
        self.nesting += 1;
        let names = self.names(what)?;
        self.close(open, "]")?;
        Ok(names)
    }

    /// Parses the bracket that closes this one.
    pub(super) fn close(&mut self, open: Token, close: &str) -> Parse<Token> {
        if self.at(close) {
            self.nesting -= 1;
            return Ok(self.bump());
        }
        let next_field = self.peek().newline && self.at_field();
        if self.at_end() || self.at("}") || self.at_declaration() || next_field {
            return Err(self.unclosed(open, close));
        }
        Err(self.unexpected(&format!("`{close}`")))
    }

    /// Parses a unit: `person/month`, `1/month`, `usd*person^2`.
    pub(super) fn unit(&mut self) -> Parse<UnitExpr> {
        let start = self.position;
        let mut factors = Vec::new();
        self.unit_factor(1, &mut factors)?;
        loop {
            let sign = match self.peek().kind {
                Kind::Symbol("*") => 1,
                Kind::Symbol("/") => -1,
                _ => break,
            };
            self.bump();
            self.unit_factor(sign, &mut factors)?;
        }
        Ok(UnitExpr { factors, span: self.span_from(start) })
    }

    /// Parses `1`, `month`, `month^2` or `(month*person)`.
    fn unit_factor(&mut self, sign: i32, factors: &mut Vec<(Name, i32)>) -> Parse<()> {
        let token = self.peek();
        match token.kind {
            Kind::Number { value: 1.0, percent: false } => {
                self.bump();
                Ok(())
            }
            Kind::Number { .. } => {
                let finding = Diagnostic::error(token.span, "a unit holds no number but 1");
                Err(self
                    .fail(finding.help("write the number in the equation, or declare a unit of its own with `unit`")))
            }
            Kind::Symbol("(") => {
                self.bump();
                self.nesting += 1;
                let before = factors.len();
                let inner = self.deeper(|parser| parser.unit())?;
                factors.truncate(before);
                factors.extend(inner.factors.into_iter().map(|(name, power)| (name, power * sign)));
                self.close(token, ")").map(|_| ())
            }
            _ => {
                let name = self.name("a unit")?;
                let power = if self.eat("^") { self.power()? } else { 1 };
                factors.push((name, sign * power));
                Ok(())
            }
        }
    }

    /// Parses the power of a unit.
    fn power(&mut self) -> Parse<i32> {
        let sign = if self.eat("-") { -1 } else { 1 };
        match self.peek().kind {
            Kind::Number { value, percent: false } if value.fract() == 0.0 && value <= HIGHEST_POWER => {
                self.bump();
                Ok(sign * value as i32)
            }
            _ => Err(self.unexpected("a whole number below 100")),
        }
    }

    /// Parses a whole number.
    pub(super) fn whole_number(&mut self, what: &str) -> Parse<u32> {
        match self.peek().kind {
            Kind::Number { value, percent: false } if value.fract() == 0.0 && value <= f64::from(u32::MAX) => {
                self.bump();
                Ok(value as u32)
            }
            _ => Err(self.unexpected(what)),
        }
    }

    /// Parses `1..77` or `24`, of paragraphs.
    pub(super) fn range(&mut self) -> Parse<Range> {
        let start = self.position;
        let first = self.whole_number("a paragraph number")?;
        let last = if self.eat("..") { self.whole_number("a paragraph number")? } else { first };
        let span = self.span_from(start);
        if first > last {
            let finding = Diagnostic::error(span, "this range of paragraphs runs backwards");
            return Err(self.fail(finding.help(format!("write `{last}..{first}`"))));
        }
        Ok(Range { first, last, span })
    }

    /// Parses `lo .. hi`.
    pub(super) fn interval(&mut self) -> Parse<(Expr, Expr)> {
        let low = self.amount()?;
        self.expect("..")?;
        Ok((low, self.amount()?))
    }

    /// Parses the equation of a declaration.  One that fails is an error in the tree, so that its name stays known.
    pub(super) fn value_or_error(&mut self) -> Expr {
        let start = self.position;
        match self.expression() {
            Ok(value) => value,
            Err(_) => {
                let span = self.tokens[start].span;
                self.skip_to_declaration();
                Expr { span, kind: ExprKind::Error }
            }
        }
    }
}
