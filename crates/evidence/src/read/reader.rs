//! Rows of evidence from a file, one at a time.

use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::Arc;

use jiff::civil::Date;
use milepost_strategy::model::Reading;

use super::columns::{Columns, Figures};
use super::date::{dated, stamped};
use super::figure::{Figure, figure};
use super::layout;
use super::record::Record;
use super::records::{Next, Records};
use crate::finding::{Finding, Kind};
use crate::places::Places;

/// A row of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Line in the file.
    pub line: u64,
    /// The source's own name of it.
    pub id: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Place as written, one for each dimension.
    pub place: Vec<String>,
    /// The flat element of the indicator; none where the place is none of its elements.
    pub element: Option<usize>,
    /// Least, figure and most, equal where the source gives one.
    pub low: f64,
    /// The figure.
    pub best: f64,
    /// The most.
    pub high: f64,
    /// The source's grade of the date's precision, where it has one.
    pub date_precision: Option<u8>,
    /// The source's grade of the place's precision, where it has one.
    pub place_precision: Option<u8>,
    /// The day of publication, where the file says it.
    pub published: Option<Date>,
    /// Who reported it.
    pub source: Option<String>,
}

/// What comes out of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A row.
    Row(Row),
    /// Something to be said of a line.
    Finding(Finding),
}

/// Longer texts of sources are cut.
const LONGEST_SOURCE: usize = 200;

/// Reads rows of evidence from a file; memory does not grow with it.
pub struct Reader<R> {
    records: Records<R>,
    columns: Columns,
    places: Arc<Places>,
    /// Whether figures are counts.
    counts: bool,
    record: Record,
    waiting: VecDeque<Item>,
    elsewhere: u64,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads what stands before the rows.  `counts` says that figures cannot be negative.
    ///
    /// # Errors
    /// A sentence that says why the file cannot be read in this layout.
    pub fn new(mut source: R, reading: &Reading, places: Arc<Places>, counts: bool) -> Result<Self, String> {
        let begins = source.fill_buf().map_err(|e| format!("it cannot be read: {e}"))?;
        if begins.starts_with(b"\xff\xfe") || begins.starts_with(b"\xfe\xff") {
            return Err("it is UTF-16 text; save it as UTF-8".into());
        }
        let mut records = Records::new(source);
        let (columns, notes) = layout::head(&mut records, reading)?;
        records.width = columns.width;
        let mut waiting = VecDeque::new();
        if records.lines.marked {
            let cause = "the file begins with a byte-order mark, which is left out";
            waiting.push_back(Finding::new(1, Kind::Note, cause, "nothing needs to be done"));
        }
        if records.lines.carriage {
            let cause = "lines end as on Windows (CR LF), which is read like any other end";
            waiting.push_back(Finding::new(1, Kind::Note, cause, "nothing needs to be done"));
        }
        waiting.extend(notes);
        let waiting = waiting.into_iter().map(Item::Finding).collect();
        Ok(Reader { records, columns, places, counts, record: Record::default(), waiting, elsewhere: 0, ended: false })
    }

    /// Rows so far that were not about the strategy.
    pub fn elsewhere(&self) -> u64 {
        self.elsewhere
    }

    fn read(&mut self) -> io::Result<Option<Item>> {
        loop {
            match self.records.next(&mut self.record)? {
                Next::End => return Ok(None),
                Next::Broken(finding) => return Ok(Some(Item::Finding(finding))),
                Next::Record(note) => {
                    if let Some((column, value)) = &self.columns.only
                        && self.record.cell(*column) != value
                    {
                        self.elsewhere += 1;
                        continue;
                    }
                    self.waiting.extend(note.map(Item::Finding));
                    return Ok(Some(match self.row() {
                        Ok(row) => Item::Row(row),
                        Err(finding) => Item::Finding(finding),
                    }));
                }
            }
        }
    }

    fn wrong(&self, kind: Kind, (cause, remedy): (String, String)) -> Finding {
        Finding::new(self.record.line, kind, cause, remedy)
    }

    fn header(&self, column: usize) -> &str {
        self.columns.header.get(column).map_or("", String::as_str)
    }

    fn row(&mut self) -> Result<Row, Finding> {
        let (from, to) = self.days()?;
        let published = match self.columns.published.map(|c| self.record.cell(c)) {
            None | Some("") => None,
            Some(text) => Some(stamped(text).map_err(|why| self.wrong(Kind::Date, why))?),
        };
        let (low, best, high) = self.figures()?;
        let grade = |c: Option<usize>| c.and_then(|c| self.record.cell(c).parse::<u8>().ok());
        let place_precision = grade(self.columns.place_precision.map(|(c, _)| c));
        let date_precision = grade(self.columns.date_precision);
        let (place, element) = self.place(place_precision);
        let text = |c: Option<usize>| c.map(|c| self.record.cell(c)).filter(|t| !t.is_empty());
        let source = text(self.columns.source).map(|t| t.chars().take(LONGEST_SOURCE).collect());
        let id = text(self.columns.id).map(String::from);
        let line = self.record.line;
        Ok(Row {
            line,
            id,
            from,
            to,
            place,
            element,
            low,
            best,
            high,
            date_precision,
            place_precision,
            published,
            source,
        })
    }

    fn days(&self) -> Result<(Date, Date), Finding> {
        let day = |column| dated(self.record.cell(column)).map_err(|why| self.wrong(Kind::Date, why));
        let first = day(self.columns.from)?;
        let last = match self.columns.until {
            Some(column) if !self.record.cell(column).is_empty() => day(column)?,
            _ => first,
        };
        if last.to < first.from {
            let cause = format!("it ends on {}, before it begins on {}", last.to, first.from);
            return Err(
                self.wrong(Kind::Date, (cause, "see whether the two columns are mistaken for each other".into()))
            );
        }
        Ok((first.from, last.to))
    }

    fn figures(&self) -> Result<(f64, f64, f64), Finding> {
        let number = |column| match figure(self.record.cell(column), self.header(column), self.counts) {
            Figure::Known(v) => Ok(v),
            Figure::Unknown => {
                let (header, cell) = (self.header(column), self.record.cell(column));
                let cause =
                    if cell.is_empty() { format!("`{header}` is empty") } else { format!("`{header}` is `{cell}`") };
                Err(self.wrong(Kind::NoFigure, (cause, "nothing: unknown is not zero, and adds nothing".into())))
            }
            Figure::Wrong(cause, remedy) => Err(self.wrong(Kind::Number, (cause, remedy))),
        };
        let (low, best, high) = match self.columns.figure {
            Figures::Rows => (1.0, 1.0, 1.0),
            Figures::One(column) => {
                let v = number(column)?;
                if v == 0.0 && self.columns.zero_is_unknown {
                    let cause = format!("`{}` is 0, which means none or not known", self.header(column));
                    return Err(self.wrong(Kind::NoFigure, (cause, "nothing: it adds nothing to the count".into())));
                }
                (v, v, v)
            }
            Figures::Between(low, high) => {
                let (low, high) = (number(low)?, number(high)?);
                (low, (low + high) / 2.0, high)
            }
            Figures::Range(low, best, high) => (number(low)?, number(best)?, number(high)?),
        };
        if low <= best && best <= high {
            return Ok((low, best, high));
        }
        let cause = match self.columns.figure {
            Figures::Between(..) => format!("the least ({low}) is above the most ({high})"),
            _ => format!("least {low}, figure {best} and most {high} are not in order"),
        };
        Err(self.wrong(Kind::Order, (cause, "see whether columns are mistaken for each other".into())))
    }

    /// The place as written, and the element that it is.
    fn place(&self, precision: Option<u8>) -> (Vec<String>, Option<usize>) {
        let mut written = Vec::with_capacity(self.columns.places.len());
        let mut elements = Vec::with_capacity(self.columns.places.len());
        for (dimension, candidates) in self.columns.places.iter().enumerate() {
            let found = candidates.iter().find_map(|c| {
                let cell = self.record.cell(*c);
                Some((cell, self.places.find(dimension, cell)?))
            });
            let named = candidates.iter().map(|c| self.record.cell(*c)).find(|cell| !cell.is_empty());
            written.push(found.map(|(cell, _)| cell).or(named).unwrap_or("").to_string());
            elements.extend(found.map(|(_, element)| element));
        }
        let vague = matches!((self.columns.place_precision, precision), (Some((_, from)), Some(p)) if p >= from);
        let whole = elements.len() == self.columns.places.len() && !vague;
        let element = whole.then(|| self.places.flat(&elements));
        (written, element)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<io::Result<Item>> {
        if let Some(item) = self.waiting.pop_front() {
            return Some(Ok(item));
        }
        if self.ended {
            return None;
        }
        match self.read() {
            Ok(Some(item)) => Some(Ok(item)),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(e) => {
                self.ended = true;
                Some(Err(e))
            }
        }
    }
}
