//! Expressions: operators by how tightly they bind, and `if`.

use std::mem;

use super::words::RESERVED;
use super::{Parse, Parser};
use crate::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::lexer::Kind;
use crate::{Diagnostic, Span, printer};

/// How tightly operators bind, loosest first.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const POWER: u8 = 7;

/// How deep brackets, `if`s and signs may be nested.
const DEEPEST: usize = 200;

/// How high the tree of an expression may grow, so that every later pass may walk it recursively.
const HIGHEST: usize = 500;

impl Parser<'_> {
    /// Parses an expression.
    pub(super) fn expression(&mut self) -> Parse<Expr> {
        self.deeper(|parser| if parser.at_word("if") { parser.conditional() } else { parser.infix(OR) })
    }

    /// Parses an expression without comparisons: sums, products and tighter.
    pub(super) fn amount(&mut self) -> Parse<Expr> {
        self.deeper(|parser| parser.infix(SUM))
    }

    /// Parses `if c then a else b`.
    fn conditional(&mut self) -> Parse<Expr> {
        let word = self.bump();
        // A test may compare with `=`, even in a setting.
        let setting = mem::take(&mut self.setting);
        let test = self.expression()?;
        self.setting = setting;
        let mut height = self.height;
        if !self.at_word("then") {
            return Err(self.unexpected("`then`"));
        }
        self.bump();
        let yes = self.expression()?;
        height = height.max(self.height);
        if !self.at_word("else") {
            let finding = Diagnostic::error(word.span, "this `if` has no `else`");
            return Err(self.fail(finding.help("say what holds otherwise: `if ... then ... else ...`")));
        }
        self.bump();
        let no = self.expression()?;
        let span = word.span.to(no.span);
        self.grow(height.max(self.height), span)?;
        Ok(Expr { span, kind: ExprKind::If(Box::new([test, yes, no])) })
    }

    /// Parses operands between operators that bind at least as tightly as `loosest`.
    fn infix(&mut self, loosest: u8) -> Parse<Expr> {
        let mut left = self.prefix(loosest)?;
        let mut height = self.height;
        let mut compared = false;
        while let Some((op, binding)) = self.operator() {
            if binding < loosest {
                break;
            }
            if binding == COMPARE && self.setting && self.nesting + self.braces == 0 && self.at("=") {
                let finding = Diagnostic::error(self.peek().span, "two settings on one line");
                return Err(self.fail(finding.help("end the first one with `;`")));
            }
            let token = self.bump();
            let right = match op {
                BinaryOp::Pow => self.deeper(|parser| parser.infix(POWER))?,
                _ => self.infix(binding + 1)?,
            };
            let span = left.span.to(right.span);
            if binding == COMPARE && compared {
                return Err(self.chained(left, self.source(token), &right, span));
            }
            compared = binding == COMPARE;
            height = height.max(self.height) + 1;
            self.grow(height - 1, span)?;
            left = Expr { span, kind: ExprKind::Binary(op, Box::new(left), Box::new(right)) };
        }
        self.height = height;
        Ok(left)
    }

    /// Reports `a < b < c`.
    fn chained(&mut self, left: Expr, op: &str, right: &Expr, span: Span) -> super::Failed {
        let finding = Diagnostic::error(span, "comparisons cannot be chained");
        let ExprKind::Binary(_, _, middle) = &left.kind else {
            return self.fail(finding);
        };
        let [first, middle, last] = [&left, middle.as_ref(), right].map(printer::expression);
        self.fail(finding.help(format!("write `{first} and {middle} {op} {last}`")))
    }

    /// The operator that stands here, on this line or the next, and how tightly it binds.
    fn operator(&self) -> Option<(BinaryOp, u8)> {
        let token = self.peek();
        Some(match token.kind {
            Kind::Word => match self.source(token) {
                "or" => (BinaryOp::Or, OR),
                "and" => (BinaryOp::And, AND),
                _ => return None,
            },
            Kind::Symbol(symbol) => match symbol {
                "+" => (BinaryOp::Add, SUM),
                "-" => (BinaryOp::Sub, SUM),
                "*" => (BinaryOp::Mul, PRODUCT),
                "/" => (BinaryOp::Div, PRODUCT),
                "^" => (BinaryOp::Pow, POWER),
                _ => (comparison(symbol)?, COMPARE),
            },
            _ => return None,
        })
    }

    /// Parses `not x`, `-x`, or an operand.
    fn prefix(&mut self, loosest: u8) -> Parse<Expr> {
        let token = self.peek();
        let (op, binding) = match self.peek_word() {
            "not" => (UnaryOp::Not, NOT),
            "if" => {
                let finding = Diagnostic::error(token.span, "an `if` within a sum or comparison needs parentheses");
                return Err(self.fail(finding.help("write `(if ... then ... else ...)`")));
            }
            _ if self.at("-") => (UnaryOp::Neg, POWER),
            _ if self.at("+") => {
                let finding = Diagnostic::error(token.span, "a number takes no sign `+`");
                return Err(self.fail(finding.help("remove it")));
            }
            _ => return self.operand(),
        };
        if op == UnaryOp::Not && loosest > NOT {
            let finding = Diagnostic::error(token.span, "a `not` within a sum or comparison needs parentheses");
            return Err(self.fail(finding.help("write `(not ...)`")));
        }
        self.bump();
        let of = self.deeper(|parser| parser.infix(binding))?;
        let span = token.span.to(of.span);
        self.grow(self.height, span)?;
        Ok(Expr { span, kind: ExprKind::Unary(op, Box::new(of)) })
    }

    /// Parses an operand and `under p` behind it.
    fn operand(&mut self) -> Parse<Expr> {
        let mut expr = self.primary()?;
        while self.at_word("under") && !self.at_line_end() && !self.ends_link() {
            self.bump();
            let height = self.height;
            let name = self.name("the name of a pathway")?;
            let pathway = self.variant(name)?;
            let span = expr.span.to(pathway.span);
            self.grow(height.max(self.height), span)?;
            expr = Expr { span, kind: ExprKind::Under(Box::new(expr), Box::new(pathway)) };
        }
        Ok(expr)
    }

    /// Whether `under` stands behind the target of a link, outside all brackets.
    fn ends_link(&self) -> bool {
        self.linking && self.nesting + self.braces == 0
    }

    /// Runs a parser one level deeper; refuses to go too deep.
    pub(super) fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth == DEEPEST {
            let finding = Diagnostic::error(self.peek().span, format!("this is nested more than {DEEPEST} deep"));
            return Err(self.fail(finding.help("name its parts with `let`")));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// Notes that the expression parsed last stands one higher than its highest part; refuses to grow too high.
    pub(super) fn grow(&mut self, part: usize, span: Span) -> Parse<()> {
        self.height = part + 1;
        if self.height > HIGHEST {
            let finding = Diagnostic::error(span, format!("this expression has more than {HIGHEST} terms in a row"));
            return Err(self.fail(finding.help("name its parts with `let`")));
        }
        Ok(())
    }

    /// Whether the current word cannot stand for a value.
    pub(super) fn at_reserved(&self) -> bool {
        RESERVED.contains(&self.peek_word())
    }
}

/// The comparison that a symbol means.
pub(super) fn comparison(symbol: &str) -> Option<BinaryOp> {
    Some(match symbol {
        "=" | "==" => BinaryOp::Eq,
        "!=" => BinaryOp::Ne,
        "<" => BinaryOp::Lt,
        "<=" => BinaryOp::Le,
        ">" => BinaryOp::Gt,
        ">=" => BinaryOp::Ge,
        _ => return None,
    })
}
