//! A measure at a glance: one row per pathway, with the typical value and where most futures lie.

use super::axis::Axis;
use super::scale::{Scale, extent};
use super::{dot, drawing, label, line, rectangle};
use crate::html::Html;
use crate::view::{MeasureView, View};

const WIDTH: f64 = 340.0;
const LEFT: f64 = 1.0;
const RIGHT: f64 = 339.0;
const ROW: f64 = 37.0;
const TOP: f64 = 6.0;

/// Draws a measure under all pathways.
pub(crate) fn draw(h: &mut Html, view: &View, measure: &MeasureView) {
    let pathways = view.summary.pathways.len();
    let bottom = TOP + ROW * pathways as f64;
    let spreads = (0..pathways).map(|p| &view.result(p, measure).values).filter(|s| s.known > 0);
    let bar = measure.measure.acceptable.filter(|_| !measure.yes_or_no);
    let range = if measure.yes_or_no {
        Some((0.0, 1.0))
    } else {
        extent(spreads.flat_map(|s| [s.quantiles[1], s.quantiles[5]]).chain(bar))
    };
    let Some(range) = range else {
        h.leaf("p", &[("class", "quiet")], h.words.say("chart.unknown"));
        return;
    };
    let share = milepost_strategy::model::Display { text: "share".into(), scale: 1.0 };
    let display = if measure.yes_or_no { &share } else { &measure.measure.display };
    let axis = Axis::new(h.words, display, range, 4, measure.power());
    let x = Scale { domain: axis.domain(), range: (LEFT, RIGHT) };
    let title = h.words.fill("strip.title", &[("measure", &measure.measure.title)]);
    let id = format!("m{}", measure.index);
    drawing(h, "strip", (WIDTH, bottom + 22.0), &id, (&title, &description(view, measure)), |h| {
        for &tick in &axis.ticks {
            let place = x.place(tick);
            line(h, if tick == 0.0 { "zero" } else { "grid" }, (place, TOP), (place, bottom));
            let class = match place {
                p if p < LEFT + 10.0 => "tick",
                p if p > RIGHT - 10.0 => "tick end",
                _ => "tick middle",
            };
            label(h, class, (place, bottom + 14.0), &axis.text(tick));
        }
        let best = view.best(measure);
        for pathway in 0..pathways {
            let top = TOP + ROW * pathway as f64;
            let spread = &view.result(pathway, measure).values;
            let level = measure.level(spread);
            let class = if best == Some(pathway) { "row best" } else { "row" };
            label(h, class, (LEFT + 5.0, top + 14.0), &shortened(view.title(pathway), 42));
            label(h, &format!("{class} end"), (RIGHT, top + 14.0), &measure.number(spread, level));
            let middle = top + 25.0;
            if let Some(bar) = bar {
                line(h, "limit", (x.place(bar), middle - 7.0), (x.place(bar), middle + 7.0));
            }
            if spread.known == 0 {
                continue;
            }
            if measure.yes_or_no {
                rectangle(h, "half", (LEFT, middle - 3.0), (x.place(level) - LEFT, 6.0));
            } else {
                let [_, p10, p25, _, p75, p90, _] = spread.quantiles.map(|q| x.place(q));
                rectangle(h, "most", (p10, middle - 1.0), (p90 - p10, 2.0));
                rectangle(h, "half", (p25, middle - 3.0), (p75 - p25, 6.0));
            }
            dot(h, "point", (x.place(level), middle), 4.5);
        }
    });
}

fn description(view: &View, measure: &MeasureView) -> String {
    let rows = (0..view.summary.pathways.len()).map(|p| {
        let spread = &view.result(p, measure).values;
        let level = measure.full(spread, measure.level(spread));
        let bad = measure.bad(spread).map(|bad| measure.full(spread, bad));
        let key = match (&bad, spread.known) {
            (Some(_), _) => "strip.row",
            (None, 0) => "strip.row-unknown",
            (None, _) => "strip.row-share",
        };
        let values = [("pathway", view.title(p)), ("level", &level), ("bad", bad.as_deref().unwrap_or_default())];
        view.words.fill(key, &values)
    });
    rows.collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}
