//! How much of the change a loop makes: the middle half of futures as a band, the typical one as a line.

use milepost_explore::loops::Share;
use milepost_strategy::model::TimeAxis;

use super::axis::{dates, decision};
use super::scale::Scale;
use super::{at, drawing, label, line as grid};
use crate::html::Html;
use crate::numbers::percent;

const SIZE: (f64, f64) = (240.0, 122.0);
const LEFT: f64 = 45.0;
const RIGHT: f64 = 235.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 97.0;

/// Draws a loop's shares, from 0 to `top`; `ends` are the ends of the periods.
pub(crate) fn draw(
    h: &mut Html,
    axis: &TimeAxis,
    top: f64,
    id: &str,
    told: (&str, &str),
    (ends, all): (&[f64], &[Share]),
) {
    let x = Scale { domain: (axis.start, axis.end), range: (LEFT, RIGHT) };
    let y = Scale { domain: (0.0, top), range: (BOTTOM, TOP) };
    drawing(h, "fan", SIZE, id, told, |h| {
        for (share, class) in [(0.0, "zero"), (top / 2.0, "grid"), (top, "grid")] {
            grid(h, class, (LEFT, y.place(share)), (RIGHT, y.place(share)));
            label(h, "tick end", (LEFT - 5.0, y.place(share) + 3.5), &percent(share));
        }
        dates(h, axis, &x, BOTTOM);
        let steps = |level: usize| -> Vec<(f64, f64)> {
            let starts = std::iter::once(axis.start).chain(ends.iter().copied());
            let each = starts.zip(ends).zip(all).map(|((from, to), share)| (from, *to, share.quartiles[level]));
            each.flat_map(|(from, to, share)| [from, to].map(|t| (x.place(t), y.place(share)))).collect()
        };
        let (low, high) = (steps(0), steps(2));
        if !low.is_empty() {
            h.void("path", &[("class", "band50"), ("d", &format!("{}Z", line(high.iter().chain(low.iter().rev()))))]);
        }
        decision(h, axis, &x, (TOP, BOTTOM));
        h.void("path", &[("class", "median"), ("d", &line(steps(1).iter()))]);
    });
}

fn line<'a>(places: impl Iterator<Item = &'a (f64, f64)>) -> String {
    let step = |(k, (x, y)): (usize, &(f64, f64))| format!("{}{} {}", if k == 0 { 'M' } else { 'L' }, at(*x), at(*y));
    places.enumerate().map(step).collect()
}
