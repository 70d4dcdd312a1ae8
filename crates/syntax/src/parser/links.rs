//! Causal links that the source states.

use super::{Parse, Parser};
use crate::ast::{Link, LinkClaim};
use crate::lexer::Kind;
use crate::{Diagnostic, suggest};

/// The signs of a link, and whether more of the source is more of the target.
const SIGNS: [(&str, bool); 2] = [("raises", true), ("lowers", false)];

impl Parser<'_> {
    /// Parses `link L "Title" source raises target within 6 month under pathway` or `link L absent "because"`.
    pub(super) fn link(&mut self) -> Parse<Link> {
        self.bump();
        let (name, title) = self.named("link")?;
        if self.at_word("absent") && self.nth(1).kind == Kind::Text {
            self.bump();
            let why = self.quoted("the reason")?;
            return Ok(Link { name, title, claim: LinkClaim::Absent(why) });
        }
        let source = self.name("the name of a variable, or `absent` and a reason in quotes")?;
        let elements = if self.at("[") { self.bracketed("an element")? } else { Vec::new() };
        let raises = self.sign_of_link(&source.text)?;
        self.linking = true;
        let target = self.expression();
        let mut claim = LinkClaim::Present { source, elements, raises, target: target?, within: None, under: None };
        let clauses = self.link_clauses(&mut claim);
        self.linking = false;
        clauses?;
        Ok(Link { name, title, claim })
    }

    /// Parses `raises` or `lowers`.
    fn sign_of_link(&mut self, source: &str) -> Parse<bool> {
        let word = self.peek_word();
        if let Some((_, raises)) = SIGNS.iter().find(|(sign, _)| *sign == word) {
            self.bump();
            return Ok(*raises);
        }
        if source == "absent" {
            return Err(self.unexpected("the reason in quotes"));
        }
        match suggest::nearest(word, SIGNS.map(|(sign, _)| sign)) {
            Some(near) if !self.at_declaration() => {
                let finding =
                    Diagnostic::error(self.peek().span, format!("expected `raises` or `lowers`, found `{word}`"));
                Err(self.fail(finding.help(format!("did you mean `{near}`?"))))
            }
            _ => Err(self.unexpected("`raises` or `lowers`")),
        }
    }

    /// Parses `within 6 month` and `under pathway`, in any order.
    fn link_clauses(&mut self, claim: &mut LinkClaim) -> Parse<()> {
        let LinkClaim::Present { within, under, .. } = claim else { return Ok(()) };
        loop {
            let word = self.peek();
            if self.eat_word("within") {
                let length = self.amount()?;
                self.once(within, length, word.span, "`within`");
            } else if self.eat_word("under") {
                let pathway = self.name("the name of a pathway")?;
                self.once(under, pathway, word.span, "`under`");
            } else {
                return Ok(());
            }
        }
    }
}
