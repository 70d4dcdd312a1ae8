//! Days as the pages write them and as places on the strategy's axis of time.

use milepost_monitor::contract::Date;
use milepost_strategy::model::TimeAxis;

use super::language::Language;

const MONTHS: [&str; 12] = [
    "month.1", "month.2", "month.3", "month.4", "month.5", "month.6", "month.7", "month.8", "month.9", "month.10",
    "month.11", "month.12",
];

/// `30 June 2006`
pub(super) fn written(words: &Language, day: Date) -> String {
    let month = words.say(MONTHS[(day.month().clamp(1, 12) - 1) as usize]);
    words.fill("date.day", &[("day", &day.day().to_string()), ("month", month), ("year", &day.year().to_string())])
}

/// A day that a status writes as `2006-06-30`, as the pages write it; as it is where it is no day.
pub(super) fn rewritten(words: &Language, text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_string(), |day| written(words, day))
}

/// The end of a day on the axis of time.
pub(super) fn time(axis: &TimeAxis, day: Date) -> Option<f64> {
    axis.ends(milepost_syntax::Date { year: day.year(), month: day.month(), day: Some(day.day()) })
}

/// The end of a day that a status writes as `2006-06-30`.
pub(super) fn time_of(axis: &TimeAxis, text: &str) -> Option<f64> {
    time(axis, text.parse().ok()?)
}
