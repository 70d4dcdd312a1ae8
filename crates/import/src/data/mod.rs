//! Numbers and names in files beside a model: what Vensim's functions of external data and its data files yield.
//!
//! | call | asks for | yields |
//! |---|---|---|
//! | `GET XLS/DIRECT CONSTANTS(file, tab, cell)` | [`Workbooks::constants`] | numbers, row by row; `None` where a cell is empty |
//! | `GET XLS/DIRECT DATA(file, tab, time, cell)` | [`Workbooks::series`] | (time, value) for each element, ascending |
//! | `GET XLS/DIRECT LOOKUPS(file, tab, x, cell)` | [`Workbooks::series`] | (x, y) for each element, ascending |
//! | `GET XLS/DIRECT SUBSCRIPT(file, tab, first, last, prefix)` | [`Workbooks::subscript`] | names of elements |
//! | a data variable without equation | [`Workbooks::dataset`] | a [`Dataset`], asked for each name |
//!
//! `file` is a workbook (`.xlsx`, `.xls`) or a text; the tab of a text is its delimiter.  A cell is an address (`B5`) or a
//! name that the workbook gives to a rectangle.  **Constants** lie from the cell on to the right for the last subscript
//! and down for the one before; `*` at the end of the cell exchanges the two.  **Times** stand in a row (`4`), a column
//! (`A`) or cells with a name; the points of one element lie beside their times, the elements one after the other across.
//!
//! What is between the points is not decided here.  Points without a value are left out, so that a data variable is read,
//! as Vensim does, on the line between its neighbours (`:INTERPOLATE:`, the default), at the point before
//! (`:HOLD BACKWARD:`) or after (`:LOOK FORWARD:`), and has no value at all elsewhere than at its points with `:RAW:`; before
//! the first point and after the last these hold, but for `:RAW:`.  A lookup is linear and held at its ends.
//!
//! Files are opened once.  What was left out of a file although something stood there is a warning
//! ([`Workbooks::warnings`]); a constant that is a text, times that repeat or cells that are not there are errors.
//! Bounds: a file 64 MiB, unpacked 256 MiB; a sheet four million filled cells; a call a million.

mod address;
mod archive;
mod book;
mod call;
mod constants;
mod dataset;
mod series;
mod sheet;
mod subscript;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod xls;

pub(crate) use call::Call;
pub(crate) use dataset::Dataset;
pub(crate) use tables::Tables;

use book::Book;
use milepost_syntax::Diagnostic;
use sheet::Sheet;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A call may ask for so many cells.
const MOST_ASKED: usize = 1_000_000;

/// Where files beside the model come from.
pub trait Files {
    /// The bytes of a file, by its path relative to the model (with `/` between folders), or why there are none as a
    /// clause: `there is no such file`.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// One element's points: time or x, ascending, and value.
pub(crate) type Points = Vec<(f64, f64)>;

/// Opens the file of this name.
type Open<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'a;

/// The files that a model reads, each opened once.
pub(crate) struct Workbooks<'a> {
    files: Box<Open<'a>>,
    books: BTreeMap<String, Result<RefCell<Book>, String>>,
    datasets: BTreeMap<String, Result<Rc<Dataset>, String>>,
    warnings: Vec<Diagnostic>,
}

impl<'a> Workbooks<'a> {
    /// No file is open yet; `files` yields the bytes of one, or why there are none as a clause (`there is no such file`).
    pub fn new(files: impl Fn(&str) -> Result<Vec<u8>, String> + 'a) -> Self {
        Workbooks { files: Box::new(files), books: BTreeMap::new(), datasets: BTreeMap::new(), warnings: Vec::new() }
    }

    /// What was left out of files so far, in the order of the calls; a second call yields only what came since.
    pub fn warnings(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.warnings)
    }

    fn book(&mut self, call: &Call) -> Result<&RefCell<Book>, Diagnostic> {
        let files = &self.files;
        let book = self.books.entry(call.file.clone()).or_insert_with(|| {
            if call.file.starts_with('?') {
                return Err("the model's settings name no file for it: write the file's name in its place".to_string());
            }
            vdf(&call.file)?;
            Ok(RefCell::new(Book::new(&call.file, files(&call.file)?)?))
        });
        book.as_ref().map_err(|why| {
            call.fault(format!("the file `{}` cannot be read: {why}", call.file))
                .help("put the file beside the model, under the name that the model gives")
        })
    }

    fn sheet(&mut self, call: &Call) -> Result<Rc<Sheet>, Diagnostic> {
        let sheet = self.book(call)?.borrow_mut().sheet(&call.tab);
        sheet.map_err(|why| {
            call.fault(format!("the file `{}` cannot be read: {why}", call.file))
                .help("give the sheet of a workbook, or the delimiter of a text such as `','`, as the second argument")
        })
    }

    /// The cells with this name on the call's sheet.
    fn named(&mut self, call: &Call, name: &str) -> Result<address::Area, Diagnostic> {
        let area = self.book(call)?.borrow().named(name, &call.tab);
        area.map_err(|why| {
            call.fault(format!("in the file `{}`, {why}", call.file))
                .help("write the first cell as `B5`, or give the cells this name in the workbook")
        })
    }
}

/// Refuses Vensim's own binary files by name.
fn vdf(file: &str) -> Result<(), String> {
    let name = file.to_lowercase();
    if name.ends_with(".vdf") || name.ends_with(".vdfx") {
        return Err("only Vensim can read its binary data files: export it there as .tab, .csv or .dat".to_string());
    }
    Ok(())
}

/// Refuses calls for more cells than are read at once.
fn bounded(call: &Call, cells: Option<usize>) -> Result<usize, Diagnostic> {
    cells.filter(|&n| n <= MOST_ASKED).ok_or_else(|| {
        call.fault(format!("more than {MOST_ASKED} cells of `{}` are asked for at once", call.file))
            .help("split the variable into several equations")
    })
}

/// A number as it stands in a message, and a text with quotes, cut short.
fn shown(value: &sheet::Value) -> String {
    let name = value.name();
    let short: String = name.chars().take(30).collect();
    if short.len() < name.len() { format!("`{short}...`") } else { format!("`{short}`") }
}

/// Texts by which people mark that there is no value.
fn missing(text: &str) -> bool {
    ["na", "n/a", "#n/a", "-", ".", "..", "...", ":na:"].contains(&text.to_lowercase().as_str())
}
