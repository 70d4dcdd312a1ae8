//! Instants of the strategy's axis of time as people write them.

use milepost_strategy::model::TimeAxis;
use milepost_syntax::Date;

use crate::language::Language;

const MONTHS: [(&str, &str); 12] = [
    ("month.1", "month.short-1"),
    ("month.2", "month.short-2"),
    ("month.3", "month.short-3"),
    ("month.4", "month.short-4"),
    ("month.5", "month.short-5"),
    ("month.6", "month.short-6"),
    ("month.7", "month.short-7"),
    ("month.8", "month.short-8"),
    ("month.9", "month.short-9"),
    ("month.10", "month.short-10"),
    ("month.11", "month.short-11"),
    ("month.12", "month.short-12"),
];

/// The name of a month, counted from 0.
pub(crate) fn month(words: &'static Language, month: usize, short: bool) -> &'static str {
    let (whole, shortened) = MONTHS[month.min(11)];
    words.say(if short { shortened } else { whole })
}

/// A date in words: `June 2006`, `15 December 2005`.
pub(crate) fn date(words: &'static Language, date: Date) -> String {
    let (month, year) = (month(words, (date.month.max(1) - 1) as usize, false), date.year.to_string());
    match date.day {
        Some(day) => words.fill("date.day", &[("day", &day.to_string()), ("month", month), ("year", &year)]),
        None => words.fill("date.month", &[("month", month), ("year", &year)]),
    }
}

/// The month, or on an axis without dates the time, in which the instant lies.
pub(crate) fn instant(words: &'static Language, axis: &TimeAxis, time: f64) -> String {
    match months(axis, time) {
        Some(at) => written(words, at + 1e-6, false),
        None => undated(words, axis, time),
    }
}

/// The month, or the time, that ends at the instant; short, for tables and charts: `Dec 2005`.
pub(crate) fn period_end(words: &'static Language, axis: &TimeAxis, time: f64) -> String {
    match months(axis, time) {
        Some(at) => written(words, at - 1e-6, true),
        None => undated(words, axis, time),
    }
}

/// The month, or the time, that ends at the instant: `October 2007`.
pub(crate) fn end(words: &'static Language, axis: &TimeAxis, time: f64) -> String {
    match months(axis, time) {
        Some(at) => written(words, at - 1e-6, false),
        None => undated(words, axis, time),
    }
}

/// The whole span that is simulated: `January 2004 to December 2009`.
pub(crate) fn span(words: &'static Language, axis: &TimeAxis) -> String {
    let ends = [instant(words, axis, axis.start), end(words, axis, axis.end)];
    words.fill("date.span", &[("from", &ends[0]), ("to", &ends[1])])
}

/// Months since the year 0 at the instant; `None` on an axis without dates or in an unknown unit.
pub(crate) fn months(axis: &TimeAxis, time: f64) -> Option<f64> {
    let origin = axis.origin?;
    let passed = time - axis.start;
    let day = origin.day.unwrap_or(1);
    if let Some(length) = days_per(&axis.unit) {
        return Some(month_of_day(days(origin.year.into(), origin.month.into(), day.into()) + passed * length));
    }
    let start = f64::from(origin.year) * 12.0 + f64::from(origin.month - 1) + f64::from(day - 1) / 30.4375;
    Some(start + passed * months_per(&axis.unit)?)
}

/// The instant at which a month, counted from the year 0, begins; the inverse of [`months`].
pub(crate) fn time_of_month(axis: &TimeAxis, month: i64) -> Option<f64> {
    if let Some(length) = days_per(&axis.unit) {
        let origin = axis.origin?;
        let first = days(origin.year.into(), origin.month.into(), origin.day.unwrap_or(1).into());
        let then = days(month.div_euclid(12), month.rem_euclid(12) + 1, 1);
        return Some(axis.start + (then - first) / length);
    }
    Some(axis.start + (month as f64 - months(axis, axis.start)?) / months_per(&axis.unit)?)
}

fn days_per(unit: &str) -> Option<f64> {
    match unit {
        "day" | "days" => Some(1.0),
        "week" | "weeks" => Some(7.0),
        _ => None,
    }
}

fn months_per(unit: &str) -> Option<f64> {
    match unit {
        "month" | "months" => Some(1.0),
        "quarter" | "quarters" => Some(3.0),
        "year" | "years" => Some(12.0),
        _ => None,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> f64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) as f64
}

/// The inverse of [`days`], in months since the year 0 with the day as a fraction.
fn month_of_day(day: f64) -> f64 {
    let mut month = ((day + 719_528.0) / 365.2425 * 12.0).floor() as i64;
    let begins = |month: i64| days(month.div_euclid(12), month.rem_euclid(12) + 1, 1);
    while begins(month) > day {
        month -= 1;
    }
    while begins(month + 1) <= day {
        month += 1;
    }
    month as f64 + (day - begins(month)) / (begins(month + 1) - begins(month))
}

fn written(words: &'static Language, months: f64, short: bool) -> String {
    let whole = months.floor();
    let month = month(words, whole.rem_euclid(12.0) as usize, short);
    words.fill("date.month", &[("month", month), ("year", &whole.div_euclid(12.0).to_string())])
}

fn undated(words: &'static Language, axis: &TimeAxis, time: f64) -> String {
    words.fill("date.undated", &[("unit", &axis.unit), ("number", &crate::numbers::plain(time))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_strategy::model::Method;

    fn axis(unit: &str) -> TimeAxis {
        let origin = Date { year: 2004, month: 1, day: None };
        TimeAxis {
            unit: unit.into(),
            start: 0.0,
            end: 72.0,
            step: 0.125,
            steps: 576,
            method: Method::Euler,
            origin: Some(origin),
            until: None,
            decide: 23.5,
            decide_date: None,
            report_every: 8,
        }
    }

    #[test]
    fn months_are_named_by_their_instants_and_their_ends() {
        let axis = axis("month");
        assert_eq!(span(Language::english(), &axis), "January 2004 to December 2009");
        assert_eq!(instant(Language::english(), &axis, 24.0), "January 2006");
        assert_eq!(period_end(Language::english(), &axis, 24.0), "Dec 2005");
        assert_eq!(date(Language::english(), Date { year: 2005, month: 12, day: Some(15) }), "15 December 2005");
    }

    #[test]
    fn days_follow_the_calendar() {
        let axis = axis("day");
        assert_eq!(instant(Language::english(), &axis, 31.0), "February 2004");
        assert_eq!(instant(Language::english(), &axis, 59.0), "February 2004");
        assert_eq!(instant(Language::english(), &axis, 60.0), "March 2004");
        assert_eq!(time_of_month(&axis, 2005 * 12), Some(366.0));
    }

    #[test]
    fn an_axis_without_dates_counts() {
        let axis = TimeAxis { origin: None, ..axis("month") };
        assert_eq!(span(Language::english(), &axis), "month 0 to month 72");
    }
}
