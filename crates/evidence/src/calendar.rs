//! Reporting periods of an indicator as days.

use jiff::civil;
use milepost_strategy::model::{Indicator, Strategy, TimeAxis};
use milepost_syntax::Date;

/// A reporting period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Its place: 0 is the first period of the strategy's time; earlier ones are negative.
    pub index: i64,
    /// First day.
    pub from: civil::Date,
    /// Last day.
    pub to: civil::Date,
}

impl Period {
    /// Days in it.
    pub fn days(&self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    /// Its name: the month where it is one (`2006-06`), else its first and last day.
    pub fn label(&self) -> String {
        let whole = self.from.day() == 1 && self.to.day() == self.to.days_in_month();
        let one = self.from.year() == self.to.year() && self.from.month() == self.to.month();
        match (whole, one, self.from == self.to) {
            (_, _, true) => self.from.to_string(),
            (true, true, _) => format!("{:04}-{:02}", self.from.year(), self.from.month()),
            _ => format!("{}..{}", self.from, self.to),
        }
    }
}

/// Days from one day to another.
pub(crate) fn days_between(from: civil::Date, to: civil::Date) -> i64 {
    day_number(to) - day_number(from)
}

/// Days since 1970-01-01 (Howard Hinnant, `days_from_civil`).
pub(crate) fn day_number(date: civil::Date) -> i64 {
    let (y, m, d) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The reporting periods of one indicator.
#[derive(Clone, Debug)]
pub struct Calendar {
    axis: TimeAxis,
    /// Length of a period in the axis' unit.
    length: f64,
    /// Periods between the end of one and its publication.
    lag: u32,
}

impl Calendar {
    /// The periods of an indicator.
    ///
    /// # Errors
    /// A sentence where the strategy's time has no dates, or the periods are shorter than a day.
    pub fn new(strategy: &Strategy, indicator: &Indicator) -> Result<Calendar, String> {
        if strategy.time.origin.is_none() {
            return Err("evidence is kept by date, and this strategy's time has none; write `time month from 2004-01 \
                        to ...` in the strategy"
                .into());
        }
        let length = f64::from(indicator.every) * strategy.time.step;
        let calendar = Calendar { axis: strategy.time.clone(), length, lag: indicator.lag };
        match (calendar.first_day(0), calendar.first_day(1)) {
            (Some(a), Some(b)) if a < b => Ok(calendar),
            _ => Err("the reporting periods of this indicator are shorter than a day".into()),
        }
    }

    /// Length of a period in the strategy's unit of time.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// The time on the strategy's axis at which a period ends.
    pub fn end(&self, index: i64) -> f64 {
        self.axis.start + (index + 1) as f64 * self.length
    }

    /// A period by its place; none beyond the calendar's years.
    pub fn period(&self, index: i64) -> Option<Period> {
        let (from, next) = (self.first_day(index)?, self.first_day(index + 1)?);
        Some(Period { index, from, to: next.yesterday().ok()? })
    }

    /// The period in which a day lies.
    pub fn of_day(&self, day: civil::Date) -> Option<Period> {
        let date = Date { year: day.year(), month: day.month(), day: Some(day.day()) };
        let mut index = ((self.axis.begins(date)? - self.axis.start) / self.length + 1e-9).floor() as i64;
        loop {
            let period = self.period(index)?;
            match () {
                () if day < period.from => index -= 1,
                () if day > period.to => index += 1,
                () => return Some(period),
            }
        }
    }

    /// The period that ends at a time of the axis.
    pub fn ending_at(&self, time: f64) -> Option<Period> {
        self.period(((time - self.axis.start) / self.length - 1e-6).floor() as i64)
    }

    /// The last day by which a figure of a period is published, by the lag that the indicator declares.
    pub fn published(&self, period: &Period) -> civil::Date {
        self.period(period.index + i64::from(self.lag)).map_or(civil::Date::MAX, |p| p.to)
    }

    /// The periods of the strategy's time.
    pub fn all(&self) -> Vec<Period> {
        let count = ((self.axis.end - self.axis.start) / self.length + 1e-9).floor() as i64;
        (0..count).filter_map(|i| self.period(i)).collect()
    }

    fn first_day(&self, index: i64) -> Option<civil::Date> {
        let date = self.axis.date_of(self.axis.start + index as f64 * self.length)?;
        civil::Date::new(date.year, date.month, date.day.unwrap_or(1)).ok()
    }
}
