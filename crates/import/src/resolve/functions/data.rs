//! Functions of data variables: what is known of them at other times than now.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Interpolation, NOT_AVAILABLE, What};
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
        let fault = || {
            Diagnostic::error(argument.span, format!("`{}` needs the name of a data variable here", c.name))
                .help("name a variable whose values come from a file")
        };
        let Kind::Name(name, subscripts) = &argument.kind else { return Err(fault()) };
        let Some(slot) = self.is_slot(name, c) else { return Err(self.unknown(name, argument.span)) };
        let atoms = self.atoms(slot, subscripts, argument.span, c.scope)?;
        let known = &self.slots[slot];
        let place = known.place(&atoms).and_then(|(_, flat)| Some((flat, known.cells[flat]?)));
        let Some((flat, equation)) = place else { return Err(self.no_equation(known.name, &atoms, argument.span)) };
        let (variable, subjects) = known.equations[equation as usize].clone();
        let points = match &variable.what {
            What::Data => self.data_of_element(variable, slot, flat)?,
            What::Equation(call) if super::super::files::reads_series(call) => {
                self.external_points(call, variable, &subjects, slot, flat)?
            }
            _ => return Err(fault()),
        };
        Ok((points, variable.interpolation.unwrap_or(Interpolation::Line)))
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
