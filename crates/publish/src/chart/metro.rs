//! The pathway map: one line for each regime, how long it can be used, where another can take over, and when that must be
//! decided.  After the maps of Haasnoot et al. (2013).

use milepost_explore::timing::Tips;
use milepost_strategy::model::TimeAxis;

use super::axis::time_ticks;
use super::scale::Scale;
use super::{at, dot, drawing, label, line, rectangle};
use crate::html::Html;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 690.0;
const TOP: f64 = 8.0;
const ROW: f64 = 46.0;
const GAP: f64 = 26.0;
/// Where the bar lies in its row, and how thick it is.
const BAR: f64 = 31.0;
const THICK: f64 = 11.0;

/// A line of the map.
pub(crate) struct Row<'a> {
    /// What it is called.
    pub(crate) title: String,
    /// What stands at its right.
    pub(crate) note: String,
    pub(crate) tips: &'a Tips,
}

/// A place where one line can take over from another.
pub(crate) struct Station {
    /// Rows, from above.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// When the first tips in half of the futures.
    pub(crate) time: f64,
    /// When the second must be decided for that.
    pub(crate) decide: f64,
}

/// The span of time and what is drawn on it.
pub(crate) struct Map<'a> {
    pub(crate) axis: &'a TimeAxis,
    pub(crate) decide: f64,
    pub(crate) horizon: f64,
    /// Regimes, which the stations join.
    pub(crate) regimes: Vec<Row<'a>>,
    /// Choices as they were run, below them.
    pub(crate) choices: Vec<Row<'a>>,
    pub(crate) stations: Vec<Station>,
}

/// Draws the map.
pub(crate) fn draw(h: &mut Html, id: &str, told: (&str, &str), map: &Map) {
    let x = Scale { domain: (map.decide, map.horizon), range: (LEFT, RIGHT) };
    let regimes = TOP + ROW * map.regimes.len() as f64;
    let below = if map.choices.is_empty() { regimes } else { regimes + GAP + ROW * map.choices.len() as f64 };
    drawing(h, "metro", (WIDTH, below + 24.0), id, told, |h| {
        let ticks = time_ticks(map.axis, 12).into_iter().filter(|(t, _)| *t >= map.decide && *t <= map.horizon);
        for (time, text) in ticks {
            let place = x.place(time);
            line(h, "grid", (place, TOP), (place, below));
            let class = if place > RIGHT - 14.0 { "tick end" } else { "tick middle" };
            label(h, class, (place, below + 15.0), &text);
        }
        line(h, "decision", (LEFT, TOP), (LEFT, below));
        for (k, row) in map.regimes.iter().enumerate() {
            bar(h, &x, TOP + ROW * k as f64, row);
        }
        if !map.choices.is_empty() {
            label(h, "group", (LEFT, regimes + GAP - 6.0), h.words.say("metro.choices"));
        }
        for (k, row) in map.choices.iter().enumerate() {
            bar(h, &x, regimes + GAP + ROW * k as f64, row);
        }
        for (k, station) in map.stations.iter().enumerate() {
            join(h, &x, station, k);
        }
    });
}

/// A line: sure until one in ten futures has tipped, then fading until nine in ten have.
fn bar(h: &mut Html, x: &Scale, top: f64, row: &Row) {
    let end = x.domain.1;
    let [first, half, last] = [row.tips.first, row.tips.half, row.tips.last].map(|time| x.place(time.unwrap_or(end)));
    label(h, "line", (LEFT + 4.0, top + 17.0), &row.title);
    label(h, "note end", (RIGHT, top + 17.0), &row.note);
    let y = top + BAR - THICK / 2.0;
    for (class, from, to) in [("use sure", LEFT, first), ("use most", first, half), ("use some", half, last)] {
        if to > from {
            rectangle(h, class, (from, y), (to - from, THICK));
        }
    }
    if row.tips.last.is_none() {
        let (tip, y) = (RIGHT + 9.0, top + BAR);
        let class = if row.tips.first.is_none() {
            "use sure"
        } else if row.tips.half.is_none() {
            "use most"
        } else {
            "use some"
        };
        let path = format!("M{} {}L{} {}L{} {}Z", at(RIGHT), at(y - 5.5), at(tip), at(y), at(RIGHT), at(y + 5.5));
        h.void("path", &[("class", class), ("d", &path)]);
    }
    if row.tips.half.is_some() {
        line(h, "tipping", (half, y - 4.0), (half, y + THICK + 4.0));
    }
}

/// A change: a line from the regime that tips to the one that follows, and on that one when it must be decided.
fn join(h: &mut Html, x: &Scale, station: &Station, number: usize) {
    let y = |row: usize| TOP + ROW * row as f64 + BAR;
    // Lines that leave together stand a little apart.
    let place = x.place(station.time) - 7.0 * number as f64 % 35.0;
    let (from, to) = (y(station.from), y(station.to));
    line(h, "change", (place, from), (place, to));
    dot(h, "leaves", (place, from), 3.2);
    dot(h, "station", (place, to), 4.6);
    let late = station.decide < x.domain.0;
    let decide = x.place(station.decide);
    line(h, "lead", (decide, to), (place, to));
    diamond(h, if late { "decide late" } else { "decide" }, (decide, to));
}

/// The mark of a decision.
pub(crate) fn diamond(h: &mut Html, class: &str, (x, y): (f64, f64)) {
    let path = format!(
        "M{} {}L{} {}L{} {}L{} {}Z",
        at(x - 6.0),
        at(y),
        at(x),
        at(y - 6.0),
        at(x + 6.0),
        at(y),
        at(x),
        at(y + 6.0)
    );
    h.void("path", &[("class", class), ("d", &path)]);
}
