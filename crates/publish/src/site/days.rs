//! Days as the pages write them and as places on the strategy's axis of time.

use milepost_monitor::contract::Date;
use milepost_strategy::model::TimeAxis;

use crate::calendar::date;
use crate::language::Language;

/// `30 June 2006`
pub(super) fn written(words: &'static Language, day: Date) -> String {
    date(words, milepost_syntax::Date { year: day.year(), month: day.month(), day: Some(day.day()) })
}

/// A day that a status writes as `2006-06-30`, as the pages write it; as it is where it is no day.
pub(super) fn rewritten(words: &'static Language, text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_string(), |day| written(words, day))
}

/// A day that pages speak of though it is not today and nobody asked for it.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere {
    /// The day.
    pub as_of: Date,
    /// Whether what was observed ends there.
    pub evidence_ends: bool,
}

impl Elsewhere {
    /// Why, in a sentence.
    pub fn told(&self, words: &'static Language) -> String {
        let key = if self.evidence_ends { "shell.end-of-evidence" } else { "shell.elsewhere" };
        words.fill(key, &[("day", &self.as_of.to_string())])
    }
}

/// The end of a day on the axis of time.
pub(super) fn time(axis: &TimeAxis, day: Date) -> Option<f64> {
    axis.ends(milepost_syntax::Date { year: day.year(), month: day.month(), day: Some(day.day()) })
}

/// The end of a day that a status writes as `2006-06-30`.
pub(super) fn time_of(axis: &TimeAxis, text: &str) -> Option<f64> {
    time(axis, text.parse().ok()?)
}
