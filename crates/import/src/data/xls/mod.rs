//! Old workbooks (`.xls`) made safe to hand to the library that reads them.
//!
//! That library trusts such a file: a length or a sheet's size that is untrue ends it or fills the memory.  So the stream of
//! the workbook is taken out of its container, what holds no value is dropped from it, what is kept is checked, and the
//! rest is put into a container of our own.

mod container;
mod records;
mod texts;

/// A workbook with the same values and names, and nothing in it that could not be read.
///
/// # Errors
/// Damaged files, files with a password, cells too far apart, as one clause.
pub(super) fn tidy(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let stream = container::stream(bytes).ok_or("the workbook is damaged (its parts cannot be found)")?;
    Ok(container::wrap(&records::tidy(&stream)?))
}

/// Two bytes, the lower one first.
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Four bytes, the lowest one first.
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
pub(super) mod tests {
    use super::{container, tidy};
    use crate::data::book::Book;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// A workbook with the sheet `One`, these cells (row and column, counted from 0) numbered from 0 on, and the name `all`
    /// for `A1:B2`.
    pub(in crate::data) fn workbook(cells: &[(u16, u16)]) -> Vec<u8> {
        let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0]);
        let area = [0x3b, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0];
        let name = [&[0, 0, 0, 3, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'a', b'l', b'l'], &area[..], b"help"].concat();
        let head = [begin(5), record(0x0017, &[1, 0, 0, 0, 0, 0, 0, 0]), record(0x0018, &name)].concat();
        let place = (head.len() + 4 + 11 + 4) as u32;
        let sheet = [&place.to_le_bytes()[..], &[0, 0, 3, 0], b"One"].concat();
        let mut out = [head, record(0x0085, &sheet), record(0x000a, &[]), begin(0x10)].concat();
        // A size that is far beyond the truth.
        out.extend(record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0]));
        for (number, (row, column)) in cells.iter().enumerate() {
            let head = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            out.extend(record(0x0203, &[&head[..], &(number as f64).to_le_bytes()].concat()));
        }
        out.extend(record(0x000a, &[]));
        container::wrap(&out)
    }

    #[test]
    fn values_and_names_stay() {
        let mut book = Book::new("a.xls", workbook(&[(0, 0), (1, 1)])).unwrap();
        assert_eq!(book.named("ALL", "one").unwrap().to_string(), "A1:B2");
        let sheet = book.sheet("One").unwrap();
        assert_eq!(sheet.at(1, 1).unwrap().name(), "1");
        assert_eq!((sheet.rows(), sheet.columns()), (2, 2));
    }

    #[test]
    fn formulas_are_what_they_yield() {
        let cell = |value: [u8; 8]| record(0x0006, &[&[0; 6][..], &value, &[9; 8]].concat());
        let stream = |cell: &[u8]| {
            let whole = container::stream(&workbook(&[])).unwrap();
            let end = whole.windows(4).rposition(|w| w == [10, 0, 0, 0]).unwrap();
            Book::new("a.xls", container::wrap(&[&whole[..end], cell, &[10, 0, 0, 0]].concat())).unwrap()
        };
        let text = record(0x0207, &[2, 0, 0, b'h', b'i']);
        for (cell, expected) in [
            (cell(2.5f64.to_le_bytes()), "2.5"),
            (cell([1, 0, 1, 0, 0, 0, 255, 255]), "1"),
            (cell([2, 0, 0x2a, 0, 0, 0, 255, 255]), "#N/A"),
            ([cell([0, 0, 0, 0, 0, 0, 255, 255]), text].concat(), "hi"),
        ] {
            assert_eq!(stream(&cell).sheet("One").unwrap().at(0, 0).unwrap().name(), expected);
        }
    }

    #[test]
    fn what_does_not_hold_together_is_refused() {
        let stream = container::stream(&workbook(&[(0, 0)])).unwrap();
        let tidied = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = stream.clone();
            change(&mut changed);
            tidy(&container::wrap(&changed)).map(|_| ())
        };
        assert_eq!(tidied(&|_| {}), Ok(()));
        assert!(tidied(&|s| s[4..6].copy_from_slice(&[0, 4])).is_err_and(|e| e.contains("older than Excel 5")));
        assert!(tidied(&|s| s.truncate(20)).is_err_and(|e| e.contains("breaks off")));
        assert!(
            tidied(&|s| {
                s.splice(12..12, record(0x002f, &[1, 0]));
            })
            .is_err_and(|e| e.contains("password"))
        );
        assert!(tidy(b"\xd0\xcf\x11\xe0").is_err_and(|e| e.contains("cannot be found")));
    }
}
