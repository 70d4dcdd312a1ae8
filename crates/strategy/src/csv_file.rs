//! Reading the tables beside a strategy, with places for findings.

use milepost_syntax::{Diagnostic, SourceMap, Span};

use crate::{World, nearest};

/// A CSV file: its header and rows, each with its place.
#[derive(Debug)]
pub(crate) struct CsvFile {
    pub path: String,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row and the line it stands on.
#[derive(Debug)]
pub(crate) struct Row {
    pub cells: Vec<String>,
    pub span: Span,
    /// The line, from 1.
    pub line: u64,
    /// Where each cell begins within the line; none where quotes hide it.
    commas: Vec<u32>,
}

impl Row {
    fn new(cells: Vec<String>, text: &str, line: u64, span: Span) -> Row {
        let commas =
            if text.contains('"') { Vec::new() } else { text.match_indices(',').map(|(i, _)| i as u32 + 1).collect() };
        Row { cells, span, line, commas }
    }

    /// The place of a cell; the whole row where the cell is empty or quoted.
    pub fn cell(&self, column: usize) -> Span {
        if self.commas.len() + 1 != self.cells.len() || self.cells[column].is_empty() {
            return self.span;
        }
        let start = self.span.start + if column == 0 { 0 } else { self.commas[column - 1] };
        let end = self.commas.get(column).map_or(self.span.end, |next| self.span.start + next - 1);
        Span { start, end, ..self.span }
    }
}

impl CsvFile {
    /// Reads a file; `asked` is where the strategy names it.
    pub fn read(world: &dyn World, sources: &mut SourceMap, path: &str, asked: Span) -> Result<CsvFile, Diagnostic> {
        let bytes = world.read(path).map_err(|why| Diagnostic::error(asked, format!("cannot read `{path}`: {why}")))?;
        let text = String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            let message = format!("`{path}` is not UTF-8 text (byte {at})");
            Diagnostic::error(asked, message).help("save it as UTF-8")
        })?;
        // Two declarations may read one file; what is wrong in it is wrong once.
        let known = sources.files().find(|(_, s)| s.path == path && s.text == text).map(|(id, _)| id);
        let id = known.unwrap_or_else(|| sources.add(path, text.as_str()));
        let skip = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&text.as_bytes()[skip..]);
        let mut rows = Vec::new();
        // Lines are counted on from the row before.
        let (mut counted, mut number) = (0, 1);
        for record in reader.records() {
            let record = record.map_err(|e| Diagnostic::error(asked, format!("cannot read `{path}`: {e}")))?;
            let start = record.position().map_or(0, |p| p.byte() as usize) + skip;
            let start = start
                + text.as_bytes()[start.min(text.len())..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            let line = text[start.min(text.len())..].lines().next().unwrap_or("");
            let cells = record.iter().map(|c| c.trim().to_string()).collect();
            let before = &text.as_bytes()[counted.min(text.len())..start.min(text.len())];
            number += before.iter().filter(|b| **b == b'\n').count() as u64;
            counted = start;
            rows.push(Row::new(cells, line, number, Span::new(id, start, start + line.len())));
        }
        if rows.is_empty() {
            return Err(Diagnostic::error(asked, format!("`{path}` is empty")).help("its first line names the columns"));
        }
        let header = rows.remove(0);
        for row in &rows {
            if row.cells.len() != header.cells.len() {
                let (found, wanted) = (row.cells.len(), header.cells.len());
                let plural = if found == 1 { "" } else { "s" };
                let finding =
                    Diagnostic::error(row.span, format!("this row has {found} cell{plural}, the header has {wanted}"));
                return Err(finding.help("a cell that holds a comma stands in double quotes"));
            }
        }
        Ok(CsvFile { path: path.to_string(), header: header.cells, rows })
    }

    /// The position of a column; `asked` is where the strategy names it.
    pub fn column(&self, name: &str, asked: Span) -> Result<usize, Diagnostic> {
        let mut found = self.header.iter().enumerate().filter(|(_, h)| *h == name).map(|(i, _)| i);
        match (found.next(), found.next()) {
            (Some(i), None) => Ok(i),
            (Some(_), Some(_)) => {
                let finding = Diagnostic::error(asked, format!("`{}` has two columns named `{name}`", self.path));
                Err(finding.help("rename one of them in the file"))
            }
            (None, _) => {
                let finding = Diagnostic::error(asked, format!("`{}` has no column `{name}`", self.path));
                let header = self.header.iter().map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
                Err(match nearest(name, self.header.iter().map(String::as_str)) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help(format!("its columns are {header}")),
                })
            }
        }
    }

    /// The number in a cell.
    pub fn number(&self, row: &Row, column: usize) -> Result<f64, Diagnostic> {
        let cell = &row.cells[column];
        match cell.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => {
                let what =
                    if cell.is_empty() { "is empty".into() } else { format!("holds `{cell}`, which is not a number") };
                let message = format!("column `{}` {what}", self.header[column]);
                Err(Diagnostic::error(row.cell(column), message).help("write a plain number such as 1234.5"))
            }
        }
    }
}
