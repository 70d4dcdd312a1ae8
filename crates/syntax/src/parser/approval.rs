//! Approvals: who must agree.

use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Approval, ApprovalRule};
use crate::lexer::Kind;

impl Parser<'_> {
    /// Parses `approval a "Title" { rule }`.
    pub(super) fn approval(&mut self) -> Parse<Approval> {
        let word = self.bump();
        let (name, title) = self.named("approval")?;
        let errors = self.diagnostics.len();
        let mut rule = None;
        self.block(&["majority", "rejected"], |p| {
            let word = p.peek();
            let parsed = match p.peek_word() {
                "majority" => {
                    p.bump();
                    p.expect_word("in")?;
                    p.expect_word("every")?;
                    ApprovalRule::MajorityInEvery(p.name("the name of a dimension")?)
                }
                "rejected" => p.rejected()?,
                _ => return Err(p.unknown_field("an approval")),
            };
            p.once(&mut rule, parsed, word.span, "the rule");
            Ok(())
        });
        if let Some(rule) = rule {
            return Ok(Approval { name, title, rule });
        }
        if self.diagnostics.len() == errors {
            let finding = Diagnostic::error(word.span.to(name.span), "this approval has no rule");
            self.diagnostics
                .push(finding.help("write `majority in every d`, or `rejected when share no > 1/2 in at least 3 d`"));
        }
        Err(super::Failed)
    }

    /// Parses `rejected when share no >= 2/3 in at least 3 governorate`.
    fn rejected(&mut self) -> Parse<ApprovalRule> {
        self.bump();
        self.expect_word("when")?;
        self.expect_word("share")?;
        let option = self.name("the option counted, such as `no`")?;
        let inclusive = match self.peek().kind {
            Kind::Symbol(">=") => true,
            Kind::Symbol(">") => false,
            _ => return Err(self.unexpected("`>=` or `>`")),
        };
        self.bump();
        let bar = self.fraction()?;
        self.expect_word("in")?;
        self.expect_word("at")?;
        self.expect_word("least")?;
        let at_least = self.whole_number("how many")?;
        let dim = self.name("the name of a dimension")?;
        Ok(ApprovalRule::RejectedWhen { option, bar, inclusive, at_least, dim })
    }

    /// Parses an exact fraction: `2/3`, `0.5` or `66.7%`.
    fn fraction(&mut self) -> Parse<(u32, u32)> {
        let token = self.peek();
        let written = self.source(token).replace('_', "");
        let Kind::Number { percent, .. } = token.kind else {
            return Err(self.unexpected("a share such as `2/3`"));
        };
        self.bump();
        let (whole, decimals) =
            written.trim_end_matches('%').split_once('.').unwrap_or((written.trim_end_matches('%'), ""));
        let top = format!("{whole}{decimals}").parse::<u32>().ok();
        let places = decimals.len() as u32 + if percent { 2 } else { 0 };
        let mut bar = top.zip(10_u32.checked_pow(places));
        if decimals.is_empty() && !percent && self.eat("/") {
            let below = self.whole_number("a whole number")?;
            bar = top.zip(Some(below));
        }
        match bar {
            Some((top, below)) if 0 < below && top <= below => {
                let divisor = divisor(top, below);
                Ok((top / divisor, below / divisor))
            }
            _ => {
                let finding = Diagnostic::error(token.span, "this is no share between 0 and 1");
                Err(self.fail(finding.help("write it as `2/3`, or as `60%`")))
            }
        }
    }
}

/// The greatest common divisor, at least 1.
fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { divisor(b, a % b) }
}
