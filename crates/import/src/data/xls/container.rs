//! The container of old office files: a small file system of sectors (Microsoft's MS-CFB).

use super::{u16_at, u32_at};

/// Marks in the table of sectors: end of a chain, a sector of the table itself, a free sector.
const END: u32 = 0xffff_fffe;
const TABLE: u32 = 0xffff_fffd;
const FREE: u32 = 0xffff_ffff;

/// What every such file begins with.
const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Streams below this size lie in small sectors of 64 bytes.
const SMALL: usize = 4096;

/// The stream of the workbook; `None` where the file does not hold together.
pub(super) fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let file = Sectors { bytes: bytes.get(size..)?, size };
    let table = table(bytes, &file)?;
    let folder = file.chain(u32_at(bytes, 48)?, &table)?;
    let entries: Vec<_> = folder.chunks_exact(128).collect();
    let found = ["Workbook", "Book"].iter().find_map(|name| entries.iter().find(|entry| is_named(entry, name)))?;
    let (start, length) = (u32_at(found, 116)?, u32_at(found, 120)? as usize);
    let mut stream = if length < SMALL {
        let root = entries.first()?;
        let small = file.chain(u32_at(root, 116)?, &table)?;
        let small_table = words(&file.chain(u32_at(bytes, 60)?, &table)?);
        Sectors { bytes: &small, size: 64 }.chain(start, &small_table)?
    } else {
        file.chain(start, &table)?
    };
    stream.truncate(length);
    Some(stream)
}

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Sectors<'_> {
    /// A sector; the last one may be cut short.
    fn get(&self, id: u32) -> Option<&[u8]> {
        let start = (id as usize).checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The sectors of a chain, one after the other; `None` for one that leaves the file or comes back to itself.
    fn chain(&self, first: u32, table: &[u32]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut id = first;
        while id != END {
            if out.len() > self.bytes.len() {
                return None;
            }
            out.extend_from_slice(self.get(id)?);
            id = *table.get(id as usize)?;
        }
        Some(out)
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    (0..bytes.len() / 4).filter_map(|i| u32_at(bytes, 4 * i)).collect()
}

/// The table of all sectors: its own sectors are listed in the header and, of large files, in a chain of lists.
fn table(bytes: &[u8], file: &Sectors) -> Option<Vec<u32>> {
    let mut listed = words(bytes.get(76..512)?);
    let mut next = u32_at(bytes, 68)?;
    let mut lists = 0;
    while next < TABLE - 1 {
        lists += 1;
        if lists > file.bytes.len() / file.size + 1 {
            return None;
        }
        let mut list = words(file.get(next)?);
        next = list.pop()?;
        listed.extend(list);
    }
    let mut table = Vec::new();
    for id in listed.into_iter().filter(|&id| id < TABLE - 1) {
        if table.len() > file.bytes.len() {
            return None;
        }
        table.extend(words(file.get(id)?));
    }
    Some(table)
}

/// Whether an entry of the folder has this name, in any capitals.
fn is_named(entry: &[u8], name: &str) -> bool {
    let units = (0..32).filter_map(|i| u16_at(entry, 2 * i)).take_while(|&unit| unit != 0);
    let lower = |unit: u16| u8::try_from(unit).map_or(0, |b| b.to_ascii_lowercase());
    units.map(lower).eq(name.bytes().map(|b| b.to_ascii_lowercase()))
}

/// A container with this stream alone, in sectors of 4096 bytes.
pub(super) fn wrap(stream: &[u8]) -> Vec<u8> {
    const SIZE: usize = 4096;
    // Streams that are small would need small sectors: zeros after the end of a workbook are not read.
    let length = stream.len().max(SMALL);
    let sectors = length.div_ceil(SIZE);
    // Sectors of the table describe themselves, the folder and the stream.
    let mut tables = 1;
    while tables * (SIZE / 4) < tables + 1 + sectors {
        tables += 1;
    }
    let mut out = vec![0; SIZE];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &SIGNATURE);
    for (at, value) in [(24, 0x3eu16), (26, 4), (28, 0xfffe), (30, 12), (32, 6)] {
        put(at, &value.to_le_bytes());
    }
    let folder = tables as u32;
    for (at, value) in [(40, 1), (44, tables as u32), (48, folder), (56, SMALL as u32), (60, END), (68, END)] {
        put(at, &value.to_le_bytes());
    }
    for slot in 0..109 {
        let id = if slot < tables { slot as u32 } else { FREE };
        put(76 + 4 * slot, &id.to_le_bytes());
    }
    let mut table = vec![TABLE; tables];
    table.push(END);
    table.extend((1..sectors as u32).map(|next| folder + 1 + next));
    table.push(END);
    table.resize(tables * (SIZE / 4), FREE);
    out.extend(table.iter().flat_map(|word| word.to_le_bytes()));
    let mut entries = vec![0; SIZE];
    // The root's place is that of small sectors, of which there are none; it may not be empty all the same.
    entry(&mut entries[..128], "Root Entry", 5, 0, 0);
    entry(&mut entries[128..256], "Workbook", 2, folder + 1, length as u64);
    out.extend(entries);
    out.extend_from_slice(stream);
    out.resize((2 + tables + sectors) * SIZE, 0);
    out
}

fn entry(out: &mut [u8], name: &str, kind: u8, start: u32, length: u64) {
    for (place, unit) in out.chunks_exact_mut(2).zip(name.encode_utf16()) {
        place.copy_from_slice(&unit.to_le_bytes());
    }
    out[64..66].copy_from_slice(&(2 * name.len() as u16 + 2).to_le_bytes());
    out[66..68].copy_from_slice(&[kind, 1]);
    for link in [68, 72, 76] {
        let root = kind == 5 && link == 76;
        out[link..link + 4].copy_from_slice(&if root { 1 } else { FREE }.to_le_bytes());
    }
    out[116..120].copy_from_slice(&start.to_le_bytes());
    out[120..128].copy_from_slice(&length.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::{stream, wrap};

    #[test]
    fn what_is_wrapped_comes_out_again() {
        for length in [5000usize, 4096, 40_000, 5_000_000] {
            let content: Vec<_> = (0..length).map(|i| (i % 251) as u8).collect();
            assert!(stream(&wrap(&content)).as_deref() == Some(&content), "{length}");
        }
        assert_eq!(stream(&wrap(b"abc")).map(|s| (s.len(), s[..4].to_vec())), Some((4096, b"abc\0".to_vec())));
    }

    #[test]
    fn chains_that_turn_back_or_leave_the_file_are_refused() {
        let whole = wrap(&[7; 20_000]);
        for cut in [0, 8, 511, 4096, 9000, 12_288] {
            assert_eq!(stream(&whole[..cut]), None, "{cut}");
        }
        let mut turned = whole.clone();
        // The stream's third sector is followed by its first.
        let at = 4096 + 4 * 4;
        turned[at..at + 4].copy_from_slice(&2u32.to_le_bytes());
        assert_eq!(stream(&turned), None);
    }
}
