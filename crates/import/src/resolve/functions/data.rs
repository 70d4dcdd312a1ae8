//! Functions of data variables: what is known of them at other times than now.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Interpolation, NOT_AVAILABLE, Variable, What, same};
use crate::resolve::Symbol;
use crate::resolve::scope::Scope;
use milepost_strategy::model::{Expr, Function, LookupShape};
use milepost_syntax::Diagnostic;

type Points = Vec<(f64, f64)>;

impl Resolver<'_> {
    pub(super) fn of_data(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        Ok(Some(match key {
            "get data between times" => {
                c.count(3, 3)?;
                let (points, _) = self.data_points(c)?;
                let at = self.number(c.argument(1)?, c.scope)?;
                let at = self.named("time of the data", vec![at]).remove(0);
                let mode = self.told_argument(c, 2, "the mode")?;
                self.between_times(points, at, mode, c)?
            }
            "get data at time" => {
                c.count(2, 2)?;
                let (points, _) = self.data_points(c)?;
                let at = self.number(c.argument(1)?, c.scope)?;
                self.data_at("data at a time", points, Interpolation::Raw, at, span)?
            }
            "get data first time" | "get data last time" | "get data total points" => {
                c.count(1, 1)?;
                let (points, _) = self.data_points(c)?;
                let found = match key {
                    "get data first time" => points.first().map(|p| p.0),
                    "get data last time" => points.last().map(|p| p.0),
                    _ => Some(points.len() as f64),
                };
                number(found.unwrap_or(NOT_AVAILABLE), span)
            }
            "get data min" | "get data max" | "get data mean" => {
                c.count(3, 3)?;
                let (points, _) = self.data_points(c)?;
                let from = self.told_argument(c, 1, "the first time")?;
                let to = self.told_argument(c, 2, "the last time")?;
                number(summary(key, &points, from, to), span)
            }
            "time shift" => {
                c.count(2, 2)?;
                let (points, between) = self.data_points(c)?;
                let shift = self.told_argument(c, 1, "the shift")?;
                let at = add(time(span), number(shift, span));
                self.data_at("shifted data", points, between, at, span)?
            }
            _ => return Ok(None),
        }))
    }

    /// The points of the data variable that the first argument names, and how it is read between them.
    fn data_points(&mut self, c: &Call) -> Read<(Points, Interpolation)> {
        let argument: &Foreign = c.argument(0)?;
        let Some(place) = self.data_place(argument, c.scope)? else {
            let message = format!("`{}` needs the name of a data variable here", c.name);
            return Err(Diagnostic::error(argument.span, message).help("name a variable whose values come from a file"));
        };
        self.points_at(place)
    }

    /// The points of an element of a data variable, and how it is read between them.
    fn points_at(&mut self, (slot, flat): (usize, usize)) -> Read<(Points, Interpolation)> {
        let number = self.slots[slot].cells[flat].unwrap_or(0) as usize;
        let (variable, subjects) = self.slots[slot].equations[number].clone();
        let points = match &variable.what {
            What::Equation(call) => self.external_points(call, variable, &subjects, slot, flat)?,
            _ => self.data_of_element(variable, slot, flat)?,
        };
        Ok((points, variable.interpolation.unwrap_or(Interpolation::Line)))
    }

    /// The data variable and the element that an expression names, if it is no more than such a name.
    pub(in crate::resolve) fn data_place(&mut self, e: &Foreign, scope: &Scope) -> Read<Option<(usize, usize)>> {
        let Kind::Name(name, subscripts) = &e.kind else { return Ok(None) };
        if let Some(place) = scope.inside.as_ref().and_then(|inside| inside.data.get(&same(name))) {
            return Ok(Some(*place));
        }
        let Symbol::Slot(slot) = self.symbol(name, scope) else { return Ok(None) };
        let is_data = |what: &What| match what {
            What::Data => true,
            What::Equation(call) => super::super::files::reads_series(call),
            _ => false,
        };
        if !self.slots[slot].equations.iter().any(|(v, _)| is_data(&v.what)) {
            return Ok(None);
        }
        let atoms = self.atoms(slot, subscripts, e.span, scope)?;
        let known = &self.slots[slot];
        let place = known.place(&atoms).and_then(|(_, flat)| Some((flat, known.cells[flat]?)));
        let Some((flat, equation)) = place else { return Err(self.no_equation(known.name, &atoms, e.span)) };
        Ok(is_data(&known.equations[equation as usize].0.what).then_some((slot, flat)))
    }

    /// `x :RAW: := y`: other data, read in a way of its own; `None` where the equation says nothing of that.
    pub(in crate::resolve) fn data_equation(
        &mut self,
        variable: &Variable,
        e: &Foreign,
        scope: &Scope,
    ) -> Read<Option<Expr>> {
        let Some(between) = variable.interpolation else { return Ok(None) };
        if let Some(place) = self.data_place(e, scope)? {
            let (points, _) = self.points_at(place)?;
            return self.data_at(&variable.name, points, between, time(e.span), e.span).map(Some);
        }
        if between == Interpolation::Line {
            return Ok(None);
        }
        let message =
            format!("`{}` says how data are read, and its equation is more than the name of data", variable.name);
        Err(Diagnostic::error(variable.span, message)
            .help("name one data variable, or leave the word between colons out"))
    }

    /// `GET DATA BETWEEN TIMES`: on the line between the points around a time (mode 0), at the one at or after it (mode 1)
    /// or at the one before it (mode -1).  The last two look at whole times, and the one before a time that has a point is
    /// the point before that, as in Vensim's own results.
    fn between_times(&mut self, points: Points, at: Expr, mode: f64, c: &Call) -> Read<Expr> {
        let span = c.span;
        let name = "data between times";
        if mode > -1.0 && mode < 1.0 {
            let [first, second] = match points[..] {
                [first, second, ..] => [first, second],
                _ => return self.at_points(name, points, LookupShape::Line, at, span),
            };
            let slope = (second.1 - first.1) / (second.0 - first.0);
            let back = sub(at.clone(), number(first.0, span));
            let before = add(number(first.1, span), mul(number(slope, span), back));
            let early = less(at.clone(), number(first.0, span));
            let line = self.at_points(name, points, LookupShape::Line, at, span)?;
            return Ok(choose(early, before, line));
        }
        let turned: Points = match mode >= 1.0 || points.len() < 2 {
            true => points.iter().rev().map(|p| (-p.0, p.1)).collect(),
            false => points.windows(2).rev().map(|w| (-w[1].0, w[0].1)).collect(),
        };
        let whole = call(Function::Floor, vec![at], span);
        self.at_points(name, turned, LookupShape::Step, negative(whole), span)
    }
}

/// The smallest, largest or mean value of the points from one time to another; `:NA:` where there are none.
fn summary(key: &str, points: &[(f64, f64)], from: f64, to: f64) -> f64 {
    let values: Vec<f64> = points.iter().filter(|p| (from..=to).contains(&p.0)).map(|p| p.1).collect();
    if values.is_empty() {
        return NOT_AVAILABLE;
    }
    match key {
        "get data min" => values.iter().copied().fold(f64::INFINITY, f64::min),
        "get data max" => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        _ => values.iter().sum::<f64>() / values.len() as f64,
    }
}
