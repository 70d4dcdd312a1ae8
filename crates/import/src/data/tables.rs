//! What the equations of a model ask of files, element by element; each call is read once for all of its elements.

use super::{Call, Dataset, Files, Points, Workbooks};
use crate::equation::Read;
use crate::foreign::Expr;
use milepost_syntax::{Diagnostic, Span};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Where data are looked for when no file is named.
const USUAL: [&str; 3] = ["data.tab", "data.csv", "data.dat"];

/// Which element of an equation's ranges is meant: position and size of each range, in order.
pub(crate) type Place = [(usize, usize)];

/// A call, by its place, and the sizes of the ranges that it fills.
type Key = (Span, Vec<usize>);

/// The files beside a model.
pub(crate) struct Tables<'f> {
    files: &'f dyn Files,
    books: Workbooks<'f>,
    constants: FxHashMap<Key, Rc<Vec<Option<f64>>>>,
    series: FxHashMap<Key, Rc<Vec<Points>>>,
    /// Data files that were named.
    named: Vec<String>,
    datasets: Option<Vec<Rc<Dataset>>>,
}

impl<'f> Tables<'f> {
    /// Nothing read yet; `named` are data files in place of the usual ones.
    pub fn new(files: &'f dyn Files, named: &[String]) -> Tables<'f> {
        Tables {
            files,
            books: Workbooks::new(|path| files.read(path)),
            constants: FxHashMap::default(),
            series: FxHashMap::default(),
            named: named.to_vec(),
            datasets: None,
        }
    }

    /// What was left out of files since this was last asked.
    pub fn warnings(&mut self) -> Vec<Diagnostic> {
        self.books.warnings()
    }

    /// The elements of a range.
    pub fn subscript(&mut self, call: &Expr) -> Read<Vec<String>> {
        self.books.subscript(&Call::new(call)?)
    }

    /// The number of an element.
    pub fn constant(&mut self, call: &Expr, place: &Place) -> Read<f64> {
        let key = key(call, place);
        let numbers = match self.constants.get(&key) {
            Some(known) => Rc::clone(known),
            None => {
                let read = Rc::new(self.books.constants(&Call::new(call)?, &key.1)?);
                self.constants.insert(key, Rc::clone(&read));
                read
            }
        };
        numbers.get(flat(place)).copied().flatten().ok_or_else(|| {
            Diagnostic::error(call.span, "the cell of an element is empty")
                .help("write a number into it, or name the cell that holds it")
        })
    }

    /// The points of an element: data over time, or a lookup.
    pub fn points(&mut self, call: &Expr, place: &Place) -> Read<Points> {
        let key = key(call, place);
        let series = match self.series.get(&key) {
            Some(known) => Rc::clone(known),
            None => {
                let count = key.1.iter().product();
                let read = Rc::new(self.books.series(&Call::new(call)?, count)?);
                self.series.insert(key, Rc::clone(&read));
                read
            }
        };
        let points = series.get(flat(place)).cloned().unwrap_or_default();
        if points.is_empty() {
            return Err(Diagnostic::error(call.span, "an element has no number in the file")
                .help("write its numbers beside the times, or leave the element out"));
        }
        Ok(points)
    }

    /// The points of a variable's element without an equation, in the data files.
    pub fn data(&mut self, name: &str, elements: &[&str], span: Span) -> Read<Points> {
        if self.datasets.is_none() {
            let names: Vec<String> = match self.named.is_empty() {
                true => USUAL.iter().filter(|n| self.files.read(n).is_ok()).map(|n| n.to_string()).collect(),
                false => self.named.clone(),
            };
            let read = names.iter().map(|name| self.books.dataset(name, span)).collect::<Read<_>>()?;
            self.datasets = Some(read);
        }
        let mut found = self.datasets.iter().flatten().filter_map(|data| data.series(name, elements));
        found.find(|points| !points.is_empty()).map(<[_]>::to_vec).ok_or_else(|| {
            let label = if elements.is_empty() { name.to_string() } else { format!("{name}[{}]", elements.join(",")) };
            Diagnostic::error(span, format!("`{label}` has no equation and no data"))
                .help("give it an equation, or a column in `data.tab` or `data.csv` beside the model")
        })
    }
}

fn key(call: &Expr, place: &Place) -> Key {
    (call.span, place.iter().map(|(_, n)| *n).collect())
}

/// The flat position of an element, the last range fastest.
fn flat(place: &Place) -> usize {
    place.iter().fold(0, |flat, (at, n)| flat * n + at)
}
