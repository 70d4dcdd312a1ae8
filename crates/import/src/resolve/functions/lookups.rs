//! Functions of tables.

use super::super::build::*;
use super::super::{Resolver, Symbol};
use super::Call;
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, What};
use milepost_strategy::model::{Expr, LookupShape};

impl Resolver<'_> {
    pub(super) fn table_function(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        match key {
            "with lookup" => {
                c.count(2, 2)?;
                let at = self.number(c.argument(0)?, c.scope)?;
                let table = c.argument(1)?;
                self.at(table, None, at, c).map(Some)
            }
            "lookup extrapolate" => self.shaped(Some(LookupShape::Extrapolated), c).map(Some),
            "lookup" => self.shaped(None, c).map(Some),
            "lookup backward" => self.shaped(Some(LookupShape::Step), c).map(Some),
            "lookup forward" => {
                c.count(2, 2)?;
                let at = self.number(c.argument(1)?, c.scope)?;
                let points = self.points_of(c.argument(0)?, c)?;
                // The first point at or after x is the last one at or before -x of the table turned over.
                let turned: Vec<(f64, f64)> = points.iter().rev().map(|(x, y)| (-x, *y)).collect();
                let name = c.scope.label.to_string();
                self.at_points(&name, turned, LookupShape::Step, negative(at), c.span).map(Some)
            }
            "lookup invert" => {
                c.count(2, 2)?;
                let at = self.number(c.argument(1)?, c.scope)?;
                let points = self.points_of(c.argument(0)?, c)?;
                let mut turned: Vec<(f64, f64)> = points.iter().map(|(x, y)| (*y, *x)).collect();
                let rises = points.windows(2).all(|w| w[0].1 < w[1].1);
                let falls = points.windows(2).all(|w| w[0].1 > w[1].1);
                if !rises && !falls {
                    let message = "`LOOKUP INVERT` of a table that neither rises nor falls throughout";
                    return Err(c.fault(message).help("use a table that has each value once"));
                }
                if falls {
                    turned.reverse();
                }
                let name = c.scope.label.to_string();
                self.at_points(&name, turned, LookupShape::Line, at, c.span).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn shaped(&mut self, shape: Option<LookupShape>, c: &Call) -> Read<Expr> {
        c.count(2, 2)?;
        let at = self.number(c.argument(1)?, c.scope)?;
        self.at(c.argument(0)?, shape, at, c)
    }

    /// A table given by name or in place, at a value.
    fn at(&mut self, table: &Foreign, shape: Option<LookupShape>, at: Expr, c: &Call) -> Read<Expr> {
        if let Kind::Table(table) = &table.kind {
            return self.at_table(table, shape, at, c.scope);
        }
        let place = self.named_table(table, c)?;
        self.looked_up(place, shape, at, c.span)
    }

    fn named_table(&mut self, table: &Foreign, c: &Call) -> Read<(usize, usize)> {
        if let Kind::Name(name, subscripts) = &table.kind {
            match self.symbol(name, c.scope) {
                Symbol::Table(slot, flat) => return Ok((slot, flat)),
                Symbol::Slot(slot) if self.has_table(slot) => {
                    return self.table_of(slot, subscripts, table.span, c.scope);
                }
                Symbol::Unknown => return Err(self.unknown(name, table.span)),
                _ => {}
            }
        }
        Err(c.fault(format!("`{}` needs the name of a table", c.name)))
    }

    /// The points of a table.
    fn points_of(&mut self, table: &Foreign, c: &Call) -> Read<Vec<(f64, f64)>> {
        if let Kind::Table(table) = &table.kind
            && table.external.is_none()
        {
            return Ok(table.points.clone());
        }
        let (slot, flat) = self.named_table(table, c)?;
        let number = self.slots[slot].cells[flat].unwrap_or(0) as usize;
        let (definition, subjects) = self.slots[slot].equations[number].clone();
        match &definition.what {
            What::Lookup(table) | What::Graph(_, table) => match &table.external {
                Some(call) => self.external_points(call, definition, &subjects, slot, flat),
                None => Ok(table.points.clone()),
            },
            _ => Err(c.fault(format!("`{}` is no table", definition.name))),
        }
    }
}
