//! One record of a CSV file (RFC 4180), cell by cell in one buffer.

/// The cells of a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// The first line it stands on.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell without the blanks around it; empty beyond the last one.
    pub fn cell(&self, i: usize) -> &str {
        let Some(end) = self.ends.get(i) else { return "" };
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        self.text[start..*end].trim()
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.cell(i))
    }

    pub fn clear(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
    }

    /// Splits a line at its commas, whatever quotes there are.
    pub fn split_plainly(&mut self, line: &str) {
        for cell in line.split(',') {
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
    }
}

/// Where the splitting of a record stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Splitting {
    /// A quote is open.
    pub open: bool,
    /// Something stands behind a quote that closed.
    pub odd: bool,
}

impl Splitting {
    /// Adds a line to a record; where a quote is open it goes on in the cell that was begun.
    pub fn add(&mut self, record: &mut Record, line: &str) {
        if !self.open && !line.contains('"') {
            return record.split_plainly(line);
        }
        if self.open {
            record.text.push('\n');
        }
        let mut rest = line;
        loop {
            if self.open {
                let Some(at) = rest.find('"') else {
                    record.text.push_str(rest);
                    return;
                };
                record.text.push_str(&rest[..at]);
                rest = &rest[at + 1..];
                if let Some(more) = rest.strip_prefix('"') {
                    record.text.push('"');
                    rest = more;
                    continue;
                }
                self.open = false;
                let next = rest.find(',').unwrap_or(rest.len());
                self.odd |= !rest[..next].trim().is_empty();
                record.text.push_str(&rest[..next]);
                record.ends.push(record.text.len());
                match rest.get(next + 1..) {
                    Some(more) => rest = more,
                    None => return,
                }
            } else if let Some(quoted) = rest.trim_start_matches(' ').strip_prefix('"') {
                self.open = true;
                rest = quoted;
            } else {
                let next = rest.find(',').unwrap_or(rest.len());
                record.text.push_str(&rest[..next]);
                record.ends.push(record.text.len());
                match rest.get(next + 1..) {
                    Some(more) => rest = more,
                    None => return,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> (Vec<String>, Splitting) {
        let (mut record, mut splitting) = (Record::default(), Splitting::default());
        splitting.add(&mut record, line);
        (record.cells().map(String::from).collect(), splitting)
    }

    #[test]
    fn cells_are_split_as_rfc_4180_says() {
        for (line, wanted) in [
            ("a,b,c", vec!["a", "b", "c"]),
            ("a,,", vec!["a", "", ""]),
            ("\"a,b\",c", vec!["a,b", "c"]),
            ("\"a \"\"b\"\"\",c", vec!["a \"b\"", "c"]),
            ("\"\",\"\"", vec!["", ""]),
            ("a \"quoted\" word,b", vec!["a \"quoted\" word", "b"]),
            ("", vec![""]),
        ] {
            let (found, splitting) = cells(line);
            assert_eq!(found, wanted, "{line}");
            assert_eq!(splitting, Splitting::default(), "{line}");
        }
    }

    #[test]
    fn what_is_odd_or_open_is_said() {
        assert!(cells("a,\"b").1.open);
        assert!(cells("\"a\"b,c").1.odd);
    }
}
