//! `table "file" by d { column: unit }`: constants over dimensions.

use std::collections::HashMap;

use milepost_syntax::ast;
use milepost_syntax::{Diagnostic, Span};

use crate::checker::Checker;
use crate::csv_file::{CsvFile, Row};
use crate::model::DimensionId;

/// A column that names elements.
pub(crate) struct Key {
    column: usize,
    dim: DimensionId,
    /// Position of each element.
    places: HashMap<String, usize>,
}

impl Checker<'_> {
    /// Reads a CSV file for a table.
    pub(crate) fn csv(&mut self, file: &ast::Text) -> Option<CsvFile> {
        CsvFile::read(self.world, &mut self.sources, &file.text, file.span).map_err(|f| self.report(f)).ok()
    }

    /// The key columns of dimensions.
    pub(crate) fn key_columns(&mut self, table: &CsvFile, dims: &[DimensionId], asked: Span) -> Option<Vec<Key>> {
        let columns: Vec<_> = dims.iter().map(|d| table.column(&self.dim(*d).name, asked)).collect();
        let mut out = Vec::new();
        for (column, dim) in columns.into_iter().zip(dims) {
            match column {
                Ok(column) => out.push(Key { column, dim: *dim, places: self.places(*dim) }),
                Err(finding) => self.report(finding),
            }
        }
        (out.len() == dims.len()).then_some(out)
    }

    /// The flat element that a row's keys name.
    pub(crate) fn flat_key(&mut self, row: &Row, keys: &[Key]) -> Option<usize> {
        let mut flat = 0;
        for key in keys {
            let name = &row.cells[key.column];
            match key.places.get(name) {
                Some(i) => flat = flat * key.places.len() + i,
                None => {
                    let dim = self.dim(key.dim);
                    let message = format!("`{name}` is no element of `{}`", dim.name);
                    let finding = Diagnostic::error(row.cell(key.column), message);
                    if self.diagnostics.len() > crate::MOST_FINDINGS {
                        return self.fail(finding);
                    }
                    let near = crate::nearest(name, dim.elements.iter().map(String::as_str));
                    let help = near.map(|n| format!("did you mean `{n}`?"));
                    return self.fail(help.into_iter().fold(finding, |f, h| f.help(h)));
                }
            }
        }
        Some(flat)
    }

    /// Names of a flat element, `Anbar, sunni`.
    pub(crate) fn element_names(&self, mut flat: usize, dims: &[DimensionId]) -> String {
        let mut names = Vec::new();
        for d in dims.iter().rev() {
            let elements = &self.dim(*d).elements;
            names.push(elements[flat % elements.len()].as_str());
            flat /= elements.len();
        }
        names.reverse();
        names.join(", ")
    }

    /// All columns of a table, flat over its dimensions: one finding per wrong cell, row or column.
    pub(crate) fn table_values(&mut self, table: &ast::Table, dims: &[DimensionId]) -> Option<Vec<Vec<f64>>> {
        let file = self.csv(&table.file)?;
        let asked = table.by.first().map_or(table.file.span, |n| n.span);
        let keys = self.key_columns(&file, dims, asked);
        let mut columns = Vec::new();
        for c in &table.columns {
            let header = c.header.as_ref().unwrap_or(&c.name);
            match file.column(&header.text, header.span) {
                Ok(i) => columns.push(i),
                Err(finding) => self.report(finding),
            }
        }
        let keys = keys?;
        if columns.len() != table.columns.len() {
            return None;
        }
        let size = self.size(dims);
        let mut values = vec![vec![f64::NAN; size]; columns.len()];
        let mut seen: Vec<Option<Span>> = vec![None; size];
        let mut good = true;
        for row in &file.rows {
            let Some(flat) = self.flat_key(row, &keys) else {
                good = false;
                continue;
            };
            if let Some(first) = seen[flat] {
                let (what, line) = (self.element_names(flat, dims), self.sources.line(first));
                self.report(Diagnostic::error(row.span, format!("a second row for {what}; the first is line {line}")));
                good = false;
            }
            seen[flat] = Some(row.span);
            for (k, column) in columns.iter().enumerate() {
                match file.number(row, *column) {
                    Ok(v) => values[k][flat] = v,
                    Err(finding) => {
                        self.report(finding);
                        good = false;
                    }
                }
            }
        }
        let missing: Vec<_> = (0..size).filter(|i| seen[*i].is_none()).collect();
        if !missing.is_empty() && good {
            let names: Vec<_> = missing.iter().take(5).map(|i| self.element_names(*i, dims)).collect();
            let more = if missing.len() > 5 { format!(" and {} more", missing.len() - 5) } else { String::new() };
            let message = format!("`{}` has no row for {}{more}", file.path, names.join("; "));
            self.report(Diagnostic::error(table.file.span, message).help("add the row; a missing value is never zero"));
            good = false;
        }
        good.then_some(values)
    }
}
