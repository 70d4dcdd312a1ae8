//! Equations of one element: names looked up, subscripts told, operators given their meaning.

use super::build::*;
use super::scope::Scope;
use super::subscripts::{Atom, RangeId, Subject};
use super::{Resolver, Symbol};
use crate::equation::Read;
use crate::foreign::{Binary, Expr as Foreign, ExprKind as Kind, NOT_AVAILABLE, Subscript};
use crate::foreign::{Unary, same};
use milepost_strategy::model::{Expr, Function};
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
            Symbol::Unknown => match scope.own.filter(|_| subscripts.is_empty() && self.is_self(name)) {
                Some((slot, flat)) => {
                    let atoms = self.slots[slot].atoms(flat);
                    self.cell(slot, &atoms, span)
                }
                None => Err(self.unknown(name, span)),
            },
        }
    }

    /// `SELF`, in XMILE the variable whose equation it stands in.
    fn is_self(&self, name: &str) -> bool {
        self.model.dialect == crate::foreign::Dialect::Xmile && name.eq_ignore_ascii_case("self")
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

    pub(super) fn slot_value(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        span: Span,
        scope: &Scope,
    ) -> Read<Expr> {
        if self.slots[slot].is_table {
            let name = self.slots[slot].name;
            let message = format!("`{name}` is a table and needs a value to be called with");
            return Err(Diagnostic::error(span, message).help(format!("write `{name}(x)`")));
        }
        if let Some(slat) = self.slat(slot, subscripts, span, scope)? {
            return Ok(slat);
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
}
