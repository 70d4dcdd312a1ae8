//! Equations: names, subscripts, operators.

use super::super::make::{as_read, may_repeat, name as read, number, word};
use super::{CONTROL, Place, Translator, by_name};
use crate::equation::Read;
use crate::foreign::{Binary, Expr, ExprKind, NOT_AVAILABLE, Subscript, Unary, Variable, What, same};
use crate::resolve::subscripts::{RangeId, Subject};
use milepost_syntax::{Diagnostic, Span};

impl<'m> Translator<'m, '_> {
    /// Whether an equation can stay one for all elements: it reads ranges of its left-hand side as they are, and what it
    /// says is the same for each.
    pub(super) fn stays_whole(&self, v: &Variable, subjects: &[Subject]) -> bool {
        if v.subscripts.is_empty() {
            return true;
        }
        let bound: Vec<RangeId> =
            subjects.iter().filter_map(|s| if let Subject::Range(r) = s { Some(*r) } else { None }).collect();
        let whole = |e: &Expr| self.reads_whole(e, &bound);
        match &v.what {
            What::Equation(e) => whole(e) && !from_file(e),
            What::Level { rate, initial } => whole(rate) && whole(initial),
            What::Graph(e, table) => whole(e) && table.external.is_none(),
            What::Lookup(table) => table.external.is_none(),
            _ => false,
        }
    }

    fn reads_whole(&self, e: &Expr, bound: &[RangeId]) -> bool {
        let mut whole = true;
        super::super::make::walk(e, &mut |part| {
            let (name, list) = match &part.kind {
                ExprKind::Name(name, list) => (name, list),
                ExprKind::Call { name, subscripts, .. } => (name, subscripts),
                _ => return,
            };
            for subscript in list {
                if let Subscript::Name(name, _) = subscript
                    && let Some(Subject::Range(range)) = self.subscripts.subject(name)
                {
                    whole &= bound.contains(&range);
                }
            }
            // A range read as a number is the position in the largest one that holds it.
            if list.is_empty()
                && !self.index.contains_key(&same(name))
                && let Some(Subject::Range(range)) = self.subscripts.subject(name)
            {
                whole &= bound.contains(&range) && self.subscripts.family(range) == range;
            }
        });
        whole
    }

    /// A whole right-hand side.
    pub(super) fn root(&mut self, e: &Expr, place: &Place<'_, 'm>) -> Read<Expr> {
        if let ExprKind::Call { name, arguments, .. } = &e.kind
            && same(name) == "active initial"
            && let [value, initial] = &arguments[..]
            && !place.inside
        {
            let parts = vec![self.expr(value, place)?, self.expr(initial, place)?];
            return Ok(super::super::make::call("ACTIVE INITIAL", parts, e.span));
        }
        self.expr(e, place)
    }

    /// An expression in XMILE's words.
    pub(super) fn expr(&mut self, e: &Expr, place: &Place<'_, 'm>) -> Read<Expr> {
        let span = e.span;
        let kind = match &e.kind {
            ExprKind::Number(value) => ExprKind::Number(*value),
            ExprKind::NotAvailable => ExprKind::Number(NOT_AVAILABLE),
            ExprKind::Text(_) | ExprKind::Table(_) => {
                return Err(Diagnostic::error(span, "this stands where XMILE needs a number"));
            }
            ExprKind::Name(name, list) => return self.name(name, list, span, place),
            ExprKind::Call { name, subscripts, arguments, outputs } => {
                if let Some(output) = outputs.first() {
                    let message = format!("`{name}` has outputs after a colon, which XMILE cannot say");
                    return Err(Diagnostic::error(output.span, message));
                }
                return self.called(e, name, subscripts, arguments, place);
            }
            ExprKind::Unary(sign, a) => ExprKind::Unary(*sign, Box::new(self.expr(a, place)?)),
            ExprKind::Binary(op, a, b) => {
                let ordered = matches!(op, Binary::Eq | Binary::Ne | Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge);
                let left = if ordered { self.beside(a, b) } else { None };
                let right = if ordered { self.beside(b, a) } else { None };
                let left = left.map_or_else(|| self.expr(a, place), Ok)?;
                let right = right.map_or_else(|| self.expr(b, place), Ok)?;
                ExprKind::Binary(*op, Box::new(left), Box::new(right))
            }
            ExprKind::If(three) => {
                let [a, b, c] = &**three;
                ExprKind::If(Box::new([self.expr(a, place)?, self.expr(b, place)?, self.expr(c, place)?]))
            }
        };
        Ok(Expr { kind, span })
    }

    /// An element named beside a range: its position in the largest range that holds that one.
    fn beside(&self, element: &Expr, range: &Expr) -> Option<Expr> {
        let (ExprKind::Name(name, none), ExprKind::Name(range, nothing)) = (&element.kind, &range.kind) else {
            return None;
        };
        if !none.is_empty() || !nothing.is_empty() || self.index.contains_key(&same(name)) {
            return None;
        }
        match (self.subscripts.subject(name)?, self.subscripts.subject(range)?) {
            (Subject::Atom(atom), Subject::Range(range)) => {
                let family = self.subscripts.family(range);
                let at = self.subscripts.ranges[family].position(atom)?;
                Some(number(at as f64 + 1.0, element.span))
            }
            _ => None,
        }
    }

    fn name(&mut self, of: &str, list: &[Subscript], span: Span, place: &Place<'_, 'm>) -> Read<Expr> {
        let mut of = of;
        if place.inside {
            if place.locals.contains(&same(of)) {
                return Ok(word(of, span));
            }
            // `Time$` is the model's time.
            of = of.strip_suffix('$').unwrap_or(of);
        }
        let key = same(of);
        if list.is_empty() {
            if let Some((_, ours)) = CONTROL.iter().find(|(name, _)| *name == key) {
                return Ok(word(ours, span));
            }
            match key.as_str() {
                "saveper" => return Ok(number(self.axis.save, span)),
                "time" => return Ok(word("TIME", span)),
                _ => {}
            }
            if !self.index.contains_key(&key)
                && let Some(subject) = self.subscripts.subject(of)
            {
                return self.position_of(of, subject, span, place);
            }
        }
        Ok(read(of, self.list(list, place)?, span))
    }

    /// A range or an element read as a number: its position.
    fn position_of(&self, of: &str, subject: Subject, span: Span, place: &Place<'_, 'm>) -> Read<Expr> {
        match (subject, &place.scope) {
            (Subject::Range(range), Some(scope)) => {
                let family = self.subscripts.family(range);
                let at = scope.bound(range, &self.subscripts);
                let at = at.and_then(|atom| self.subscripts.ranges[family].position(atom));
                let fault = || Diagnostic::error(span, format!("the range `{of}` does not say which element is meant"));
                at.map(|at| number(at as f64 + 1.0, span)).ok_or_else(fault)
            }
            (Subject::Range(_), None) => Ok(word(of, span)),
            (Subject::Atom(atom), _) => {
                let first = self.subscripts.ranges.iter().find_map(|range| range.position(atom));
                let fault = || Diagnostic::error(span, format!("the element `{of}` is in no range"));
                first.map(|at| number(at as f64 + 1.0, span)).ok_or_else(fault)
            }
        }
    }

    /// Subscripts, where one element is meant or a range of the left-hand side.
    pub(super) fn list(&mut self, list: &[Subscript], place: &Place<'_, 'm>) -> Read<Vec<Subscript>> {
        let mut out = Vec::with_capacity(list.len());
        for subscript in list {
            out.push(match subscript {
                Subscript::Name(name, span) => match self.subject(name, *span)? {
                    Subject::Atom(_) => subscript.clone(),
                    Subject::Range(range) => match &place.scope {
                        None => subscript.clone(),
                        Some(scope) => match scope.bound(range, &self.subscripts) {
                            Some(atom) => by_name(&self.element(atom), *span),
                            None if place.every.contains(&range) => Subscript::Every(name.clone(), *span),
                            None => {
                                let message = format!("the range `{name}` does not say which element is meant");
                                return Err(Diagnostic::error(*span, message));
                            }
                        },
                    },
                },
                Subscript::Every(name, span) => match self.subject(name, *span)? {
                    Subject::Atom(_) => by_name(name, *span),
                    Subject::Range(_) => subscript.clone(),
                },
                Subscript::At(_) | Subscript::Range(..) => subscript.clone(),
            });
        }
        Ok(out)
    }

    pub(super) fn subject(&self, name: &str, span: Span) -> Read<Subject> {
        crate::resolve::slots::subject(name, span, &self.subscripts)
    }

    /// All arguments in XMILE's words.
    pub(super) fn arguments(&mut self, list: &[Expr], place: &Place<'_, 'm>) -> Read<Vec<Expr>> {
        list.iter().map(|e| self.expr(e, place)).collect()
    }

    /// An expression (already in XMILE's words) as something that may be written several times.
    pub(super) fn part(&mut self, e: Expr, place: &Place<'_, 'm>) -> Read<Expr> {
        if may_repeat(&e) { Ok(e) } else { self.own(e, place) }
    }

    /// An expression (already in XMILE's words) as a variable of its own.
    pub(super) fn own(&mut self, e: Expr, place: &Place<'_, 'm>) -> Read<Expr> {
        let span = e.span;
        if !place.every.is_empty() {
            let message = "this would need a variable of its own, which cannot stand within a sum over elements";
            return Err(Diagnostic::error(span, message).help("make it a variable in the model"));
        }
        let wanted = format!("{} part", place.label);
        let fresh = self.names.fresh(&wanted);
        let made = Variable::new(fresh.clone(), span, What::Equation(e), span);
        self.made.push(Variable { subscripts: place.left.clone(), ..made });
        Ok(read(&fresh, as_read(&place.left), span))
    }

    /// `a` where it is above zero cut to its whole part, else the same from below: Vensim's `INTEGER`.
    pub(super) fn whole_part(&mut self, x: Expr, place: &Place<'_, 'm>) -> Read<Expr> {
        use super::super::make::{call, choose, less, negative};
        let span = x.span;
        if let Some(value) = super::super::make::value(&x) {
            return Ok(number(value.trunc(), span));
        }
        let x = self.part(x, place)?;
        let below = less(x.clone(), number(0.0, span));
        let up = negative(call("INT", vec![negative(x.clone())], span));
        Ok(choose(below, up, call("INT", vec![x], span)))
    }
}

fn from_file(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Call { name, .. } => same(name).starts_with("get xls") || same(name).starts_with("get direct"),
        ExprKind::Unary(Unary::Plus, a) => from_file(a),
        _ => false,
    }
}
