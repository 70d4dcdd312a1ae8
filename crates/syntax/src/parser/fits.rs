//! Futures held against what was counted.

use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Fit, FitLine};
use crate::lexer::Kind;

/// Words that begin a clause of a line.
const CLAUSES: [&str; 4] = ["within", "by", "from", "to"];

impl Parser<'_> {
    /// Parses `fit f "Title" under pathway { ... }`.
    pub(super) fn fit(&mut self) -> Parse<Fit> {
        self.bump();
        let (name, title) = self.named("fit")?;
        let mut under = None;
        if self.at_word("under") {
            self.named_clause(&mut under, "the pathway that is history")?;
        }
        let mut lines = Vec::new();
        self.block(&["judge"], |p| {
            lines.push(p.fit_line()?);
            Ok(())
        });
        Ok(Fit { name, title, under, lines })
    }

    /// Parses `[judge] indicator within 40% by 6 month from A to B`, the clauses in any order.
    fn fit_line(&mut self) -> Parse<FitLine> {
        let start = self.position;
        let next = self.nth(1);
        let judge = self.at_word("judge") && next.kind == Kind::Word && !next.newline && self.word_of(next) != "within";
        if judge {
            self.bump();
        }
        if CLAUSES.contains(&self.peek_word()) && self.nth(1).kind != Kind::Word {
            let word = self.bump();
            let finding = Diagnostic::error(word.span, "this line does not name an indicator");
            return Err(self.fail(finding.help(format!("write its name before `{}`", self.source(word)))));
        }
        let indicator = self.name("the name of an indicator")?;
        let (mut within, mut by, mut from, mut to) = (None, None, None, None);
        while !self.at_line_end() {
            let word = self.peek();
            let (slot, what) = match self.peek_word() {
                "within" => (&mut within, "`within`"),
                "by" => (&mut by, "`by`"),
                "from" => (&mut from, "`from`"),
                "to" => (&mut to, "`to`"),
                _ => break,
            };
            self.bump();
            let value = self.amount()?;
            self.once(slot, value, word.span, what);
        }
        if !(self.at_line_end() || self.at(";") || self.at("}")) {
            return Err(self.unexpected("the end of the line"));
        }
        Ok(FitLine { judge, indicator, within, by, from, to, span: self.span_from(start) })
    }
}
