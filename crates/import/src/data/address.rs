//! Addresses of cells: `B5`, `$b$5`, `5`, `AC`, `Sheet1!$B$3:$G$3`.

/// A cell: row and column, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

/// A rectangle of cells, both corners in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    /// Upper left corner.
    pub first: Cell,
    /// Lower right corner.
    pub last: Cell,
}

impl Area {
    /// Rows of the rectangle.
    pub fn height(self) -> usize {
        (self.last.row - self.first.row) as usize + 1
    }

    /// Columns of the rectangle.
    pub fn width(self) -> usize {
        (self.last.column - self.first.column) as usize + 1
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row as u64 + 1)
    }
}

impl std::fmt::Display for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

/// The name of a column: `A` for 0.
pub(super) fn letters(column: u32) -> String {
    let mut rest = column as u64 + 1;
    let mut name = Vec::new();
    while rest > 0 {
        name.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    name.iter().rev().map(|&b| b as char).collect()
}

/// A column from its one to three letters.
pub(super) fn column(text: &str) -> Option<u32> {
    let fits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic());
    let digit = |b: u8| (b.to_ascii_uppercase() - b'A') as u32 + 1;
    fits.then(|| text.bytes().fold(0, |sum, b| sum * 26 + digit(b)) - 1)
}

/// A row from its number, which counts from 1; at most eight digits, more than any tool has.
pub(super) fn row(text: &str) -> Option<u32> {
    let fits = (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<u32>().ok().filter(|&n| fits && n > 0).map(|n| n - 1)
}

/// A cell: letters and a number, both perhaps after `$`.
pub(super) fn cell(text: &str) -> Option<Cell> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let split = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, number) = text.split_at(split);
    Some(Cell { row: row(number.strip_prefix('$').unwrap_or(number))?, column: column(name)? })
}

/// What a name in a workbook stands for: its sheet and its cells.  `None` for what is no single rectangle (a whole
/// column, several areas, a formula, `#REF!`).
pub(super) fn reference(text: &str) -> Option<(String, Area)> {
    let (sheet, cells) = text.trim().trim_start_matches('=').rsplit_once('!')?;
    // Several areas: the first one's sheet and cells would be taken for the last one's sheet.
    if sheet.contains("!$") {
        return None;
    }
    let quoted = sheet.strip_prefix('\'').and_then(|s| s.strip_suffix('\''));
    let sheet = quoted.map_or_else(|| sheet.to_string(), |s| s.replace("''", "'"));
    let (a, b) = cells.split_once(':').unwrap_or((cells, cells));
    let (a, b) = (cell(a)?, cell(b)?);
    let first = Cell { row: a.row.min(b.row), column: a.column.min(b.column) };
    let last = Cell { row: a.row.max(b.row), column: a.column.max(b.column) };
    Some((sheet, Area { first, last }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_columns_and_rows_are_counted_from_zero() {
        for (text, row, column) in [("A1", 0, 0), ("b5", 4, 1), ("$AC$19", 18, 28), ("xfd1048576", 1_048_575, 16_383)] {
            assert_eq!(cell(text), Some(Cell { row, column }), "{text}");
        }
        for text in ["", "A", "5", "A0", "5A", "A1B", "ABCD1", "A-1", "A999999999", "value1_", "Ä1", "$", "A1:B2"] {
            assert_eq!(cell(text), None, "{text}");
        }
        assert_eq!((column("a"), column("AA"), column("A1"), column("time")), (Some(0), Some(26), None, None));
        assert_eq!((row("1"), row("0"), row("+1"), row("4294967296")), (Some(0), None, None, None));
        for text in ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"] {
            assert_eq!(letters(column(text).unwrap()), text);
        }
    }

    #[test]
    fn names_stand_for_rectangles() {
        let (sheet, area) = reference("'It''s one'!$B$3:$G$4").unwrap();
        assert_eq!((sheet.as_str(), area.to_string().as_str()), ("It's one", "B3:G4"));
        assert_eq!((area.height(), area.width()), (2, 6));
        assert_eq!(reference("Sheet2!$B$3").unwrap().1.to_string(), "B3:B3");
        for text in ["#REF!", "Sheet1!$A:$A", "Sheet1!$A$1,Sheet1!$B$2", "SUM(a)", "Sheet1!#REF!", ""] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}
