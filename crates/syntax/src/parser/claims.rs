//! What is asked of the futures: measures, hypotheses, charts.

use super::expression::comparison;
use super::{Parse, Parser};
use crate::ast::{BinaryOp, Chart, Expr, ExprKind, Hypothesis, Measure, Name, Scope};
use crate::lexer::Kind;
use crate::{Diagnostic, suggest};

impl Parser<'_> {
    /// Parses `measure m "Title": unit minimise expression at end acceptable <= X matters Y`.
    pub(super) fn measure(&mut self) -> Parse<Measure> {
        self.bump();
        let head = self.head("measure")?;
        let value = Expr { span: head.name.span, kind: ExprKind::Error };
        let mut measure = Measure { head, maximise: false, value, acceptable: None, matters: None };
        if self.measured(&mut measure).is_err() {
            self.skip_to_declaration();
        }
        Ok(measure)
    }

    fn measured(&mut self, measure: &mut Measure) -> Parse<()> {
        let word = self.peek_word();
        measure.maximise = match word {
            "maximise" => true,
            "minimise" => false,
            _ => match suggest::nearest(word, ["maximise", "minimise"]) {
                Some(near) => {
                    let finding = Diagnostic::error(self.peek().span, format!("unknown direction `{word}`"));
                    return Err(self.fail(finding.help(format!("did you mean `{near}`?"))));
                }
                None => return Err(self.unexpected("`minimise` or `maximise`")),
            },
        };
        self.bump();
        self.measuring = true;
        let parsed = self.expression();
        self.measuring = false;
        let mut value = parsed?;
        let mut end = None;
        while !self.at_declaration() {
            let word = self.peek();
            if self.eat_word("at") {
                let time = self.end_or_time()?;
                self.once(&mut end, (time, self.previous().span), word.span, "`at`");
            } else if self.eat_word("acceptable") {
                let acceptable = self.acceptable()?;
                self.once(&mut measure.acceptable, acceptable, word.span, "`acceptable`");
            } else if self.eat_word("matters") {
                let matters = self.amount()?;
                self.once(&mut measure.matters, matters, word.span, "`matters`");
            } else {
                break;
            }
        }
        if let Some((time, _)) = end {
            value = Expr { span: value.span, kind: ExprKind::AtTime(Box::new(value), time) };
        }
        measure.value = value;
        Ok(())
    }

    /// Parses what follows `at`: `end` or a time.
    pub(super) fn end_or_time(&mut self) -> Parse<Option<Box<Expr>>> {
        if self.eat_word("end") { Ok(None) } else { Ok(Some(Box::new(self.amount()?))) }
    }

    /// Parses `<= X`.
    fn acceptable(&mut self) -> Parse<(BinaryOp, Expr)> {
        let op = match self.peek().kind {
            Kind::Symbol(symbol @ ("<" | "<=" | ">" | ">=")) => comparison(symbol),
            _ => None,
        };
        let Some(op) = op else {
            return Err(self.unexpected("`<=` or `>=`"));
        };
        self.bump();
        Ok((op, self.amount()?))
    }

    /// Parses `hypothesis h "Title" { for each element: predicate in at least 66% of futures }`.
    pub(super) fn hypothesis(&mut self) -> Parse<Hypothesis> {
        let word = self.bump();
        let (name, title) = self.named("hypothesis")?;
        let span = word.span.to(name.span);
        let errors = self.diagnostics.len();
        let (mut for_each, mut claim, mut scope) = (Vec::new(), None, None);
        self.block(&["for", "in", "over"], |p| {
            let word = p.peek();
            match p.peek_word() {
                "in" | "over" => {
                    let judged = p.scope()?;
                    p.once(&mut scope, judged, word.span, "how it is judged");
                    Ok(())
                }
                _ => {
                    while p.at_word("for") {
                        p.for_each(&mut for_each)?;
                    }
                    if claim.is_some() {
                        return Err(p.second_claim());
                    }
                    claim = Some(Expr { span: word.span, kind: ExprKind::Error });
                    claim = Some(p.expression()?);
                    Ok(())
                }
            }
        });
        if self.diagnostics.len() == errors {
            if claim.is_none() {
                let finding = Diagnostic::error(span, "this hypothesis claims nothing");
                self.diagnostics
                    .push(finding.help("write what should hold, such as `lives under rapid > lives under stay`"));
            } else if scope.is_none() {
                let finding = Diagnostic::error(span, "this hypothesis does not say how it is judged");
                self.diagnostics.push(finding.help("add `in at least 66% of futures`, or `over futures`"));
            }
        }
        let claim = claim.unwrap_or(Expr { span, kind: ExprKind::Error });
        Ok(Hypothesis { name, title, for_each, claim, scope: scope.unwrap_or(Scope::Ensemble) })
    }

    fn second_claim(&mut self) -> super::Failed {
        let finding = Diagnostic::error(self.peek().span, "this hypothesis claims two things");
        self.fail(finding.help("join them with `and`, or write two hypotheses"))
    }

    /// Parses `for each element:`; the predicate may follow on the same line.
    fn for_each(&mut self, kinds: &mut Vec<Name>) -> Parse<()> {
        self.bump();
        self.expect_word("each")?;
        kinds.extend(self.names("what is looped over, such as `element`")?);
        self.expect(":")?;
        Ok(())
    }

    /// Parses `in at least 66% of futures`, `in at most ...` or `over futures`.
    fn scope(&mut self) -> Parse<Scope> {
        let word = self.bump();
        if self.source(word) == "over" {
            self.expect_word("futures")?;
            return Ok(Scope::Ensemble);
        }
        self.expect_word("at")?;
        let at_least = match self.peek_word() {
            "least" => true,
            "most" => false,
            _ => return Err(self.unexpected("`least` or `most`")),
        };
        self.bump();
        let share = self.amount()?;
        self.expect_word("of")?;
        self.expect_word("futures")?;
        Ok(Scope::Share { at_least, share })
    }

    /// Parses `chart c[d] "Title": unit = expression tiles row column observed indicator`, the clauses in any order.
    pub(super) fn chart(&mut self) -> Parse<Chart> {
        self.bump();
        let head = self.head("chart")?;
        self.expect("=")?;
        let value = self.value_or_error();
        let (mut observed, mut tiles) = (None, None);
        while !self.at_declaration() {
            let word = self.peek();
            if self.eat_word("observed") {
                let indicator = self.name("the name of an indicator")?;
                self.once(&mut observed, indicator, word.span, "`observed`");
            } else if self.eat_word("tiles") {
                let row = self.name("the name of a table's column that holds the rows")?;
                let column = self.name("the name of a table's column that holds the columns")?;
                self.once(&mut tiles, (row, column), word.span, "`tiles`");
            } else {
                break;
            }
        }
        Ok(Chart { head, value, observed, tiles })
    }
}
