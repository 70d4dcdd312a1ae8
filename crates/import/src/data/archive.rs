//! What a workbook's archive would unpack to, before anything keeps it.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// All entries together.
const MOST: u64 = 256 << 20;

/// An entry of at least a mebibyte may grow so many times.  Real sheets grow 5 to 30 times.
const STEEPEST: u64 = 500;

/// Reads every entry of the archive once and keeps none of it: what the directory claims can be untrue.
///
/// # Errors
/// No archive, a damaged one, one that unpacks to more than 256 MiB or an entry more than 500 times as large, a table of
/// texts that claims more entries than it has bytes.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let damaged = |fault: &dyn std::fmt::Display| format!("the workbook is damaged ({fault})");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| damaged(&fault))?;
    let mut left = MOST;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|fault| damaged(&fault))?;
        let packed = entry.compressed_size();
        let texts = entry.name().map_err(|fault| damaged(&fault))?.to_lowercase().ends_with("sharedstrings.xml");
        let mut unpacked = entry.take(left + 1);
        let mut head = Vec::new();
        if texts {
            unpacked.by_ref().take(4096).read_to_end(&mut head).map_err(|fault| damaged(&fault))?;
        }
        let rest = std::io::copy(&mut unpacked, &mut std::io::sink()).map_err(|fault| damaged(&fault))?;
        let size = rest + head.len() as u64;
        if size > left {
            return Err(format!("the workbook unpacks to more than {} MiB", MOST >> 20));
        }
        if size > 1 << 20 && size / packed.max(1) > STEEPEST {
            return Err(format!("a part of the workbook unpacks to more than {STEEPEST} times its size"));
        }
        if claimed(&head).is_some_and(|count| count > size) {
            return Err("the workbook claims more texts than it has".to_string());
        }
        left -= size;
    }
    Ok(())
}

/// The number of texts that the table says it has; the library that reads it makes room for so many.
fn claimed(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let after = head.split_once("uniqueCount")?.1.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']);
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    // More digits than fit are more than there can be.
    Some(after[..end].parse().unwrap_or(if end == 0 { 0 } else { u64::MAX }))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    /// An archive of these entries.
    pub(in crate::data) fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn archives_that_grow_beyond_measure_are_refused() {
        assert_eq!(check(&archive(&[("a", b"1"), ("b", &[7; 5000])])), Ok(()));
        let zeros = vec![0u8; 32 << 20];
        assert!(check(&archive(&[("a", &zeros)])).is_err_and(|e| e.contains("500 times")));
        // Enough that does not repeat keeps the ratio low.
        let mut noise = 1u64;
        let mut step = || {
            noise = noise.wrapping_mul(6364136223846793005).wrapping_add(1);
            (noise >> 56) as u8
        };
        let mut mixed = vec![0u8; 30 << 20];
        mixed[..1 << 20].fill_with(&mut step);
        let many: Vec<_> = (0..9).map(|_| ("x", mixed.as_slice())).collect();
        let names: Vec<_> = (0..many.len()).map(|i| format!("x{i}")).collect();
        let many: Vec<_> = many.iter().zip(&names).map(|(m, name)| (name.as_str(), m.1)).collect();
        assert!(check(&archive(&many)).is_err_and(|e| e.contains("256 MiB")));
        assert!(check(b"PK\x03\x04 and nothing").is_err_and(|e| e.contains("damaged")));
    }

    #[test]
    fn a_table_of_texts_may_not_claim_more_than_it_has() {
        let table =
            |count: &str| archive(&[("xl/sharedStrings.xml", format!("<sst uniqueCount=\"{count}\">").as_bytes())]);
        assert_eq!(check(&table("3")), Ok(()));
        assert!(check(&table("9999999999")).is_err());
        assert!(check(&table("99999999999999999999999999")).is_err());
    }
}
