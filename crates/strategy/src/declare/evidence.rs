//! The evidence of indicators: which file, how its rows are read, and the tables among them.

use std::collections::BTreeMap;

use milepost_syntax::ast::{self, Name};
use milepost_syntax::{Date, Diagnostic};

use super::series::TIME_HEADERS;
use crate::checker::Checker;
use crate::csv_file::{CsvFile, Row};
use crate::model::{DimensionId, Evidence, Figure, Layout, Reading};
use crate::time::Edge;

/// The value of a point for each flat element, with its least and most where the table has them, and its line.
type Point = (f64, Vec<Option<f64>>, Vec<Option<(f64, f64)>>, Vec<u64>);

impl Checker<'_> {
    /// The evidence of an indicator; `per` divides counts into rates where the indicator averages.
    pub(crate) fn evidence(
        &mut self,
        i: &ast::Indicator,
        dims: &[DimensionId],
        scale: f64,
        per: f64,
    ) -> Option<Option<Evidence>> {
        let Some(file) = &i.file else { return Some(None) };
        let (by_dims, time) = self.split_by(&i.by)?;
        if by_dims.len() != dims.len() || dims.iter().any(|d| !by_dims.contains(d)) {
            let message = format!("`{}` and its `by` list name different dimensions", i.head.name.text);
            let wanted = dims.iter().map(|d| self.dim(*d).name.clone()).collect::<Vec<_>>().join(", ");
            let help = if dims.is_empty() { "leave `by` out".into() } else { format!("write `by {wanted}`") };
            return self.fail(Diagnostic::error(i.head.name.span, message).help(help));
        }
        let reading = self.reading(i, dims, time)?;
        let mut evidence = Evidence { file: file.text.clone(), reading, ..Evidence::default() };
        if evidence.reading.layout == Layout::Table {
            let points = self.points(i, file, time, dims, |v| v * scale / per)?;
            for (t, values, spread, lines) in points {
                evidence.points.push((t, values));
                evidence.lines.push(lines);
                if i.reading.range.is_some() {
                    evidence.spread.push(spread);
                }
            }
        }
        Some(Some(evidence))
    }

    /// How the rows are read.
    fn reading(&mut self, i: &ast::Indicator, dims: &[DimensionId], time: Option<&Name>) -> Option<Reading> {
        let r = &i.reading;
        let layout = match &r.layout {
            None => Layout::Table,
            Some(word) => match Layout::named(&word.text) {
                Some(layout) => layout,
                None => {
                    let finding = Diagnostic::error(word.span, format!("unknown layout `{}`", word.text));
                    let words = Layout::ALL.map(|(w, _)| w);
                    let help = match crate::nearest(&word.text, words) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("layouts are {}", words.join(", ")),
                    };
                    return self.fail(finding.help(help));
                }
            },
        };
        self.only_for_rows(i, layout)?;
        self.one_key(i, dims, layout)?;
        let own_time = layout != Layout::Rows && layout != Layout::Table;
        let time = time.filter(|n| n.text != "time" && !(own_time && TIME_HEADERS.contains(&n.text.as_str())));
        let header = |n: &Option<Name>| n.as_ref().map(|n| n.text.clone());
        let keys = dims.iter().map(|d| match (&r.place, layout) {
            (Some(place), _) => Some(place.text.clone()),
            (None, Layout::Table | Layout::Rows | Layout::Exported) => Some(self.dim(*d).name.clone()),
            (None, _) => None,
        });
        Some(Reading {
            layout,
            time: time.map(|n| n.text.clone()),
            keys: keys.collect(),
            figure: self.figure(i, layout)?,
            until: header(&r.until),
            id: header(&r.id),
            published: header(&r.published),
            only: r.only.as_ref().map(|(c, v)| (c.text.clone(), v.text.clone())),
            names: match &r.places {
                Some(file) => self.alternative_names(file, dims)?,
                None => Vec::new(),
            },
            covers: match &r.covers {
                Some(span) => Some(self.covered(span)?),
                None => None,
            },
        })
    }

    /// What says how events are read says nothing of a table, which has one row for each period and element.
    fn only_for_rows(&mut self, i: &ast::Indicator, layout: Layout) -> Option<()> {
        let r = &i.reading;
        let named = [
            ("until", r.until.as_ref().map(|n| n.span)),
            ("id", r.id.as_ref().map(|n| n.span)),
            ("published", r.published.as_ref().map(|n| n.span)),
            ("place", r.place.as_ref().map(|n| n.span)),
            ("only", r.only.as_ref().map(|(n, _)| n.span)),
            ("places", r.places.as_ref().map(|t| t.span)),
            ("covers", r.covers.as_ref().map(|(from, _)| from.span)),
            ("count rows", r.counts_rows),
        ];
        let stray = named.into_iter().find_map(|(word, span)| Some((word, span?)));
        match stray {
            Some((word, span)) if layout == Layout::Table => {
                let message = format!("`{word}` is for files of rows; a table has one row for each period and element");
                self.fail(Diagnostic::error(span, message).help("write `layout rows`, or the layout that the file has"))
            }
            _ => Some(()),
        }
    }

    /// Files of events have one column of places.
    fn one_key(&mut self, i: &ast::Indicator, dims: &[DimensionId], layout: Layout) -> Option<()> {
        let own = !matches!(layout, Layout::Table | Layout::Rows | Layout::Exported);
        if dims.len() > 1 && (own || i.reading.place.is_some()) {
            let message = format!("`{}` has several dimensions, this file one column of places", i.head.name.text);
            return self.fail(Diagnostic::error(i.head.name.span, message).help("use `layout rows`, without `place`"));
        }
        Some(())
    }

    fn figure(&mut self, i: &ast::Indicator, layout: Layout) -> Option<Figure> {
        let (column, range) = (i.column.as_ref().map(|n| n.text.clone()), &i.reading.range);
        if let (Some(span), true) = (i.reading.counts_rows, column.is_some() || range.is_some()) {
            let finding = Diagnostic::error(span, "either a column is added up or rows are counted");
            return self.fail(finding.help("leave one out"));
        }
        Some(match (column, range) {
            (Some(best), Some((low, high))) => Figure::Range(best, low.text.clone(), high.text.clone()),
            (None, Some((low, high))) => Figure::Between(low.text.clone(), high.text.clone()),
            (Some(column), None) => Figure::Column(column),
            (None, None) if i.reading.counts_rows.is_some() => Figure::Rows,
            (None, None) => match layout {
                Layout::Table | Layout::Rows => Figure::Column(i.head.name.text.clone()),
                Layout::Hxl => {
                    let message = format!("which tag holds the figures of `{}` is not said", i.head.name.text);
                    let help = "write `column \"#affected\"`, or `count rows`";
                    return self.fail(Diagnostic::error(i.head.name.span, message).help(help));
                }
                Layout::Ucdp | Layout::Acled | Layout::Ibc | Layout::Exported => Figure::Own,
            },
        })
    }

    /// The table of what elements are called elsewhere: columns `name` and `element`.
    fn alternative_names(&mut self, file: &ast::Text, dims: &[DimensionId]) -> Option<Vec<(String, usize, usize)>> {
        let csv = self.csv(file)?;
        let name = csv.column("name", file.span).map_err(|f| self.report(f)).ok();
        let element = csv.column("element", file.span).map_err(|f| self.report(f)).ok();
        let (name, element) = (name?, element?);
        let mut out: Vec<(String, usize, usize)> = Vec::new();
        let mut good = true;
        for row in &csv.rows {
            let wanted = &row.cells[element];
            let found = dims
                .iter()
                .enumerate()
                .find_map(|(d, id)| Some((d, self.dim(*id).elements.iter().position(|e| e == wanted)?)));
            let Some((d, e)) = found else {
                let finding =
                    Diagnostic::error(row.cell(element), format!("`{wanted}` is no element of this indicator"));
                let elements = dims.iter().flat_map(|d| self.dim(*d).elements.iter().map(String::as_str));
                let near = crate::nearest(wanted, elements).map(|n| format!("did you mean `{n}`?"));
                self.report(near.into_iter().fold(finding, |f, h| f.help(h)));
                good = false;
                continue;
            };
            let known = out.iter().find(|(n, at, other)| *n == row.cells[name] && (*at, *other) != (d, e));
            if known.is_some() {
                let message = format!("`{}` is the name of two elements", row.cells[name]);
                self.report(Diagnostic::error(row.cell(name), message).help("leave one out"));
                good = false;
            }
            out.push((row.cells[name].clone(), d, e));
        }
        good.then_some(out)
    }

    fn covered(&mut self, (from, to): &(ast::Expr, ast::Expr)) -> Option<(Date, Date)> {
        let (Some(a), Some(b)) = (Self::written_date(Some(from)), Self::written_date(Some(to))) else {
            let finding = Diagnostic::error(from.span.to(to.span), "a file covers a span between two dates");
            return self.fail(finding.help("write `covers 2004-01 to 2008-12`"));
        };
        if self.axis.at(a, Edge::First) >= self.axis.at(b, Edge::Last) {
            return self.fail(Diagnostic::error(from.span.to(to.span), "this span is empty"));
        }
        Some((a, b))
    }

    /// The points of a table, ascending.
    fn points(
        &mut self,
        i: &ast::Indicator,
        file: &ast::Text,
        time: Option<&Name>,
        dims: &[DimensionId],
        canonical: impl Fn(f64) -> f64,
    ) -> Option<Vec<Point>> {
        let csv = self.csv(file)?;
        let figures = self.figure_columns(i, &csv);
        let when = self.time_column(&csv, time, file);
        let keys = self.key_columns(&csv, dims, file.span);
        let (figures, when, keys) = (figures?, when?, keys?);
        let size = self.size(dims);
        let mut points: BTreeMap<i64, Point> = BTreeMap::new();
        let mut good = true;
        for row in &csv.rows {
            let flat = self.flat_key(row, &keys);
            let t = self.row_time(&csv, row, when, Edge::Last);
            let v = self.figures(&csv, row, figures);
            let (Some(flat), Some(t), Some((low, best, high))) = (flat, t, v) else {
                good = false;
                continue;
            };
            let entry = points.entry((t * 1e4).round() as i64);
            let entry = entry.or_insert_with(|| (t, vec![None; size], vec![None; size], vec![0; size]));
            if entry.1[flat].is_some() {
                self.report(
                    Diagnostic::error(row.span, "a second row for this period and place").help("leave one out"),
                );
                good = false;
            }
            entry.1[flat] = Some(canonical(best));
            entry.2[flat] = Some((canonical(low), canonical(high)));
            entry.3[flat] = row.line;
        }
        good.then(|| points.into_values().collect())
    }

    /// Columns of the least, the figure and the most; none of the figure where the middle counts.
    fn figure_columns(&mut self, i: &ast::Indicator, csv: &CsvFile) -> Option<(usize, Option<usize>, usize)> {
        let mut at = |name: &Name| csv.column(&name.text, name.span).map_err(|f| self.report(f)).ok();
        let best = match (&i.column, &i.reading.range) {
            (None, Some(_)) => None,
            (column, _) => Some(at(column.as_ref().unwrap_or(&i.head.name))?),
        };
        let (low, high) = match &i.reading.range {
            Some((low, high)) => (at(low), at(high)),
            None => (best, best),
        };
        Some((low?, best, high?))
    }

    fn figures(
        &mut self,
        csv: &CsvFile,
        row: &Row,
        (low, best, high): (usize, Option<usize>, usize),
    ) -> Option<(f64, f64, f64)> {
        let mut number = |column| csv.number(row, column).map_err(|f| self.report(f)).ok();
        let (l, h) = if best == Some(low) {
            let v = number(low)?;
            (v, v)
        } else {
            (number(low)?, number(high)?)
        };
        let b = match best {
            Some(best) if best != low => number(best)?,
            _ => (l + h) / 2.0,
        };
        if l <= b && b <= h {
            return Some((l, b, h));
        }
        let message = format!("the least ({l}), the figure ({b}) and the most ({h}) are not in order");
        self.fail(Diagnostic::error(row.span, message).help("see whether two columns are mistaken for each other"))
    }
}
