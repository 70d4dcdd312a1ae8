//! Rows that span days, spread over reporting periods.

use jiff::civil::Date;

use crate::calendar::{Calendar, Period, days_between};

/// The part of a row that falls into a period: so many of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The period.
    pub period: Period,
    /// Days of the row in the period.
    pub days: i64,
    /// Days of the row.
    pub of: i64,
}

impl Part {
    /// What of a figure falls into the period.
    pub fn of(&self, figure: f64) -> f64 {
        // The product first: a row of one period keeps its figure to the last bit.
        figure * self.days as f64 / self.of as f64
    }
}

/// The periods that the days from `from` to `to` fall into, each with its number of days.  Put at its last day, a row that
/// spans months would make a false peak there, and a false calm before it.
pub fn parts(calendar: &Calendar, from: Date, to: Date) -> Vec<Part> {
    let of = days_between(from, to) + 1;
    let mut out = Vec::new();
    let mut period = calendar.of_day(from);
    while let Some(p) = period
        && p.from <= to
    {
        let days = days_between(p.from.max(from), p.to.min(to)) + 1;
        out.push(Part { period: p, days, of });
        period = calendar.period(p.index + 1);
    }
    out
}
