//! Tables at a value.

use super::Resolver;
use super::build::*;
use super::scope::Scope;
use crate::equation::Read;
use crate::foreign::{Subscript, Table, TableKind, What};
use milepost_strategy::model::{Expr, ExprKind, LookupShape};
use milepost_syntax::{Diagnostic, Span};

impl Resolver<'_> {
    /// Whether a variable holds tables.
    pub(crate) fn has_table(&self, slot: usize) -> bool {
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
