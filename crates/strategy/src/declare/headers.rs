//! Names, dimensions and declared units of everything with a value, before any equation is read.

use milepost_syntax::ast::{self, DeclarationKind as D, Domain, Head, Name};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Body, Checker, Header, Space, Symbol};
use crate::model::*;
use crate::unit::Unit;

impl<'a> Checker<'a> {
    /// Declares variables and lookups.
    pub(crate) fn declare_headers(&mut self) {
        for d in self.declarations() {
            match &d.kind {
                D::Table(t) => self.declare_table(d, t),
                D::Lookup(l) => self.declare_lookup(d, l),
                D::Series(s) => self.header(d, &s.head, Body::Series(s), Known::Number),
                D::Uncertain(u) => {
                    self.header(d, &u.head, Body::Uncertain(u), categories(u.range.as_ref()));
                    self.half_read(d.span, u.range.is_none());
                }
                D::Lever(l) => {
                    self.header(d, &l.head, Body::Lever(l), categories(l.domain.as_ref()));
                    self.half_read(d.span, l.domain.is_none());
                }
                D::Stock(s) => self.header(d, &s.head, Body::Stock(s), Known::Number),
                D::Let(l) => {
                    let known = if l.head.unit.is_some() { Known::Number } else { Known::Later };
                    self.header(d, &l.head, Body::Let(l), known);
                }
                D::Indicator(i) => {
                    let known = if i.head.unit.is_some() { Known::Number } else { Known::Later };
                    self.header(d, &i.head, Body::Indicator(i), known);
                    // `by governorate` says as much as `[governorate]` does.
                    if i.head.dims.is_empty() {
                        let is_dim = |n: &&Name| self.lookup(Space::Dimension, &n.text).is_some();
                        let by: Vec<Name> = i.by.iter().filter(is_dim).cloned().collect();
                        let dims = self.head_dims(&by);
                        if let Some(header) = self.headers.last_mut() {
                            header.dims = dims;
                        }
                    }
                }
                D::Condition(c) => self.header(d, &c.head, Body::Condition(c), Known::Truth),
                D::Milestone(m) => self.header(d, &m.head, Body::Milestone(m), Known::Truth),
                D::Trigger(t) => self.header(d, &t.head, Body::Trigger(t), Known::Truth),
                _ => {}
            }
        }
        self.kinds.resize(self.headers.len(), None);
    }

    fn header(&mut self, d: &'a ast::Declaration, head: &'a Head, body: Body<'a>, known: Known) {
        let dims = self.head_dims(&head.dims);
        let unit = head.unit.as_ref().and_then(|u| self.unit(u));
        let broken = dims.len() < head.dims.len() || unit.is_some() != head.unit.is_some();
        let ty = match known {
            _ if broken => None,
            Known::Number => Some(Type::Number(unit.as_ref().map_or(Unit::one(), |(u, _)| u.clone()))),
            Known::Truth => Some(Type::Truth),
            Known::Categories(labels) => {
                if let Some(u) = &head.unit {
                    self.report(Diagnostic::error(u.span, "categories have no unit"));
                }
                Some(Type::Category(labels))
            }
            Known::Later => None,
        };
        let title = head.title.as_ref().map(|t| t.text.clone());
        self.push_header(Header { name: &head.name, title, docs: &d.docs, span: d.span, dims, unit, ty, body, broken });
    }

    /// The last header is wrong if its range is missing because its text could not be read, which has been reported.
    fn half_read(&mut self, at: Span, no_range: bool) {
        let near = |s: Span| s.file == at.file && (at.start..=at.end + 1).contains(&s.start);
        let reported = self.diagnostics.iter().any(|d| d.span.is_some_and(near));
        if let Some(header) = self.headers.last_mut().filter(|_| no_range && reported) {
            (header.broken, header.ty) = (true, None);
        }
    }

    fn push_header(&mut self, header: Header<'a>) {
        let id = VariableId(self.headers.len() as u32);
        self.define(Space::Value, header.name, Symbol::Variable(id));
        self.headers.push(header);
    }

    /// The meaning of a written unit; wrong ones are reported.
    pub(crate) fn unit(&mut self, written: &ast::UnitExpr) -> Option<(Unit, Display)> {
        match self.units.resolve(written) {
            Ok(found) => Some(found),
            Err(findings) => {
                self.diagnostics.extend(findings);
                None
            }
        }
    }

    /// The dimensions named; one that is wrong is reported and left out.
    fn head_dims(&mut self, names: &[Name]) -> Vec<DimensionId> {
        let mut dims = Vec::new();
        for name in names {
            let Some(id) = self.dimension(name) else { continue };
            let with: Vec<DimensionId> = dims.iter().copied().chain([id]).collect();
            if self.small_enough(&with, name.span).is_none() {
                continue;
            }
            if self.binds(&dims, id) || dims.iter().any(|d| self.binds(&[id], *d)) {
                self.report(Diagnostic::error(name.span, format!("`{}` stands here twice", name.text)));
                continue;
            }
            dims.push(id);
        }
        dims
    }

    fn declare_table(&mut self, d: &'a ast::Declaration, table: &'a ast::Table) {
        let dims = self.head_dims(&table.by);
        let values = if dims.len() == table.by.len() { self.table_values(table, &dims) } else { None };
        for (k, column) in table.columns.iter().enumerate() {
            let unit = column.unit.as_ref().and_then(|u| self.unit(u));
            let ty = Some(Type::Number(unit.as_ref().map_or(Unit::one(), |(u, _)| u.clone())));
            let scale = unit.as_ref().map_or(1.0, |(_, display)| display.scale);
            let data = values.as_ref().map(|v| v[k].iter().map(|x| x * scale).collect()).unwrap_or_default();
            let body = Body::Column(self.columns.len());
            self.columns.push(data);
            let (name, docs, dims) = (&column.name, &d.docs, dims.clone());
            let broken = dims.len() < table.by.len() || unit.is_some() != column.unit.is_some();
            let ty = ty.filter(|_| !broken);
            self.push_header(Header { name, title: None, docs, span: d.span, dims, unit, ty, body, broken });
        }
    }

    fn declare_lookup(&mut self, d: &'a ast::Declaration, l: &'a ast::Lookup) {
        let of = l.of.as_ref().and_then(|u| self.unit(u));
        let unit = l.unit.as_ref().and_then(|u| self.unit(u));
        let read = |pair: &Option<(Unit, Display)>| match pair {
            Some((u, display)) => (u.clone(), display.scale),
            None => (Unit::one(), 1.0),
        };
        let (of_read, unit_read) = (of.is_some(), unit.is_some());
        let ((of, of_scale), (unit, scale)) = (read(&of), read(&unit));
        let mut points = Vec::new();
        for (x, y) in &l.points {
            if let (Some(x), Some(y)) = (self.constant(x, &of, of_scale), self.constant(y, &unit, scale)) {
                points.push((x, y));
            }
        }
        if points.len() == l.points.len() && points.len() < 2 {
            let message = format!("`{}` needs two points or more", l.name.text);
            self.report(Diagnostic::error(l.name.span, message).help("write `(0, 1) (2, 3)`"));
        }
        if points.windows(2).any(|w| w[0].0 >= w[1].0) {
            let message = format!("the points of `{}` do not ascend", l.name.text);
            self.report(Diagnostic::error(l.name.span, message).help("sort them by their first number"));
        }
        let id = LookupId(self.lookups.len() as u32);
        if l.of.is_some() != of_read || l.unit.is_some() != unit_read {
            self.broken.insert(l.name.text.clone());
        } else {
            self.define(Space::Value, &l.name, Symbol::Lookup(id));
        }
        let (name, docs) = (l.name.text.clone(), d.docs.clone());
        self.lookups.push(Lookup { name, docs, points, shape: LookupShape::Line, of, unit, span: d.span });
    }
}

/// What the declaration alone says of a type.
enum Known {
    Number,
    Truth,
    Categories(Vec<String>),
    Later,
}

fn categories(domain: Option<&Domain>) -> Known {
    match domain {
        Some(Domain::Categories(list)) => Known::Categories(list.iter().map(|(n, _)| n.text.clone()).collect()),
        _ => Known::Number,
    }
}
