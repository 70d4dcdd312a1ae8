//! `dimension d { A B }`, from a file, and subranges.

use std::collections::{BTreeSet, HashMap};

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, DeclarationKind, Elements};

use crate::checker::{Checker, Space, Symbol};
use crate::csv_file::CsvFile;
use crate::model::{Dimension, DimensionId};

/// More elements than this are a typing error.
const MOST_ELEMENTS: usize = 100_000;

impl<'a> Checker<'a> {
    /// Declares all dimensions, parents before subranges.
    pub(crate) fn declare_dimensions(&mut self) {
        let mut all = Vec::new();
        for d in self.declarations() {
            if let DeclarationKind::Dimension(dim) = &d.kind {
                all.push((d, dim));
            }
        }
        for (d, dim) in all.iter().filter(|(_, dim)| dim.parent.is_none()) {
            self.declare_dimension(d, dim, None);
        }
        for (d, dim) in &all {
            let Some(parent) = &dim.parent else { continue };
            let Some(id) = self.dimension(parent) else {
                self.broken.insert(dim.name.text.clone());
                continue;
            };
            if let Some((whole, _)) = self.dim(id).parent {
                let message = format!("`{}` is itself a subrange", parent.text);
                let help = format!("write `in {}`, the dimension that it is part of", self.dim(whole).name);
                self.report(Diagnostic::error(parent.span, message).help(help));
                self.broken.insert(dim.name.text.clone());
                continue;
            }
            self.declare_dimension(d, dim, Some(id));
        }
    }

    /// Declares a dimension; what uses one that is wrong is not wrong for that.
    fn declare_dimension(&mut self, d: &'a ast::Declaration, dim: &'a ast::Dimension, parent: Option<DimensionId>) {
        if self.checked_dimension(d, dim, parent).is_none() {
            self.broken.insert(dim.name.text.clone());
        }
    }

    fn checked_dimension(
        &mut self,
        d: &'a ast::Declaration,
        dim: &'a ast::Dimension,
        parent: Option<DimensionId>,
    ) -> Option<()> {
        let elements = self.elements(dim)?;
        if elements.is_empty() || elements.len() > MOST_ELEMENTS {
            let count = if elements.is_empty() { "no".into() } else { elements.len().to_string() };
            let message = format!("`{}` has {count} elements", dim.name.text);
            return self.fail(Diagnostic::error(dim.name.span, message).help("a dimension has from 1 to 100,000"));
        }
        let parent = match parent {
            None => None,
            Some(id) => {
                let mut positions = Vec::new();
                let places = self.places(id);
                for (element, span) in &elements {
                    match places.get(element) {
                        Some(i) => positions.push(*i),
                        None => {
                            let message = format!("`{}` has no element `{element}`", self.dim(id).name);
                            let near = crate::nearest(element, self.dim(id).elements.iter().map(String::as_str));
                            let help = near.map(|n| format!("did you mean `{n}`?"));
                            let finding = Diagnostic::error(*span, message);
                            self.report(help.into_iter().fold(finding, |f, h| f.help(h)));
                        }
                    }
                }
                if positions.len() != elements.len() {
                    return None;
                }
                Some((id, positions))
            }
        };
        let id = DimensionId(self.dimensions.len() as u32);
        self.define(Space::Dimension, &dim.name, Symbol::Dimension(id));
        self.dimensions.push(Dimension {
            name: dim.name.text.clone(),
            elements: elements.into_iter().map(|(e, _)| e).collect(),
            parent,
            docs: d.docs.clone(),
            span: d.span,
        });
        Some(())
    }

    /// The position of each element of a dimension.
    pub(crate) fn places(&self, id: DimensionId) -> HashMap<String, usize> {
        self.dim(id).elements.iter().enumerate().map(|(i, e)| (e.clone(), i)).collect()
    }

    fn elements(&mut self, dim: &ast::Dimension) -> Option<Vec<(String, milepost_syntax::Span)>> {
        match &dim.elements {
            Elements::Listed(names) => {
                let mut seen = BTreeSet::new();
                for n in names {
                    if !seen.insert(&n.text) {
                        let message = format!("`{}` is listed twice", n.text);
                        self.report(Diagnostic::error(n.span, message));
                    }
                }
                Some(names.iter().map(|n| (n.text.clone(), n.span)).collect())
            }
            Elements::Column { file, column } => {
                let read = CsvFile::read(self.world, &mut self.sources, &file.text, file.span);
                let table = read.map_err(|f| self.report(f)).ok()?;
                let at = table.column(&column.text, column.span).map_err(|f| self.report(f)).ok()?;
                let mut seen = BTreeSet::new();
                let mut out = Vec::new();
                for row in &table.rows {
                    if row.cells[at].is_empty() {
                        let finding = Diagnostic::error(row.span, format!("column `{}` is empty here", column.text));
                        return self.fail(finding);
                    }
                    if seen.insert(row.cells[at].clone()) {
                        out.push((row.cells[at].clone(), column.span));
                    }
                }
                Some(out)
            }
        }
    }
}
