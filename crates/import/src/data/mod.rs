//! Numbers from files beside the model: spreadsheets, text tables, and runs of other models.

mod book;
mod run;

use crate::equation::Read;
use crate::foreign::{Expr, ExprKind};
use book::{Area, Book, cell, column_of};
use milepost_syntax::{Diagnostic, Span};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Where files beside the model come from.
pub trait Files {
    /// The bytes of a file, by its path relative to the model, or a sentence that says why there are none.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// Files that have been read, each once.
pub(crate) struct Tables<'f> {
    files: &'f dyn Files,
    books: FxHashMap<String, Rc<Book>>,
    runs: Option<Rc<run::Run>>,
    /// Data files that were named.
    named: Vec<String>,
}

/// Which element of an equation's ranges is meant: position and size of each range, in order.
pub(crate) type Place = [(usize, usize)];

impl<'f> Tables<'f> {
    /// Nothing read yet.
    pub fn new(files: &'f dyn Files, named: &[String]) -> Tables<'f> {
        Tables { files, books: FxHashMap::default(), runs: None, named: named.to_vec() }
    }

    /// The elements of a range: `GET XLS SUBSCRIPT(file, tab, first cell, last cell, prefix)`.
    pub fn subscript(&mut self, call: &Expr) -> Read<Vec<String>> {
        let texts = texts(call, 4)?;
        let (book, sheet) = self.sheet(call, texts[0], texts[1])?;
        let sheet = book.sheet(sheet);
        let first = area(&book, texts[2], call.span)?.start;
        let last = texts[3].trim();
        let prefix = texts.get(4).copied().unwrap_or_default();
        let (to_row, to_column) = match (cell(last), column_of(last), last.parse::<u32>()) {
            (Some(end), ..) => (end.0, end.1),
            (None, Some(column), _) => (first.0, column),
            (None, None, Ok(row)) if row > 0 => (row - 1, first.1),
            _ => (area(&book, last, call.span)?.end.0, area(&book, last, call.span)?.end.1),
        };
        let mut names = Vec::new();
        for row in first.0..=to_row.min(sheet.last_row()).max(first.0) {
            for column in first.1..=to_column.min(sheet.last_column()).max(first.1) {
                if let Some(name) = sheet.text((row, column)) {
                    names.push(format!("{prefix}{name}"));
                }
            }
        }
        if names.is_empty() {
            return Err(Diagnostic::error(call.span, format!("there are no names of elements at `{}`", texts[2])));
        }
        Ok(names)
    }

    /// A number: `GET XLS CONSTANTS(file, tab, cell)`.  The last range goes across columns and the one before it down
    /// rows; with a `*` behind the cell it is the other way round.
    pub fn constant(&mut self, call: &Expr, place: &Place) -> Read<f64> {
        let texts = texts(call, 3)?;
        let (book, sheet) = self.sheet(call, texts[0], texts[1])?;
        let (name, turned) = match texts[2].trim().strip_suffix('*') {
            Some(name) => (name, true),
            None => (texts[2].trim(), false),
        };
        let from = area(&book, name, call.span)?.start;
        let (rows, last) = match place.split_last() {
            None => (0, 0),
            Some((&(last, _), rest)) => (rest.iter().fold(0, |flat, (at, n)| flat * n + at), last),
        };
        let (down, across) = if turned { (last, rows) } else { (rows, last) };
        let at = (from.0 + down as u32, from.1 + across as u32);
        book.sheet(sheet).number(at).ok_or_else(|| {
            let message = format!("there is no number in {} of `{}` in `{}`", book::name_of(at), texts[1], texts[0]);
            Diagnostic::error(call.span, message).help("put one there, or name the cell that holds it")
        })
    }

    /// Points: `GET XLS DATA(file, tab, time row or column, cell)`, and `LOOKUPS` alike.  Elements go on across.
    pub fn points(&mut self, call: &Expr, place: &Place) -> Read<Vec<(f64, f64)>> {
        let texts = texts(call, 4)?;
        let (book, sheet) = self.sheet(call, texts[0], texts[1])?;
        let sheet = book.sheet(sheet);
        let element = place.iter().fold(0, |flat, (at, n)| flat * n + at) as u32;
        let data = area(&book, texts[3].trim().trim_end_matches('*'), call.span)?;
        let along = texts[2].trim();
        let mut points = Vec::new();
        let mut take = |x: Option<f64>, y: Option<f64>| {
            if let (Some(x), Some(y)) = (x, y) {
                points.push((x, y));
            }
        };
        if let Ok(row) = along.parse::<u32>()
            && row > 0
        {
            for column in data.start.1..=sheet.last_column() {
                take(sheet.number((row - 1, column)), sheet.number((data.start.0 + element, column)));
            }
        } else if let Some(column) = column_of(along).filter(|_| !book.has_name(along)) {
            for row in data.start.0..=sheet.last_row() {
                take(sheet.number((row, column)), sheet.number((row, data.start.1 + element)));
            }
        } else {
            let times = area(&book, along, call.span)?;
            let (start, end) = (times.start, times.end);
            if start.0 == end.0 {
                for column in start.1..=end.1.min(sheet.last_column()) {
                    take(
                        sheet.number((start.0, column)),
                        sheet.number((data.start.0 + element, data.start.1 + column - start.1)),
                    );
                }
            } else {
                for row in start.0..=end.0.min(sheet.last_row()) {
                    take(
                        sheet.number((row, start.1)),
                        sheet.number((data.start.0 + row - start.0, data.start.1 + element)),
                    );
                }
            }
        }
        if points.is_empty() {
            let message =
                format!("there are no points along `{along}` at `{}` of `{}` in `{}`", texts[3], texts[1], texts[0]);
            return Err(
                Diagnostic::error(call.span, message).help("name the row or column of times, and the first value")
            );
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Ok(points)
    }

    /// The points of a variable without an equation, by its name with elements.
    pub fn data(&mut self, name: &str, span: Span) -> Read<Vec<(f64, f64)>> {
        let run = match &self.runs {
            Some(run) => Rc::clone(run),
            None => {
                let run = Rc::new(run::Run::read(self.files, &self.named).map_err(|why| Diagnostic::error(span, why))?);
                self.runs = Some(Rc::clone(&run));
                run
            }
        };
        run.points(name).ok_or_else(|| {
            Diagnostic::error(span, format!("`{name}` has no equation and no data"))
                .help("give it an equation, or a column in `data.tab` or `data.csv` beside the model")
        })
    }

    fn sheet(&mut self, call: &Expr, file: &str, tab: &str) -> Read<(Rc<Book>, usize)> {
        let book = match self.books.get(file) {
            Some(book) => Rc::clone(book),
            None => {
                let fault = |why: String| Diagnostic::error(call.span, why);
                let bytes = self.files.read(file).map_err(fault)?;
                let book = Rc::new(Book::read(file, bytes, tab).map_err(fault)?);
                self.books.insert(file.to_string(), Rc::clone(&book));
                book
            }
        };
        let Some(sheet) = book.find(tab) else {
            let message = format!("`{file}` has no sheet `{tab}`");
            return Err(Diagnostic::error(call.span, message).help(format!("it has {}", book.sheets())));
        };
        Ok((book, sheet))
    }
}

/// The texts that a call is given.
fn texts(call: &Expr, least: usize) -> Read<Vec<&str>> {
    let ExprKind::Call { name, arguments, .. } = &call.kind else {
        return Err(Diagnostic::error(call.span, "this does not name a file"));
    };
    let text = |e: &'_ Expr| -> Option<String> {
        match &e.kind {
            ExprKind::Text(text) => Some(text.clone()),
            _ => None,
        }
    };
    if arguments.len() < least || arguments.iter().any(|e| text(e).is_none()) {
        let message = format!("`{name}` takes {least} texts in single quotes");
        return Err(Diagnostic::error(call.span, message));
    }
    Ok(arguments.iter().filter_map(|e| if let ExprKind::Text(t) = &e.kind { Some(t.as_str()) } else { None }).collect())
}

/// A cell, or an area that has a name.
fn area(book: &Book, name: &str, span: Span) -> Read<Area> {
    if let Some(at) = cell(name) {
        return Ok(Area { start: at, end: at });
    }
    book.area(name).ok_or_else(|| {
        Diagnostic::error(span, format!("`{name}` is neither a cell nor a named area of this file"))
            .help("write a cell such as B5, or name an area in the spreadsheet")
    })
}
