//! Equations of one element: names looked up, subscripts told, operators given their meaning.

use super::build::*;
use super::scope::Scope;
use super::subscripts::{Atom, RangeId, Subject};
use super::{Resolver, Symbol};
use crate::equation::Read;
use crate::foreign::{Binary, Dialect, Expr as Foreign, ExprKind as Kind, NOT_AVAILABLE, Subscript, Table, TableKind};
use crate::foreign::{Unary, same};
use milepost_strategy::model::{Expr, ExprKind, Function, LookupShape};
use milepost_syntax::ast::BinaryOp;
use milepost_syntax::{Diagnostic, Span};

impl<'m> Resolver<'m> {
    /// An expression as a number or a truth.
    pub(crate) fn expr(&mut self, e: &Foreign, scope: &Scope) -> Read<Expr> {
        let span = e.span;
        match &e.kind {
            Kind::Number(value) => Ok(number(*value, span)),
            Kind::NotAvailable => Ok(number(NOT_AVAILABLE, span)),
            Kind::Text(_) => Err(Diagnostic::error(span, "a text stands where a number is needed")),
            Kind::Name(name, subscripts) => self.name(name, subscripts, span, scope),
            Kind::Call { name, subscripts, arguments, outputs } => {
                let wanted =
                    self.model.macros.iter().find(|m| same(&m.name) == same(name)).map_or(0, |m| m.outputs.len());
                if !outputs.is_empty() && outputs.len() != wanted {
                    let message =
                        format!("`{name}` has {wanted} outputs after the colon, and {} stand here", outputs.len());
                    return Err(
                        Diagnostic::error(outputs[0].span, message).help("name as many as the macro has, or none")
                    );
                }
                self.called(e, name, subscripts, arguments, scope)
            }
            Kind::Unary(Unary::Minus, a) => Ok(negative(self.number(a, scope)?)),
            Kind::Unary(Unary::Plus, a) => self.number(a, scope),
            Kind::Unary(Unary::Not, a) => Ok(not(self.expr(a, scope)?)),
            Kind::Binary(op, a, b) => self.infix(*op, a, b, scope),
            Kind::If(parts) => {
                let [test, a, b] = &**parts;
                let test = self.expr(test, scope)?;
                Ok(choose(test, self.expr(a, scope)?, self.expr(b, scope)?))
            }
            Kind::Table(table) => {
                Err(Diagnostic::error(table.span, "a table of points stands where a number is needed"))
            }
        }
    }

    /// An expression as a number.
    pub(crate) fn number(&mut self, e: &Foreign, scope: &Scope) -> Read<Expr> {
        Ok(as_number(self.expr(e, scope)?))
    }

    fn infix(&mut self, op: Binary, a: &Foreign, b: &Foreign, scope: &Scope) -> Read<Expr> {
        // An element is compared by its position in the range on the other side.
        let (a, b) = match op {
            Binary::Eq | Binary::Ne | Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge => {
                let sides = (self.position_in(a, b), self.position_in(b, a));
                let left = match sides.0 {
                    Some(at) => number(at, a.span),
                    None => self.expr(a, scope)?,
                };
                let right = match sides.1 {
                    Some(at) => number(at, b.span),
                    None => self.expr(b, scope)?,
                };
                (left, right)
            }
            _ => (self.expr(a, scope)?, self.expr(b, scope)?),
        };
        let op = match op {
            Binary::Add => BinaryOp::Add,
            Binary::Sub => BinaryOp::Sub,
            Binary::Mul => BinaryOp::Mul,
            Binary::Div => BinaryOp::Div,
            Binary::Power => BinaryOp::Pow,
            Binary::Lt => BinaryOp::Lt,
            Binary::Le => BinaryOp::Le,
            Binary::Gt => BinaryOp::Gt,
            Binary::Ge => BinaryOp::Ge,
            Binary::Eq => BinaryOp::Eq,
            Binary::Ne => BinaryOp::Ne,
            Binary::And => BinaryOp::And,
            Binary::Or => BinaryOp::Or,
            Binary::Mod => {
                if self.vensim_made() {
                    return Ok(super::functions::plain::remainder(as_number(a), as_number(b)));
                }
                let span = a.span;
                return Ok(call(Function::Modulo, vec![a, b], span));
            }
        };
        Ok(binary(op, a, b))
    }

    /// The position (from 1) of an element that is named beside a range.
    fn position_in(&self, element: &Foreign, range: &Foreign) -> Option<f64> {
        let (Kind::Name(element, none), Kind::Name(range, nothing)) = (&element.kind, &range.kind) else { return None };
        if !none.is_empty() || !nothing.is_empty() || self.index.contains_key(&same(element)) {
            return None;
        }
        match (self.subscripts.subject(element)?, self.subscripts.subject(range)?) {
            (Subject::Atom(atom), Subject::Range(range)) => {
                let family = self.subscripts.family(range);
                self.subscripts.ranges[family].position(atom).map(|at| at as f64 + 1.0)
            }
            _ => None,
        }
    }

    /// A name: a variable's element, the time, or a subscript as its position.
    pub(crate) fn name(&mut self, name: &str, subscripts: &[Subscript], span: Span, scope: &Scope) -> Read<Expr> {
        match self.symbol(name, scope) {
            Symbol::Local(id) if subscripts.is_empty() => Ok(variable(id, &[], span)),
            Symbol::Local(_) => {
                let message = format!("`{name}` has subscripts inside a macro, which is not supported");
                Err(Diagnostic::error(span, message).help("call the macro once for each element"))
            }
            Symbol::Time => Ok(time(span)),
            Symbol::Number(value) => Ok(number(value, span)),
            Symbol::Slot(slot) => self.slot_value(slot, subscripts, span, scope),
            Symbol::Subject(Subject::Range(range)) => {
                let atom = scope.bound(range, &self.subscripts).or_else(|| scope.every(range));
                let family = self.subscripts.family(range);
                let at = atom.and_then(|atom| self.subscripts.ranges[family].position(atom));
                let Some(at) = at else { return Err(self.unbound(range, span)) };
                Ok(number(at as f64 + 1.0, span))
            }
            Symbol::Subject(Subject::Atom(atom)) => {
                let holds = |range: &super::subscripts::Range| range.position(atom);
                let mut places = self.subscripts.ranges.iter().filter_map(holds);
                match places.next() {
                    Some(first) if places.all(|other| other == first) => Ok(number(first as f64 + 1.0, span)),
                    _ => {
                        let message = format!("the element `{name}` has different positions in its ranges");
                        Err(Diagnostic::error(span, message).help("use the number that is meant"))
                    }
                }
            }
            Symbol::Table(..) => {
                let message = format!("`{name}` is a table and needs a value to be called with");
                Err(Diagnostic::error(span, message).help(format!("write `{name}(x)`")))
            }
            Symbol::Unknown => Err(self.unknown(name, span)),
        }
    }

    pub(crate) fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let finding = Diagnostic::error(span, format!("there is no variable `{name}`"));
        let names = self.slots.iter().map(|slot| slot.name);
        match milepost_syntax::nearest(name, names) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("give it an equation"),
        }
    }

    pub(crate) fn unbound(&self, range: RangeId, span: Span) -> Diagnostic {
        let name = &self.subscripts.ranges[range].name;
        Diagnostic::error(span, format!("the range `{name}` does not say which element is meant"))
            .help("use it on the left as well, map it to a range that is, or reduce it with `!`")
    }

    fn slot_value(&mut self, slot: usize, subscripts: &[Subscript], span: Span, scope: &Scope) -> Read<Expr> {
        if self.slots[slot].is_table {
            let name = self.slots[slot].name;
            let message = format!("`{name}` is a table and needs a value to be called with");
            return Err(Diagnostic::error(span, message).help(format!("write `{name}(x)`")));
        }
        if let Some(position) = subscripts.iter().position(|s| matches!(s, Subscript::At(_)))
            && subscripts.len() == self.slots[slot].axes.len()
        {
            return self.computed(slot, subscripts, position, span, scope);
        }
        let atoms = self.atoms(slot, subscripts, span, scope)?;
        self.cell(slot, &atoms, span)
    }

    /// An element of a variable, which must have an equation.
    pub(crate) fn cell(&self, slot: usize, atoms: &[Atom], span: Span) -> Read<Expr> {
        let slot = &self.slots[slot];
        match slot.place(atoms).filter(|(_, flat)| slot.cells.get(*flat).is_some_and(Option::is_some)) {
            Some((positions, _)) => Ok(variable(slot.id, &positions, span)),
            None => Err(self.no_equation(slot.name, atoms, span)),
        }
    }

    pub(crate) fn no_equation(&self, name: &str, atoms: &[Atom], span: Span) -> Diagnostic {
        let message = match atoms {
            [] => format!("`{name}` has no equation"),
            _ => format!("`{name}[{}]` has no equation", self.subscripts.label(atoms)),
        };
        Diagnostic::error(span, message).help("give this element one, or do not read it")
    }

    /// A subscript that is a position, known or computed: the element of that position is chosen among all.
    fn computed(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        position: usize,
        span: Span,
        scope: &Scope,
    ) -> Read<Expr> {
        let Subscript::At(index) = &subscripts[position] else { return Err(Diagnostic::error(span, "no position")) };
        let index = self.number(index, scope)?;
        let axis = self.slots[slot].axes[position].atoms.clone();
        let at = |resolver: &mut Self, atom: Atom| {
            let mut fixed = subscripts.to_vec();
            let name = resolver.subscripts.atoms[atom as usize].clone();
            fixed[position] = Subscript::Name(name, span);
            resolver.slot_value(slot, &fixed, span, scope)
        };
        if let Some(known) = super::constant::fold(&index) {
            let atom = axis.get((known.round() as usize).wrapping_sub(1)).copied();
            let Some(atom) = atom.filter(|_| known >= 0.5) else {
                let message = format!("`{}` has no element {known}", self.slots[slot].name);
                return Err(Diagnostic::error(span, message));
            };
            return at(self, atom);
        }
        // Out of range is 0 (XMILE 1.0, 3.7.1).
        let mut value = number(0.0, span);
        for (k, &atom) in axis.iter().enumerate().rev() {
            let here =
                binary(BinaryOp::Eq, call(Function::Integer, vec![index.clone()], span), number(k as f64 + 1.0, span));
            value = choose(here, at(self, atom)?, value);
        }
        Ok(value)
    }

    /// The elements that a variable's subscripts stand for.
    pub(crate) fn atoms(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        span: Span,
        scope: &Scope,
    ) -> Read<Vec<Atom>> {
        let count = self.slots[slot].axes.len();
        if subscripts.is_empty() && count > 0 && self.model.dialect == Dialect::Xmile {
            return self.bare(slot, span, scope);
        }
        if subscripts.len() != count {
            let name = self.slots[slot].name;
            let message = format!("`{name}` has {count} subscripts, and {} stand here", subscripts.len());
            return Err(Diagnostic::error(span, message).help("give as many as it has"));
        }
        let mut atoms = Vec::with_capacity(count);
        for (position, subscript) in subscripts.iter().enumerate() {
            let axis = self.slots[slot].axes[position].range;
            atoms.push(match subscript {
                Subscript::Name(name, span) => match self.subject(name, *span)? {
                    Subject::Atom(atom) => atom,
                    Subject::Range(range) => {
                        match scope.bound(range, &self.subscripts).or_else(|| scope.every(range)) {
                            Some(atom) => atom,
                            None => return Err(self.unbound(range, *span)),
                        }
                    }
                },
                Subscript::Every(name, span) => match self.subject(name, *span)? {
                    Subject::Atom(atom) => atom,
                    Subject::Range(range) => match scope.every(range) {
                        Some(atom) => atom,
                        None => {
                            let message = format!("`{name}!` stands outside a function that reduces it");
                            return Err(
                                Diagnostic::error(*span, message).help("put it into SUM, VMIN, VMAX or another")
                            );
                        }
                    },
                },
                Subscript::Range(limits, span) => {
                    let range = self.limits(axis, limits, *span, scope)?;
                    match scope.every(range) {
                        Some(atom) => atom,
                        None => match scope.bound(range, &self.subscripts) {
                            Some(atom) => atom,
                            None => return Err(self.unbound(axis, *span)),
                        },
                    }
                }
                Subscript::At(index) => {
                    let index = self.number(index, scope)?;
                    let axis = &self.slots[slot].axes[position].atoms;
                    match super::constant::fold(&index).and_then(|k| axis.get((k as usize).wrapping_sub(1))) {
                        Some(&atom) => atom,
                        None => return Err(Diagnostic::error(span, "this position must be a number of an element")),
                    }
                }
            });
        }
        Ok(atoms)
    }

    /// An array without subscripts, in XMILE: the element that stands on the left, or the one a reduction is at.
    fn bare(&mut self, slot: usize, span: Span, scope: &Scope) -> Read<Vec<Atom>> {
        let ranges: Vec<RangeId> = self.slots[slot].axes.iter().map(|a| a.range).collect();
        let left: Vec<(RangeId, Atom)> = scope.left().collect();
        if ranges.iter().all(|&r| scope.every(r).is_none())
            && left.len() >= ranges.len()
            && left.iter().zip(&ranges).all(|((l, _), r)| l == r)
        {
            return Ok(left.iter().take(ranges.len()).map(|(_, a)| *a).collect());
        }
        let mut atoms = Vec::new();
        for range in ranges {
            let atom = scope.every(range).or_else(|| scope.bound(range, &self.subscripts));
            atoms.push(atom.ok_or_else(|| self.unbound(range, span))?);
        }
        Ok(atoms)
    }

    /// The range that `*` or `a:b` stands for at a position.
    pub(crate) fn limits(
        &mut self,
        axis: RangeId,
        limits: &Option<(Box<Foreign>, Box<Foreign>)>,
        span: Span,
        scope: &Scope,
    ) -> Read<RangeId> {
        let Some((from, to)) = limits else { return Ok(axis) };
        let from = self.index_in(axis, from, scope)?;
        let to = self.index_in(axis, to, scope)?;
        let atoms = self.subscripts.ranges[axis].atoms.get(from..=to).map(<[Atom]>::to_vec);
        let Some(atoms) = atoms.filter(|a| !a.is_empty()) else {
            return Err(Diagnostic::error(span, "this range of elements is empty"));
        };
        Ok(self.subscripts.range_for(&atoms))
    }

    fn index_in(&mut self, axis: RangeId, e: &Foreign, scope: &Scope) -> Read<usize> {
        let fault = || Diagnostic::error(e.span, "the ends of a range are elements or their positions");
        if let Kind::Name(name, none) = &e.kind
            && none.is_empty()
            && let Some(Subject::Atom(atom)) = self.subscripts.subject(name)
        {
            return self.subscripts.ranges[axis].position(atom).ok_or_else(fault);
        }
        let value = self.number(e, scope)?;
        let value = super::constant::fold(&value).filter(|v| *v >= 1.0).ok_or_else(fault)?;
        Ok(value as usize - 1)
    }

    pub(crate) fn subject(&self, name: &str, span: Span) -> Read<Subject> {
        super::slots::subject(name, span, &self.subscripts)
    }

    /// `f(...)`: a table, a macro or a function.
    fn called(
        &mut self,
        whole: &Foreign,
        name: &str,
        subscripts: &[Subscript],
        arguments: &[Foreign],
        scope: &Scope,
    ) -> Read<Expr> {
        let span = whole.span;
        match self.symbol(name, scope) {
            Symbol::Slot(slot) if self.has_table(slot) => {
                let [argument] = arguments else {
                    return Err(Diagnostic::error(span, format!("the table `{name}` is called with one value")));
                };
                let at = self.number(argument, scope)?;
                let table = self.table_of(slot, subscripts, span, scope)?;
                return self.looked_up(table, None, at, span);
            }
            Symbol::Table(slot, flat) => {
                let [argument] = arguments else {
                    return Err(Diagnostic::error(span, format!("the table `{name}` is called with one value")));
                };
                let at = self.number(argument, scope)?;
                return self.looked_up((slot, flat), None, at, span);
            }
            _ => {}
        }
        let (called, output) = super::outputs::parts(name);
        if let Some(found) = self.model.macros.iter().position(|m| same(&m.name) == same(called)) {
            return self.expanded(whole, found, output, arguments, scope);
        }
        self.function(whole, name, arguments, scope)
    }

    /// Whether a variable holds tables.
    pub(crate) fn has_table(&self, slot: usize) -> bool {
        use crate::foreign::What;
        self.slots[slot].equations.iter().any(|(v, _)| matches!(v.what, What::Lookup(_) | What::Graph(..)))
    }

    /// A variable with tables and the flat position of the one that is meant.
    pub(crate) fn table_of(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        span: Span,
        scope: &Scope,
    ) -> Read<(usize, usize)> {
        let atoms = self.atoms(slot, subscripts, span, scope)?;
        let known = &self.slots[slot];
        match known.place(&atoms).filter(|(_, flat)| known.cells[*flat].is_some()) {
            Some((_, flat)) => Ok((slot, flat)),
            None => Err(self.no_equation(known.name, &atoms, span)),
        }
    }

    /// A table at a value; `shape` where a function reads it in its own way.
    pub(crate) fn looked_up(
        &mut self,
        (slot, flat): (usize, usize),
        shape: Option<LookupShape>,
        at: Expr,
        span: Span,
    ) -> Read<Expr> {
        use crate::foreign::What;
        let number = self.slots[slot].cells[flat].unwrap_or(0) as usize;
        let (definition, subjects) = self.slots[slot].equations[number].clone();
        let (What::Lookup(table) | What::Graph(_, table)) = &definition.what else {
            let message = format!("`{}` is no table", definition.name);
            return Err(Diagnostic::error(span, message));
        };
        let (points, kind) = match &table.external {
            Some(call) => (self.external_points(call, definition, &subjects, slot, flat)?, TableKind::Continuous),
            None => (table.points.clone(), table.kind),
        };
        self.at_points(definition.name.as_str(), points, shape.unwrap_or(shape_of(kind)), at, span)
    }

    /// A table in place at a value.
    pub(crate) fn at_table(
        &mut self,
        table: &Table,
        shape: Option<LookupShape>,
        at: Expr,
        scope: &Scope,
    ) -> Read<Expr> {
        if table.external.is_some() {
            let message = "a table from a file must stand in an equation of its own";
            return Err(Diagnostic::error(table.span, message));
        }
        let name = scope.label.to_string();
        self.at_points(&name, table.points.clone(), shape.unwrap_or(shape_of(table.kind)), at, table.span)
    }

    /// Points at a value.
    pub(crate) fn at_points(
        &mut self,
        name: &str,
        points: Vec<(f64, f64)>,
        shape: LookupShape,
        at: Expr,
        span: Span,
    ) -> Read<Expr> {
        if points.is_empty() {
            return Err(Diagnostic::error(span, format!("the table of `{name}` has no points")));
        }
        if points.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
            return Err(Diagnostic::error(span, format!("the table of `{name}` has a point that is no number")));
        }
        let mut points = points;
        if points.windows(2).any(|w| w[0].0 > w[1].0) {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        let id = self.lookup(name, points, shape, span);
        Ok(of(ExprKind::Lookup(id, Box::new(as_number(at))), span))
    }
}

fn shape_of(kind: TableKind) -> LookupShape {
    match kind {
        TableKind::Continuous => LookupShape::Line,
        TableKind::Extrapolate => LookupShape::Extrapolated,
        TableKind::Discrete => LookupShape::Step,
    }
}
