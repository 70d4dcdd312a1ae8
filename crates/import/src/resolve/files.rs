//! Equations whose values stand in a file beside the model.

use super::Resolver;
use super::build::*;
use super::subscripts::Subject;
use crate::equation::Read;
use crate::foreign::{self, Expr as Foreign, ExprKind as Kind, Interpolation, NOT_AVAILABLE, same};
use milepost_strategy::model::{Expr, LookupShape};
use milepost_syntax::Span;

impl Resolver<'_> {
    /// The value of an equation that is one call of a function that reads a file; `None` for any other.
    pub(super) fn read_from_file(
        &mut self,
        e: &Foreign,
        variable: &foreign::Variable,
        subjects: &[Subject],
        slot: usize,
        flat: usize,
    ) -> Read<Option<Expr>> {
        let Kind::Call { name, .. } = &e.kind else { return Ok(None) };
        match same(name).as_str() {
            "get xls constants" | "get direct constants" => {
                let place = self.place_in_block(variable, subjects, slot, flat);
                Ok(Some(number(self.data.constant(e, &place)?, e.span)))
            }
            "get xls data" | "get direct data" => {
                let place = self.place_in_block(variable, subjects, slot, flat);
                let points = self.data.points(e, &place)?;
                self.series(variable, points).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// A data variable: its points over time.
    pub(super) fn series(&mut self, variable: &foreign::Variable, points: Vec<(f64, f64)>) -> Read<Expr> {
        let between = variable.interpolation.unwrap_or(Interpolation::Line);
        self.data_at(&variable.name, points, between, time(variable.span), variable.span)
    }

    /// Data at a time.
    pub(super) fn data_at(
        &mut self,
        name: &str,
        points: Vec<(f64, f64)>,
        between: Interpolation,
        now: Expr,
        span: Span,
    ) -> Read<Expr> {
        match between {
            Interpolation::Line => self.at_points(name, points, LookupShape::Line, now, span),
            Interpolation::HoldBackward => self.at_points(name, points, LookupShape::Step, now, span),
            Interpolation::LookForward => {
                let turned: Vec<(f64, f64)> = points.iter().rev().map(|(x, y)| (-x, *y)).collect();
                self.at_points(name, turned, LookupShape::Step, negative(now), span)
            }
            Interpolation::Raw => {
                // A value at its own instant, and none at any other: steps half a step of time wide around each point.
                let half = self.step.unwrap_or(1.0) / 2.0;
                let mut steps: Vec<(f64, f64)> = Vec::new();
                for (x, y) in points {
                    if let Some(last) = steps.last_mut()
                        && last.0 >= x - half
                    {
                        *last = (x - half, y);
                    } else {
                        if steps.is_empty() {
                            steps.push((x - 2.0 * half, NOT_AVAILABLE));
                        }
                        steps.push((x - half, y));
                    }
                    steps.push((x + half, NOT_AVAILABLE));
                }
                self.at_points(name, steps, LookupShape::Step, now, span)
            }
        }
    }

    /// A name without an equation: its points in a data file.
    pub(super) fn data_of(&mut self, variable: &foreign::Variable, slot: usize, flat: usize) -> Read<Expr> {
        let points = self.data_of_element(variable, slot, flat)?;
        self.series(variable, points)
    }

    /// The points in a data file of an element of a name without an equation.
    pub(super) fn data_of_element(
        &mut self,
        variable: &foreign::Variable,
        slot: usize,
        flat: usize,
    ) -> Read<Vec<(f64, f64)>> {
        let known = &self.slots[slot];
        let elements = known.atoms(flat).into_iter().map(|atom| self.subscripts.atoms[atom as usize].as_str());
        self.data.data(known.name, &elements.collect::<Vec<_>>(), variable.name_span)
    }
}

/// Whether an equation is one call that reads a series from a file.
pub(super) fn reads_series(e: &Foreign) -> bool {
    matches!(&e.kind, Kind::Call { name, .. } if matches!(same(name).as_str(), "get xls data" | "get direct data"))
}
