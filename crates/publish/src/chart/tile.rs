//! A tile of a picture of many: band and median of one pathway, the median of another, what was observed.

use milepost_ensemble::summary::{ChartSummary, Spread};
use milepost_strategy::model::Chart;

use super::axis::{Axis, short};
use super::fan::polyline;
use super::scale::{Scale, extent};
use super::{drawing, label, line};
use crate::calendar::period_end;
use crate::html::Html;
use crate::numbers::Digits;
use crate::view::View;

const SIZE: (f64, f64) = (120.0, 76.0);
const TOP: f64 = 14.0;
const BOTTOM: f64 = 74.0;

/// A tile.
pub(crate) struct Tile<'a> {
    view: &'a View<'a>,
    chart: &'a Chart,
    summary: &'a ChartSummary,
    index: usize,
    /// The pathway drawn with its band, then those drawn as a line.
    pathways: Vec<usize>,
    axis: Axis,
    power: i32,
}

impl<'a> Tile<'a> {
    /// The tile of a chart; `None` where nothing is known.
    pub(crate) fn new(
        view: &'a View<'a>,
        chart: &'a Chart,
        index: usize,
        summary: &'a ChartSummary,
        pathways: &[usize],
    ) -> Option<Tile<'a>> {
        let main = summary.pathways.get(*pathways.first()?)?;
        let medians = pathways[1..].iter().filter_map(|p| summary.pathways.get(*p)).flatten();
        let medians = medians.filter(|s| s.known > 0).map(|s| s.quantiles[3]);
        let bands = main.iter().filter(|s| s.known > 0).flat_map(|s| [s.quantiles[0], s.quantiles[6]]);
        let range = extent(bands.chain(medians).chain(chart.observed.iter().map(|o| o.1)))?;
        let power = short(&chart.display, range);
        let axis = Axis::new(view.words, &chart.display, range, 2, power);
        Some(Tile { view, chart, summary, index, pathways: pathways.to_vec(), axis, power })
    }

    /// Draws it.
    pub(crate) fn draw(&self, h: &mut Html, name: &str) {
        let time = &self.view.strategy.time;
        let x = Scale { domain: (time.start, time.end), range: (1.0, SIZE.0 - 1.0) };
        let y = Scale { domain: self.axis.domain(), range: (BOTTOM, TOP) };
        let title = self.view.words.fill("tile.title", &[("chart", &self.chart.title), ("name", name)]);
        drawing(h, "fan small", SIZE, &format!("t{}", self.index), (&title, &self.told()), |h| {
            line(h, "grid", (x.range.0, TOP), (x.range.1, TOP));
            line(h, "zero", (x.range.0, BOTTOM), (x.range.1, BOTTOM));
            let (low, top) = self.axis.domain();
            let factor = self.axis.unit.split(' ').next().filter(|w| ["thousand", "million", "billion"].contains(w));
            let text = format!("{} {}", self.axis.text(top), factor.unwrap_or(""));
            label(h, "tick", (x.range.0, TOP - 3.0), text.trim());
            if low != 0.0 {
                label(h, "tick", (x.range.0, BOTTOM - 3.0), &self.axis.text(low));
            }
            if time.decide > time.start {
                line(h, "decision", (x.place(time.decide), TOP), (x.place(time.decide), BOTTOM));
            }
            for (place, pathway) in self.pathways.iter().enumerate() {
                let points = self.known(*pathway);
                if place == 0 {
                    let at = |q: usize| points.iter().map(move |(t, s)| (x.place(*t), y.place(s.quantiles[q])));
                    for (class, low, high) in [("band90", 0, 6), ("band50", 2, 4)] {
                        let outline = polyline(at(high).chain(at(low).rev()));
                        h.void("path", &[("class", class), ("d", &format!("{outline}Z"))]);
                    }
                }
                let class = if place == 0 { "median" } else { "reference" };
                let median = polyline(points.iter().map(|(t, s)| (x.place(*t), y.place(s.quantiles[3]))));
                h.void("path", &[("class", class), ("d", &median)]);
            }
            let seen = self.chart.observed.iter().filter(|o| o.1.is_finite());
            let seen = polyline(seen.map(|(t, value)| (x.place(*t), y.place(*value))));
            if !seen.is_empty() {
                h.void("path", &[("class", "observed"), ("d", &seen)]);
            }
        });
    }

    /// A value and its 90 % band, with its unit.
    pub(crate) fn written(&self, spread: &Spread) -> String {
        if spread.known == 0 {
            return self.view.words.say("chart.value").into();
        }
        let digits =
            Digits::in_units_of(self.view.words, &self.chart.display, self.power, spread, self.axis.domain().1);
        let [low, .., high] = spread.quantiles;
        let unit = digits.unit();
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        let [low, typical, high] = [low, spread.quantiles[3], high].map(|x| digits.number(x));
        if low == high {
            format!("{typical}{unit}")
        } else {
            self.view.words.fill("chart.band", &[("typical", &typical), ("low", &low), ("high", &high)]) + &unit
        }
    }

    fn known(&self, pathway: usize) -> Vec<(f64, &Spread)> {
        let spreads = self.summary.pathways.get(pathway).into_iter().flatten();
        self.summary.times.iter().copied().zip(spreads).filter(|(_, s)| s.known > 0).collect()
    }

    fn told(&self) -> String {
        let ends = self.pathways.iter().filter_map(|p| Some((p, *self.known(*p).last()?)));
        let ends = ends.map(|(p, (time, spread))| {
            let when = period_end(self.view.words, &self.view.strategy.time, time);
            let values = [("pathway", self.view.title(*p)), ("value", &self.written(spread)), ("when", &when)];
            self.view.words.fill("tile.end", &values)
        });
        let told: Vec<String> = ends.collect();
        if told.is_empty() { self.view.words.say("chart.unknown").into() } else { told.join(" ") }
    }
}
