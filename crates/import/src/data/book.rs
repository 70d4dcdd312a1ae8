//! Spreadsheets and text tables as sheets of cells.

use calamine::{Data, DataType, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;

/// Row and column, counted from 0.
pub(crate) type At = (u32, u32);

/// A rectangle of cells, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub start: At,
    pub end: At,
}

/// A file's sheets and named areas.
#[derive(Debug)]
pub(crate) struct Book {
    sheets: Vec<Sheet>,
    names: Vec<(String, String)>,
    /// A text table has one sheet, whatever it is called.
    text: bool,
}

/// A sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    name: String,
    cells: Cells,
}

#[derive(Debug)]
enum Cells {
    Sheet(calamine::Range<Data>),
    Text(Vec<Vec<String>>),
}

impl Book {
    /// Reads a file; `tab` is the character between cells of a text table.
    pub fn read(path: &str, bytes: Vec<u8>, tab: &str) -> Result<Book, String> {
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        if matches!(ending.as_str(), "csv" | "tab" | "txt" | "tsv") {
            return text(path, &bytes, tab);
        }
        let fault = |why: &dyn std::fmt::Display| format!("cannot read `{path}` as a spreadsheet: {why}");
        let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|why| fault(&why))?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).map_err(|why| fault(&why))?;
            sheets.push(Sheet { name, cells: Cells::Sheet(range) });
        }
        let names = book.defined_names().to_vec();
        Ok(Book { sheets, names, text: false })
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        if self.text {
            return Some(0);
        }
        let exact = self.sheets.iter().position(|s| s.name == name);
        exact.or_else(|| self.sheets.iter().position(|s| s.name.to_lowercase() == name.to_lowercase()))
    }

    pub fn sheet(&self, index: usize) -> &Sheet {
        &self.sheets[index]
    }

    /// Names of all sheets.
    pub fn sheets(&self) -> String {
        self.sheets.iter().map(|s| format!("`{}`", s.name)).collect::<Vec<_>>().join(", ")
    }

    pub fn has_name(&self, name: &str) -> bool {
        self.area(name).is_some()
    }

    /// A named area, such as `Sheet1!$B$2:$D$4`.
    pub fn area(&self, name: &str) -> Option<Area> {
        let plain = |n: &str| n.rsplit('!').next().unwrap_or(n).to_lowercase();
        let (_, formula) = self.names.iter().find(|(n, _)| plain(n) == name.to_lowercase())?;
        let cells = formula.rsplit('!').next()?.replace('$', "");
        let (from, to) = cells.split_once(':').unwrap_or((&cells, &cells));
        Some(Area { start: cell(from)?, end: cell(to)? })
    }
}

impl Sheet {
    /// The number in a cell.
    pub fn number(&self, at: At) -> Option<f64> {
        match &self.cells {
            Cells::Sheet(range) => {
                let value = range.get_value(at)?;
                match value {
                    Data::String(text) => text.trim().parse().ok(),
                    other => other.as_f64(),
                }
            }
            Cells::Text(rows) => rows.get(at.0 as usize)?.get(at.1 as usize)?.trim().parse().ok(),
        }
        .filter(|x: &f64| x.is_finite())
    }

    /// What stands in a cell, as text.
    pub fn text(&self, at: At) -> Option<String> {
        let text = match &self.cells {
            Cells::Sheet(range) => match range.get_value(at)? {
                Data::Empty => return None,
                other => other.to_string(),
            },
            Cells::Text(rows) => rows.get(at.0 as usize)?.get(at.1 as usize)?.clone(),
        };
        Some(text.trim().to_string()).filter(|t| !t.is_empty())
    }

    pub fn last_row(&self) -> u32 {
        match &self.cells {
            Cells::Sheet(range) => range.end().map_or(0, |end| end.0),
            Cells::Text(rows) => (rows.len() as u32).saturating_sub(1),
        }
    }

    pub fn last_column(&self) -> u32 {
        match &self.cells {
            Cells::Sheet(range) => range.end().map_or(0, |end| end.1),
            Cells::Text(rows) => rows.iter().map(|r| r.len() as u32).max().unwrap_or(0).saturating_sub(1),
        }
    }
}

fn text(path: &str, bytes: &[u8], tab: &str) -> Result<Book, String> {
    let text = crate::decode(bytes).map_err(|why| format!("cannot read `{path}`: {why}"))?;
    let separator = tab.bytes().next().filter(|_| tab.len() == 1).unwrap_or(b',');
    let rows = rows(&text, separator).map_err(|why| format!("cannot read `{path}`: {why}"))?;
    Ok(Book { sheets: vec![Sheet { name: tab.to_string(), cells: Cells::Text(rows) }], names: Vec::new(), text: true })
}

/// The cells of a text table.
pub(crate) fn rows(text: &str, separator: u8) -> Result<Vec<Vec<String>>, String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(|why| why.to_string())?.iter().map(str::to_string).collect());
    }
    Ok(rows)
}

/// `AB` as a column.
pub(crate) fn column_of(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let value = text.bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    Some(value - 1)
}

/// `B5` as row and column.
pub(crate) fn cell(text: &str) -> Option<At> {
    let text = text.trim();
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let column = column_of(&text[..digits])?;
    let row: u32 = text[digits..].parse().ok()?;
    Some((row.checked_sub(1)?, column))
}

/// Row and column as `B5`.
pub(crate) fn name_of((row, column): At) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::{cell, column_of, name_of};

    #[test]
    fn cells_are_counted_from_zero() {
        assert_eq!(cell("A1"), Some((0, 0)));
        assert_eq!(cell("b12"), Some((11, 1)));
        assert_eq!(cell("AA3"), Some((2, 26)));
        assert_eq!((cell("12"), cell("B0"), cell("time1x")), (None, None, None));
        assert_eq!(column_of("z"), Some(25));
        for text in ["A1", "Z9", "AA10", "XFD1048576"] {
            assert_eq!(cell(text).map(name_of).as_deref(), Some(text));
        }
    }
}
