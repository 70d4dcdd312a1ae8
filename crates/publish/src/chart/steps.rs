//! A share of futures over time, as steps: it changes at the ends of periods.

use milepost_strategy::model::TimeAxis;

use super::axis::{dates, shares};
use super::scale::Scale;
use super::{at, drawing, line};
use crate::html::Html;

const SIZE: (f64, f64) = (240.0, 132.0);
const LEFT: f64 = 45.0;
const RIGHT: f64 = 235.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 107.0;

/// Draws shares `(time, share)` and the date something is due.
pub(crate) fn draw(
    h: &mut Html,
    axis: &TimeAxis,
    id: &str,
    told: (&str, &str),
    points: &[(f64, f64)],
    due: Option<f64>,
) {
    let x = Scale { domain: (axis.start, axis.end), range: (LEFT, RIGHT) };
    let y = Scale { domain: (0.0, 1.0), range: (BOTTOM, TOP) };
    drawing(h, "fan steps", SIZE, id, told, |h| {
        shares(h, &y, (LEFT, RIGHT));
        dates(h, axis, &x, BOTTOM);
        if let Some(((first, _), (last, _))) = points.first().zip(points.last()) {
            let mut path = format!("M{} {}", at(x.place(axis.start.min(*first))), at(BOTTOM));
            for (time, share) in points {
                path += &format!("H{}V{}", at(x.place(*time)), at(y.place(*share)));
            }
            let line = path.clone();
            path += &format!("H{}V{}Z", at(x.place(*last)), at(BOTTOM));
            h.void("path", &[("class", "band90"), ("d", &path)]);
            h.void("path", &[("class", "median"), ("d", &line)]);
        }
        if let Some(due) = due.filter(|due| (axis.start..=axis.end).contains(due)) {
            line(h, "limit", (x.place(due), TOP - 6.0), (x.place(due), BOTTOM));
        }
    });
}
