//! A ribbon: shares of a whole over time, one above the other, as steps from one reporting period to the next.

use milepost_strategy::model::TimeAxis;

use super::axis::{dates, decision};
use super::scale::Scale;
use super::{at, drawing, label, line, rectangle};
use crate::html::Html;

const LEFT: f64 = 45.0;
const RIGHT: f64 = 235.0;

/// How high a ribbon is, and what stands around it.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    size: (f64, f64),
    top: f64,
    bottom: f64,
    /// Whether it has an axis of time and a scale of its own.
    alone: bool,
}

/// A chart by itself.
pub(crate) const ALONE: Form = Form { size: (240.0, 152.0), top: 20.0, bottom: 127.0, alone: true };

/// Directly under a fan, whose axis of time it shares.
pub(crate) const UNDER: Form = Form { size: (240.0, 60.0), top: 4.0, bottom: 58.0, alone: false };

/// A layer of the ribbon.
pub(crate) struct Layer {
    /// The class that fills it.
    pub(crate) class: String,
    /// The mark that stands in it where there is room.
    pub(crate) mark: String,
    /// Its share in each period.
    pub(crate) shares: Vec<f64>,
}

/// Draws the layers from below; `ends` are the ends of the periods.
pub(crate) fn draw(
    h: &mut Html,
    axis: &TimeAxis,
    form: Form,
    id: &str,
    told: (&str, &str),
    (ends, layers): (&[f64], &[Layer]),
) {
    let x = Scale { domain: (axis.start, axis.end), range: (LEFT, RIGHT) };
    let y = Scale { domain: (0.0, 1.0), range: (form.bottom, form.top) };
    drawing(h, "fan ribbon", form.size, id, told, |h| {
        let mut below = vec![0.0; ends.len()];
        let mut marks = Vec::new();
        for layer in layers {
            let above: Vec<f64> = below.iter().zip(&layer.shares).map(|(b, s)| b + s).collect();
            area(h, layer, axis.start, (ends, &below, &above), (&x, &y));
            if let Some(place) = room(layer, axis.start, ends, &below, (&x, &y)) {
                marks.push((place, &layer.mark));
            }
            below = above;
        }
        if layers.is_empty() {
            label(
                h,
                "note middle",
                ((LEFT + RIGHT) / 2.0, (form.top + form.bottom) / 2.0 + 4.0),
                h.words.say("chart.not-looked-at"),
            );
        }
        marks.into_iter().for_each(|(place, mark)| label(h, "ribbon-mark middle", place, mark));
        for (share, text) in [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")] {
            let class = if share == 0.5 { "ribbon-half" } else { "zero" };
            line(h, class, (LEFT, y.place(share)), (RIGHT, y.place(share)));
            if form.alone {
                label(h, "tick end", (LEFT - 5.0, y.place(share) + 3.5), text);
            }
        }
        if form.alone {
            dates(h, axis, &x, form.bottom);
            decision(h, axis, &x, (form.top, form.bottom));
        } else if (axis.start..axis.end).contains(&axis.decide) && axis.decide > axis.start {
            let x = x.place(axis.decide);
            line(h, "decision", (x, form.top), (x, form.bottom));
        }
    });
}

/// One layer, from the start of time to the last end.
fn area(
    h: &mut Html,
    layer: &Layer,
    start: f64,
    (ends, below, above): (&[f64], &[f64], &[f64]),
    (x, y): (&Scale, &Scale),
) {
    if layer.shares.iter().all(|s| *s <= 0.0) || ends.is_empty() {
        return;
    }
    let mut path = format!("M{} {}", at(x.place(start)), at(y.place(above[0])));
    for (k, end) in ends.iter().enumerate() {
        path += &format!("V{}H{}", at(y.place(above[k])), at(x.place(*end)));
    }
    for k in (0..ends.len()).rev() {
        let from = if k == 0 { start } else { ends[k - 1] };
        path += &format!("V{}H{}", at(y.place(below[k])), at(x.place(from)));
    }
    path.push('Z');
    h.void("path", &[("class", &layer.class), ("d", &path)]);
}

/// Where the mark of a layer has room: in the middle of the longest stretch in which it is thick enough.
fn room(layer: &Layer, start: f64, ends: &[f64], below: &[f64], (x, y): (&Scale, &Scale)) -> Option<(f64, f64)> {
    let high = |k: usize| (y.range.0 - y.range.1) * layer.shares[k];
    let mut best: Option<(f64, usize, usize)> = None;
    let mut first = 0;
    for k in 0..=ends.len() {
        if k < ends.len() && high(k) >= 13.0 {
            continue;
        }
        if k > first {
            let from = if first == 0 { start } else { ends[first - 1] };
            let wide = x.place(ends[k - 1]) - x.place(from);
            if wide >= 14.0 && best.is_none_or(|b| wide > b.0) {
                best = Some((wide, first, k - 1));
            }
        }
        first = k + 1;
    }
    let (_, first, last) = best?;
    let from = if first == 0 { start } else { ends[first - 1] };
    let middle = (x.place(from) + x.place(ends[last])) / 2.0;
    let at = (first..=last).find(|&k| x.place(ends[k]) >= middle).unwrap_or(last);
    Some((middle, y.place(below[at] + layer.shares[at] / 2.0) + 4.0))
}

/// Writes the key: a swatch with its mark, and words.
pub(crate) fn key(h: &mut Html, entries: &[(String, String, String)]) {
    h.tag("ul", &[("class", "legend ribbon-key")], |h| {
        for (class, mark, words) in entries {
            h.tag("li", &[], |h| {
                let size = [("viewBox", "0 0 28 16"), ("width", "28"), ("height", "16"), ("aria-hidden", "true")];
                h.tag("svg", &size, |h| {
                    rectangle(h, class, (1.0, 1.0), (26.0, 14.0));
                    label(h, "ribbon-mark middle", (14.0, 12.0), mark);
                });
                h.leaf("span", &[], words);
            });
        }
    });
}
