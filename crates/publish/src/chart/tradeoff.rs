//! The trade of coverage for density along a search for boxes.

use super::scale::Scale;
use super::{at, dot, drawing, label, line};
use crate::html::Html;
use crate::numbers::percent;

const SIZE: (f64, f64) = (420.0, 304.0);
const LEFT: f64 = 46.0;
const RIGHT: f64 = 408.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 256.0;

/// What is drawn: every step as `(coverage, density)`, that of all futures, and that of the box shown.
pub(crate) struct Trade<'a> {
    pub(crate) steps: &'a [(f64, f64)],
    pub(crate) base: f64,
    pub(crate) shown: (f64, f64),
}

/// Draws the steps from the whole at the right to the smallest box at the left, and rings the box shown.
pub(crate) fn draw(h: &mut Html, id: &str, told: (&str, &str), trade: &Trade) {
    let x = Scale { domain: (0.0, 1.0), range: (LEFT, RIGHT) };
    let y = Scale { domain: (0.0, 1.0), range: (BOTTOM, TOP) };
    let place = |(coverage, density): (f64, f64)| (x.place(coverage), y.place(density));
    drawing(h, "tradeoff", SIZE, id, told, |h| {
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let class = if share == 0.0 { "zero" } else { "grid" };
            line(h, class, (LEFT, y.place(share)), (RIGHT, y.place(share)));
            label(h, "tick end", (LEFT - 5.0, y.place(share) + 4.0), &percent(share));
            let class = if share == 1.0 { "tick end" } else { "tick middle" };
            label(h, class, (x.place(share), BOTTOM + 16.0), &percent(share));
        }
        label(h, "tick end", (RIGHT, BOTTOM + 36.0), h.words.say("trade.coverage"));
        label(h, "tick", (1.0, TOP - 14.0), h.words.say("trade.density"));
        let base = y.place(trade.base);
        line(h, "limit", (LEFT, base), (RIGHT, base));
        // Steps lie on or above the line, so its words stand below, unless there is no room.
        let below = if base + 15.0 < BOTTOM { base + 14.0 } else { base - 6.0 };
        label(h, "note", (LEFT + 4.0, below), &h.words.fill("trade.base", &[("share", &percent(trade.base))]));
        let points: Vec<(f64, f64)> = trade.steps.iter().map(|step| place(*step)).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{} {}", at(*x), at(*y))).collect();
        h.void("path", &[("class", "trail"), ("d", &format!("M{}", path.join("L")))]);
        points.iter().for_each(|point| dot(h, "step", *point, 2.2));
        let (across, up) = place(trade.shown);
        dot(h, "ring", (across, up), 7.0);
        dot(h, "point", (across, up), 3.5);
        let (class, side) = if across > (LEFT + RIGHT) / 2.0 { ("row end", -12.0) } else { ("row", 12.0) };
        let (coverage, density) = (percent(trade.shown.0), percent(trade.shown.1));
        let words = h.words.fill("trade.box", &[("coverage", &coverage), ("density", &density)]);
        // Below the trail, which rises to the left.
        let (class, side) = if up + 22.0 > base - 4.0 { (class, side) } else { ("row end", -4.0) };
        label(h, class, (across + side, up + 22.0), &words);
    });
}
