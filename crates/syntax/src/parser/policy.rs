//! Who does what: actors, elements, regimes, pathways, recommendations and the levers they set.

use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Actor, Change, Element, Name, Pathway, Recommendation, Regime, Setting, Stage, Uncertain};
use crate::lexer::Kind;

impl Parser<'_> {
    /// Parses `actor a "Title" correlation 0.5`.
    pub(super) fn actor(&mut self) -> Parse<Actor> {
        self.bump();
        let (name, title) = self.named("actor")?;
        let correlation = if self.eat_word("correlation") { Some(self.amount()?) } else { None };
        Ok(Actor { name, title, correlation })
    }

    /// Parses `element e "Title" paragraphs 38..46`.
    pub(super) fn element(&mut self) -> Parse<Element> {
        self.bump();
        let (name, title) = self.named("element")?;
        let paragraphs = if self.eat_word("paragraphs") { Some(self.range()?) } else { None };
        Ok(Element { name, title, paragraphs })
    }

    /// Parses `regime r "Title" extends q { ... }`.
    pub(super) fn regime(&mut self) -> Parse<Regime> {
        self.bump();
        let (name, title) = self.named("regime")?;
        let extends = if self.eat_word("extends") { Some(self.name("the name of a regime")?) } else { None };
        let (mut settings, mut aspects) = (Vec::new(), Vec::new());
        self.block(&["aspect"], |p| {
            if p.at_word("aspect") && p.nth(1).kind == Kind::Word {
                p.bump();
                let aspect = p.name("the name of the aspect")?;
                let words = p.quoted("the words of the aspect")?;
                aspects.push((aspect, words));
            } else {
                settings.push(p.setting_of("a regime")?);
            }
            Ok(())
        });
        Ok(Regime { name, title, extends, settings, aspects })
    }

    /// Parses a setting, or reports a line that is none.
    fn setting_of(&mut self, block: &str) -> Parse<Setting> {
        let next = self.nth(1);
        let setting = matches!(next.kind, Kind::Symbol("=" | "+=" | "*=" | "["));
        if self.peek().kind == Kind::Word && !setting {
            if next.newline || matches!(next.kind, Kind::Number { .. } | Kind::Date(_) | Kind::Bad | Kind::Symbol(_)) {
                let lever = self.bump();
                if self.peek().kind == Kind::Bad {
                    return Err(super::Failed);
                }
                let message = format!("what happens to `{}` is not said", self.source(lever));
                let finding = Diagnostic::error(lever.span, message);
                return Err(self.fail(finding.help(format!("write `{} = value`", self.source(lever)))));
            }
            return Err(self.unknown_field(block));
        }
        self.setting()
    }

    /// Parses `lever[elements] = value over T`; also with `*=` and `+=`.
    pub(super) fn setting(&mut self) -> Parse<Setting> {
        let start = self.position;
        let lever = self.name("the name of a lever")?;
        let elements = if self.at("[") { self.bracketed("an element")? } else { Vec::new() };
        let change = match self.peek().kind {
            Kind::Symbol("=") => Change::Set,
            Kind::Symbol("*=") => Change::Scale,
            Kind::Symbol("+=") => Change::Add,
            _ => return Err(self.unexpected("`=`, `+=` or `*=`")),
        };
        self.bump();
        self.setting = true;
        let value = self.expression()?;
        let over = if self.eat_word("over") { Some(self.expression()?) } else { None };
        self.setting = false;
        let docs = self.field_docs(self.span_from(start));
        Ok(Setting { lever, elements, change, value, over, docs })
    }

    /// Parses `pathway p "Title" following all = r from 2006-01 then q when C, not before D, at latest E`.
    pub(super) fn pathway(&mut self) -> Parse<Pathway> {
        self.bump();
        let (name, title) = self.named("pathway")?;
        let comparison = self.eat_word("for");
        if comparison && !self.eat_word("comparison") {
            return Err(self.unexpected("`comparison`"));
        }
        let following = if self.eat_word("following") {
            self.names("`all`, or the name of an element, actor or recommendation")?
        } else {
            Vec::new()
        };
        let mut pathway = Pathway { name, title, comparison, following, stages: Vec::new() };
        if self.stages(&mut pathway.stages).is_err() {
            self.skip_to_declaration();
        }
        Ok(pathway)
    }

    fn stages(&mut self, stages: &mut Vec<Stage>) -> Parse<()> {
        self.expect("=")?;
        let first = self.name("the name of a regime")?;
        stages.push(self.stage(first)?);
        while self.eat_word("then") {
            let regime = self.name("the name of a regime")?;
            stages.push(self.stage(regime)?);
        }
        Ok(())
    }

    /// Parses when a regime begins: `from D`, `when C`, `not before D`, `at latest E`.
    fn stage(&mut self, regime: Name) -> Parse<Stage> {
        let mut stage = Stage { regime, from: None, when: None, not_before: None, at_latest: None };
        loop {
            let comma = self.eat(",");
            let word = self.peek();
            if self.eat_word("from") {
                let date = self.amount()?;
                self.once(&mut stage.from, date, word.span, "`from`");
            } else if self.eat_word("when") {
                let test = self.expression()?;
                self.once(&mut stage.when, test, word.span, "`when`");
            } else if self.eat_word("not") {
                self.expect_word("before")?;
                let date = self.amount()?;
                self.once(&mut stage.not_before, date, word.span, "`not before`");
            } else if self.eat_word("at") {
                self.expect_word("latest")?;
                let date = self.amount()?;
                self.once(&mut stage.at_latest, date, word.span, "`at latest`");
            } else if comma {
                return Err(self.unexpected("`when`, `not before` or `at latest`"));
            } else {
                return Ok(stage);
            }
        }
    }

    /// Parses `recommendation R "Title" by a in e due 2006-06 from 2006-01 { ... }`.
    pub(super) fn recommendation(&mut self) -> Parse<Recommendation> {
        self.bump();
        let (name, title) = self.named("recommendation")?;
        let (mut by, mut element, mut due, mut from) = (None, None, None, None);
        loop {
            let word = self.peek();
            match self.peek_word() {
                "by" => self.named_clause(&mut by, "the actor")?,
                "in" => self.named_clause(&mut element, "the element")?,
                "due" | "from" => {
                    self.bump();
                    let date = self.amount()?;
                    let due_date = self.source(word) == "due";
                    self.once(if due_date { &mut due } else { &mut from }, date, word.span, "the date");
                }
                _ => break,
            }
        }
        let (mut settings, mut delivered, mut no_effect) = (Vec::new(), None, None);
        if self.at("{") || !self.at_line_end() {
            self.block(&["delivered", "no"], |p| {
                let word = p.peek();
                match p.peek_word() {
                    "delivered" => {
                        let head = p.word_head();
                        let mut drawn = Uncertain { head, default: None, range: None, log: false };
                        p.draw(&mut drawn)?;
                        p.once(&mut delivered, drawn, word.span, "`delivered`");
                    }
                    "no" => {
                        p.bump();
                        p.expect_word("effect")?;
                        let why = p.quoted("the reason")?;
                        p.once(&mut no_effect, why, word.span, "`no effect`");
                    }
                    _ => settings.push(p.setting_of("a recommendation")?),
                }
                Ok(())
            });
        }
        Ok(Recommendation { name, title, by, element, due, from, settings, delivered, no_effect })
    }

    /// Parses a word and the name behind it, as in `by coalition`.
    pub(super) fn named_clause(&mut self, slot: &mut Option<Name>, what: &str) -> Parse<()> {
        let word = self.bump();
        let name = self.name(&format!("the name of {what}"))?;
        self.once(slot, name, word.span, what);
        Ok(())
    }
}
