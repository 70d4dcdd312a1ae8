//! The frame and the data: strategy, models used, units, dimensions, tables, series, lookups.

use super::cursor::one_of;
use super::{Parse, Parser};
use crate::ast::{
    Column, Declaration, DeclarationKind, Dimension, Elements, Expr, Lookup, Name, Range, Series, SeriesData, Strategy,
    Table, Text, Time, UseModel,
};
use crate::lexer::{Kind, Token};
use crate::{Diagnostic, suggest};

impl Parser<'_> {
    /// Parses `strategy "Title" { ... }`.
    pub(super) fn strategy(&mut self) -> Parse<Strategy> {
        let word = self.bump();
        let title = match self.title() {
            Some(title) => title,
            None => {
                self.unexpected("the title of the strategy in quotes");
                Text { text: String::new(), span: word.span }
            }
        };
        let mut strategy =
            Strategy { title, source: None, question: None, time: None, decide: None, reference: None, index: None };
        self.block(&["source", "question", "time", "decide", "reference", "index"], |p| {
            let word = p.peek();
            match p.peek_word() {
                "source" => {
                    let source = p.source_line()?;
                    p.once(&mut strategy.source, source, word.span, "the source");
                }
                "question" => {
                    p.bump();
                    let question = p.quoted("the question")?;
                    p.once(&mut strategy.question, question, word.span, "the question");
                }
                "time" => {
                    let time = p.time()?;
                    p.once(&mut strategy.time, time, word.span, "the time");
                }
                "decide" => {
                    p.bump();
                    let decide = p.amount()?;
                    p.once(&mut strategy.decide, decide, word.span, "the date of decision");
                }
                "reference" => {
                    p.bump();
                    let reference = p.name("the name of a pathway")?;
                    p.once(&mut strategy.reference, reference, word.span, "the reference");
                }
                "index" => {
                    p.bump();
                    let index = p.quoted("a CSV file")?;
                    p.once(&mut strategy.index, index, word.span, "the index");
                }
                _ => return Err(p.unknown_field("a strategy")),
            }
            Ok(())
        });
        Ok(strategy)
    }

    /// Parses `source "..." paragraphs 1..77`.
    fn source_line(&mut self) -> Parse<(Text, Option<Range>)> {
        self.bump();
        let text = self.quoted("the source")?;
        let paragraphs = if self.eat_word("paragraphs") { Some(self.range()?) } else { None };
        Ok((text, paragraphs))
    }

    /// Parses `time month from A to B step S method M`.
    fn time(&mut self) -> Parse<Time> {
        let start = self.position;
        self.bump();
        let unit = self.name("the unit of time")?;
        self.expect_word("from")?;
        let from = self.amount()?;
        self.expect_word("to")?;
        let to = self.amount()?;
        let (mut step, mut method) = (None, None);
        loop {
            let word = self.peek();
            if self.eat_word("step") {
                let value = self.amount()?;
                self.once(&mut step, value, word.span, "the step");
            } else if self.eat_word("method") {
                let name = self.name("`euler`, `rk2` or `rk4`")?;
                self.one_word_of(&name, &["euler", "rk2", "rk4"], "a method")?;
                self.once(&mut method, name, word.span, "the method");
            } else {
                break;
            }
        }
        Ok(Time { unit, from, to, step, method, span: self.span_from(start) })
    }

    /// Checks that a word is one of a few.
    fn one_word_of(&mut self, name: &Name, words: &[&str], what: &str) -> Parse<()> {
        if words.contains(&name.text.as_str()) {
            return Ok(());
        }
        let finding = Diagnostic::error(name.span, format!("`{}` is not {what}", name.text));
        let help = match suggest::nearest(&name.text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", one_of(words)),
        };
        Err(self.fail(finding.help(help)))
    }

    /// Parses `use model "file"`, and behind it perhaps `{ uncertain x in 1 .. 2; lever y = 1 in 0 .. 2 by a in b }`.
    pub(super) fn use_model(&mut self) -> Parse<UseModel> {
        self.bump();
        self.expect_word("model")?;
        let file = self.quoted("the file of the model")?;
        let mut instead = Vec::new();
        if self.at("{") && !self.peek().newline {
            self.block(&["uncertain", "lever"], |p| {
                let (start, before) = (p.position, p.previous().span.end);
                let kind = match p.peek_word() {
                    "uncertain" => DeclarationKind::Uncertain(p.one_uncertain()?),
                    "lever" => DeclarationKind::Lever(p.one_lever()?),
                    _ => return Err(p.unknown_field("`use model`")),
                };
                let span = p.span_from(start);
                let docs = p.nested_docs(before, span);
                instead.push(Declaration { docs, span, kind });
                Ok(())
            });
        }
        Ok(UseModel { file, instead })
    }

    /// Parses `unit incident`.
    pub(super) fn unit_name(&mut self) -> Parse<Name> {
        self.bump();
        self.declared_name("unit")
    }

    /// Parses `dimension d [in parent] { A B }` or `dimension d from "file" column c`.
    pub(super) fn dimension(&mut self) -> Parse<Dimension> {
        self.bump();
        let name = self.declared_name("dimension")?;
        let parent = if self.eat_word("in") { Some(self.name("the name of a dimension")?) } else { None };
        if self.eat_word("from") {
            let file = self.quoted("a CSV file")?;
            self.expect_word("column")?;
            let column = self.quotable_name("the header of a column")?;
            return Ok(Dimension { name, parent, elements: Elements::Column { file, column } });
        }
        if !self.at("{") {
            return Err(self.unexpected("`{` and the elements, or `from` and a file"));
        }
        let mut elements = Vec::new();
        self.block(&[], |p| {
            while matches!(p.peek().kind, Kind::Word | Kind::Text) && !p.at_declaration() {
                let token = p.bump();
                elements.push(p.as_name(token));
                p.eat(",");
            }
            let token = p.peek();
            if matches!(token.kind, Kind::Number { .. } | Kind::Date(_)) {
                let finding = Diagnostic::error(token.span, "a number cannot be an element");
                return Err(p.fail(finding.help(format!("write it in quotes: `\"{}\"`", p.source(token)))));
            }
            if p.at("}") || p.at(";") || p.at_end() || p.at_declaration() {
                return Ok(());
            }
            Err(p.unexpected("an element"))
        });
        Ok(Dimension { name, parent, elements: Elements::Listed(elements) })
    }

    /// Parses `table "file" by d { column: unit }`.
    pub(super) fn table(&mut self) -> Parse<Table> {
        self.bump();
        let file = self.quoted("a CSV file")?;
        self.expect_word("by")?;
        let by = self.names("a dimension")?;
        let mut columns = Vec::new();
        self.block(&[], |p| {
            while p.peek().kind == Kind::Word && !p.at_declaration() {
                columns.push(p.table_column()?);
                p.eat(",");
            }
            if p.peek().kind == Kind::Text {
                let finding = Diagnostic::error(p.peek().span, "a column has a name of one word");
                return Err(p.fail(finding.help(format!("write `name: unit from {}`", p.source(p.peek())))));
            }
            if p.at("}") || p.at(";") || p.at_end() || p.at_declaration() {
                return Ok(());
            }
            Err(p.unexpected("the name of a column"))
        });
        Ok(Table { file, by, columns })
    }

    /// Parses `people: person from "header"`.
    fn table_column(&mut self) -> Parse<Column> {
        let name = self.declared_name("column")?;
        let unit = if self.eat(":") { Some(self.unit()?) } else { None };
        let header = if self.eat_word("from") { Some(self.quotable_name("the header of a column")?) } else { None };
        Ok(Column { name, unit, header })
    }

    /// Parses `series s[d]: unit from "file" column c by time linear hold` or `series s: unit = { ... } linear`.
    pub(super) fn series(&mut self) -> Parse<Series> {
        let word = self.bump();
        let head = self.head("series")?;
        let data = if self.eat_word("from") {
            self.series_file()?
        } else if self.eat("=") {
            SeriesData::Listed(self.series_points()?)
        } else {
            return Err(self.unexpected("`from` and a file, or `=` and values by time"));
        };
        let token = self.peek();
        if token.kind != Kind::Word || token.newline || self.at_word("hold") {
            let finding = Diagnostic::error(
                word.span.to(head.name.span),
                "this series does not say what holds between its points",
            );
            return Err(self.fail(finding.help("end it with `linear` or `step`")));
        }
        let interpolation = self.name("`linear` or `step`")?;
        self.one_word_of(&interpolation, &["linear", "step"], "an interpolation")?;
        Ok(Series { head, data, interpolation, hold: self.eat_word("hold") })
    }

    /// Parses `"file" column c by time, d`.
    fn series_file(&mut self) -> Parse<SeriesData> {
        let file = self.quoted("a CSV file")?;
        let (mut column, mut by) = (None, None);
        loop {
            let word = self.peek();
            if self.eat_word("column") {
                let name = self.quotable_name("the header of a column")?;
                self.once(&mut column, name, word.span, "the column");
            } else if self.eat_word("by") {
                let names = self.names("the header of the time column, or a dimension")?;
                self.once(&mut by, names, word.span, "`by`");
            } else {
                break;
            }
        }
        let Some(by) = by else {
            let finding = Diagnostic::error(file.span, "which column of this file holds the time is not said");
            return Err(self.fail(finding.help("add `by time` behind the file")));
        };
        Ok(SeriesData::File { file, column, by })
    }

    /// Parses `{ 2004-01: 122000  2004-06: 138000 }`.
    fn series_points(&mut self) -> Parse<Vec<(Expr, Expr)>> {
        let open = self.expect("{")?;
        self.braces += 1;
        let mut points = Vec::new();
        while !self.at("}") {
            if self.at_end() || self.at_declaration() {
                return Err(self.unclosed(open, "}"));
            }
            let key = self.amount()?;
            self.expect(":")?;
            points.push((key, self.expression()?));
            let _ = self.eat(",") || self.eat(";");
        }
        self.bump();
        self.braces -= 1;
        Ok(points)
    }

    /// Parses `lookup f of month: share = (0, 1) (2, 3)`.
    pub(super) fn lookup(&mut self) -> Parse<Lookup> {
        self.bump();
        let name = self.declared_name("lookup")?;
        let of = if self.eat_word("of") { Some(self.unit()?) } else { None };
        let unit = if self.eat(":") { Some(self.unit()?) } else { None };
        self.expect("=")?;
        let mut points = Vec::new();
        while self.at("(") {
            let open = self.bump();
            points.push(self.point(open)?);
            self.eat(",");
        }
        if points.is_empty() {
            return Err(self.unexpected("a point such as `(0, 1)`"));
        }
        Ok(Lookup { name, of, unit, points })
    }

    /// Parses `x, y)`.
    fn point(&mut self, open: Token) -> Parse<(Expr, Expr)> {
        self.nesting += 1;
        let x = self.amount()?;
        self.expect(",")?;
        let y = self.amount()?;
        self.close(open, ")")?;
        Ok((x, y))
    }
}
