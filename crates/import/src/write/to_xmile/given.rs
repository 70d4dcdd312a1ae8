//! Values that stand in lists and files: written out as numbers and tables.

use super::super::make::{negative, number, word};
use super::Translator;
use crate::equation::Read;
use crate::foreign::{Expr, ExprKind, Interpolation, NOT_AVAILABLE, Table, TableKind, Variable, What, same};
use crate::resolve::slots::Slot;
use crate::resolve::subscripts::Subject;
use milepost_syntax::Diagnostic;

impl Translator<'_, '_> {
    /// Position and size of an element in each range of the equation that gives it its value.
    fn position(&self, v: &Variable, slot: &Slot, flat: Option<usize>) -> Vec<(usize, usize)> {
        let Some(flat) = flat else { return Vec::new() };
        let Some((_, subjects)) = slot.equations.iter().find(|(other, _)| std::ptr::eq(*other, v)) else {
            return Vec::new();
        };
        let atoms = slot.atoms(flat);
        let ranged = subjects.iter().zip(&atoms).filter_map(|(subject, &atom)| match subject {
            Subject::Range(range) => {
                let range = &self.subscripts.ranges[*range];
                Some((range.position(atom).unwrap_or(0), range.atoms.len()))
            }
            Subject::Atom(_) => None,
        });
        ranged.collect()
    }

    /// The number of a list for an element.
    pub(super) fn listed(&self, rows: &[Vec<f64>], v: &Variable, slot: &Slot, flat: Option<usize>) -> Read<f64> {
        let place = self.position(v, slot, flat);
        let count: usize = rows.iter().map(Vec::len).sum();
        let at = if count == 1 { 0 } else { place.iter().fold(0, |at, (i, n)| at * n + i) };
        let value = rows.iter().flatten().nth(at).copied();
        value.ok_or_else(|| Diagnostic::error(v.span, format!("a number of `{}` is missing", v.name)))
    }

    /// An equation that is one call of a function that reads a file.
    pub(super) fn given(&mut self, e: &Expr, v: &Variable, slot: &Slot, flat: Option<usize>) -> Read<Option<What>> {
        let ExprKind::Call { name, .. } = &e.kind else { return Ok(None) };
        let place = self.position(v, slot, flat);
        match same(name).as_str() {
            "get xls constants" | "get direct constants" => {
                let value = self.data.constant(e, &place)?;
                self.lost.note("where constants came from: files beside the model, whose numbers are written out");
                Ok(Some(What::Equation(number(value, e.span))))
            }
            "get xls data" | "get direct data" => {
                let points = self.data.points(e, &place)?;
                self.lost.note("where data came from: files beside the model, whose points are written out as tables");
                Ok(Some(self.series(v, points)))
            }
            _ => Ok(None),
        }
    }

    /// A name without an equation: its points in a data file, over time.
    pub(super) fn data_of(&mut self, v: &Variable, slot: &Slot, flat: Option<usize>) -> Read<What> {
        let atoms = match flat {
            Some(flat) if !slot.axes.is_empty() => slot.atoms(flat),
            _ => Vec::new(),
        };
        let elements: Vec<&str> = atoms.iter().map(|atom| self.subscripts.atoms[*atom as usize].as_str()).collect();
        let points = self.data.data(slot.name, &elements, v.name_span)?;
        self.lost.note("where data came from: files beside the model, whose points are written out as tables");
        Ok(self.series(v, points))
    }

    /// Points over time, read as the equation says.
    fn series(&self, v: &Variable, points: Vec<(f64, f64)>) -> What {
        let now = word("TIME", v.span);
        let table = |points: Vec<(f64, f64)>, kind| Table { points, kind, external: None, span: v.span };
        match v.interpolation.unwrap_or(Interpolation::Line) {
            Interpolation::Line => What::Graph(now, table(points, TableKind::Continuous)),
            Interpolation::HoldBackward => What::Graph(now, table(points, TableKind::Discrete)),
            Interpolation::LookForward => {
                let turned = points.iter().rev().map(|(x, y)| (-x, *y)).collect();
                What::Graph(negative(now), table(turned, TableKind::Discrete))
            }
            Interpolation::Raw => {
                // A value at its own instant and none elsewhere: steps half a step of time wide around each point.
                let half = self.axis.step / 2.0;
                let mut steps: Vec<(f64, f64)> = Vec::new();
                for (x, y) in points {
                    match steps.last_mut() {
                        Some(last) if last.0 >= x - half => *last = (x - half, y),
                        Some(_) => steps.push((x - half, y)),
                        None => steps.extend([(x - 2.0 * half, NOT_AVAILABLE), (x - half, y)]),
                    }
                    steps.push((x + half, NOT_AVAILABLE));
                }
                What::Graph(now, table(steps, TableKind::Discrete))
            }
        }
    }

    /// A table, with its points where they come from a file.
    pub(super) fn table(&mut self, table: &Table, v: &Variable, slot: &Slot, flat: Option<usize>) -> Read<Table> {
        let Some(call) = &table.external else { return Ok(table.clone()) };
        let place = self.position(v, slot, flat);
        let points = self.data.points(call, &place)?;
        self.lost.note("where tables came from: files beside the model, whose points are written out");
        Ok(Table { points, kind: TableKind::Continuous, external: None, span: table.span })
    }
}
