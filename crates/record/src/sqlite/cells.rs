//! What was known at a date, from the changes of each cell.

use jiff::civil::Date;
use rusqlite::params;

use super::{open, read::Reader};
use crate::error::Error;
use crate::event;
use crate::exact::Sum;
use crate::store::Cell;

/// Exact sums of the three figures, and how many events are in them.
#[derive(Debug, Default, Clone)]
pub struct Change {
    pub low: Sum,
    pub best: Sum,
    pub high: Sum,
    pub rows: i64,
}

impl Change {
    pub fn add(&mut self, other: &Change) {
        self.low.add_sum(&other.low);
        self.best.add_sum(&other.best);
        self.high.add_sum(&other.high);
        self.rows += other.rows;
    }

    /// The rounded sums, as bits, and the rows: an exact sum may be kept as different lists of floats.
    pub fn figures(&self) -> ([u64; 3], i64) {
        ([&self.low, &self.best, &self.high].map(|sum| sum.value().to_bits()), self.rows)
    }

    pub fn parse(low: &str, best: &str, high: &str, rows: i64) -> Option<Change> {
        Some(Change { low: Sum::parse(low)?, best: Sum::parse(best)?, high: Sum::parse(high)?, rows })
    }
}

pub fn cells(reader: &Reader, subject: &str, known: Date) -> Result<Vec<Cell>, Error> {
    let sql = "SELECT e.text, c.period, h.known, h.low, h.best, h.high, h.rows, c.id
        FROM cell c JOIN name e ON e.id = c.element JOIN change h ON h.cell = c.id
        WHERE c.subject = (SELECT id FROM name WHERE text = ?) AND h.known <= ?
        ORDER BY e.text, c.period, h.known";
    let damaged = || open::damaged(reader.file, "a sum cannot be read");
    let text = |row: &rusqlite::Row, i: usize| row.get::<_, String>(i);
    let mut found: Vec<(i64, Cell)> = Vec::new();
    let mut sum = Change::default();
    let changes = reader.all(sql, params![subject, known.to_string()], |row| {
        let figures = [text(row, 3)?, text(row, 4)?, text(row, 5)?];
        Ok((text(row, 0)?, text(row, 1)?, text(row, 2)?, figures, row.get::<_, i64>(6)?, row.get::<_, i64>(7)?))
    })?;
    for (element, period, known, [low, best, high], rows, id) in changes {
        let change = Change::parse(&low, &best, &high, rows).ok_or_else(damaged)?;
        let last_known = event::date(&known).ok_or_else(damaged)?;
        match found.last_mut() {
            Some((last, cell)) if *last == id => {
                sum.add(&change);
                cell.last_known = last_known;
            }
            _ => {
                sum = change;
                let period = event::date(&period).ok_or_else(damaged)?;
                found.push((id, Cell { element, period, low: 0.0, best: 0.0, high: 0.0, rows: 0, last_known }));
            }
        }
        if let Some((_, cell)) = found.last_mut() {
            (cell.low, cell.best, cell.high) = (sum.low.value(), sum.best.value(), sum.high.value());
            cell.rows = sum.rows.max(0).cast_unsigned();
        }
    }
    Ok(found.into_iter().map(|(_, cell)| cell).filter(|cell| cell.rows > 0).collect())
}

/// The numbers of the events that count in a cell at a date.
pub fn behind(reader: &Reader, subject: &str, element: &str, period: Date, known: Date) -> Result<Vec<u64>, Error> {
    let sql = "SELECT counted.seq FROM cell
        JOIN counted ON counted.cell = cell.id JOIN event ON event.seq = counted.seq
        LEFT JOIN superseded s ON s.seq = counted.seq AND s.known <= ?4
        WHERE cell.subject = (SELECT id FROM name WHERE text = ?1) AND cell.period = ?3
          AND cell.element = (SELECT id FROM name WHERE text = ?2)
          AND event.known <= ?4 AND s.seq IS NULL
        ORDER BY counted.seq";
    let params = params![subject, element, period.to_string(), known.to_string()];
    reader.all(sql, params, |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))
}
