//! Formulas by which a pot is shared.

use super::{Parse, Parser};
use crate::ast::{Deducted, Deduction, Formula, Fraction, Share, SharedBy, SharedTo, Sum};
use crate::lexer::Kind;
use crate::{Diagnostic, Span};

impl Parser<'_> {
    /// Parses `formula f "Title" among d { ... }`.
    pub(super) fn formula(&mut self) -> Parse<Formula> {
        let word = self.bump();
        let (name, title) = self.named("formula")?;
        self.expect_word("among")?;
        let among = self.name("the name of a dimension")?;
        let errors = self.diagnostics.len();
        let (mut pot, mut per, mut deductions, mut levels) = (None, None, Vec::new(), Vec::new());
        self.block(&["pot", "per", "deduct", "to"], |p| {
            let word = p.peek();
            match p.peek_word() {
                "pot" => {
                    p.bump();
                    let sum = p.sum()?;
                    p.once(&mut pot, sum, word.span, "the pot");
                }
                "per" => {
                    p.bump();
                    let column = p.name("a column of a table")?;
                    p.once(&mut per, column, word.span, "`per`");
                }
                "deduct" => deductions.push(p.deducted()?),
                "to" => levels.push(p.level()?),
                _ => return Err(p.unknown_field("a formula")),
            }
            Ok(())
        });
        if levels.is_empty() && self.diagnostics.len() == errors {
            let finding = Diagnostic::error(word.span.to(name.span), "this formula does not say who has the rest");
            return Err(self.fail(finding.help("write `to NAME 100% { 60% by people  40% equally }`")));
        }
        Ok(Formula { name, title, among, pot, per, deductions, levels })
    }

    /// Parses `deduct 13% of pot "Derivation" by oil`, `deduct 500 usd "Debt" to creditors`.
    fn deducted(&mut self) -> Parse<Deducted> {
        let start = self.position;
        self.bump();
        let portion =
            matches!(self.peek().kind, Kind::Number { percent: true, .. }) || self.nth(1).kind == Kind::Symbol("/");
        let amount = if !portion {
            Deduction::Sum(self.sum()?)
        } else {
            let share = self.fraction()?;
            if self.eat_word("of") {
                self.expect_word("pot")?;
                Deduction::OfPot(share)
            } else {
                Deduction::OfRest(share)
            }
        };
        let title = self.quoted("what is deducted for")?;
        let token = self.peek();
        let to = if self.eat_word("to") {
            SharedTo::Receiver(self.quotable_name("who has it")?)
        } else {
            let whole = Fraction { top: 1, below: 1, span: token.span };
            SharedTo::Units(self.shared_by(whole, token.span)?)
        };
        let docs = self.field_docs(self.span_from(start));
        Ok(Deducted { title, amount, to, docs })
    }

    /// Parses `to states 26.72% { 40% equally  60% by people }`.
    fn level(&mut self) -> Parse<Share> {
        let start = self.position;
        self.bump();
        let name = self.quotable_name("who has it")?;
        let share = self.fraction()?;
        let mut principles = Vec::new();
        if self.at("{") && !self.at_line_end() {
            let open = self.bump();
            while !self.at("}") {
                if self.at_end() || self.at_declaration() {
                    return Err(self.unclosed(open, "}"));
                }
                let token = self.peek();
                let share = self.fraction()?;
                principles.push(self.shared_by(share, token.span)?);
                let _ = self.eat(",") || self.eat(";");
            }
            self.bump();
            if principles.is_empty() {
                let finding =
                    Diagnostic::error(open.span, format!("`{}` says by nothing how it is divided", name.text));
                return Err(self.fail(finding.help("write `100% by people` in it, or leave the braces out")));
            }
        }
        let docs = self.field_docs(self.span_from(start));
        Ok(Share { name, share, principles, docs })
    }

    /// Parses `equally`, `by people` or `by people times need`.
    fn shared_by(&mut self, share: Fraction, from: Span) -> Parse<SharedBy> {
        let mut by = Vec::new();
        if !self.eat_word("equally") {
            if !self.at_word("by") {
                return Err(self.unexpected("`by` and a column of a table, `equally`, or `to` and who has it"));
            }
            self.bump();
            by.push(self.name("a column of a table")?);
            while self.eat_word("times") {
                by.push(self.name("a column of a table")?);
            }
        }
        Ok(SharedBy { share, by, span: from.to(self.previous().span) })
    }

    /// Parses `1_000_000.50 usd`, to the cent.
    fn sum(&mut self) -> Parse<Sum> {
        let token = self.peek();
        let Kind::Number { percent: false, .. } = token.kind else {
            return Err(self.unexpected("a sum such as `1000000 usd`"));
        };
        self.bump();
        let written = self.source(token).replace('_', "");
        let (whole, decimals) = written.split_once('.').unwrap_or((written.as_str(), ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let exact = decimals.len() <= 2 && digits(whole) && digits(decimals);
        match format!("{whole}{decimals:0<2}").parse::<u64>() {
            Ok(cents) if exact => {
                let unit = (self.peek().kind == Kind::Word && !self.at_line_end() && !self.at_field())
                    .then(|| self.name("a unit"))
                    .transpose()?;
                Ok(Sum { cents, unit })
            }
            _ => {
                let finding = Diagnostic::error(token.span, "this sum is not exact to the cent");
                Err(self.fail(finding.help("write it out, with at most two decimals: `1000000.50 usd`")))
            }
        }
    }
}
