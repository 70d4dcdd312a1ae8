//! `series` and the evidence of indicators: values by date.

use milepost_syntax::ast::{self, ExprKind as Ast, Name, SeriesData};
use milepost_syntax::{Date, Diagnostic};

use crate::checker::{Checker, Space};
use crate::csv_file::{CsvFile, Row};
use crate::model::{DimensionId, Series};
use crate::time::Edge;
use crate::unit::Unit;

/// Headers under which a time column is found when `by time` is written.
pub(crate) const TIME_HEADERS: [&str; 5] = ["time", "date", "month", "period", "day"];

/// A date in a cell: `2004-06`, `2004-06-30`.
fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let (year, month, day) = match parts[..] {
        [y, m] if digits(y, 4) && digits(m, 2) => (y, m, None),
        [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2) => (y, m, Some(d.parse().ok()?)),
        _ => return None,
    };
    let (year, month) = (year.parse().ok().filter(|y| *y > 0)?, month.parse().ok()?);
    jiff::civil::Date::new(year, month, day.unwrap_or(1)).ok()?;
    Some(Date { year, month, day })
}

impl Checker<'_> {
    pub(crate) fn time_column(&mut self, file: &CsvFile, name: Option<&Name>, asked: &ast::Text) -> Option<usize> {
        if let Some(n) = name
            && !matches!(n.text.as_str(), "time")
        {
            return file.column(&n.text, n.span).map_err(|f| self.report(f)).ok();
        }
        let found = TIME_HEADERS.iter().find_map(|h| file.header.iter().position(|c| c == h));
        if found.is_none() {
            let message = format!("`{}` has no column of time", file.path);
            let finding = Diagnostic::error(asked.span, message);
            self.report(finding.help(format!("name one of its columns {}", TIME_HEADERS.join(", "))));
        }
        found
    }

    pub(crate) fn row_time(&mut self, file: &CsvFile, row: &Row, column: usize, edge: Edge) -> Option<f64> {
        let text = &row.cells[column];
        if self.axis.origin.is_none() {
            if parse_date(text).is_some() {
                let message = format!("`{text}` is a date, but this strategy's time has none");
                let finding = Diagnostic::error(row.cell(column), message);
                return self
                    .fail(finding.help("write `time month from 2004-01 to ...` in the strategy, or a number here"));
            }
            return file.number(row, column).map_err(|f| self.report(f)).ok();
        }
        match parse_date(text) {
            Some(date) => self.axis.at(date, edge),
            None => self.fail(
                Diagnostic::error(row.cell(column), format!("`{text}` is not a date"))
                    .help("write 2006-06 or 2006-06-30"),
            ),
        }
    }

    /// Names of a `by` list: its dimensions, and the name of the time column if one is given.
    pub(crate) fn split_by<'n>(&mut self, by: &'n [Name]) -> Option<(Vec<DimensionId>, Option<&'n Name>)> {
        let mut dims = Vec::new();
        let mut time = None;
        for name in by {
            if self.broken.contains(&name.text) {
                return None;
            } else if self.lookup(Space::Dimension, &name.text).is_some() {
                dims.extend(self.dimension(name));
            } else if time.is_none() {
                time = Some(name);
            } else {
                self.dimension(name)?;
            }
        }
        Some((dims, time))
    }

    /// A series' points.
    pub(crate) fn series(&mut self, s: &ast::Series, dims: &[DimensionId], unit: &Unit, scale: f64) -> Option<Series> {
        let step = match s.interpolation.text.as_str() {
            "linear" => false,
            "step" => true,
            other => {
                let finding = Diagnostic::error(s.interpolation.span, format!("unknown interpolation `{other}`"));
                return self.fail(finding.help("write `linear` or `step`"));
            }
        };
        let mut points = vec![Vec::new(); self.size(dims)];
        match &s.data {
            SeriesData::Listed(list) => {
                if !dims.is_empty() {
                    let finding = Diagnostic::error(s.head.name.span, "a listed series has no dimension");
                    return self.fail(finding.help("keep it in a CSV file: from \"file.csv\" by time, dimension"));
                }
                for (when, value) in list {
                    let (t, v) = (self.instant(when, Edge::First), self.constant(value, unit, scale));
                    points[0].push((t?, v?));
                }
            }
            SeriesData::File { file, column, by } => {
                let (by_dims, time) = self.split_by(by)?;
                if by_dims.len() != dims.len() || dims.iter().any(|d| !by_dims.contains(d)) {
                    let message = format!("`{}` and its `by` list name different dimensions", s.head.name.text);
                    return self.fail(Diagnostic::error(s.head.name.span, message));
                }
                let csv = self.csv(file)?;
                let value = column.as_ref().unwrap_or(&s.head.name);
                let at = csv.column(&value.text, value.span).map_err(|f| self.report(f)).ok();
                let when = self.time_column(&csv, time, file);
                let keys = self.key_columns(&csv, dims, file.span);
                let (at, when, keys) = (at?, when?, keys?);
                let mut good = true;
                for row in &csv.rows {
                    let flat = self.flat_key(row, &keys);
                    let t = self.row_time(&csv, row, when, Edge::First);
                    let v = csv.number(row, at).map_err(|f| self.report(f)).ok();
                    match (flat, t, v) {
                        (Some(flat), Some(t), Some(v)) => points[flat].push((t, v * scale)),
                        _ => good = false,
                    }
                }
                if !good {
                    return None;
                }
            }
        }
        for (flat, list) in points.iter_mut().enumerate() {
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
            let whose =
                if dims.is_empty() { String::new() } else { format!(" for {}", self.element_names(flat, dims)) };
            let name = &s.head.name;
            let finding = if list.is_empty() {
                Some(Diagnostic::error(name.span, format!("`{}` has no points{whose}", name.text)))
            } else if let Some(w) = list.windows(2).find(|w| w[0].0 == w[1].0) {
                let message = format!("`{}` has two points at {}{whose}", name.text, self.axis.label(w[0].0));
                Some(Diagnostic::error(name.span, message))
            } else if !s.hold && list[0].0 > self.axis.start + 1e-9 {
                let (a, b) = (self.axis.label(list[0].0), self.axis.label(self.axis.start));
                let message = format!("`{}` begins at {a}{whose}, but time begins at {b}", name.text);
                Some(
                    Diagnostic::error(name.span, message).help("add earlier points, or `hold` to keep the first value"),
                )
            } else if !s.hold && list[list.len() - 1].0 < self.axis.end - 1e-9 {
                let (a, b) = (self.axis.label(list[list.len() - 1].0), self.axis.label(self.axis.end));
                let message = format!("`{}` ends at {a}{whose}, but time runs to {b}", name.text);
                Some(Diagnostic::error(name.span, message).help("add later points, or `hold` to keep the last value"))
            } else {
                None
            };
            if let Some(finding) = finding {
                return self.fail(finding);
            }
        }
        Some(Series { points, step, hold: s.hold })
    }

    /// A date as written in a `due` and the like.
    pub(crate) fn written_date(e: Option<&ast::Expr>) -> Option<Date> {
        match e.map(|e| &e.kind) {
            Some(Ast::Date(d)) => Some(*d),
            _ => None,
        }
    }
}
