//! What was counted in each period against the bands of all futures and of those kept.

use milepost_explore::fit::Period;
use milepost_strategy::model::Variable;

use super::axis::{Axis, short};
use super::scale::{Scale, extent};
use super::{dot, drawing, label, line, rectangle};
use crate::calendar::period_end;
use crate::html::Html;
use crate::view::View;

const WIDTH: f64 = 400.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 396.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 160.0;

/// Draws the periods that futures were chosen by, and behind a line those they are judged by.
pub(crate) fn draw(h: &mut Html, view: &View, id: &str, variable: &Variable, keep: &[Period], judge: &[Period]) {
    let all = || keep.iter().chain(judge);
    let spreads = all().flat_map(|p| [&p.before, &p.after]).filter(|s| s.known > 0);
    let range = extent(spreads.flat_map(|s| [s.quantiles[0], s.quantiles[6]]).chain(all().map(|p| p.counted)));
    let Some(range) = range else { return };
    let axis = Axis::new(h.words, &variable.display, range, 4, short(&variable.display, range));
    let y = Scale { domain: axis.domain(), range: (BOTTOM, TOP) };
    let slot = (RIGHT - LEFT) / all().count().max(1) as f64;
    let middle = |i: usize| LEFT + slot * (i as f64 + 0.5);
    let thick = (slot * 0.3).min(16.0);
    let inside = |p: &&Period| (p.after.quantiles[0]..=p.after.quantiles[6]).contains(&p.counted);
    let counts = [keep.iter().filter(inside).count(), keep.len(), judge.iter().filter(inside).count(), judge.len()];
    let [kept, of_kept, judged, of_judged] = counts.map(|n| n.to_string());
    let counts = [("kept", kept.as_str()), ("keep", &of_kept), ("judged", &judged), ("judge", &of_judged)];
    let told = view.words.fill("periods.told", &counts);
    key(h, &axis.unit);
    drawing(h, "fan periods", (WIDTH, BOTTOM + 24.0), id, (view.words.say("periods.title"), &told), |h| {
        axis.rows(h, &y, (LEFT, RIGHT));
        let every = all().count().div_ceil(6);
        for (i, period) in all().enumerate() {
            let x = middle(i);
            if period.before.known > 0 {
                let [low, .., high] = period.before.quantiles.map(|q| y.place(q));
                rectangle(h, "before", (x - thick * 1.2, high), (thick, (low - high).max(1.0)));
            }
            if period.after.known > 0 {
                let [low, _, low50, _, high50, _, high] = period.after.quantiles.map(|q| y.place(q));
                rectangle(h, "band90", (x, high), (thick, (low - high).max(1.0)));
                rectangle(h, "band50", (x, high50), (thick, (low50 - high50).max(1.0)));
            }
            line(h, "counted", (x - thick * 1.3, y.place(period.counted)), (x + thick * 1.1, y.place(period.counted)));
            dot(h, "seen", (x, y.place(period.counted)), 2.4);
            if i % every == 0 {
                label(h, "tick middle", (x, BOTTOM + 16.0), &period_end(h.words, &view.strategy.time, period.to));
            }
        }
        if !keep.is_empty() && !judge.is_empty() {
            let x = LEFT + slot * keep.len() as f64;
            line(h, "limit", (x, TOP - 18.0), (x, BOTTOM));
            label(h, "note end", (x - 5.0, TOP - 9.0), h.words.say("periods.chosen"));
            label(h, "note", (x + 5.0, TOP - 9.0), h.words.say("periods.judged"));
        }
    });
}

fn key(h: &mut Html, unit: &str) {
    let entry = |h: &mut Html, words: &str, draw: &dyn Fn(&mut Html)| {
        h.tag("li", &[], |h| {
            let size = [("viewBox", "0 0 28 14"), ("width", "28"), ("height", "14"), ("aria-hidden", "true")];
            h.tag("svg", &size, |h| draw(h));
            h.leaf("span", &[], words);
        });
    };
    h.tag("ul", &[("class", "legend")], |h| {
        let key = if unit.is_empty() { "periods.counted" } else { "periods.counted-in" };
        let unit = h.words.fill(key, &[("unit", unit)]);
        entry(h, &unit, &|h| {
            line(h, "counted", (2.0, 7.0), (26.0, 7.0));
            dot(h, "seen", (14.0, 7.0), 2.4);
        });
        entry(h, h.words.say("periods.before"), &|h| rectangle(h, "before", (4.0, 1.0), (20.0, 12.0)));
        entry(h, h.words.say("periods.after"), &|h| {
            rectangle(h, "band90", (4.0, 1.0), (20.0, 12.0));
            rectangle(h, "band50", (4.0, 4.0), (20.0, 6.0));
        });
    });
}
