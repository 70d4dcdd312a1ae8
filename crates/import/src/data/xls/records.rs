//! The records of an old workbook (Microsoft's MS-XLS) that hold values and names.

use super::{texts, u16_at, u32_at};

/// The cells between the outermost filled ones, of all sheets together, that are kept in memory.
const MOST_BETWEEN: usize = 8_000_000;

/// Columns of such a sheet.
const COLUMNS: u16 = 256;

const CONTINUE: u16 = 0x003c;
const END: u16 = 0x000a;
const BEGIN: u16 = 0x0809;
const NUMBER: u16 = 0x0203;
const TRUTH_OR_FAULT: u16 = 0x0205;
const FORMULA: u16 = 0x0006;

/// A record and the ones that continue it.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    more: Vec<&'a [u8]>,
}

/// The records from here on; the last item is `None` where a record is cut off.
struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (u16_at(self.0, 0)?, u16_at(self.0, 2)? as usize);
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while u16_at(self.0, 0) == Some(CONTINUE) {
            more.push(self.one()?.1);
        }
        Some(Record { kind, data, more })
    }
}

/// The stream with only these records, checked.
pub(super) fn tidy(stream: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut sheets = Vec::new();
    let mut modern = true;
    let mut whole = false;
    for record in Records(stream) {
        let data = record.data;
        match record.kind {
            BEGIN if out.is_empty() => {
                modern = match u16_at(data, 0) {
                    Some(0x0600) => true,
                    Some(0x0500) => false,
                    _ => return Err("the workbook is older than Excel 5: save it as .xlsx".to_string()),
                };
                put(&mut out, BEGIN, data);
            }
            0x002f => return Err("the workbook has a password: save it without one".to_string()),
            // The code page, of which newer workbooks have but one, and the list of what names refer to.
            0x0042 if !modern && data.len() >= 2 => put(&mut out, record.kind, data),
            0x0017 if data.len() >= 2 => put(&mut out, record.kind, data),
            // A sheet: its place, its kind, its name.
            0x0085 if data.len() >= 8 => {
                sheets.push((out.len() + 4, u32_at(data, 0).unwrap_or(0) as usize, data[5] == 0));
                put(&mut out, record.kind, data);
            }
            0x0018 => {
                if let Some(data) = name(data, modern) {
                    put(&mut out, record.kind, data);
                }
            }
            0x00fc if modern => {
                let more: Vec<_> = record.more.iter().copied().filter(|part| !part.is_empty()).collect();
                texts::check(data, &more).ok_or_else(|| damaged("its texts do not fit their lengths"))?;
                put(&mut out, record.kind, data);
                more.into_iter().for_each(|part| put(&mut out, CONTINUE, part));
            }
            END => {
                whole = true;
                break;
            }
            _ => {}
        }
    }
    if !whole {
        return Err(damaged("its beginning breaks off"));
    }
    put(&mut out, END, &[]);
    let mut left = MOST_BETWEEN;
    for (slot, from, cells) in sheets {
        let place = (out.len() as u32).to_le_bytes();
        out[slot..slot + 4].copy_from_slice(&place);
        let records = stream.get(from..).ok_or_else(|| damaged("a sheet lies outside of it"))?;
        sheet(&mut out, if cells { records } else { &[] }, &mut left)?;
    }
    Ok(out)
}

fn damaged(how: &str) -> String {
    format!("the workbook is damaged ({how})")
}

fn put(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend_from_slice(data);
}

/// A name for cells, without the texts that may come after its formula; `None` where its lengths are untrue.
fn name(data: &[u8], modern: bool) -> Option<&[u8]> {
    let characters = *data.get(3)? as usize;
    let formula = u16_at(data, 4)? as usize;
    let text = match modern {
        true => 1 + characters * (1 + (data.get(14)? & 1) as usize),
        false => characters,
    };
    let code = data.get(14 + text..14 + text + formula)?;
    // A cell, cells, or either lost: where they are, by versions.
    let least = match (code.first().map_or(0, |c| c & 0x1f), modern) {
        (0x1a, true) => 7,
        (0x1b, true) => 11,
        (0x1a, false) => 18,
        (0x1b, false) => 21,
        (0x1c | 0x1d, true) => 3,
        (0x1c | 0x1d, false) => 13,
        _ => 0,
    };
    (code.len() >= least).then(|| &data[..14 + text + formula])
}

/// The cells of one sheet; pictures and charts inside it are passed over.
fn sheet(out: &mut Vec<u8>, records: &[u8], left: &mut usize) -> Result<(), String> {
    let mut extent: Option<[u16; 4]> = None;
    let mut depth = 0;
    put(out, BEGIN, &[0, 6, 0x10, 0, 0, 0, 0, 0]);
    for record in Records(records) {
        match record.kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth == 1 => cell(out, &record, &mut extent)?,
            _ => {}
        }
    }
    put(out, END, &[]);
    if let Some([top, bottom, first, last]) = extent {
        let between = (bottom - top) as usize * (last - first) as usize;
        let rest = left.checked_sub((bottom - top) as usize + (last - first) as usize + between);
        *left = rest.ok_or_else(|| "its filled cells are too far apart: save it as .xlsx".to_string())?;
    }
    Ok(())
}

fn cell(out: &mut Vec<u8>, record: &Record, extent: &mut Option<[u16; 4]>) -> Result<(), String> {
    let data = record.data;
    let short = || damaged("a cell is cut short");
    let least = match record.kind {
        NUMBER => 14,
        // A text in place, also with formats; a truth value or fault; a packed number; a text of the table.
        0x0204 | 0x00d6 => 8,
        TRUTH_OR_FAULT => 8,
        0x027e | 0x00fd => 10,
        // Packed numbers in several columns.
        0x00bd => 12,
        FORMULA => 14,
        // The text that a formula yields, after it.
        0x0207 => {
            put(out, record.kind, data);
            return Ok(());
        }
        _ => return Ok(()),
    };
    if data.len() < least {
        return Err(short());
    }
    let at = |place| u16_at(data, place).unwrap_or(0);
    let (row, first) = (at(0), at(2));
    let last = if record.kind == 0x00bd { at(data.len() - 2) } else { first };
    if last >= COLUMNS || last < first {
        return Err(damaged("a cell lies beyond the last column"));
    }
    if record.kind == 0x00bd && data.len() != 6 + 6 * (last - first + 1) as usize {
        return Err(short());
    }
    let [top, bottom, left, right] = extent.unwrap_or([row, row, first, last]);
    *extent = Some([top.min(row), bottom.max(row), left.min(first), right.max(last)]);
    match (record.kind, at(12) == 0xffff, data.get(6)) {
        // A formula is what it yields: its first bytes are those of a number.
        (FORMULA, false, _) => put(out, NUMBER, &data[..14]),
        (FORMULA, true, Some(kind @ (1 | 2))) => {
            let plain = [data[0], data[1], data[2], data[3], data[4], data[5], data[8], kind - 1];
            put(out, TRUTH_OR_FAULT, &plain);
        }
        // A text, which comes in the next record; no formula of its own.
        (FORMULA, true, Some(0)) => {
            let mut plain = data[..14].to_vec();
            plain.resize(22, 0);
            put(out, FORMULA, &plain);
        }
        (FORMULA, true, _) => {}
        (kind, ..) => put(out, kind, data),
    }
    Ok(())
}
