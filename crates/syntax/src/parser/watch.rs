//! What is watched: indicators, conditions, milestones, triggers, obligations.

use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Condition, Expr, ExprKind, Indicator, Milestone, Obligation, Persistence, Trigger, When};

/// Words that begin a line of an indicator.
const INDICATOR_FIELDS: &[&str] = &[
    "from",
    "layout",
    "by",
    "column",
    "count",
    "until",
    "id",
    "published",
    "place",
    "places",
    "only",
    "covers",
    "every",
    "known",
    "noise",
    "under_reporting",
    "produced",
];

impl Parser<'_> {
    /// Parses `indicator i[d] "Title" observes x every month { ... }`.
    pub(super) fn indicator(&mut self) -> Parse<Indicator> {
        self.bump();
        let head = self.head("indicator")?;
        self.expect_word("observes")?;
        let observes = self.expression()?;
        let mut indicator = Indicator {
            head,
            observes,
            file: None,
            column: None,
            by: Vec::new(),
            reading: Box::default(),
            every: None,
            known_after: None,
            noise: None,
            under_reporting: None,
            hidden: None,
            produced_by: None,
        };
        if self.at_word("every") {
            self.named_clause(&mut indicator.every, "the reporting period")?;
        }
        if self.at("{") || !self.at_line_end() {
            self.block(INDICATOR_FIELDS, |p| p.indicator_field(&mut indicator));
        }
        Ok(indicator)
    }

    fn indicator_field(&mut self, indicator: &mut Indicator) -> Parse<()> {
        let span = self.peek().span;
        match self.peek_word() {
            "every" => return self.named_clause(&mut indicator.every, "the reporting period"),
            "from" => {
                self.bump();
                let file = self.quoted("a CSV file")?;
                self.once(&mut indicator.file, file, span, "the file");
            }
            "column" => {
                self.bump();
                let (column, range) = self.figure_columns()?;
                let given = indicator.column.is_some() || indicator.reading.range.is_some();
                self.once(&mut given.then_some(()), (), span, "the column");
                if !given {
                    (indicator.column, indicator.reading.range) = (column, range);
                }
            }
            "by" => {
                self.bump();
                let names = self.names("a dimension")?;
                let mut slot = (!indicator.by.is_empty()).then_some(());
                self.once(&mut slot, (), span, "`by`");
                indicator.by = names;
            }
            "known" => {
                self.bump();
                self.expect_word("after")?;
                let delay = self.amount()?;
                self.once(&mut indicator.known_after, delay, span, "`known after`");
            }
            "noise" => {
                self.bump();
                let noise = self.amount()?;
                self.once(&mut indicator.noise, noise, span, "the noise");
            }
            "under_reporting" => {
                self.bump();
                self.eat_word("in");
                let range = self.interval()?;
                let hidden = if self.eat_word("plus") { Some(self.expression()?) } else { None };
                if indicator.under_reporting.is_none() {
                    indicator.hidden = hidden;
                }
                self.once(&mut indicator.under_reporting, range, span, "the under-reporting");
            }
            "produced" => {
                self.bump();
                self.expect_word("by")?;
                let producer = self.name("the name of the producer")?;
                self.once(&mut indicator.produced_by, producer, span, "`produced by`");
            }
            _ => return self.reading_field(&mut indicator.reading),
        }
        Ok(())
    }

    /// Parses `when expression for 2 of 3 month`.
    fn when(&mut self) -> Parse<When> {
        self.expect_word("when")?;
        let test = self.expression()?;
        let persistence = if self.eat_word("for") { Some(self.persistence()?) } else { None };
        Ok(When { test, persistence })
    }

    /// Parses `3 month` or `2 of 3 month`.
    fn persistence(&mut self) -> Parse<Persistence> {
        let of = if self.word_of(self.nth(1)) == "of" {
            let periods = self.whole_number("a number of periods")?;
            self.bump();
            Some(periods)
        } else {
            None
        };
        Ok(Persistence { of, span: self.amount()? })
    }

    /// Parses a field such as `holds when ...`.
    fn when_field(&mut self, slot: &mut Option<When>) -> Parse<()> {
        let word = self.bump();
        // A predicate that fails was reported; it must not be reported as missing too.
        let missing = When { test: Expr { span: word.span, kind: ExprKind::Error }, persistence: None };
        let what = format!("`{} when`", self.source(word));
        match self.when() {
            Ok(when) => {
                self.once(slot, when, word.span, &what);
                Ok(())
            }
            Err(failed) => {
                slot.get_or_insert(missing);
                Err(failed)
            }
        }
    }

    /// The predicate that a block must hold; reports its absence.
    fn required(&mut self, slot: Option<When>, errors: usize, start: usize, what: &str, field: &str) -> When {
        slot.unwrap_or_else(|| {
            let span = self.tokens[start].span.to(self.tokens[start + 1].span);
            if self.diagnostics.len() == errors {
                let finding = Diagnostic::error(span, format!("this {what} does not say when it {field}"));
                let word = if field == "is met" { "met" } else { field };
                self.diagnostics.push(finding.help(format!("add a line `{word} when ...`")));
            }
            When { test: Expr { span, kind: ExprKind::Error }, persistence: None }
        })
    }

    /// Parses `condition c[d] "Title" { holds when ... lost when ... }`.
    pub(super) fn condition(&mut self) -> Parse<Condition> {
        let (start, errors) = (self.position, self.diagnostics.len());
        self.bump();
        let head = self.head("condition")?;
        let (mut holds, mut lost) = (None, None);
        self.block(&["holds", "lost"], |p| match p.peek_word() {
            "holds" => p.when_field(&mut holds),
            "lost" => p.when_field(&mut lost),
            _ => Err(p.unknown_field("a condition")),
        });
        let holds = self.required(holds, errors, start, "condition", "holds");
        Ok(Condition { head, holds, lost })
    }

    /// Parses `milestone m[d] "Title" due 2006-06 by a in e { met when ... }`.
    pub(super) fn milestone(&mut self) -> Parse<Milestone> {
        let (start, errors) = (self.position, self.diagnostics.len());
        self.bump();
        let head = self.head("milestone")?;
        let (mut due, mut by, mut element, mut met) = (None, None, None, None);
        loop {
            match self.peek_word() {
                "due" => self.date_clause(&mut due, "the due date")?,
                "by" => self.named_clause(&mut by, "the actor")?,
                "in" => self.named_clause(&mut element, "the element")?,
                _ => break,
            }
        }
        self.block(&["met"], |p| match p.peek_word() {
            "met" => p.when_field(&mut met),
            _ => Err(p.unknown_field("a milestone")),
        });
        let met = self.required(met, errors, start, "milestone", "is met");
        Ok(Milestone { head, due, by, element, met })
    }

    /// Parses a word and the date or amount behind it.
    fn date_clause(&mut self, slot: &mut Option<Expr>, what: &str) -> Parse<()> {
        let word = self.bump();
        let date = self.amount()?;
        self.once(slot, date, word.span, what);
        Ok(())
    }

    /// Parses `trigger t[d] "Title" by authority within 14 day { ... }`.
    pub(super) fn trigger(&mut self) -> Parse<Trigger> {
        let (start, errors) = (self.position, self.diagnostics.len());
        self.bump();
        let head = self.head("trigger")?;
        let (mut by, mut within) = (None, None);
        loop {
            match self.peek_word() {
                "by" => self.named_clause(&mut by, "the authority")?,
                "within" => self.date_clause(&mut within, "`within`")?,
                _ => break,
            }
        }
        let (mut fires, mut ends, mut second_source) = (None, None, None);
        let (mut then, mut compliance) = (Vec::new(), None);
        self.block(&["fires", "then", "ends", "compliance"], |p| {
            let word = p.peek();
            match p.peek_word() {
                "fires" => {
                    p.when_field(&mut fires)?;
                    if p.eat(",") || p.at_words("second", "source") {
                        p.expect_word("second")?;
                        p.expect_word("source")?;
                        let source = p.name("the name of an indicator")?;
                        p.once(&mut second_source, source, word.span, "`second source`");
                    }
                }
                "then" => {
                    p.bump();
                    then.push(p.setting()?);
                }
                "ends" => p.when_field(&mut ends)?,
                "compliance" => {
                    p.bump();
                    p.expect_word("in")?;
                    let range = p.interval()?;
                    p.once(&mut compliance, range, word.span, "the compliance");
                }
                _ => return Err(p.unknown_field("a trigger")),
            }
            Ok(())
        });
        let fires = self.required(fires, errors, start, "trigger", "fires");
        Ok(Trigger { head, by, within, fires, second_source, then, ends, compliance })
    }

    /// Parses `obligation o "Title" by a to b overseen by c due D evidence document`, the clauses in any order.
    pub(super) fn obligation(&mut self) -> Parse<Obligation> {
        self.bump();
        let (name, title) = self.named("obligation")?;
        let mut o = Obligation { name, title, by: None, to: None, overseen_by: None, due: None, evidence: None };
        loop {
            match self.peek_word() {
                "by" => self.named_clause(&mut o.by, "the debtor")?,
                "to" => self.named_clause(&mut o.to, "the creditor")?,
                "overseen" => {
                    self.bump();
                    if !self.at_word("by") {
                        return Err(self.unexpected("`by`"));
                    }
                    self.named_clause(&mut o.overseen_by, "the overseer")?;
                }
                "due" => self.date_clause(&mut o.due, "the due date")?,
                "evidence" => self.named_clause(&mut o.evidence, "the evidence")?,
                _ => return Ok(o),
            }
        }
    }
}
