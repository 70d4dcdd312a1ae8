//! Texts with delimiters: `.csv`, `.tab`, `.txt`.

use super::address::Cell;
use super::sheet::{MOST_CELLS, Sheet, Value};

/// The delimiter that a call names in place of a sheet; that of the file's ending where it names none.
///
/// # Errors
/// More than one character that is neither a name nor `\t`.
pub(super) fn delimiter(tab: &str, file: &str) -> Result<char, String> {
    let own = if file.to_lowercase().ends_with(".csv") { ',' } else { '\t' };
    let mut characters = tab.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Ok(own),
        _ if tab.eq_ignore_ascii_case("\\t") || tab.eq_ignore_ascii_case("tab") => Ok('\t'),
        // A sheet's name, where a text has but one.
        (Some(first), _) if first.is_alphanumeric() => Ok(own),
        (Some(first), None) if !matches!(first, '"' | '\n' | '\r') => Ok(first),
        _ => Err(format!("`{tab}` is no delimiter")),
    }
}

/// The cells of a text.  A field may stand between quotes, with `""` for one; empty lines count as rows, as they do in a
/// spreadsheet.
///
/// # Errors
/// A quote that is not closed, more than four million filled cells.
pub(super) fn sheet(text: &str, delimiter: char) -> Result<Sheet, String> {
    let mut cells = Vec::new();
    let mut place = Cell { row: 0, column: 0 };
    let mut rest = text;
    loop {
        let (value, after) = field(rest, delimiter)
            .ok_or_else(|| format!("a quote that opens in row {} is not closed", place.row + 1))?;
        if let Some(value) = Value::of_text(&value) {
            if cells.len() == MOST_CELLS {
                return Err(format!("more than {MOST_CELLS} cells are filled"));
            }
            cells.push((place, value));
        }
        let mut left = after.chars();
        match left.next() {
            None => return Ok(Sheet::new(cells)),
            Some(c) if c == delimiter => place.column += 1,
            Some(c) => {
                if c == '\r' && left.as_str().starts_with('\n') {
                    left.next();
                }
                place = Cell { row: place.row + 1, column: 0 };
            }
        }
        rest = left.as_str();
    }
}

/// The field at the beginning and what comes after it: a delimiter, the end of a line or nothing.
fn field(text: &str, delimiter: char) -> Option<(std::borrow::Cow<'_, str>, &str)> {
    let end = |c: char| c == delimiter || c == '\n' || c == '\r';
    let Some(mut quoted) = text.strip_prefix('"') else {
        let (value, after) = text.split_at(text.find(end).unwrap_or(text.len()));
        return Some((value.into(), after));
    };
    let mut value = String::new();
    loop {
        let (part, after) = quoted.split_once('"')?;
        value.push_str(part);
        let Some(more) = after.strip_prefix('"') else {
            let (tail, after) = after.split_at(after.find(end).unwrap_or(after.len()));
            value.push_str(tail);
            return Some((value.into(), after));
        };
        value.push('"');
        quoted = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, delimiter: char) -> Vec<String> {
        let sheet = sheet(text, delimiter).unwrap();
        let mut out = Vec::new();
        for row in 0..sheet.rows() {
            for column in 0..sheet.columns() {
                out.extend(sheet.at(row, column).map(|v| format!("{}={}", Cell { row, column }, v.name())));
            }
        }
        out
    }

    #[test]
    fn quotes_blank_lines_and_all_line_ends_are_read() {
        assert_eq!(show("a, 2\r\n\r\n\"x, \"\"y\"\"\",,4\n", ','), ["A1=a", "B1=2", "A3=x, \"y\"", "C3=4"]);
        assert_eq!(show("1\t2\r3\t4", '\t'), ["A1=1", "B1=2", "A2=3", "B2=4"]);
        assert_eq!(show("\"a\nb\";1", ';'), ["A1=a\nb", "B1=1"]);
        assert_eq!(show("", ','), Vec::<String>::new());
        assert!(sheet("1,2\n\"3,4", ',').is_err_and(|e| e.contains("row 2")));
    }

    #[test]
    fn the_delimiter_is_the_one_named_or_that_of_the_ending() {
        for (tab, file, expected) in [
            (",", "a.txt", ','),
            (";", "a.csv", ';'),
            ("\t", "a.csv", '\t'),
            ("\\t", "a.csv", '\t'),
            ("", "a.CSV", ','),
        ] {
            assert_eq!(delimiter(tab, file), Ok(expected));
        }
        assert_eq!(delimiter("Sheet1", "a.tab"), Ok('\t'));
        assert!(delimiter(";;", "a.csv").is_err());
    }
}
