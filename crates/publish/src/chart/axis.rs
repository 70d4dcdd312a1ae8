//! Axes: the unit that labels are in, gridlines, and the years.

use milepost_strategy::model::{Display, TimeAxis};

use super::scale::{Scale, ticks};
use super::{label, line};
use crate::calendar::{months, time_of_month};
use crate::html::Html;
use crate::language::Language;
use crate::numbers::{factored, is_share, per_unit, plain, unit_words};

/// An axis of values: its numbers are short because its factor stands in its unit.
pub(crate) struct Axis {
    /// Canonical value of one unit of the axis.
    per: f64,
    /// Unit in words, with the factor.
    pub(crate) unit: String,
    percent: bool,
    /// Round numbers, canonical.
    pub(crate) ticks: Vec<f64>,
}

impl Axis {
    /// An axis that covers the canonical values `low..=high`, in units of 10 to the power of `power`.
    pub(crate) fn new(
        words: &'static Language,
        display: &Display,
        (low, high): (f64, f64),
        wanted: usize,
        power: i32,
    ) -> Axis {
        let percent = is_share(display);
        let per = 10f64.powi(power) / per_unit(display);
        let unit = if percent { words.say("number.percent").into() } else { unit_words(words, &display.text, true) };
        let ticks = ticks(low / per, high / per, wanted).into_iter().map(|t| t * per).collect();
        Axis { per, unit: factored(words, power, &unit), percent, ticks }
    }

    /// First and last tick.
    pub(crate) fn domain(&self) -> (f64, f64) {
        (self.ticks[0], self.ticks[self.ticks.len() - 1])
    }

    /// A tick's label.
    pub(crate) fn text(&self, tick: f64) -> String {
        let number = plain((tick / self.per * 1e6).round() / 1e6);
        if self.percent { format!("{number}%") } else { number }
    }

    /// Horizontal gridlines with labels to their left.
    pub(crate) fn rows(&self, h: &mut Html, y: &Scale, (left, right): (f64, f64)) {
        for &tick in &self.ticks {
            let place = y.place(tick);
            let class = if tick == 0.0 { "zero" } else { "grid" };
            line(h, class, (left, place), (right, place));
            label(h, "tick end", (left - 5.0, place + 3.5), &self.text(tick));
        }
    }
}

/// The power of ten that keeps the labels of an axis short.
pub(crate) fn short(display: &Display, (low, high): (f64, f64)) -> i32 {
    match low.abs().max(high.abs()) * per_unit(display) {
        x if x > 8e9 => 9,
        x if x > 8e6 => 6,
        x if x > 8e3 => 3,
        _ => 0,
    }
}

/// Horizontal gridlines of shares: none, half and all.
pub(crate) fn shares(h: &mut Html, y: &Scale, (left, right): (f64, f64)) {
    for (share, text, class) in [(0.0, "0%", "zero"), (0.5, "50%", "grid"), (1.0, "100%", "grid")] {
        line(h, class, (left, y.place(share)), (right, y.place(share)));
        label(h, "tick end", (left - 5.0, y.place(share) + 3.5), text);
    }
}

/// Marks of time under a chart that ends at `bottom`; labels stay within it.
pub(crate) fn dates(h: &mut Html, axis: &TimeAxis, x: &Scale, bottom: f64) {
    let (left, right) = x.range;
    for (place, text) in time_ticks(axis, 3) {
        line(h, "mark", (x.place(place), bottom), (x.place(place), bottom + 4.0));
        let (class, at) = match x.place(place) {
            at if at > right - 10.0 => ("tick end", right + 4.0),
            at => ("tick middle", at.max(left + 4.0)),
        };
        label(h, class, (at, bottom + 17.0), &text);
    }
}

/// The instant of the decision, as a line from `top` to `bottom`, named above, where time begins before it.
pub(crate) fn decision(h: &mut Html, axis: &TimeAxis, x: &Scale, (top, bottom): (f64, f64)) {
    if axis.decide <= axis.start {
        return;
    }
    let place = x.place(axis.decide);
    line(h, "decision", (place, top - 5.0), (place, bottom));
    let class = if place > (x.range.0 + x.range.1) / 2.0 { "note end" } else { "note" };
    label(h, class, (place, top - 8.0), h.words.say("chart.decision"));
}

/// Where the axis of time carries labels: `(time, label)`, at most about `most`.
pub(crate) fn time_ticks(axis: &TimeAxis, most: usize) -> Vec<(f64, String)> {
    let (Some(first), Some(last)) = (months(axis, axis.start), months(axis, axis.end)) else {
        let inside = |t: &f64| (axis.start..=axis.end).contains(t);
        return ticks(axis.start, axis.end, most).into_iter().filter(inside).map(|t| (t, plain(t))).collect();
    };
    let years = ((last - first) / 12.0).max(1.0);
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|s| years / f64::from(*s) <= most as f64).unwrap_or(200);
    let step = i64::from(step);
    let from = (first / 12.0).ceil() as i64;
    let years = (from..=(last / 12.0).floor() as i64).filter(|y| (y - from) % step == 0);
    years.filter_map(|y| Some((time_of_month(axis, y * 12)?, y.to_string()))).collect()
}
