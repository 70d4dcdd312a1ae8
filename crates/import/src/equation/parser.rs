//! Expressions: one precedence ladder for all tools, which differ in their words and in what stands in brackets.

use super::text::{shorten, unwrap, words};
use super::{Kind, Read, Source, Token, reads};
use crate::foreign::{Binary, Dialect, Expr, ExprKind, Subscript, Unary};
use milepost_syntax::{Diagnostic, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// Brackets, calls and signs within one another: what people write stays far below.
const DEEPEST: u32 = 200;
/// Operators one after another build a tree as high; all later passes walk it.
const HIGHEST: u32 = 1000;

/// Levels of binding, loose to tight.  `-a ^ b` is `-(a ^ b)` in every tool; Vensim's `:NOT:` takes a comparison, XMILE's
/// `NOT` binds as a sign does (XMILE 1.0, 3.3.1).
fn level(operator: Binary) -> u8 {
    match operator {
        Binary::Or => 1,
        Binary::And => 2,
        Binary::Eq | Binary::Ne => COMPARISON,
        Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge => 4,
        Binary::Add | Binary::Sub => 5,
        Binary::Mul | Binary::Div | Binary::Mod => PRODUCT,
        Binary::Power => POWER,
    }
}
const COMPARISON: u8 = 3;
const PRODUCT: u8 = 6;
const POWER: u8 = 8;

/// A position in the tokens of one equation, the last of which is [`Kind::End`].
pub(crate) struct Parser<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) dialect: Dialect,
    /// Short names of files (`?data`) and what they stand for.
    pub(crate) aliases: Option<&'a HashMap<String, String>>,
    tokens: &'a [Token],
    at: usize,
    depth: u32,
    /// Height of the expression read last.
    height: u32,
}

impl<'a> Parser<'a> {
    /// A parser at the first token.
    pub(crate) fn new(source: &'a Source<'a>, dialect: Dialect, tokens: &'a [Token]) -> Self {
        Parser { source, dialect, aliases: None, tokens, at: 0, depth: 0, height: 0 }
    }

    /// The token `ahead` of the next one, or the last.
    pub(crate) fn look(&self, ahead: usize) -> Token {
        self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }

    /// The next token's kind.
    pub(crate) fn peek(&self) -> Kind {
        self.look(0).kind
    }

    /// Takes the next token.
    pub(crate) fn bump(&mut self) -> Token {
        let token = self.look(0);
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    /// Takes the next token if it is of this kind.
    pub(crate) fn eat(&mut self, kind: Kind) -> bool {
        let there = self.peek() == kind;
        if there {
            self.bump();
        }
        there
    }

    /// Takes the next token, which must be of this kind.
    pub(crate) fn expect(&mut self, kind: Kind, wanted: &str) -> Read<Token> {
        if self.peek() == kind { Ok(self.bump()) } else { Err(self.fault(wanted)) }
    }

    /// A finding at the next token: this was expected there.
    pub(crate) fn fault(&self, wanted: &str) -> Diagnostic {
        let token = self.look(0);
        let found = match token.kind {
            Kind::End => "the end of the equation".to_string(),
            _ => format!("`{}`", shorten(&self.source.text[token.start as usize..token.end as usize])),
        };
        Diagnostic::error(self.span(token), format!("expected {wanted}, found {found}"))
    }

    /// The token's place.
    pub(crate) fn span(&self, token: Token) -> Span {
        self.source.span(token.start, token.end)
    }

    /// The place from `start` to the token taken last.
    pub(crate) fn since(&self, start: Token) -> Span {
        let last = self.tokens[self.at.saturating_sub(1)];
        self.source.span(start.start, last.end.max(start.start))
    }

    /// Where the token taken last ends in the text.
    pub(crate) fn taken(&self) -> usize {
        self.tokens[self.at.saturating_sub(1)].end as usize
    }

    /// The token's text, on one line.
    pub(crate) fn text(&self, token: Token) -> Cow<'a, str> {
        unwrap(&self.source.text[token.start as usize..token.end as usize])
    }

    /// The token's name: without quotes, with single blanks.
    pub(crate) fn name_of(&self, token: Token) -> String {
        let text = self.text(token);
        match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
            Some(inside) => inside.to_string(),
            None => words(&text),
        }
    }

    /// Takes a name; `wanted` says what it names.
    pub(crate) fn name(&mut self, wanted: &str) -> Read<(String, Span)> {
        let token = self.expect(Kind::Name, wanted)?;
        Ok((self.name_of(token), self.span(token)))
    }

    /// The equation must end here.
    pub(crate) fn finish(&self) -> Read<()> {
        match self.peek() {
            Kind::End => Ok(()),
            _ => Err(self.fault("an operator or the end of the equation")),
        }
    }

    /// Reads an expression.
    pub(crate) fn expression(&mut self) -> Read<Expr> {
        self.deeper(|p| p.binary(1))
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth == DEEPEST {
            let place = self.span(self.look(0));
            return Err(Diagnostic::error(place, format!("this equation is nested more than {DEEPEST} deep"))
                .help("put inner parts into variables of their own"));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Operators that bind at least as tightly as `floor`, and their operands.
    fn binary(&mut self, floor: u8) -> Read<Expr> {
        let mut left = self.operand()?;
        loop {
            let operator = match self.peek() {
                Kind::Operator(operator) => Some(operator),
                Kind::SafeDivision => None,
                _ => return Ok(left),
            };
            let level = operator.map_or(PRODUCT, level);
            if level < floor {
                return Ok(left);
            }
            self.bump();
            let height = self.height;
            // `a ^ b ^ c` is `a ^ (b ^ c)`, all others go from left to right.
            let right = match level {
                POWER => self.deeper(|p| p.binary(POWER))?,
                _ => self.binary(level + 1)?,
            };
            let span = left.span.to(right.span);
            self.higher(height, span)?;
            let kind = match operator {
                Some(operator) => ExprKind::Binary(operator, Box::new(left), Box::new(right)),
                None => call("SAFEDIV", vec![left, right]),
            };
            left = Expr { kind, span };
        }
    }

    /// The height of a node over what was read last and another part of height `other`.
    fn higher(&mut self, other: u32, place: Span) -> Read<()> {
        self.height = self.height.max(other) + 1;
        if self.height > HIGHEST {
            return Err(Diagnostic::error(place, format!("more than {HIGHEST} operators in a row"))
                .help("split the equation into several variables"));
        }
        Ok(())
    }

    fn operand(&mut self) -> Read<Expr> {
        let token = self.look(0);
        let (sign, floor) = match (token.kind, self.dialect) {
            (Kind::Operator(Binary::Sub), _) => (Unary::Minus, POWER),
            (Kind::Operator(Binary::Add), _) => (Unary::Plus, POWER),
            (Kind::Not, Dialect::Vensim) => (Unary::Not, COMPARISON),
            (Kind::Not, Dialect::Xmile) => (Unary::Not, POWER),
            _ => return self.primary(),
        };
        self.bump();
        let inner = self.deeper(|p| p.binary(floor))?;
        let span = self.span(token).to(inner.span);
        self.higher(0, span)?;
        Ok(Expr { kind: ExprKind::Unary(sign, Box::new(inner)), span })
    }

    fn primary(&mut self) -> Read<Expr> {
        let token = self.look(0);
        self.height = 1;
        let kind = match token.kind {
            Kind::Number(value) => {
                self.bump();
                ExprKind::Number(value)
            }
            Kind::NotAvailable => {
                self.bump();
                ExprKind::NotAvailable
            }
            Kind::Text => {
                self.bump();
                let text = self.text(token);
                let text = &text[1..text.len() - 1];
                let alias = self.aliases.and_then(|aliases| aliases.get(text));
                ExprKind::Text(alias.map_or(text, |long| long.as_str()).to_string())
            }
            Kind::Open => {
                self.bump();
                let inner = self.expression()?;
                self.expect(Kind::Close, "an operator or `)`")?;
                return Ok(inner);
            }
            Kind::Name => return self.reference(),
            Kind::If => return self.deeper(Self::condition),
            _ => return Err(self.fault("a number, a name or `(`")),
        };
        Ok(Expr { kind, span: self.span(token) })
    }

    /// `IF a THEN b ELSE c` of XMILE; `c` goes as far as it can.
    fn condition(&mut self) -> Read<Expr> {
        let start = self.bump();
        let condition = self.expression()?;
        let mut height = self.height;
        self.expect(Kind::Then, "an operator or `THEN`")?;
        let yes = self.expression()?;
        height = height.max(self.height);
        self.expect(Kind::Else, "an operator or `ELSE`")?;
        let no = self.expression()?;
        let span = self.since(start);
        self.higher(height, span)?;
        Ok(Expr { kind: ExprKind::If(Box::new([condition, yes, no])), span })
    }

    /// A name, with subscripts, called or not.
    fn reference(&mut self) -> Read<Expr> {
        let token = self.bump();
        let name = self.name_of(token);
        let mut height = 0;
        let subscripts = match self.peek() {
            Kind::OpenSquare => self.deeper(Self::subscripts)?,
            _ => Vec::new(),
        };
        height = self.height.max(height);
        if self.peek() != Kind::Open {
            return Ok(Expr { kind: ExprKind::Name(name, subscripts), span: self.since(token) });
        }
        self.bump();
        let (mut arguments, mut outputs) = (Vec::new(), Vec::new());
        if !self.eat(Kind::Close) {
            let mut after_colon = self.eat(Kind::Colon);
            loop {
                let argument = match self.table_argument(&name, arguments.len())? {
                    Some(table) => table,
                    None => self.expression()?,
                };
                height = height.max(self.height);
                if after_colon { &mut outputs } else { &mut arguments }.push(argument);
                match self.peek() {
                    Kind::Comma => {}
                    Kind::Colon if !after_colon => after_colon = true,
                    Kind::Close => break,
                    _ => return Err(self.fault("an operator, `,` or `)`")),
                }
                self.bump();
            }
            self.bump();
        }
        let span = self.since(token);
        self.height = height;
        self.higher(0, span)?;
        let kind = if reads(&name, "if then else") && subscripts.is_empty() && outputs.is_empty() {
            let three = <[Expr; 3]>::try_from(arguments).map_err(|given| {
                Diagnostic::error(span, format!("`{name}` takes a condition and two values, found {}", given.len()))
                    .help("write `IF THEN ELSE(condition, value, other value)`")
            })?;
            ExprKind::If(Box::new(three))
        } else {
            ExprKind::Call { name, subscripts, arguments, outputs }
        };
        Ok(Expr { kind, span })
    }

    fn subscripts(&mut self) -> Read<Vec<Subscript>> {
        self.bump();
        let mut all = Vec::new();
        let mut height = 0;
        loop {
            all.push(match self.dialect {
                Dialect::Vensim => self.vensim_subscript()?,
                Dialect::Xmile => self.xmile_subscript()?,
            });
            height = self.height.max(height);
            if self.eat(Kind::CloseSquare) {
                self.height = height;
                return Ok(all);
            }
            self.expect(Kind::Comma, "`,` or `]`")?;
        }
    }

    fn vensim_subscript(&mut self) -> Read<Subscript> {
        let (name, span) = self.element("a subscript")?;
        Ok(if self.eat(Kind::Bang) { Subscript::Every(name, span) } else { Subscript::Name(name, span) })
    }

    /// An element or dimension of Vensim; one that begins with a digit is taken as it stands (`[5 to 9]`).
    pub(crate) fn element(&mut self, wanted: &str) -> Read<(String, Span)> {
        let first = self.look(0);
        if !matches!(first.kind, Kind::Number(_)) {
            return self.name(wanted);
        }
        let mut last = self.bump();
        while matches!(self.peek(), Kind::Name | Kind::Number(_)) {
            last = self.bump();
        }
        let whole = Token { end: last.end, ..first };
        Ok((self.name_of(whole), self.span(whole)))
    }

    fn xmile_subscript(&mut self) -> Read<Subscript> {
        let token = self.look(0);
        match (token.kind, self.look(1).kind) {
            (Kind::Operator(Binary::Mul), Kind::Colon) => {
                self.bump();
                self.bump();
                let (name, _) = self.name("a dimension")?;
                Ok(Subscript::Every(name, self.since(token)))
            }
            (Kind::Operator(Binary::Mul), _) => {
                self.bump();
                Ok(Subscript::Range(None, self.span(token)))
            }
            (Kind::Name, Kind::Comma | Kind::CloseSquare) => {
                let (name, span) = self.name("a subscript")?;
                Ok(Subscript::Name(name, span))
            }
            _ => {
                self.eat(Kind::At);
                let first = self.expression()?;
                if !self.eat(Kind::Colon) {
                    return Ok(Subscript::At(Box::new(first)));
                }
                let height = self.height;
                let last = self.expression()?;
                self.height = self.height.max(height);
                let span = first.span.to(last.span);
                Ok(Subscript::Range(Some((Box::new(first), Box::new(last))), span))
            }
        }
    }
}

/// A call without subscripts and further outputs.
pub(crate) fn call(name: &str, arguments: Vec<Expr>) -> ExprKind {
    ExprKind::Call { name: name.to_string(), subscripts: Vec::new(), arguments, outputs: Vec::new() }
}
