//! Variables: stocks, flows, auxiliaries and graphical functions.

use super::tree::Element;
use super::{Defaults, Reader};
use crate::equation::{Kind, Parser, Source, call, shorten};
use crate::foreign::{Dialect, Expr, ExprKind, Unary, Variable, What, same};
use milepost_syntax::{Diagnostic, Span};

/// The elements that are variables.
pub(super) const VARIABLES: [&str; 4] = ["stock", "flow", "aux", "gf"];

/// What may stand in a variable, understood here or of no meaning for values.
const KNOWN: [&str; 31] = [
    "eqn",
    "init_eqn",
    "gf",
    "units",
    "doc",
    "dimensions",
    "element",
    "non_negative",
    "range",
    "scale",
    "inflow",
    "outflow",
    "conveyor",
    "queue",
    "oven",
    "leak",
    "leak_integers",
    "leak_start",
    "leak_end",
    "overflow",
    "len",
    "capacity",
    "in_limit",
    "xscale",
    "yscale",
    "xpts",
    "ypts",
    "delay_aux",
    "mathml",
    "pts",
    "summing_converter",
];

impl Reader {
    /// Reads a variable: one, or one for each element of its array.
    pub(super) fn variable(&mut self, element: &Element, defaults: &Defaults, into: &mut Vec<Variable>) {
        let Some(name) = element.attribute("name").map(plain).filter(|n| !n.is_empty()) else {
            let finding = Diagnostic::error(element.span, format!("a `<{}>` has no name", element.name));
            self.findings.push(finding.help("write `name=\"...\"` in its tag"));
            return;
        };
        for child in &element.children {
            let within = VARIABLES[..3].contains(&child.name.as_str()) || child.name == "module";
            if within {
                let finding =
                    Diagnostic::error(child.span, format!("this stands within `{name}`, which is not closed"));
                self.findings.push(finding.help(format!("write `</{}>` before it", element.name)));
            } else if !KNOWN.contains(&child.name.as_str()) {
                let finding =
                    Diagnostic::error(child.span, format!("`<{}>` of `{name}` is not understood", child.name));
                self.findings.push(finding.help("values may depend on it: remove it, or write it as an equation"));
            }
        }
        let place = element.child("eqn").map_or(element.span, |eqn| element.span.to(text_span(eqn)));
        let mut variable = Variable::new(name, element.span, What::Data, place);
        variable.units = element.text_of("units").map(str::to_string);
        variable.range = range(element);
        variable.non_negative = truth(element.child("non_negative")).unwrap_or(match element.name.as_str() {
            "stock" => defaults.stocks,
            "flow" => defaults.flows,
            _ => false,
        });
        variable.evenly = self.spread(element);
        let dimensions = element.child("dimensions").into_iter().flat_map(|d| d.all("dim"));
        let dimensions: Vec<(String, Span)> =
            dimensions.filter_map(|d| Some((plain(d.attribute("name")?), d.span))).collect();
        // What an element lacks, the equation beside the elements gives.
        let parts = element.all("element").filter(|p| !p.children.is_empty());
        let before = into.len();
        let mut except = Vec::new();
        for part in parts {
            let subscripts: Vec<(String, Span)> =
                part.attribute("subscript").unwrap_or_default().split(',').map(|s| (plain(s), part.span)).collect();
            except.push(subscripts.clone());
            if let Err(fault) = self.charge(shared(element, part) + variable.name.len(), part.span) {
                return self.findings.push(fault);
            }
            if let Some(what) = self.what(element, Some(part), &variable.name) {
                let span = part.child("eqn").map_or(part.span, |eqn| part.span.to(text_span(eqn)));
                into.push(Variable { subscripts, what, span, ..variable.clone() });
            }
        }
        let equations: Vec<&Element> = element.all("eqn").collect();
        if except.is_empty() && equations.len() > 1 {
            return self.one_each(element, &equations, &dimensions, &variable, into);
        }
        let others =
            except.is_empty() || element.child("eqn").is_some() && except.len() < self.elements_of(&dimensions);
        if others && let Some(what) = self.what(element, None, &variable.name) {
            into.push(Variable { what, except, subscripts: dimensions, ..variable });
        }
        if let Some(first) = into.get_mut(before) {
            first.docs = element.text_of("doc").unwrap_or_default().to_string();
        }
    }

    /// Whether what flows in lies down on the whole conveyor; other ways of Stella's to spread it are refused.
    fn spread(&mut self, element: &Element) -> bool {
        let ways = element.attributes.iter().find(|(n, _)| n.rsplit(':').next() == Some("spreadflow"));
        let Some((_, way)) = ways else { return false };
        match way.trim().to_ascii_lowercase().as_str() {
            "" | "beginning" => false,
            "even" => true,
            other => {
                let message = format!("what flows into a conveyor by `spreadflow=\"{other}\"` is not supported");
                let finding = Diagnostic::error(element.span, message);
                self.findings.push(finding.help("let it enter at the beginning, or evenly"));
                false
            }
        }
    }

    /// Several equations in a row, as some converters write them: one for each element, in order.
    fn one_each(
        &mut self,
        element: &Element,
        equations: &[&Element],
        dimensions: &[(String, Span)],
        variable: &Variable,
        into: &mut Vec<Variable>,
    ) {
        let named = |name: &str| self.model.dimensions.iter().find(|d| same(&d.name) == same(name));
        let elements = match dimensions {
            [(only, _)] => named(only).map(|d| d.elements.clone()).unwrap_or_default(),
            _ => Vec::new(),
        };
        if elements.len() != equations.len() || element.name == "stock" || element.child("gf").is_some() {
            let message = format!("`{}` has {} equations", variable.name, equations.len());
            let finding = Diagnostic::error(equations[1].span, message);
            return self.findings.push(finding.help("keep one, or give each element its own in `<element>`"));
        }
        for (eqn, (name, span)) in equations.iter().zip(elements) {
            if let Err(fault) = self.charge(variable.name.len(), eqn.span) {
                return self.findings.push(fault);
            }
            if let Some(x) = self.expression(eqn, &variable.name) {
                let span_of = text_span(eqn);
                let subscripts = vec![(name, span)];
                into.push(Variable { subscripts, what: What::Equation(x), span: span_of, ..variable.clone() });
            }
        }
    }

    /// How many elements the product of these dimensions has.
    fn elements_of(&self, dimensions: &[(String, Span)]) -> usize {
        let count = |name: &str| self.sizes.get(&same(name)).copied().unwrap_or(usize::MAX);
        dimensions.iter().fold(1, |all: usize, (name, _)| all.saturating_mul(count(name)))
    }

    /// What a variable, or an element of it, is.  None after a fault.
    fn what(&mut self, element: &Element, part: Option<&Element>, name: &str) -> Option<What> {
        let own = part.unwrap_or(element);
        let empty = |e: &Element| !e.child("eqn").is_some_and(has_equation) && e.child("gf").is_none();
        if element.name == "flow"
            && let Some(what) = self.outlet(element, own, name)
        {
            return what;
        }
        if self.module && element.name != "gf" && empty(own) && empty(element) {
            return Some(What::Data);
        }
        if element.name == "stock" {
            return self.stock(element, own, name);
        }
        let gf = if element.name == "gf" { Some(own) } else { own.child("gf").or(element.child("gf")) };
        let table = match gf {
            Some(gf) => Some(self.table(gf)?),
            None => None,
        };
        let eqn = own.child("eqn").or(element.child("eqn"));
        if let (Some(table), None) = (&table, eqn.filter(|e| has_equation(e))) {
            return Some(What::Lookup(table.clone()));
        }
        let Some(eqn) = eqn else {
            self.no_equation(name, own.span);
            return None;
        };
        let what = self.right_hand_side(eqn, name)?;
        match (what, table, own.child("init_eqn")) {
            (What::Equation(x), Some(table), _) => Some(What::Graph(x, table)),
            (What::Equation(x), None, Some(initial)) => {
                let initial = self.expression(initial, name)?;
                let span = x.span;
                Some(What::Equation(Expr { kind: call("ACTIVE INITIAL", vec![x, initial]), span }))
            }
            (what, ..) => Some(what),
        }
    }

    /// An expression, or a list of numbers.
    fn right_hand_side(&mut self, eqn: &Element, name: &str) -> Option<What> {
        let (first, others) = self.list(eqn, name)?;
        if others.is_empty() {
            return Some(What::Equation(first));
        }
        let mut numbers = Vec::with_capacity(others.len() + 1);
        for expr in std::iter::once(&first).chain(&others) {
            match number(expr) {
                Some(value) => numbers.push(value),
                None => {
                    let finding = Diagnostic::error(expr.span, "a list of values holds numbers only");
                    self.findings.push(finding.help("give each element an equation of its own in `<element>`"));
                    return None;
                }
            }
        }
        Some(What::Numbers(vec![numbers]))
    }

    /// An expression, and others after commas.
    pub(super) fn list(&mut self, eqn: &Element, name: &str) -> Option<(Expr, Vec<Expr>)> {
        self.parse(eqn, name, |p| {
            let first = p.expression()?;
            let mut others = Vec::new();
            while p.eat(Kind::Comma) {
                others.push(p.expression()?);
            }
            p.finish()?;
            Ok((first, others))
        })
    }

    /// The expression in an element.
    pub(super) fn expression(&mut self, eqn: &Element, name: &str) -> Option<Expr> {
        self.parse(eqn, name, |p| {
            let expr = p.expression()?;
            p.finish()?;
            Ok(expr)
        })
    }

    fn parse<T>(
        &mut self,
        eqn: &Element,
        name: &str,
        read: impl FnOnce(&mut Parser) -> crate::equation::Read<T>,
    ) -> Option<T> {
        if !has_equation(eqn) {
            self.no_equation(name, text_span(eqn));
            return None;
        }
        let source = Source::part(self.file, &eqn.text, eqn.shifts.clone());
        let read = super::lexer::tokens(&source, &mut self.tokens).and_then(|tokens| {
            let mut parser = Parser::new(&source, Dialect::Xmile, &tokens);
            read(&mut parser)
        });
        read.map_err(|fault| self.findings.push(fault.label(format!("in `{}`", shorten(name))))).ok()
    }

    pub(super) fn no_equation(&mut self, name: &str, place: Span) {
        let finding = Diagnostic::error(place, format!("`{name}` has no equation"));
        self.findings.push(finding.help("the tool that wrote this file left it out: write one in `<eqn>`"));
    }
}

/// How many bytes an element of an array takes from what all elements share.
fn shared(element: &Element, part: &Element) -> usize {
    let size = |e: &Element| e.text.len() + e.children.iter().map(|c| c.text.len()).sum::<usize>();
    let lacks = |name: &str| part.child(name).is_none();
    let whole = ["eqn", "gf", "units"].into_iter().filter(|n| lacks(n)).filter_map(|n| element.child(n)).map(size);
    let flows = if element.name == "stock" { element.children.iter().map(|c| c.text.len()).sum() } else { 0 };
    whole.sum::<usize>() + flows
}

/// Whether an equation says something: not `???`, and more than a comment.
fn has_equation(eqn: &Element) -> bool {
    let mut rest = eqn.text.trim();
    while rest.starts_with('{') {
        let Some(end) = rest.find('}') else { return true };
        rest = rest[end + 1..].trim_start();
    }
    !rest.is_empty() && !rest.trim_end_matches('?').is_empty()
}

/// Where an element's text stands; its tag where it has none.
pub(super) fn text_span(element: &Element) -> Span {
    match (element.shifts.first(), element.shifts.last()) {
        (Some(&(_, start)), Some(&(from, last))) => {
            let end = last + (element.text.len() as u32 - from);
            Span { start, end: start.max(end), ..element.span }
        }
        _ => element.span,
    }
}

/// A name without quotes around it.
pub(super) fn plain(name: &str) -> String {
    let name = name.trim();
    name.strip_prefix('"').and_then(|n| n.strip_suffix('"')).unwrap_or(name).to_string()
}

/// `<non_negative/>` is true, `<non_negative>false</non_negative>` is not.
pub(super) fn truth(element: Option<&Element>) -> Option<bool> {
    element.map(|e| !matches!(e.text.trim().to_ascii_lowercase().as_str(), "false" | "0" | "no"))
}

fn range(element: &Element) -> (Option<f64>, Option<f64>) {
    let end = |name: &str| element.child("range").and_then(|r| r.attribute(name)).and_then(|v| v.trim().parse().ok());
    (end("min"), end("max"))
}

fn number(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Unary(Unary::Minus, inner) => number(inner).map(|v| -v),
        ExprKind::Unary(Unary::Plus, inner) => number(inner),
        _ => None,
    }
}
