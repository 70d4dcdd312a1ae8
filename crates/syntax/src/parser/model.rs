//! The model: stocks, equations, uncertainties, levers and what they may be.

use super::{Parse, Parser};
use crate::Diagnostic;
use crate::ast::{Domain, Expr, ExprKind, Head, Let, Lever, Name, Stock, StockFlow, Uncertain};
use crate::lexer::Kind;

impl Parser<'_> {
    /// Parses `let x = ...` or `flow x = ...`.
    pub(super) fn equation(&mut self) -> Parse<Let> {
        let word = self.bump();
        let flow = self.source(word) == "flow";
        let head = self.head(if flow { "flow" } else { "variable" })?;
        let value = match self.expect("=") {
            Ok(_) => self.value_or_error(),
            Err(_) => {
                self.skip_to_declaration();
                Expr { span: head.name.span, kind: ExprKind::Error }
            }
        };
        Ok(Let { head, flow, value })
    }

    /// Parses `stock s[d]: unit nonnegative { ... }`.
    pub(super) fn stock(&mut self) -> Parse<Stock> {
        self.bump();
        let head = self.head("stock")?;
        let nonnegative = self.eat_word("nonnegative");
        let (mut initial, mut flows) = (None, Vec::new());
        self.block(&["initial", "inflow", "outflow", "toward"], |p| {
            let word = p.peek();
            match p.peek_word() {
                "initial" => {
                    p.bump();
                    let value = p.expression()?;
                    p.once(&mut initial, value, word.span, "the initial value");
                }
                "inflow" => {
                    p.bump();
                    flows.push(StockFlow::In(p.expression()?));
                }
                "outflow" => {
                    p.bump();
                    flows.push(StockFlow::Out(p.expression()?));
                }
                "toward" => {
                    p.bump();
                    let goal = p.expression()?;
                    p.expect_word("over")?;
                    flows.push(StockFlow::Toward { goal, over: p.expression()? });
                }
                _ => return Err(p.unknown_field("a stock")),
            }
            Ok(())
        });
        Ok(Stock { head, nonnegative, initial, flows })
    }

    /// Parses `uncertain u: unit = default in lo .. hi log`.
    pub(super) fn uncertain(&mut self) -> Parse<Uncertain> {
        self.bump();
        let head = self.head("uncertainty")?;
        let mut uncertain = Uncertain { head, default: None, range: None, log: false };
        if self.draw(&mut uncertain).is_err() {
            self.skip_to_declaration();
        }
        Ok(uncertain)
    }

    /// Parses an uncertainty within a block, which goes on after one that fails.
    pub(super) fn one_uncertain(&mut self) -> Parse<Uncertain> {
        self.bump();
        let head = self.head("uncertainty")?;
        let mut uncertain = Uncertain { head, default: None, range: None, log: false };
        self.draw(&mut uncertain)?;
        Ok(uncertain)
    }

    /// Parses a lever within a block, which goes on after one that fails.
    pub(super) fn one_lever(&mut self) -> Parse<Lever> {
        self.bump();
        let head = self.head("lever")?;
        let mut lever = Lever { head, default: None, domain: None, by: None, element: None };
        self.lever_clauses(&mut lever)?;
        Ok(lever)
    }

    /// Parses `= default in lo .. hi log`, in any order.
    pub(super) fn draw(&mut self, uncertain: &mut Uncertain) -> Parse<()> {
        let start = self.position;
        loop {
            let word = self.peek();
            if self.eat("=") {
                let value = self.expression()?;
                self.once(&mut uncertain.default, value, word.span, "the default");
            } else if self.eat_word("in") {
                let range = self.domain()?;
                self.once(&mut uncertain.range, range, word.span, "the range");
            } else if self.eat_word("log") {
                uncertain.log = true;
            } else if self.position == start {
                return Err(self.unexpected("`=` and a default, or `in` and a range"));
            } else {
                return Ok(());
            }
        }
    }

    /// Parses `lo .. hi` or `{ a b }`.
    fn domain(&mut self) -> Parse<Domain> {
        if self.at("{") {
            return self.categories().map(Domain::Categories);
        }
        let (low, high) = self.interval()?;
        Ok(Domain::Interval(low, high))
    }

    /// Parses `{ a, b }` or, with weights, `{ a: 2  b: 1 }`.
    fn categories(&mut self) -> Parse<Vec<(Name, Option<Expr>)>> {
        let open = self.bump();
        self.braces += 1;
        let mut categories = Vec::new();
        while !self.at("}") {
            if self.at_end() || self.at_declaration() {
                return Err(self.unclosed(open, "}"));
            }
            if matches!(self.peek().kind, Kind::Number { .. }) {
                let finding = Diagnostic::error(self.peek().span, "a number cannot be a category");
                return Err(self.fail(finding.help("write a range as `0 .. 1`, or name the categories")));
            }
            let name = self.name("a category")?;
            let weight = if self.eat(":") { Some(self.weight()?) } else { None };
            categories.push((name, weight));
            let _ = self.eat(",") || self.eat(";");
        }
        self.bump();
        self.braces -= 1;
        Ok(categories)
    }

    /// Parses the weight of a category.
    fn weight(&mut self) -> Parse<Expr> {
        let weight = self.amount()?;
        if let ExprKind::Number { unit: Some(unit), .. } = &weight.kind {
            let finding = Diagnostic::error(unit.span, "a weight has no unit");
            return Err(self.fail(finding.help("put a comma between the categories")));
        }
        Ok(weight)
    }

    /// Parses `lever l: unit = default in domain by actor in element`, the clauses in any order.
    pub(super) fn lever(&mut self) -> Parse<Lever> {
        self.bump();
        let head = self.head("lever")?;
        let mut lever = Lever { head, default: None, domain: None, by: None, element: None };
        if self.lever_clauses(&mut lever).is_err() {
            self.skip_to_declaration();
        }
        Ok(lever)
    }

    fn lever_clauses(&mut self, lever: &mut Lever) -> Parse<()> {
        loop {
            let word = self.peek();
            if self.eat("=") {
                let value = self.expression()?;
                self.once(&mut lever.default, value, word.span, "the default");
            } else if self.eat_word("by") {
                let actor = self.name("the name of an actor")?;
                self.once(&mut lever.by, actor, word.span, "the actor");
            } else if self.at_word("in") {
                self.bump();
                let names_element = self.peek().kind == Kind::Word && !self.goes_on_as_interval();
                if names_element {
                    let element = self.name("the name of an element")?;
                    self.once(&mut lever.element, element, word.span, "the element");
                } else {
                    let domain = self.domain()?;
                    self.once(&mut lever.domain, domain, word.span, "the range");
                }
            } else {
                return Ok(());
            }
        }
    }

    /// Whether the word here begins the lower end of a range rather than names an element.
    fn goes_on_as_interval(&self) -> bool {
        matches!(self.nth(1).kind, Kind::Symbol(".." | "*" | "/" | "+" | "-" | "^" | "(" | "["))
    }

    /// A head made of one word of the language, as for `delivered in 0 .. 1`.
    pub(super) fn word_head(&mut self) -> Head {
        let word = self.bump();
        Head { name: self.as_name(word), dims: Vec::new(), title: None, unit: None }
    }
}
