//! Parallel coordinates: one upright axis for each measure, better always up, and a line for each of some futures.

use super::scale::Scale;
use super::{at, drawing, label, line};
use crate::html::Html;

const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 340.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 766.0;
const TOP: f64 = 42.0;
const BOTTOM: f64 = 312.0;

/// An axis.
pub(crate) struct Upright {
    /// Values at its lower and its upper end; the upper is the better one.
    pub(crate) ends: (f64, f64),
    /// The same as words.
    pub(crate) words: (String, String),
    /// What is acceptable.
    pub(crate) bar: Option<f64>,
}

/// One future: a value for each axis, `None` where it is unknown, and whether it fails.
pub(crate) struct Line {
    pub(crate) values: Vec<Option<f64>>,
    pub(crate) fails: bool,
}

/// Draws the lines, those of the larger group below, and the middle of either group on top.
pub(crate) fn draw(h: &mut Html, id: &str, told: (&str, &str), axes: &[Upright], lines: &[Line]) {
    let x = |axis: usize| LEFT + (RIGHT - LEFT) * axis as f64 / (axes.len().max(2) - 1) as f64;
    let places: Vec<Scale> = axes.iter().map(|axis| upright(axis.ends)).collect();
    let path = |values: &[Option<f64>]| {
        let mut path = String::new();
        for (axis, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let begins = axis == 0 || values[axis - 1].is_none();
            let y = places[axis].place(*value);
            path += &format!("{}{} {}", if begins { "M" } else { "L" }, at(x(axis)), at(y));
        }
        path
    };
    let failing = lines.iter().filter(|line| line.fails).count();
    drawing(h, "parallel", (WIDTH, HEIGHT), id, told, |h| {
        let order = if 2 * failing > lines.len() { [true, false] } else { [false, true] };
        for group in order {
            let class = if group { "future fails" } else { "future holds" };
            for one in lines.iter().filter(|line| line.fails == group) {
                h.void("path", &[("class", class), ("d", &path(&one.values))]);
            }
        }
        for (at, axis) in axes.iter().enumerate() {
            line(h, "mark", (x(at), TOP), (x(at), BOTTOM));
            label(h, "row middle", (x(at), TOP - 24.0), &(at + 1).to_string());
            label(h, "tick middle", (x(at), TOP - 8.0), &axis.words.1);
            label(h, "tick middle", (x(at), BOTTOM + 16.0), &axis.words.0);
            if let Some(bar) = axis.bar {
                let y = places[at].place(bar);
                line(h, "bar", (x(at) - 9.0, y), (x(at) + 9.0, y));
            }
        }
        for group in [true, false] {
            let typical: Vec<Option<f64>> = (0..axes.len()).map(|axis| middle(lines, axis, group)).collect();
            let class = if group { "typical fails" } else { "typical holds" };
            h.void("path", &[("class", class), ("d", &path(&typical))]);
        }
    });
}

/// The ends may stand either way round, which a scale does not take.
fn upright((low, high): (f64, f64)) -> Scale {
    match low <= high {
        true => Scale { domain: (low, high), range: (BOTTOM, TOP) },
        false => Scale { domain: (high, low), range: (TOP, BOTTOM) },
    }
}

/// The median of a group on an axis.
fn middle(lines: &[Line], axis: usize, fails: bool) -> Option<f64> {
    let mut values: Vec<f64> =
        lines.iter().filter(|line| line.fails == fails).filter_map(|line| line.values[axis]).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
