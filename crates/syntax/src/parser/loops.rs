//! Feedback loops that the strategy names.

use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Loop, Name};
use crate::lexer::Kind;

impl Parser<'_> {
    /// Parses `loop NAME "Title" = a -> b -> c`; name or title may be left out.
    pub(super) fn loop_(&mut self) -> Parse<Loop> {
        let word = self.bump();
        let (name, title) = match self.peek().kind {
            Kind::Text => (None, self.title()),
            Kind::Symbol("=") => {
                let finding = Diagnostic::error(word.span, "this loop has neither a name nor a title");
                return Err(self.fail(finding.help("write a name, or a title in quotes, before the `=`")));
            }
            _ => {
                let (name, title) = self.named("loop")?;
                (Some(name), title)
            }
        };
        self.expect("=")?;
        let mut steps = vec![self.step()?];
        while self.eat("->") {
            steps.push(self.step()?);
        }
        if !self.at_line_end() && !self.at(";") {
            return Err(self.unexpected("`->` or the end of the line"));
        }
        Ok(Loop { name, title, steps })
    }

    fn step(&mut self) -> Parse<Name> {
        let name = self.name("the name of a variable")?;
        if self.at("[") {
            let finding = Diagnostic::error(self.peek().span, "a step of a loop is a whole variable");
            return Err(self.fail(finding.help("remove the brackets: all elements are looked at together")));
        }
        Ok(name)
    }
}
