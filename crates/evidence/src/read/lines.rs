//! Lines of a file as bytes, with their numbers.

use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Longer lines are cut into refused ones, so that no file takes all memory.
const MOST_BYTES: usize = 4 << 20;

/// A line without its end.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// What stands on it.
    pub bytes: Vec<u8>,
    /// Whether a line end follows.
    pub ended: bool,
}

/// Lines in order; some may be given back.
pub(super) struct Lines<R> {
    source: R,
    number: u64,
    back: VecDeque<Line>,
    /// Whether the file began with a byte-order mark.
    pub marked: bool,
    /// Whether lines end in CR LF.
    pub carriage: bool,
}

impl<R: BufRead> Lines<R> {
    pub fn new(source: R) -> Lines<R> {
        Lines { source, number: 0, back: VecDeque::new(), marked: false, carriage: false }
    }

    /// The next line.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.back.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        io::Read::take(&mut self.source, MOST_BYTES as u64).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        let ended = bytes.last() == Some(&b'\n');
        if ended {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
                self.carriage = true;
            }
        }
        if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
            self.marked = true;
        }
        Ok(Some(Line { number: self.number, bytes, ended }))
    }

    /// Gives lines back, to be read again in their order.
    pub fn give_back(&mut self, lines: impl DoubleEndedIterator<Item = Line>) {
        for line in lines.rev() {
            self.back.push_front(line);
        }
    }
}
