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
            "lookup area" => self.area(c).map(Some),
            "lookup slope" => self.slope(c).map(Some),
            _ => Ok(None),
        }
    }

    /// `LOOKUP AREA(table, from, to)`: the integral of the table, which goes on level beyond its ends.
    fn area(&mut self, c: &Call) -> Read<Expr> {
        c.count(3, 3)?;
        let points = self.points_of(c.argument(0)?, c)?;
        let mut before = Vec::with_capacity(points.len());
        let mut area = 0.0;
        for (i, point) in points.iter().enumerate() {
            if i > 0 {
                area += (point.0 - points[i - 1].0) * (point.1 + points[i - 1].1) / 2.0;
            }
            before.push((point.0, area));
        }
        let up_to = |resolver: &mut Self, at: usize| -> Read<Expr> {
            let x = resolver.number(c.argument(at)?, c.scope)?;
            let x = resolver.named("end of the area", vec![x]).remove(0);
            let own = points.iter().map(|p| (p.0, p.0)).collect();
            let here = resolver.at_points("area", points.clone(), LookupShape::Line, x.clone(), c.span)?;
            let left = resolver.at_points("area", points.clone(), LookupShape::Step, x.clone(), c.span)?;
            let from = resolver.at_points("area", own, LookupShape::Step, x.clone(), c.span)?;
            let whole = resolver.at_points("area", before.clone(), LookupShape::Step, x.clone(), c.span)?;
            let rest = mul(sub(x, from), mul(number(0.5, c.span), add(here, left)));
            Ok(add(whole, rest))
        };
        let (from, to) = (up_to(self, 1)?, up_to(self, 2)?);
        Ok(sub(to, from))
    }

    /// `LOOKUP SLOPE(table, x, mode)`: at a point the mean of the slopes before and after; beyond the ends 0 (mode 0), the
    /// slope of the next segment (mode 1) or `:NA:` (mode -1).
    fn slope(&mut self, c: &Call) -> Read<Expr> {
        c.count(3, 3)?;
        let span = c.span;
        let points = self.points_of(c.argument(0)?, c)?;
        if points.len() < 2 || points.windows(2).any(|w| w[0].0 >= w[1].0) {
            let message = "`LOOKUP SLOPE` of a table that has an x twice, or one point only";
            return Err(c.fault(message).help("give every point an x of its own"));
        }
        let outside = match self.told_argument(c, 2, "the mode")? {
            0.0 => Some(0.0),
            -1.0 => Some(crate::foreign::NOT_AVAILABLE),
            1.0 => None,
            other => return Err(c.fault(format!("`LOOKUP SLOPE` has no mode {other}"))),
        };
        let x = self.number(c.argument(1)?, c.scope)?;
        let x = self.named("place on the table", vec![x]).remove(0);
        let rises: Vec<f64> = points.windows(2).map(|w| (w[1].1 - w[0].1) / (w[1].0 - w[0].0)).collect();
        let last = rises.len() - 1;
        let after = points.iter().enumerate().map(|(i, p)| (p.0, rises[i.min(last)])).collect();
        let before = points.iter().enumerate().rev().map(|(i, p)| (-p.0, rises[i.saturating_sub(1)])).collect();
        let after = self.at_points("slope", after, LookupShape::Step, x.clone(), span)?;
        let before = self.at_points("slope", before, LookupShape::Step, negative(x.clone()), span)?;
        let mean = mul(number(0.5, span), add(after, before));
        let Some(outside) = outside else { return Ok(mean) };
        let low = less(x.clone(), number(points[0].0, span));
        let high = less(number(points[last + 1].0, span), x);
        let outside = number(outside, span);
        Ok(choose(low, outside.clone(), choose(high, outside, mean)))
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
    pub(super) fn points_of(&mut self, table: &Foreign, c: &Call) -> Read<Vec<(f64, f64)>> {
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
