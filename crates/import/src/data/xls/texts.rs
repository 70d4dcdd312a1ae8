//! The table of texts of an old workbook: texts of either width, broken over records, with formats after them.

use super::{u16_at, u32_at};

/// Walks through the table as its reader does; `None` where a length is untrue.
pub(super) fn check(first: &[u8], more: &[&[u8]]) -> Option<()> {
    let mut rest = Rest { data: first.get(8..)?, more };
    loop {
        if rest.data.is_empty() && !rest.turn() {
            return Some(());
        }
        let (characters, flags) = (u16_at(rest.data, 0)? as usize, *rest.data.get(2)?);
        rest.data = &rest.data[3..];
        let mut after = 0;
        if flags & 8 != 0 {
            after += 4 * u16_at(rest.data, 0)? as usize;
            rest.data = &rest.data[2..];
        }
        if flags & 4 != 0 {
            after += usize::try_from(u32_at(rest.data, 0)? as i32).ok()?;
            rest.data = &rest.data[4..];
        }
        rest.characters(characters, flags & 1 != 0)?;
        rest.skip(after)?;
    }
}

/// What is left of a record, and those that continue it.
struct Rest<'a> {
    data: &'a [u8],
    more: &'a [&'a [u8]],
}

impl Rest<'_> {
    /// Goes on to the next record, if there is one.
    fn turn(&mut self) -> bool {
        let Some((next, more)) = self.more.split_first() else { return false };
        (self.data, self.more) = (next, more);
        true
    }

    /// Passes over characters; a record that continues them says first how wide they are there.
    fn characters(&mut self, mut count: usize, mut wide: bool) -> Option<()> {
        while count > 0 {
            let width = 1 + wide as usize;
            let here = count.min(self.data.len() / width);
            self.data = &self.data[here * width..];
            count -= here;
            if count > 0 {
                if !self.turn() {
                    return None;
                }
                wide = self.data.first()? & 1 != 0;
                self.data = &self.data[1..];
            }
        }
        Some(())
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.data.is_empty() && !self.turn() {
                return None;
            }
            let here = bytes.min(self.data.len());
            self.data = &self.data[here..];
            bytes -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn lengths_of_texts_must_be_true() {
        let table = |texts: &[u8]| [&[0; 8], texts].concat();
        let whole = table(&[2, 0, 0, b'a', b'b', 1, 0, 1, b'c', 0]);
        assert_eq!(check(&whole, &[]), Some(()));
        assert_eq!(check(&whole[..whole.len() - 1], &[]), None);
        assert_eq!(check(&table(&[3, 0, 0, b'a']), &[&[1, b'b', 0, b'c', 0]]), Some(()));
        assert_eq!(check(&table(&[1, 0, 8, 1, 0, b'a', 0, 0]), &[&[0, 0]]), Some(()));
        assert_eq!(check(&table(&[1, 0, 8, 1]), &[]), None);
        assert_eq!(check(&table(&[1, 0, 4, 255, 255, 255, 255, b'a']), &[]), None);
    }
}
