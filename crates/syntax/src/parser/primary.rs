//! What operators join: numbers, dates, names, calls, values by element, variants of pathways.

use super::words::{DECLARATIONS, NOT_UNITS, RESERVED};
use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Call, Expr, ExprKind, Name, UnaryOp, Variant};
use crate::lexer::{Kind, Token};

impl Parser<'_> {
    /// Parses a number, date, name, call, bracketed expression or values by element.
    pub(super) fn primary(&mut self) -> Parse<Expr> {
        let token = self.peek();
        self.height = 1;
        // A line that begins the next field or declaration does not go on with this one.
        let next_field = token.newline && self.nesting == 0 && self.at_field();
        if self.at_declaration() || next_field || self.at_reserved() {
            return Err(self.unexpected("an expression"));
        }
        match token.kind {
            Kind::Number { .. } => Ok(self.number()),
            Kind::Date(date) => {
                self.bump();
                Ok(Expr { span: token.span, kind: ExprKind::Date(date) })
            }
            Kind::Symbol("(") => {
                self.bump();
                self.nesting += 1;
                let mut inner = self.expression()?;
                if self.measuring && self.eat_word("at") {
                    let time = self.end_or_time()?;
                    inner = Expr { span: inner.span, kind: ExprKind::AtTime(Box::new(inner), time) };
                }
                let close = self.close(token, ")")?;
                Ok(Expr { span: token.span.to(close.span), kind: inner.kind })
            }
            Kind::Symbol("{") => self.by_element(),
            Kind::Word => self.named_value(token),
            _ => Err(self.unexpected("an expression")),
        }
    }

    /// Parses a number and the unit joined to it.
    fn number(&mut self) -> Expr {
        let token = self.bump();
        let Kind::Number { value, percent } = token.kind else {
            return Expr { span: token.span, kind: ExprKind::Error };
        };
        let unit = (!percent && self.at_unit()).then(|| {
            let word = self.bump();
            self.as_name(word)
        });
        let span = unit.as_ref().map_or(token.span, |unit| token.span.to(unit.span));
        Expr { span, kind: ExprKind::Number { value, percent, unit } }
    }

    /// Whether the word behind a number is its unit, rather than the next thing on the line.
    fn at_unit(&self) -> bool {
        let (token, next) = (self.peek(), self.nth(1));
        token.kind == Kind::Word
            && !token.newline
            && !NOT_UNITS.contains(&self.peek_word())
            && !DECLARATIONS.contains(&self.peek_word())
            && !self.at_field()
            && !matches!(next.kind, Kind::Symbol(":" | "(" | "["))
            && !matches!(self.word_of(next), "when" | "source")
    }

    /// Parses what begins with a word: a name, with elements or arguments behind it; `true x`; a variant.
    fn named_value(&mut self, token: Token) -> Parse<Expr> {
        self.bump();
        let name = self.as_name(token);
        let next = self.peek();
        let same_line = !self.at_line_end();
        match next.kind {
            Kind::Word if same_line && matches!(self.source(token), "true" | "observed") && self.at_seen() => {
                self.seen(token)
            }
            Kind::Symbol("(") if same_line && matches!(self.source(token), "true" | "observed") => self.seen(token),
            Kind::Symbol("(") if same_line => self.call(name),
            Kind::Symbol("[") if same_line => {
                let elements = self.bracketed("an element")?;
                self.height = 1;
                Ok(Expr { span: token.span.to(self.previous().span), kind: ExprKind::Index { base: name, elements } })
            }
            _ => self.variant(name),
        }
    }

    /// Whether the word behind `true` or `observed` is what it speaks of.
    fn at_seen(&self) -> bool {
        let word = self.peek_word();
        !RESERVED.contains(&word) && !self.at_field()
    }

    /// Parses the rest of `true x`, `observed x`.
    fn seen(&mut self, token: Token) -> Parse<Expr> {
        let of = self.deeper(|parser| parser.primary())?;
        let span = token.span.to(of.span);
        self.grow(self.height, span)?;
        Ok(Expr { span, kind: ExprKind::Seen { observed: self.source(token) == "observed", of: Box::new(of) } })
    }

    /// Parses the arguments and clauses of a call: `(x, y over d weighted by w from A to B)`.
    fn call(&mut self, function: Name) -> Parse<Expr> {
        let open = self.bump();
        self.nesting += 1;
        let mut call = Call { function, args: Vec::new(), over: Vec::new(), weighted: None, from: None, to: None };
        let mut height = 0;
        while !self.at(")") && !self.at_clause() {
            if !call.args.is_empty() && !self.eat(",") {
                break;
            }
            if self.at(")") || self.at_end() || self.at_declaration() {
                break;
            }
            call.args.push(self.expression()?);
            height = height.max(self.height);
        }
        while self.at_clause() {
            self.clause(&mut call)?;
            height = height.max(self.height);
        }
        let close = self.close(open, ")")?;
        let span = call.function.span.to(close.span);
        self.grow(height, span)?;
        Ok(Expr { span, kind: ExprKind::Call(Box::new(call)) })
    }

    /// Whether a clause of a call begins here.
    fn at_clause(&self) -> bool {
        matches!(self.peek_word(), "over" | "from" | "to") || self.at_words("weighted", "by")
    }

    /// Parses one clause of a call.
    fn clause(&mut self, call: &mut Call) -> Parse<()> {
        let word = self.bump();
        match self.source(word) {
            "over" => {
                let names = self.names("a dimension")?;
                let mut slot = (!call.over.is_empty()).then(Vec::new);
                self.once(&mut slot, names.clone(), word.span, "`over`");
                call.over = names;
            }
            "weighted" => {
                self.expect_word("by")?;
                let weight = self.expression()?;
                self.once(&mut call.weighted, weight, word.span, "`weighted by`");
            }
            "from" => {
                let date = self.amount()?;
                self.once(&mut call.from, date, word.span, "`from`");
            }
            _ => {
                let date = self.amount()?;
                self.once(&mut call.to, date, word.span, "`to`");
            }
        }
        Ok(())
    }

    /// Parses `{ sunni: 85%  shia: 45%  else 0 }`.
    fn by_element(&mut self) -> Parse<Expr> {
        let open = self.bump();
        let nesting = std::mem::take(&mut self.nesting);
        self.braces += 1;
        let (mut arms, mut otherwise, mut height) = (Vec::new(), None, 0);
        while !self.at("}") {
            let next_field = self.peek().newline && self.at_field() && self.nth(1).kind != Kind::Symbol(":");
            if self.at_end() || self.at_declaration() || next_field {
                return Err(self.unclosed(open, "}"));
            }
            if self.at_word("else") && self.nth(1).kind != Kind::Symbol(":") {
                let word = self.bump();
                let value = self.expression()?;
                self.once(&mut otherwise, Box::new(value), word.span, "`else`");
            } else {
                let element = self.quotable_name("an element")?;
                self.expect(":")?;
                arms.push((element, self.expression()?));
            }
            height = height.max(self.height);
            let _ = self.eat(",") || self.eat(";");
        }
        self.braces -= 1;
        self.nesting = nesting;
        let span = open.span.to(self.bump().span);
        if arms.is_empty() && otherwise.is_none() {
            let finding = Diagnostic::error(span, "these braces hold no value");
            return Err(
                self.fail(finding.help("write one value for each element, as in `{ north: 1  south: 2  else 0 }`"))
            );
        }
        self.grow(height, span)?;
        Ok(Expr { span, kind: ExprKind::ByElement { arms, otherwise } })
    }

    /// Parses what may stand behind the name of a pathway: `without a and b`, `with l = v and m = w`.
    pub(super) fn variant(&mut self, name: Name) -> Parse<Expr> {
        let mut span = name.span;
        let mut variant = Variant { pathway: name, without: Vec::new(), with: Vec::new() };
        let mut height = 0;
        while !self.at_line_end() {
            if self.eat_word("without") {
                variant.without.push(self.quotable_name("an element, actor or recommendation")?);
                while self.at_word("and") && self.and_goes_on() {
                    self.bump();
                    variant.without.push(self.quotable_name("an element, actor or recommendation")?);
                }
            } else if self.eat_word("with") {
                variant.with.push(self.replacement()?);
                height = height.max(self.height);
                while self.at_word("and") && self.nth(1).kind == Kind::Word && self.nth(2).kind == Kind::Symbol("=") {
                    self.bump();
                    variant.with.push(self.replacement()?);
                    height = height.max(self.height);
                }
            } else {
                break;
            }
            span = span.to(self.previous().span);
        }
        if variant.without.is_empty() && variant.with.is_empty() {
            self.height = 1;
            return Ok(Expr { span, kind: ExprKind::Name(variant.pathway.text) });
        }
        self.grow(height, span)?;
        Ok(Expr { span, kind: ExprKind::Variant(Box::new(variant)) })
    }

    /// Whether `and` goes on with a list after `without`, rather than with the next condition.
    fn and_goes_on(&self) -> bool {
        let (name, next) = (self.nth(1), self.nth(2));
        let plain = matches!(name.kind, Kind::Word | Kind::Text) && !RESERVED.contains(&self.word_of(name));
        plain && !matches!(next.kind, Kind::Symbol("(" | "[")) && self.word_of(next) != "under"
    }

    /// Parses `lever = value` after `with`; the value is a single one, perhaps with a sign.
    fn replacement(&mut self) -> Parse<(Name, Expr)> {
        let name = self.name("a lever or an uncertainty")?;
        self.expect("=")?;
        let sign = self.peek();
        let negative = self.eat("-");
        let token = self.peek();
        // A bare name, not a variant: what follows belongs to the pathway.
        let next = self.nth(1);
        let seen = matches!(self.peek_word(), "true" | "observed")
            && next.kind == Kind::Word
            && !RESERVED.contains(&self.word_of(next));
        let bare = token.kind == Kind::Word && !seen && !matches!(next.kind, Kind::Symbol("(" | "["));
        let value = if bare && !self.at_reserved() {
            self.bump();
            self.height = 1;
            Expr { span: token.span, kind: ExprKind::Name(self.as_name(token).text) }
        } else {
            self.deeper(|parser| parser.primary())?
        };
        if !negative {
            return Ok((name, value));
        }
        let span = sign.span.to(value.span);
        self.grow(self.height, span)?;
        Ok((name, Expr { span, kind: ExprKind::Unary(UnaryOp::Neg, Box::new(value)) }))
    }
}
