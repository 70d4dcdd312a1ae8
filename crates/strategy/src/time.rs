//! The axis of time: dates to numbers.

use milepost_syntax::Date;

use crate::model::TimeAxis;
use crate::units::{DAYS_PER_MONTH, Length, time_unit};

/// Which instant a month or a day means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Its first: `from`, `decide`, `at`, `not before`.
    First,
    /// Its last: `to`, `due`, `at latest`.
    Last,
}

/// The instant as a count of days since the year 0 (proleptic Gregorian) and as a count of months.
fn instant(date: Date, edge: Edge) -> (f64, f64) {
    let day = date.day.unwrap_or(1);
    let days_in_month = f64::from(days_in(date));
    let months = f64::from(date.year) * 12.0 + f64::from(date.month) - 1.0;
    let days = days_before(date.year, date.month);
    match (edge, date.day) {
        (Edge::First, _) => (days + f64::from(day) - 1.0, months + (f64::from(day) - 1.0) / days_in_month),
        (Edge::Last, None) => (days + days_in_month, months + 1.0),
        (Edge::Last, Some(_)) => (days + f64::from(day), months + f64::from(day) / days_in_month),
    }
}

fn civil(year: i16, month: i8) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(year, month, 1).ok()
}

fn days_in(date: Date) -> i8 {
    civil(date.year, date.month).map_or(30, |d| d.days_in_month())
}

fn days_before(year: i16, month: i8) -> f64 {
    let (Some(a), Some(b)) = (civil(1, 1), civil(year, month)) else { return 0.0 };
    a.until(b).map_or(0.0, |span| f64::from(span.get_days()))
}

impl TimeAxis {
    /// The time of a date on a dated axis; `None` on one that counts.
    pub(crate) fn at(&self, date: Date, edge: Edge) -> Option<f64> {
        let (day, month) = instant(date, edge);
        let (day0, month0) = instant(self.origin?, Edge::First);
        Some(match time_unit(&self.unit)? {
            Length::Months(n) => (month - month0) / n,
            Length::Days(n) => (day - day0) / n,
        })
    }

    /// The time at which a day or a month begins; `None` on an axis without dates.
    pub fn begins(&self, date: Date) -> Option<f64> {
        self.at(date, Edge::First)
    }

    /// The time at which a day or a month ends; `None` on an axis without dates.
    pub fn ends(&self, date: Date) -> Option<f64> {
        self.at(date, Edge::Last)
    }

    /// The date of a time, to the day, on a dated axis.
    pub fn date_of(&self, time: f64) -> Option<Date> {
        let origin = self.origin?;
        let (day0, month0) = instant(origin, Edge::First);
        if !time.is_finite() || time.abs() > 1e6 {
            return None;
        }
        match time_unit(&self.unit)? {
            Length::Months(n) => {
                let months = month0 + time * n;
                let whole = (months + 1e-9).floor();
                let (year, month) = ((whole / 12.0).floor() as i16, (whole.rem_euclid(12.0)) as i8 + 1);
                let start = Date { year, month, day: None };
                let day = ((months - whole).max(0.0) * f64::from(days_in(start)) + 1e-6).floor() as i8 + 1;
                Some(Date { day: Some(day.min(days_in(start))), ..start })
            }
            Length::Days(n) => {
                let first = jiff::civil::Date::new(1, 1, 1).ok()?;
                let days = (day0 + time * n + 1e-6).floor() as i64;
                let date = first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
                Some(Date { year: date.year(), month: date.month(), day: Some(date.day()) })
            }
        }
    }

    /// A time as people read it: the month on a dated axis (`2006-06`; with the day where it is not the first),
    /// a number elsewhere.
    pub fn label(&self, time: f64) -> String {
        match self.date_of(time) {
            Some(date) if date.day == Some(1) => Date { day: None, ..date }.to_string(),
            Some(date) => date.to_string(),
            None => format!("{time}"),
        }
    }

    /// From when to when it runs, in the words of the `time` line.
    pub(crate) fn extent(&self) -> String {
        let end = self.until.map_or_else(|| self.label(self.end), |date| date.to_string());
        format!("time runs from {} to {end}", self.label(self.start))
    }

    /// Steps in one calendar period of `months`, if the step divides it.
    pub(crate) fn steps_per_months(&self, months: f64) -> Option<u32> {
        let unit = match time_unit(&self.unit)? {
            Length::Months(n) => n,
            Length::Days(n) => n / DAYS_PER_MONTH,
        };
        whole(months / unit / self.step)
    }
}

/// A positive whole number, if `x` is one up to rounding.
pub(crate) fn whole(x: f64) -> Option<u32> {
    let n = x.round();
    ((x - n).abs() <= 1e-9 * n.abs().max(1.0) && (1.0..4e9).contains(&n)).then_some(n as u32)
}

/// Number of steps of a run.
pub(crate) fn steps(start: f64, end: f64, step: f64) -> Option<u32> {
    if !(step > 0.0 && end > start) {
        return None;
    }
    whole((end - start) / step)
}
