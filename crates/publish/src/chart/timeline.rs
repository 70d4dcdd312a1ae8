//! Milestones, triggers and obligations on one axis of time: how likely each is when, when it is due, and how long there is
//! to decide, with a line for the day of which the page speaks.

use milepost_strategy::model::TimeAxis;

use super::axis::time_ticks;
use super::metro::diamond;
use super::scale::Scale;
use super::{at, drawing, label, line, rectangle};
use crate::html::Html;

const WIDTH: f64 = 760.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 744.0;
const TOP: f64 = 26.0;
const ROW: f64 = 46.0;
/// Where the bar lies in its row, and how high it is.
const BAR: f64 = 38.0;
const HIGH: f64 = 13.0;

/// A row.
pub(crate) struct Row {
    /// What it is called.
    pub(crate) title: String,
    /// What stands at its right.
    pub(crate) note: String,
    /// What is drawn.
    pub(crate) marks: Vec<Mark>,
}

/// Something on a row.
pub(crate) enum Mark {
    /// In what share of futures it has been met by when: `(time, share)`.
    Share(Vec<(f64, f64)>),
    /// When it is due, and how many things are where there are several.
    Due(f64, Option<String>),
    /// How long there is to decide.
    Lead(f64, f64),
    /// When it was met, or fired.
    Happened(f64),
}

/// A line over all rows, with its words.
pub(crate) struct Line {
    pub(crate) time: f64,
    pub(crate) words: String,
    pub(crate) class: &'static str,
}

/// Draws the rows between two times.
pub(crate) fn draw(
    h: &mut Html,
    id: &str,
    told: (&str, &str),
    (axis, span): (&TimeAxis, (f64, f64)),
    (rows, lines): (&[Row], &[Line]),
) {
    let x = Scale { domain: span, range: (LEFT, RIGHT) };
    let below = TOP + ROW * rows.len() as f64 + 6.0;
    drawing(h, "timeline", (WIDTH, below + 24.0), id, told, |h| {
        for (time, text) in time_ticks(axis, 12).into_iter().filter(|(t, _)| (span.0..=span.1).contains(t)) {
            let place = x.place(time);
            line(h, "grid", (place, TOP), (place, below));
            let class = if place > RIGHT - 14.0 { "tick end" } else { "tick middle" };
            label(h, class, (place.max(LEFT + 12.0), below + 15.0), &text);
        }
        for over in lines.iter().filter(|l| (span.0..=span.1).contains(&l.time)) {
            let place = x.place(over.time);
            line(h, over.class, (place, TOP - 6.0), (place, below));
            let (class, at) = if place > WIDTH / 2.0 { ("note end", place - 3.0) } else { ("note", place + 3.0) };
            label(h, class, (at, TOP - 10.0), &over.words);
        }
        for (k, row) in rows.iter().enumerate() {
            put(h, &x, TOP + ROW * k as f64, row);
        }
    });
}

fn put(h: &mut Html, x: &Scale, top: f64, row: &Row) {
    label(h, "line", (LEFT, top + 18.0), &row.title);
    label(h, "note end", (RIGHT, top + 18.0), &row.note);
    let bottom = top + BAR;
    line(h, "zero", (LEFT, bottom), (RIGHT, bottom));
    for mark in &row.marks {
        match mark {
            Mark::Share(points) => share(h, x, bottom, points),
            Mark::Due(time, many) => {
                diamond(h, "due", (x.place(*time), bottom - HIGH / 2.0));
                if let Some(many) = many {
                    label(h, "note", (x.place(*time) + 9.0, bottom - HIGH / 2.0 + 4.0), many);
                }
            }
            Mark::Lead(from, to) => {
                let (from, to) = (x.place(*from), x.place(*to));
                rectangle(h, "lead-bar", (from, bottom - HIGH + 3.0), (to - from, HIGH - 5.0));
            }
            Mark::Happened(time) => {
                rectangle(h, "happened", (x.place(*time) - 2.0, bottom - HIGH - 2.0), (4.0, HIGH + 4.0));
            }
        }
    }
}

/// A share as the height of an area over the row's line.
fn share(h: &mut Html, x: &Scale, bottom: f64, points: &[(f64, f64)]) {
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else { return };
    let mut path = format!("M{} {}", at(x.place(*first)), at(bottom));
    for (time, share) in points {
        path += &format!("H{}V{}", at(x.place(*time)), at(bottom - share * HIGH));
    }
    path += &format!("H{}V{}Z", at(x.place(*last)), at(bottom));
    h.void("path", &[("class", "share-met"), ("d", &path)]);
}
