//! Opening a file: a workbook of either kind, or a text.

use super::address::{Area, Cell, reference};
use super::archive;
use super::sheet::{MOST_CELLS, Sheet, Value};
use super::{text, xls};
use calamine::{Data, Reader, Xls, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::rc::Rc;

/// Larger files are refused.
const LARGEST: usize = 64 << 20;

/// Rows and columns of the largest sheet of any spreadsheet.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// An open file.
pub(super) struct Book {
    file: String,
    source: Source,
    sheets: BTreeMap<String, Result<Rc<Sheet>, String>>,
}

enum Source {
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    Xls(Box<Xls<Cursor<Vec<u8>>>>),
    Text(String),
}

impl Book {
    /// What the bytes hold; their beginning tells which kind, not the file's ending.
    ///
    /// # Errors
    /// A file that is too large, damaged, locked with a password or of another tool, as one clause.
    pub fn new(file: &str, bytes: Vec<u8>) -> Result<Book, String> {
        if bytes.len() > LARGEST {
            return Err(format!("it has {} MiB, and at most {} are read", bytes.len() >> 20, LARGEST >> 20));
        }
        let source = if bytes.starts_with(b"PK\x03\x04") {
            archive::check(&bytes)?;
            let book = Xlsx::new(Cursor::new(bytes))
                .map_err(|fault| format!("it is no .xlsx workbook ({fault}): save it as one"))?;
            Source::Xlsx(Box::new(book))
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            let book = Xls::new(Cursor::new(xls::tidy(&bytes)?))
                .map_err(|fault| format!("it is no .xls workbook that can be read ({fault}): save it as .xlsx"))?;
            Source::Xls(Box::new(book))
        } else if [".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"].iter().any(|e| file.to_lowercase().ends_with(e)) {
            return Err("it is no workbook in spite of its ending: save it as .xlsx, or name it .csv".to_string());
        } else {
            Source::Text(crate::decode(&bytes)?)
        };
        Ok(Book { file: file.to_string(), source, sheets: BTreeMap::new() })
    }

    /// The sheet of this name, in any capitals, or the text with this delimiter.
    ///
    /// # Errors
    /// No such sheet, a damaged one, too many cells, as one clause.
    pub fn sheet(&mut self, tab: &str) -> Result<Rc<Sheet>, String> {
        let key = match &self.source {
            Source::Text(_) => text::delimiter(tab, &self.file)?.to_string(),
            _ => self.sheet_name(tab)?,
        };
        if let Some(sheet) = self.sheets.get(&key) {
            return sheet.clone();
        }
        let sheet = self.source.read(&key).map(Rc::new);
        self.sheets.insert(key, sheet.clone());
        sheet
    }

    /// The cells that a name of the workbook stands for on this sheet.  A name that several sheets have is the sheet's
    /// own; capitals do not matter.
    ///
    /// # Errors
    /// No such name, one of another sheet or of no single rectangle, as one clause.
    pub fn named(&self, name: &str, tab: &str) -> Result<Area, String> {
        let names = match &self.source {
            Source::Xlsx(book) => book.defined_names(),
            Source::Xls(book) => book.defined_names(),
            Source::Text(_) => return Err(format!("`{name}` is no cell such as `B5`, and a text has no named cells")),
        };
        let sheet = self.sheet_name(tab)?;
        let mut elsewhere = None;
        let mut found = false;
        for (_, target) in names.iter().filter(|(n, _)| n.to_lowercase() == name.to_lowercase()) {
            found = true;
            match reference(target) {
                Some((on, area)) if on.to_lowercase() == sheet.to_lowercase() => return Ok(area),
                Some((on, _)) => elsewhere = Some(on),
                None => {}
            }
        }
        Err(match elsewhere {
            Some(on) => format!("the cells named `{name}` are on the sheet `{on}`, not on `{sheet}`"),
            None if found => format!("the name `{name}` stands for no single rectangle of cells"),
            None => format!("`{name}` is neither a cell such as `B5` nor the name of cells"),
        })
    }

    /// The sheet's name as the workbook spells it.
    fn sheet_name(&self, tab: &str) -> Result<String, String> {
        let names = match &self.source {
            Source::Xlsx(book) => book.sheet_names(),
            Source::Xls(book) => book.sheet_names(),
            Source::Text(_) => return Ok(tab.to_string()),
        };
        let wanted = tab.trim();
        let exact = names.iter().find(|n| n.trim() == wanted);
        let found = exact.or_else(|| names.iter().find(|n| n.trim().to_lowercase() == wanted.to_lowercase()));
        found.cloned().ok_or_else(|| {
            let some: Vec<_> = names.iter().take(8).map(|n| format!("`{n}`")).collect();
            format!("it has no sheet `{wanted}`, only {}", some.join(", "))
        })
    }
}

impl Source {
    fn read(&mut self, key: &str) -> Result<Sheet, String> {
        let mut cells = Vec::new();
        let mut keep = |row, column, value: Option<Value>| {
            let Some(value) = value else { return Ok(()) };
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                return Err(format!("its sheet `{key}` has a cell beyond all sheets"));
            }
            cells.push((Cell { row, column }, value));
            if cells.len() > MOST_CELLS { Err(format!("more than {MOST_CELLS} cells are filled")) } else { Ok(()) }
        };
        let damaged = |fault: &dyn std::fmt::Display| format!("its sheet `{key}` is damaged ({fault})");
        match self {
            Source::Text(text) => {
                return text::sheet(text, key.chars().next().unwrap_or(','));
            }
            // Cell by cell: a sheet of two far corners would else fill the memory between them.
            Source::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(key).map_err(|fault| damaged(&fault))?;
                while let Some(cell) = reader.next_cell().map_err(|fault| damaged(&fault))? {
                    let (row, column) = cell.get_position();
                    keep(row, column, value(cell.get_value().clone().into()))?;
                }
            }
            Source::Xls(book) => {
                let range = book.worksheet_range(key).map_err(|fault| damaged(&fault))?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, data) in range.used_cells() {
                    keep(top + row as u32, left + column as u32, value(data.clone()))?;
                }
            }
        }
        Ok(Sheet::new(cells))
    }
}

fn value(data: Data) -> Option<Value> {
    match data {
        Data::Empty => None,
        Data::Int(n) => Some(Value::Number(n as f64)),
        Data::Float(n) if n.is_finite() => Some(Value::Number(n)),
        Data::Float(n) => Some(Value::Text(n.to_string().into())),
        Data::Bool(b) => Some(Value::Number(b as u8 as f64)),
        Data::DateTime(days) => Some(Value::Number(days.as_f64())),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Value::of_text(&text),
        Data::Error(fault) => Some(Value::Text(fault.to_string().into())),
    }
}
