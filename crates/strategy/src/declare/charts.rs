//! What the report draws over time.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, DeclarationKind, Docs, Name};

use crate::bind::{Bound, bind};
use crate::checker::{Body, Checker, Space, Symbol};
use crate::expression::Context;
use crate::model::*;
use crate::unit::Unit;

/// More tiles than this are no picture.
const MOST_TILES: usize = 200;

impl Checker<'_> {
    /// Declared charts, or where there are none, what the measures look at; then the milestones.
    pub(crate) fn charts(&mut self) -> Vec<Chart> {
        let mut out = Vec::new();
        let mut declared = false;
        for d in self.declarations() {
            let DeclarationKind::Chart(c) = &d.kind else { continue };
            declared = true;
            self.define(Space::Chart, &c.head.name, Symbol::Other);
            if let Some(charts) = self.declared_charts(&d.docs, c) {
                out.extend(charts);
            }
        }
        if !declared {
            for m in self.measures.clone() {
                let mut value = m.value;
                while let ExprKind::OverTime { body, .. } = value.kind {
                    value = *body;
                }
                if matches!(value.ty, Type::Number(_)) && !has_over_time(&value) {
                    out.extend(self.chart(m.name, m.title, m.docs, value, None));
                }
            }
        }
        out.extend(self.milestone_charts());
        out
    }

    /// A declared chart: one, or one for each element of its dimension.
    fn declared_charts(&mut self, docs: &Docs, c: &ast::Chart) -> Option<Vec<Chart>> {
        let name = &c.head.name;
        if let [_, second, ..] = &c.head.dims[..] {
            let finding = Diagnostic::error(second.span, "a chart is over one dimension at most");
            return self.fail(finding.help(format!("reduce the others: sum(... over {})", second.text)));
        }
        let dim = match c.head.dims.first() {
            Some(dim) => Some(self.dimension(dim)?),
            None => None,
        };
        let unit = match &c.head.unit {
            Some(unit) => Some(self.unit(unit)?),
            None => None,
        };
        let bound: Vec<DimensionId> = dim.into_iter().collect();
        let value = self.expr(&c.value, &Context::over(&bound))?;
        let value = self.needs_number(value)?;
        let value = match &unit {
            Some((u, _)) => self.needs_unit(value, &u.clone(), &format!("`{}`", name.text))?,
            None => value,
        };
        let title = c.head.title.as_ref().unwrap_or(name).text.clone();
        let display = unit.map(|(_, d)| d);
        let Some(dim) = dim else {
            if !value.dims.is_empty() {
                let message = format!("a chart shows one number, this is over {}", self.dim_names(&value.dims));
                let first = self.dim(value.dims[0]).name.clone();
                let help = format!("reduce it: sum(... over {first}), or write `{}[{first}]`", name.text);
                return self.fail(Diagnostic::error(c.value.span, message).help(help));
            }
            if let Some((row, _)) = &c.tiles {
                let finding = Diagnostic::error(row.span, "only a chart over a dimension has tiles");
                return self.fail(finding.help(format!("write `{}[DIMENSION]`", name.text)));
            }
            let observed = match &c.observed {
                Some(indicator) => self.seen_by(indicator).map(|i| observed_totals(i, |_| true)).unwrap_or_default(),
                None => Vec::new(),
            };
            let chart = self.chart(name.text.clone(), title, docs.clone(), value, display)?;
            return Some(vec![Chart { observed, ..chart }]);
        };
        let value = self.fits(value, &[dim], &name.text)?;
        let size = self.dim(dim).elements.len();
        if size > MOST_TILES {
            let message = format!("`{}` has {size} elements, too many for a picture of tiles", self.dim(dim).name);
            let help = format!(
                "draw a part of it, of at most {MOST_TILES}: dimension part in {} {{ ... }}",
                self.dim(dim).name
            );
            return self.fail(Diagnostic::error(c.head.dims[0].span, message).help(help));
        }
        let places = match &c.tiles {
            Some(tables) => Some(self.tile_places(tables, dim)?),
            None => None,
        };
        let observed = match &c.observed {
            Some(indicator) => self.observed_by_element(indicator, dim)?,
            None => Vec::new(),
        };
        let elements = self.dim(dim).elements.clone();
        let mut out = Vec::new();
        for (k, element) in elements.into_iter().enumerate() {
            let mut one = value.clone();
            let dims_of = |id: VariableId| self.headers[id.index()].dims.clone();
            bind(&mut one, &Bound::element(&self.dimensions, dim, k), &self.dimensions, &dims_of);
            let (chart_name, title) = (format!("{}[{element}]", name.text), format!("{title}: {element}"));
            let chart = self.chart(chart_name, title, docs.clone(), one, display.clone())?;
            let place = places.as_ref().map(|places| places[k]);
            let kind = ChartKind::Tile { group: name.text.clone(), element, place };
            let observed = observed.get(k).cloned().unwrap_or_default();
            out.push(Chart { observed, kind, ..chart });
        }
        Some(out)
    }

    fn chart(
        &mut self,
        name: String,
        title: String,
        docs: Docs,
        value: Expr,
        display: Option<Display>,
    ) -> Option<Chart> {
        let Type::Number(unit) = value.ty.clone() else { return None };
        let averages = unit.power_of(&self.axis.unit) < 0;
        let display = display.unwrap_or_else(|| self.plain_display(&value, &unit));
        Some(Chart { name, title, docs, value, averages, display, observed: Vec::new(), kind: ChartKind::Plain })
    }

    /// The indicator that `observed` names.
    fn seen_by(&mut self, name: &Name) -> Option<&Indicator> {
        let Symbol::Variable(id) = self.find(Space::Value, "indicator", name)? else {
            return self.fail(Diagnostic::error(name.span, format!("`{}` is not an indicator", name.text)));
        };
        if !matches!(self.headers[id.index()].body, Body::Indicator(_)) {
            return self.fail(Diagnostic::error(name.span, format!("`{}` is not an indicator", name.text)));
        }
        match &self.kinds[id.index()] {
            Some(VariableKind::Indicator(i)) => Some(i),
            _ => None,
        }
    }

    /// Evidence by element of a dimension, summed over all others that the indicator has.
    fn observed_by_element(&mut self, name: &Name, dim: DimensionId) -> Option<Vec<Vec<(f64, f64)>>> {
        self.seen_by(name)?;
        let Some(Symbol::Variable(id)) = self.lookup(Space::Value, &name.text) else { return None };
        let dims = self.headers[id.index()].dims.clone();
        let Some(at) = dims.iter().position(|d| self.binds(&[dim], *d)) else {
            let message = format!("`{}` is not over `{}`", name.text, self.dim(dim).name);
            let help = "leave `observed` out, or name an indicator that is";
            return self.fail(Diagnostic::error(name.span, message).help(help));
        };
        let inner: usize = dims[at + 1..].iter().map(|d| self.dim(*d).elements.len()).product();
        let (n, positions) = (self.dim(dims[at]).elements.len(), self.positions(dim, dims[at]));
        let Some(VariableKind::Indicator(i)) = &self.kinds[id.index()] else { return None };
        Some(positions.into_iter().map(|k| observed_totals(i, |flat| flat / inner % n == k)).collect())
    }

    /// Where the elements of `dim` stand in `whole`, which is the same or what it is a part of.
    fn positions(&self, dim: DimensionId, whole: DimensionId) -> Vec<usize> {
        match &self.dim(dim).parent {
            Some((parent, positions)) if *parent == whole => positions.clone(),
            _ => (0..self.dim(dim).elements.len()).collect(),
        }
    }

    /// Row and column of each element's tile; no two stand on one place.
    fn tile_places(&mut self, (row, column): &(Name, Name), dim: DimensionId) -> Option<Vec<(u32, u32)>> {
        let (rows, columns) = (self.tile_numbers(row, dim), self.tile_numbers(column, dim));
        let places: Vec<(u32, u32)> = rows?.into_iter().zip(columns?).collect();
        for (k, place) in places.iter().enumerate() {
            if let Some(first) = places[..k].iter().position(|p| p == place) {
                let elements = &self.dim(dim).elements;
                let (a, b) = (&elements[first], &elements[k]);
                let message = format!("`{a}` and `{b}` stand on one tile, row {} and column {}", place.0, place.1);
                return self.fail(Diagnostic::error(row.span, message).help("give each a place of its own"));
            }
        }
        Some(places)
    }

    /// Whole numbers from 1, one for each element, from a column of a table.
    fn tile_numbers(&mut self, name: &Name, dim: DimensionId) -> Option<Vec<u32>> {
        let Symbol::Variable(id) = self.find(Space::Value, "table column", name)? else {
            return self.fail(Diagnostic::error(name.span, format!("`{}` is no column of a table", name.text)));
        };
        let header = self.headers[id.index()].clone();
        if header.broken {
            return None;
        }
        let by = match (header.body, &header.dims[..]) {
            (Body::Column(_), [by]) if self.binds(&[dim], *by) => *by,
            _ => {
                let of = self.dim(dim).name.clone();
                let message = format!("`{}` is no column of a table by `{of}`", name.text);
                let help = format!("write one: table \"file.csv\" by {of} {{ {} }}", name.text);
                return self.fail(Diagnostic::error(name.span, message).help(help));
            }
        };
        if header.unit.as_ref().is_some_and(|(unit, _)| *unit != Unit::one()) {
            let finding = Diagnostic::error(name.span, format!("`{}` has a unit", name.text));
            return self.fail(finding.help("a tile's row and column are plain numbers"));
        }
        let Some(VariableKind::Constant(values)) = self.kinds[id.index()].clone() else { return None };
        let mut out = Vec::new();
        for (k, position) in self.positions(dim, by).into_iter().enumerate() {
            let value = values.get(position).copied()?;
            match crate::time::whole(value) {
                Some(n) if value.fract() == 0.0 => out.push(n),
                _ => {
                    let element = &self.dim(dim).elements[k];
                    let message = format!("`{}` of `{element}` is {value}", name.text);
                    let help = "a tile's row and column are whole numbers from 1";
                    return self.fail(Diagnostic::error(name.span, message).help(help));
                }
            }
        }
        Some(out)
    }

    /// For each milestone without dimensions, whether it has been met: 1, 0, or unknown.
    fn milestone_charts(&self) -> Vec<Chart> {
        let milestones = self.headers.iter().enumerate().filter(|(_, h)| matches!(h.body, Body::Milestone(_)));
        let national = milestones.filter(|(_, h)| h.dims.is_empty());
        let charts = national.map(|(i, header)| {
            let id = VariableId(i as u32);
            let name = &header.name.text;
            // Truths are 1 and 0 where they are numbers, and unknown is the missing value of both.
            let (kind, ty) = (ExprKind::Variable(id, Vec::new()), Type::Number(Unit::one()));
            Chart {
                name: format!("milestone.{name}"),
                title: header.title.clone().unwrap_or_else(|| name.clone()),
                docs: header.docs.clone(),
                value: Expr { kind, ty, dims: Vec::new(), span: header.span },
                averages: false,
                display: Display { text: "share".into(), scale: 1.0 },
                observed: Vec::new(),
                kind: ChartKind::Milestone(id),
            }
        });
        charts.collect()
    }
}

/// Evidence summed over some elements; a period with a gap is left out.
fn observed_totals(i: &Indicator, of: impl Fn(usize) -> bool) -> Vec<(f64, f64)> {
    let points = i.evidence.iter().flat_map(|e| &e.points);
    let total = |values: &[Option<f64>]| {
        let chosen = values.iter().enumerate().filter(|(flat, _)| of(*flat));
        chosen.map(|(_, value)| *value).sum::<Option<f64>>()
    };
    points.filter_map(|(t, values)| total(values).map(|v| (*t, v))).collect()
}

fn has_over_time(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::OverTime { .. }) || crate::visit::parts(e).into_iter().any(has_over_time)
}
