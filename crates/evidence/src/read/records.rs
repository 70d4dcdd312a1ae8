//! Records one after the other, going on after a broken one.

use std::io::{self, BufRead};

use super::lines::{Line, Lines};
use super::record::{Record, Splitting};
use crate::finding::{Finding, Kind};

/// A quote that is open for longer than this was never meant to be.
const MOST_LINES: usize = 200;

/// What came of a try to read a record.
pub(super) enum Next {
    /// A record, with what is to be said of it.
    Record(Option<Finding>),
    /// No record: why.
    Broken(Finding),
    /// The file has ended.
    End,
}

/// Records of a file.
pub(super) struct Records<R> {
    pub lines: Lines<R>,
    /// Cells that a record must have; any number where none is said.
    pub width: Option<usize>,
    /// The lines of the last record.
    taken: Vec<Line>,
}

impl<R: BufRead> Records<R> {
    pub fn new(source: R) -> Records<R> {
        Records { lines: Lines::new(source), width: None, taken: Vec::new() }
    }

    /// Gives the last record back, to be read again.
    pub fn give_back(&mut self) {
        let taken = std::mem::take(&mut self.taken);
        self.lines.give_back(taken.into_iter());
    }

    /// Reads the next record.
    pub fn next(&mut self, record: &mut Record) -> io::Result<Next> {
        self.taken.clear();
        let first = loop {
            match self.lines.next()? {
                None => return Ok(Next::End),
                Some(line) if line.bytes.iter().all(|b| b.is_ascii_whitespace()) => continue,
                Some(line) => break line,
            }
        };
        let number = first.number;
        record.clear(number);
        let mut splitting = Splitting::default();
        let Ok(text) = std::str::from_utf8(&first.bytes) else {
            let cause = "this line is not UTF-8 text";
            return Ok(Next::Broken(Finding::new(number, Kind::Encoding, cause, "save the file as UTF-8")));
        };
        splitting.add(record, text);
        self.taken.push(first);
        while splitting.open && self.taken.len() < MOST_LINES {
            let Some(line) = self.lines.next()? else { break };
            let Ok(text) = std::str::from_utf8(&line.bytes) else {
                self.lines.give_back(std::iter::once(line));
                break;
            };
            splitting.add(record, text);
            self.taken.push(line);
        }
        let fits = self.width.is_none_or(|w| record.len() == w);
        if splitting.open || (self.taken.len() > 1 && (splitting.odd || !fits)) {
            return Ok(self.unclosed(record));
        }
        Ok(if fits { Next::Record(None) } else { Next::Broken(self.cells(record)) })
    }

    /// A quote swallowed lines: the first is read as it stands, or refused; the others are read again.
    fn unclosed(&mut self, record: &mut Record) -> Next {
        let swallowed = self.taken.split_off(1);
        let last = swallowed.is_empty() && self.taken.first().is_some_and(|line| !line.ended);
        self.lines.give_back(swallowed.into_iter());
        let number = record.line;
        let text = self.taken.first().and_then(|line| std::str::from_utf8(&line.bytes).ok()).unwrap_or("").to_string();
        record.clear(number);
        record.split_plainly(&text);
        if last {
            return Next::Broken(cut(number));
        }
        let cause = "a quote opens on this line and is never closed";
        if self.width.is_some_and(|w| w == record.len()) {
            let remedy = "the line was read as if the quote were a letter; see whether its cells are right";
            return Next::Record(Some(Finding::new(number, Kind::Note, cause, remedy)));
        }
        Next::Broken(Finding::new(number, Kind::Quote, cause, "close it, or write it twice within a quoted cell"))
    }

    fn cells(&self, record: &Record) -> Finding {
        let (found, wanted) = (record.len(), self.width.unwrap_or_default());
        if found < wanted && self.taken.last().is_some_and(|line| !line.ended) {
            return cut(record.line);
        }
        let plural = if found == 1 { "" } else { "s" };
        let cause = format!("this row has {found} cell{plural}, the header has {wanted}");
        Finding::new(record.line, Kind::Cells, cause, "a cell that holds a comma stands in double quotes")
    }
}

fn cut(line: u64) -> Finding {
    Finding::new(line, Kind::Cut, "the file ends in the middle of this row", "get the file again; this row is not kept")
}
