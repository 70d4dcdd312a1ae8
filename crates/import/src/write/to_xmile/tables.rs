//! Tables that are called, and the ways in which functions read them.

use super::super::make::{call, name as read, negative};
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Expr, ExprKind, Subscript, Table, TableKind, Variable, What, same};
use crate::resolve::slots::Slot;
use milepost_syntax::{Diagnostic, Span};

/// In which way a table is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    AsItIs,
    Extrapolated,
    Backward,
    Forward,
    Inverted,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Way::AsItIs => "table",
            Way::Extrapolated => "extrapolated",
            Way::Backward => "backward",
            Way::Forward => "forward",
            Way::Inverted => "inverted",
        }
    }

    fn turn(self, table: &Table, span: Span) -> Read<Table> {
        let points = &table.points;
        let (points, kind) = match self {
            Way::AsItIs => (points.clone(), table.kind),
            Way::Extrapolated => (points.clone(), TableKind::Extrapolate),
            Way::Backward => (points.clone(), TableKind::Discrete),
            Way::Forward => (points.iter().rev().map(|(x, y)| (-x, *y)).collect(), TableKind::Discrete),
            Way::Inverted => {
                let mut turned: Vec<(f64, f64)> = points.iter().map(|(x, y)| (*y, *x)).collect();
                if points.windows(2).all(|w| w[0].1 > w[1].1) {
                    turned.reverse();
                } else if !points.windows(2).all(|w| w[0].1 < w[1].1) {
                    let message = "`LOOKUP INVERT` of a table that neither rises nor falls throughout";
                    return Err(Diagnostic::error(span, message));
                }
                (turned, TableKind::Continuous)
            }
        };
        Ok(Table { points, kind, external: None, span: table.span })
    }
}

impl<'m> Translator<'m, '_> {
    /// A function that reads a table; `None` for any other.
    pub(super) fn table_function(
        &mut self,
        key: &str,
        e: &Expr,
        arguments: &[Expr],
        place: &Place<'_, 'm>,
    ) -> Read<Option<Expr>> {
        let way = match key {
            "lookup" => Way::AsItIs,
            "lookup extrapolate" => Way::Extrapolated,
            "lookup backward" => Way::Backward,
            "lookup forward" => Way::Forward,
            "lookup invert" => Way::Inverted,
            "with lookup" => {
                let [x, table] = arguments else { return Err(takes_two(e)) };
                let x = self.expr(x, place)?;
                return self.at_table(table, Way::AsItIs, x, place, e.span).map(Some);
            }
            _ => return Ok(None),
        };
        let [table, x] = arguments else { return Err(takes_two(e)) };
        let x = self.expr(x, place)?;
        let x = if way == Way::Forward { negative(x) } else { x };
        self.at_table(table, way, x, place, e.span).map(Some)
    }

    fn at_table(&mut self, table: &Expr, way: Way, x: Expr, place: &Place<'_, 'm>, span: Span) -> Read<Expr> {
        let named = match &table.kind {
            ExprKind::Table(points) => {
                if points.external.is_some() {
                    return Err(Diagnostic::error(span, "a table from a file must stand in an equation of its own"));
                }
                let fresh = self.names.fresh(&format!("{} {}", place.label, Way::AsItIs.word()));
                let turned = way.turn(points, span)?;
                self.made.push(Variable::new(fresh.clone(), span, What::Lookup(turned), span));
                read(&fresh, Vec::new(), span)
            }
            ExprKind::Name(name, list) => self.named(name, list, way, place, span)?,
            _ => return Err(Diagnostic::error(span, "this needs the name of a table")),
        };
        Ok(call("LOOKUP", vec![named, x], span))
    }

    /// A call of a table by its name.
    pub(super) fn looked_up(&mut self, name: &str, list: &[Subscript], x: &Expr, place: &Place<'_, 'm>) -> Read<Expr> {
        let span = x.span;
        let x = self.expr(x, place)?;
        let table = self.named(name, list, Way::AsItIs, place, span)?;
        Ok(call("LOOKUP", vec![table, x], span))
    }

    /// A table by name; a copy of it where it is read in another way than its own.
    fn named(&mut self, name: &str, list: &[Subscript], way: Way, place: &Place<'_, 'm>, span: Span) -> Read<Expr> {
        let list = self.list(list, place)?;
        if place.locals.contains(&same(name)) {
            if way == Way::AsItIs {
                return Ok(read(name, list, span));
            }
            let message = format!("`{name}` is a table that a macro is given, which XMILE cannot read in this way");
            return Err(Diagnostic::error(span, message));
        }
        let Some(&at) = self.index.get(&same(name)) else {
            return Err(Diagnostic::error(span, format!("there is no table `{name}`")));
        };
        let slot = &place.slots[at];
        // A variable with a table of its own is called by name only where it is a table and nothing else.
        if way == Way::AsItIs && slot.is_table {
            return Ok(read(slot.name, list, span));
        }
        let key = (same(name), way.word());
        if let Some(known) = self.copies.get(&key) {
            return Ok(read(&known.clone(), list, span));
        }
        let fresh = self.names.fresh(&format!("{} {}", slot.name, way.word()));
        self.copies.insert(key, fresh.clone());
        self.copy(slot, &fresh, way, span)?;
        Ok(read(&fresh, list, span))
    }

    fn copy(&mut self, slot: &Slot<'m>, fresh: &str, way: Way, span: Span) -> Read<()> {
        for flat in 0..slot.cells.len() {
            let Some(equation) = slot.cells[flat] else { continue };
            let (v, _) = &slot.equations[equation as usize];
            let (What::Lookup(table) | What::Graph(_, table)) = &v.what else {
                return Err(Diagnostic::error(span, format!("`{}` is no table", slot.name)));
            };
            let table = self.table(table, v, slot, Some(flat))?;
            let made = Variable::new(fresh.to_string(), v.name_span, What::Lookup(way.turn(&table, span)?), v.span);
            let subscripts = slot.atoms(flat).into_iter().map(|a| (self.element(a), v.name_span)).collect();
            self.made.push(Variable { subscripts, ..made });
        }
        Ok(())
    }
}

fn takes_two(e: &Expr) -> Diagnostic {
    Diagnostic::error(e.span, "this takes a table and a value")
}
