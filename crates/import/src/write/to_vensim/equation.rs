//! Equations: names, subscripts, operators.

use super::super::make::{binary, call, choose, name as read, number, value, word};
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Binary, Dimension, Expr, ExprKind, Subscript, What, same};
use crate::resolve::subscripts::{Atom, RangeId, Subject};
use milepost_syntax::{Diagnostic, Span};

impl Translator<'_> {
    /// A whole right-hand side: some of Vensim's functions must stand alone there.
    pub(super) fn root(&mut self, e: &Expr, place: &Place) -> Read<Expr> {
        if let ExprKind::Call { name, subscripts, arguments, .. } = &e.kind {
            return self.called(e, name, subscripts, arguments, place, true);
        }
        self.expr(e, place)
    }

    /// An expression in Vensim's words.
    pub(super) fn expr(&mut self, e: &Expr, place: &Place) -> Read<Expr> {
        let span = e.span;
        let kind = match &e.kind {
            ExprKind::Number(_) | ExprKind::NotAvailable => return Ok(e.clone()),
            ExprKind::Text(_) | ExprKind::Table(_) => {
                return Err(Diagnostic::error(span, "this stands where a number is needed"));
            }
            ExprKind::Name(name, list) => return self.name(name, list, span, place),
            ExprKind::Call { name, subscripts, arguments, .. } => {
                return self.called(e, name, subscripts, arguments, place, false);
            }
            ExprKind::Unary(sign, a) => ExprKind::Unary(*sign, Box::new(self.expr(a, place)?)),
            ExprKind::Binary(Binary::Mod, a, b) => {
                let (a, b) = (self.expr(a, place)?, self.expr(b, place)?);
                return self.remainder(a, b, place);
            }
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

    /// An element or a range on one side of a comparison stays a name, which Vensim reads as XMILE does.
    fn beside(&self, element: &Expr, range: &Expr) -> Option<Expr> {
        let (ExprKind::Name(name, none), ExprKind::Name(range, nothing)) = (&element.kind, &range.kind) else {
            return None;
        };
        let plain = none.is_empty() && nothing.is_empty() && !self.index.contains_key(&same(name));
        match (self.subscripts.subject(name)?, self.subscripts.subject(range)?) {
            (Subject::Atom(_), Subject::Range(_)) if plain => Some(element.clone()),
            _ => None,
        }
    }

    fn name(&mut self, of: &str, list: &[Subscript], span: Span, place: &Place) -> Read<Expr> {
        let key = same(of);
        if place.locals.contains(&key) {
            return Ok(word(of, span));
        }
        let Some(&at) = self.index.get(&key) else {
            let inside = |name: &str| if place.inside { format!("{name}$") } else { name.to_string() };
            return Ok(match key.as_str() {
                "time" => word(&inside("Time"), span),
                "dt" | "time step" => word(&inside("TIME STEP"), span),
                "starttime" | "initial time" => word(&inside("INITIAL TIME"), span),
                "stoptime" | "final time" => word(&inside("FINAL TIME"), span),
                "saveper" => word(&inside("SAVEPER"), span),
                "pi" => number(std::f64::consts::PI, span),
                "inf" => {
                    let message = "Vensim has no infinity";
                    return Err(Diagnostic::error(span, message).help("write a large number"));
                }
                _ => read(of, self.list(list, place)?, span),
            });
        };
        let slot = &self.slots[at];
        if list.is_empty() && !slot.axes.is_empty() {
            return self.bare(at, span, place);
        }
        if let Some(position) = list.iter().position(|s| matches!(s, Subscript::At(_))) {
            return self.computed(at, list, position, span, place);
        }
        Ok(read(of, self.list_of(at, list, place)?, span))
    }

    /// An array without subscripts.
    pub(super) fn bare(&mut self, at: usize, span: Span, place: &Place) -> Read<Expr> {
        let list = self.bare_list(at, span, place)?;
        Ok(read(self.slots[at].name, list, span))
    }

    /// The subscripts that an array without subscripts has: those on the left, or those that a reduction goes over.
    pub(super) fn bare_list(&mut self, at: usize, span: Span, place: &Place) -> Read<Vec<Subscript>> {
        let ranges: Vec<RangeId> = self.slots[at].axes.iter().map(|a| a.range).collect();
        let mut out = Vec::new();
        for range in ranges {
            let name = self.subscripts.ranges[range].name.clone();
            let every = place.every.contains(&range);
            if name.is_empty() || !every && !place.bound.contains(&range) {
                let message = format!("`{}` does not say which element is meant", self.slots[at].name);
                return Err(Diagnostic::error(span, message).help("write its subscripts"));
            }
            out.push(if every { Subscript::Every(name, span) } else { Subscript::Name(name, span) });
        }
        Ok(out)
    }

    /// Subscripts of what is no variable of the model.
    pub(super) fn list(&mut self, list: &[Subscript], place: &Place) -> Read<Vec<Subscript>> {
        list.iter().map(|subscript| self.subscript(subscript, None, place)).collect()
    }

    fn list_of(&mut self, at: usize, list: &[Subscript], place: &Place) -> Read<Vec<Subscript>> {
        let mut out = Vec::new();
        for (position, subscript) in list.iter().enumerate() {
            let axis = self.slots[at].axes.get(position).map(|axis| axis.range);
            out.push(self.subscript(subscript, axis, place)?);
        }
        Ok(out)
    }

    fn subscript(&mut self, subscript: &Subscript, axis: Option<RangeId>, place: &Place) -> Read<Subscript> {
        Ok(match subscript {
            Subscript::Name(name, span) => match self.subscripts.subject(name) {
                Some(Subject::Range(range)) if place.every.contains(&range) && !place.bound.contains(&range) => {
                    Subscript::Every(name.clone(), *span)
                }
                _ => subscript.clone(),
            },
            Subscript::Every(..) => subscript.clone(),
            Subscript::Range(limits, span) => {
                let fault = || Diagnostic::error(*span, "this does not say which elements are meant");
                let range = self.limits(axis.ok_or_else(fault)?, limits, *span)?;
                let name = self.name_of_range(range, *span);
                if place.every.contains(&range) { Subscript::Every(name, *span) } else { Subscript::Name(name, *span) }
            }
            Subscript::At(e) => return Err(Diagnostic::error(e.span, "this position must be a number of an element")),
        })
    }

    /// The range that `*` or `a:b` stands for at a position.
    pub(super) fn limits(
        &mut self,
        axis: RangeId,
        limits: &Option<(Box<Expr>, Box<Expr>)>,
        span: Span,
    ) -> Read<RangeId> {
        let Some((from, to)) = limits else { return Ok(axis) };
        let end = |e: &Expr| -> Option<usize> {
            if let ExprKind::Name(name, _) = &e.kind
                && let Some(Subject::Atom(atom)) = self.subscripts.subject(name)
            {
                return self.subscripts.ranges[axis].position(atom);
            }
            value(e).filter(|v| *v >= 1.0).map(|v| v as usize - 1)
        };
        let fault = || Diagnostic::error(span, "the ends of a range are elements or their positions");
        let (from, to) = (end(from).ok_or_else(fault)?, end(to).ok_or_else(fault)?);
        let atoms = self.subscripts.ranges[axis].atoms.get(from..=to).map(<[Atom]>::to_vec);
        let atoms = atoms.filter(|a| !a.is_empty()).ok_or_else(fault)?;
        Ok(self.subscripts.range_for(&atoms))
    }

    /// The name of a range; one that the model does not name is declared.
    fn name_of_range(&mut self, range: RangeId, span: Span) -> String {
        if self.subscripts.ranges[range].name.is_empty() {
            let atoms = self.subscripts.ranges[range].atoms.clone();
            let names: Vec<String> = atoms.iter().map(|&a| self.subscripts.atoms[a as usize].clone()).collect();
            let ends = (names.first().cloned().unwrap_or_default(), names.last().cloned().unwrap_or_default());
            let name = self.names.fresh(&format!("range {} to {}", ends.0, ends.1));
            self.ranges.push(Dimension {
                name: name.clone(),
                elements: names.into_iter().map(|n| (n, span)).collect(),
                mappings: Vec::new(),
                equivalent: None,
                external: None,
                span,
            });
            self.subscripts.ranges[range].name = name;
        }
        self.subscripts.ranges[range].name.clone()
    }

    /// A subscript that is a position: known, or computed, so that an element is chosen among all.
    fn computed(&mut self, at: usize, list: &[Subscript], position: usize, span: Span, place: &Place) -> Read<Expr> {
        let Subscript::At(index) = &list[position] else { return Err(Diagnostic::error(span, "no position")) };
        let Some(axis) = self.slots[at].axes.get(position).map(|a| a.atoms.clone()) else {
            return Err(Diagnostic::error(span, format!("`{}` has fewer subscripts", self.slots[at].name)));
        };
        let name = self.slots[at].name.to_string();
        let element = |translator: &mut Self, atom: Atom| {
            let mut fixed = list.to_vec();
            fixed[position] = Subscript::Name(translator.subscripts.atoms[atom as usize].clone(), span);
            translator.name(&name, &fixed, span, place)
        };
        if let Some(known) = value(index) {
            let atom = axis.get((known.round() as usize).wrapping_sub(1)).copied();
            let Some(atom) = atom else {
                return Err(Diagnostic::error(span, format!("`{name}` has no element {known}")));
            };
            return element(self, atom);
        }
        let index = self.expr(index, place)?;
        let index = call("INTEGER", vec![index], span);
        let index = self.part(index, place)?;
        // Out of range is 0 (XMILE 1.0, 3.7.1).
        let mut chosen = number(0.0, span);
        for (k, &atom) in axis.iter().enumerate().rev() {
            let here = binary(Binary::Eq, index.clone(), number(k as f64 + 1.0, span));
            chosen = choose(here, element(self, atom)?, chosen);
        }
        Ok(chosen)
    }

    /// What is left of a, with the sign of b: XMILE's `MOD`.
    pub(super) fn remainder(&mut self, a: Expr, b: Expr, place: &Place) -> Read<Expr> {
        use super::super::make::{add, less, mul};
        let span = a.span;
        if self.vensim_made() {
            return Ok(call("MODULO", vec![a, b], span));
        }
        let b = self.part(b, place)?;
        let rest = call("MODULO", vec![a, b.clone()], span);
        let rest = self.part(rest, place)?;
        let other_side = less(mul(rest.clone(), b.clone()), number(0.0, span));
        Ok(choose(other_side, add(rest.clone(), b), rest))
    }

    /// Whether Vensim wrote the file: its functions round as Vensim's do.
    pub(super) fn vensim_made(&self) -> bool {
        self.model.maker.as_deref().is_some_and(|maker| maker.to_lowercase().contains("vensim"))
    }

    /// A function that must stand alone on the right-hand side in Vensim.
    pub(super) fn alone(&mut self, e: Expr, place: &Place, root: bool) -> Read<Expr> {
        if root { Ok(e) } else { self.own(What::Equation(e), place) }
    }
}
