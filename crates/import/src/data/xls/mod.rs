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
