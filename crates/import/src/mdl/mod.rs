//! Vensim's text format, `.mdl`.
//!
//! A file is a row of statements `equation ~ units ~ comment |`, groups and macros among them, then sketches and settings.
//! One fault stops one statement; the next is read on.

mod dimension;
mod fields;
mod lexer;
mod settings;
mod statement;
mod table;
#[cfg(test)]
mod tests;

use crate::equation::{Kind, MOST_TOKENS, Parser, Read, Source, Token, Word, reads, shorten};
use crate::findings::Findings;
use crate::foreign::{Dialect, Expr, Macro, Model, Variable, What};
use lexer::Lexer;
use milepost_syntax::{Diagnostic, FileId};
use statement::Statement;
use std::collections::HashMap;

/// Reads a model.  Yields what could be read and all findings; an error among them means that something is missing.
pub fn read(file: FileId, text: &str) -> (Model, Vec<Diagnostic>) {
    let end = settings::end_of_equations(text);
    let settings = settings::read(file, text, end);
    let source = Source::whole(file, &text[..end]);
    let mut reader = Reader {
        lexer: Lexer { source: &source, at: 0, left: MOST_TOKENS },
        aliases: &settings.aliases,
        model: Model { left_out: settings.left_out, units: settings.units, ..Model::default() },
        inside: None,
        group: None,
        budget: dimension::MOST,
        findings: Findings::default(),
    };
    reader.file();
    settings.findings.into_iter().for_each(|f| reader.findings.push(f));
    let (mut model, findings) = (reader.model, reader.findings.all());
    axis(&mut model);
    model.time.method = settings.method;
    (model, findings)
}

/// Names of groups are kept with each of their variables, so they are kept short.
const LONGEST_NAME: usize = 200;

struct Reader<'a> {
    lexer: Lexer<'a>,
    aliases: &'a HashMap<String, String>,
    model: Model,
    /// The macro that is being read.
    inside: Option<Macro>,
    group: Option<String>,
    /// How many bytes ranges may still be written out to.
    budget: usize,
    findings: Findings,
}

impl<'a> Reader<'a> {
    fn file(&mut self) {
        let mut tokens = Vec::new();
        loop {
            match self.step(&mut tokens) {
                Ok(true) => {}
                Ok(false) => break,
                Err(fault) => {
                    self.findings.push(fault);
                    if self.findings.full() {
                        break;
                    }
                    self.raw(&['|']);
                    self.lexer.at += 1;
                }
            }
            self.lexer.at = self.lexer.at.min(self.lexer.source.text.len());
        }
        if let Some(open) = self.inside.take() {
            let fault = Diagnostic::error(open.span, format!("the macro `{}` is not closed", open.name));
            self.findings.push(fault.help("write `:END OF MACRO:` after its last equation"));
        }
    }

    /// Reads one statement; false at the end of the file.
    fn step(&mut self, tokens: &mut Vec<Token>) -> Read<bool> {
        self.lexer.skip()?;
        let rest = self.lexer.rest();
        if rest.is_empty() {
            return Ok(false);
        }
        if rest.starts_with("***") {
            self.group();
            return Ok(true);
        }
        if rest.starts_with('|') {
            // Nothing between two bars is nothing.
            self.lexer.at += 1;
            return Ok(true);
        }
        tokens.clear();
        let first = self.lexer.next()?;
        tokens.push(first);
        match first.kind {
            Kind::Word(Word::Macro) => self.macro_begins(tokens).map(|()| true),
            Kind::Word(Word::EndOfMacro) => self.macro_ends(first).map(|()| true),
            _ => self.equation(tokens).map(|()| true),
        }
    }

    fn equation(&mut self, tokens: &mut Vec<Token>) -> Read<()> {
        while tokens.last().is_some_and(|t| t.kind != Kind::End) {
            tokens.push(self.lexer.next()?);
        }
        let mut parser = Parser::new(self.lexer.source, Dialect::Vensim, tokens);
        parser.aliases = Some(self.aliases);
        let name = parser.look(0);
        let statement = statement::statement(&mut parser, &mut self.budget).map_err(|fault| match name.kind {
            Kind::Name if fault.label.is_empty() => fault.label(format!("in `{}`", shorten(&parser.name_of(name)))),
            _ => fault,
        })?;
        let (units, range) = fields::units(self.field());
        let docs = fields::comment(self.field());
        let marks = self.field().trim();
        if self.lexer.rest().starts_with('~') || !(marks.is_empty() || marks.starts_with(':')) {
            let at = self.lexer.at as u32;
            let place = self.lexer.source.span(at, at);
            self.findings.push(
                Diagnostic::warning(place, "what stands between the third `~` and here is not read")
                    .help("write `|` where the statement before ends"),
            );
            self.raw(&['|']);
        }
        self.lexer.at += 1;
        match statement {
            Statement::Dimension(dimension) => self.model.dimensions.push(*dimension),
            Statement::Variable(variable) => {
                let group = self.group.clone().filter(|_| self.inside.is_none());
                let supplementary = marks.get(..4).is_some_and(|m| m.eq_ignore_ascii_case(":SUP"));
                let variable = Variable { units, range, docs, group, supplementary, ..*variable };
                match &mut self.inside {
                    Some(inside) => inside.variables.push(variable),
                    None => self.model.variables.push(variable),
                }
            }
        }
        Ok(())
    }

    /// The next field, after its `~`; empty where there is none.
    fn field(&mut self) -> &'a str {
        if !self.lexer.rest().starts_with('~') {
            return "";
        }
        self.lexer.at += 1;
        self.raw(&['~', '|'])
    }

    /// Passes over all text before the next of these characters, and yields it.
    fn raw(&mut self, ends: &[char]) -> &'a str {
        let rest = self.lexer.rest();
        let length = rest.find(ends).unwrap_or(rest.len());
        self.lexer.at += length;
        &rest[..length]
    }

    /// `*** .Name *** ~ comment |`: variables that follow belong to it.
    fn group(&mut self) {
        let header = self.raw(&['~', '|']);
        let name = header.trim_matches(|c: char| c == '*' || c == '\\' || c.is_whitespace());
        let name = name.strip_prefix('.').unwrap_or(name).trim().chars().take(LONGEST_NAME).collect::<String>();
        let notes = !self.field().trim().is_empty();
        self.raw(&['|']);
        self.lexer.at += 1;
        // Every file has the group of control variables, with the same note.
        if notes && name != "Control" {
            self.model.left_out.push(format!("the note of the group `{name}`"));
        }
        self.group = Some(name);
    }

    /// `:MACRO: name(a, b : c)`.
    fn macro_begins(&mut self, tokens: &mut Vec<Token>) -> Read<()> {
        while !matches!(tokens.last().map(|t| t.kind), Some(Kind::Close | Kind::End)) {
            tokens.push(self.lexer.next()?);
        }
        let last = tokens[tokens.len() - 1];
        tokens.push(Token { kind: Kind::End, start: last.end, end: last.end });
        let mut parser = Parser::new(self.lexer.source, Dialect::Vensim, tokens);
        let start = parser.bump();
        let (name, _) = parser.name("the name of the macro")?;
        parser.expect(Kind::Open, "`(`")?;
        let mut names = [Vec::new(), Vec::new()];
        let mut side = 0;
        while parser.peek() != Kind::Close {
            if parser.eat(Kind::Colon) {
                side = 1;
            }
            names[side].push(parser.name("the name of a parameter")?.0);
            match parser.peek() {
                Kind::Comma => {
                    parser.bump();
                }
                Kind::Close | Kind::Colon => {}
                _ => return Err(parser.fault("`,` or `)`")),
            }
        }
        let span = parser.since(start);
        if let Some(open) = &self.inside {
            return Err(Diagnostic::error(span, format!("the macro `{}` is not closed before this one", open.name))
                .help("write `:END OF MACRO:` after its last equation"));
        }
        let [parameters, outputs] = names;
        self.inside =
            Some(Macro { name, parameters, defaults: Vec::new(), outputs, variables: Vec::new(), value: None, span });
        Ok(())
    }

    fn macro_ends(&mut self, end: Token) -> Read<()> {
        let place = self.lexer.source.span(end.start, end.end);
        match self.inside.take() {
            Some(open) => self.model.macros.push(Macro { span: open.span.to(place), ..open }),
            None => self.findings.push(Diagnostic::error(place, "no macro is open here").help("remove this line")),
        }
        Ok(())
    }
}

/// Finds the axis of time among the variables.
fn axis(model: &mut Model) {
    let mut units = [None, None, None];
    for variable in &model.variables {
        let What::Equation(expr) = &variable.what else { continue };
        let place: &mut Option<Expr> = match () {
            () if reads(&variable.name, "initial time") => &mut model.time.start,
            () if reads(&variable.name, "final time") => &mut model.time.stop,
            () if reads(&variable.name, "time step") => &mut model.time.step,
            () if reads(&variable.name, "saveper") => &mut model.time.save,
            () => continue,
        };
        let _ = place.get_or_insert_with(|| expr.clone());
        let rank = if reads(&variable.name, "time step") { 0 } else { 1 };
        let unit: &mut Option<String> = &mut units[rank];
        *unit = unit.take().or_else(|| variable.units.clone());
    }
    model.time.unit = units.into_iter().flatten().next();
}
