//! A fan: how something may go under one pathway, as bands over time.

use milepost_ensemble::summary::{ChartSummary, Spread};
use milepost_strategy::model::Chart;

use super::axis::{Axis, dates, decision, short};
use super::scale::{Scale, extent};
use super::{at, dot, drawing};
use crate::calendar::period_end;
use crate::html::Html;
use crate::numbers::Digits;
use crate::view::View;

const SIZE: (f64, f64) = (240.0, 182.0);
const LEFT: f64 = 45.0;
const RIGHT: f64 = 235.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 157.0;

/// A chart's panels: one per pathway, all with the same axes.
pub(crate) struct Fans<'a> {
    view: &'a View<'a>,
    chart: &'a Chart,
    index: usize,
    summary: &'a ChartSummary,
    /// The axis of values.
    pub(crate) axis: Axis,
    power: i32,
}

impl<'a> Fans<'a> {
    /// The panels of a chart; `None` where it has no known value.
    pub(crate) fn new(
        view: &'a View<'a>,
        chart: &'a Chart,
        index: usize,
        summary: &'a ChartSummary,
    ) -> Option<Fans<'a>> {
        let known = || summary.pathways.iter().flatten().filter(|s| s.known > 0);
        let observed = chart.observed.iter().map(|o| o.1);
        let range = extent(known().flat_map(|s| [s.quantiles[0], s.quantiles[6]]).chain(observed))?;
        let power = short(&chart.display, range);
        let axis = Axis::new(view.words, &chart.display, range, 4, power);
        Some(Fans { view, chart, index, summary, axis, power })
    }

    /// Draws the panel of a pathway.
    pub(crate) fn draw(&self, h: &mut Html, pathway: usize) {
        let time = &self.view.strategy.time;
        let x = Scale { domain: (time.start, time.end), range: (LEFT, RIGHT) };
        let y = Scale { domain: self.axis.domain(), range: (BOTTOM, TOP) };
        let id = format!("c{}p{pathway}", self.index);
        let title = format!("{}: {}", self.chart.title, self.view.title(pathway));
        drawing(h, "fan", SIZE, &id, (&title, &self.description(pathway)), |h| {
            self.axis.rows(h, &y, (LEFT, RIGHT));
            dates(h, time, &x, BOTTOM);
            let spreads = &self.summary.pathways[pathway];
            self.band(h, "band90", spreads, (0, 6), (&x, &y));
            self.band(h, "band50", spreads, (2, 4), (&x, &y));
            decision(h, time, &x, (TOP, BOTTOM));
            if let Some(reference) = self.view.reference.filter(|&r| r != pathway) {
                self.median(h, "reference", &self.summary.pathways[reference], (&x, &y));
            }
            self.median(h, "median", spreads, (&x, &y));
            self.observed(h, (&x, &y));
        });
    }

    /// Writes the last value; on the pages of a site also that of every other time, of which the script shows the one that a
    /// reader asks for: `Dec 2009|2.1 (0.9 to 4.6)` line by line, and where each lies in the drawing.
    pub(crate) fn reading(&self, h: &mut Html, pathway: usize) {
        h.leaf("span", &[("class", "reading")], &self.ending(pathway).unwrap_or_default());
        if !h.has_sheet() {
            return;
        }
        let time = &self.view.strategy.time;
        let x = Scale { domain: (time.start, time.end), range: (LEFT, RIGHT) };
        let spreads = self.summary.pathways.get(pathway).into_iter().flatten();
        let (mut places, mut lines): (Vec<String>, Vec<(String, String)>) = Default::default();
        for (when, spread) in self.summary.times.iter().zip(spreads).filter(|(_, spread)| spread.known > 0) {
            let date = period_end(self.view.words, time, *when);
            // Of several times in a month the last one is its end.
            if lines.last().is_some_and(|(before, _)| *before == date) {
                places.pop();
                lines.pop();
            }
            places.push(at(x.place(*when)));
            lines.push((date, self.written(spread)));
        }
        let lines: Vec<String> = lines.into_iter().map(|(date, value)| format!("{date}|{value}")).collect();
        h.leaf("template", &[("class", "readings"), ("data-x", &places.join(" "))], &lines.join("\n"));
    }

    /// The last value in words: `Dec 2009: 2.1 (0.9 to 4.6)`.
    fn ending(&self, pathway: usize) -> Option<String> {
        let (time, spread) = self.last(pathway)?;
        Some(format!("{}: {}", period_end(self.view.words, &self.view.strategy.time, time), self.written(spread)))
    }

    /// A value and its 90 % band.
    pub(crate) fn written(&self, spread: &Spread) -> String {
        if spread.known == 0 {
            return self.view.words.say("chart.value").into();
        }
        let [low, .., high] = spread.quantiles;
        let digits = self.digits(spread);
        let number = |value: f64| digits.number(value);
        let typical = number(spread.quantiles[3]);
        if number(low) == number(high) {
            return typical;
        }
        let (low, high) = (number(low), number(high));
        self.view.words.fill("chart.band", &[("typical", &typical), ("low", &low), ("high", &high)])
    }

    fn digits(&self, spread: &Spread) -> Digits {
        Digits::in_units_of(self.view.words, &self.chart.display, self.power, spread, self.axis.domain().1)
    }

    fn last(&self, pathway: usize) -> Option<(f64, &Spread)> {
        let spreads = self.summary.pathways.get(pathway)?;
        self.summary.times.iter().copied().zip(spreads).rev().find(|(_, s)| s.known > 0)
    }

    fn description(&self, pathway: usize) -> String {
        let (time, words) = (&self.view.strategy.time, self.view.words);
        let Some((end, last)) = self.last(pathway) else { return words.say("chart.unknown").into() };
        let full = |spread: &Spread, value| self.digits(spread).full(value);
        let [low90, _, low50, typical, high50, _, high90] = last.quantiles.map(|value| full(last, value));
        let when = period_end(self.view.words, time, end);
        let bands = [("low50", &low50), ("high50", &high50), ("low90", &low90), ("high90", &high90)];
        let all: Vec<(&str, &str)> =
            [("when", &when), ("typical", &typical)].into_iter().chain(bands).map(|(k, v)| (k, v.as_str())).collect();
        let mut told = vec![words.fill("fan.end", &all)];
        let known = self.summary.times.iter().zip(&self.summary.pathways[pathway]).filter(|(_, s)| s.known > 0);
        let peak = known.reduce(|top, next| if next.1.quantiles[3] > top.1.quantiles[3] { next } else { top });
        if let Some((when, spread)) = peak.filter(|(when, _)| **when < end) {
            let value = full(spread, spread.quantiles[3]);
            told.push(
                words.fill("fan.peak", &[("when", &period_end(self.view.words, time, *when)), ("value", &value)]),
            );
        }
        let reference = self.view.reference.filter(|&r| r != pathway).and_then(|r| Some((r, self.last(r)?.1)));
        if let Some((reference, spread)) = reference {
            let value = full(spread, spread.quantiles[3]);
            told.push(words.fill("fan.reference", &[("pathway", self.view.title(reference)), ("value", &value)]));
        }
        if let [(first, _), .., (until, value)] = self.chart.observed[..] {
            let (first, until) = (period_end(self.view.words, time, first), period_end(self.view.words, time, until));
            let value = full(last, value);
            told.push(words.fill("fan.observed", &[("first", &first), ("last", &until), ("value", &value)]));
        }
        told.join(" ")
    }

    fn band(
        &self,
        h: &mut Html,
        class: &str,
        spreads: &[Spread],
        (low, high): (usize, usize),
        (x, y): (&Scale, &Scale),
    ) {
        let mut path = String::new();
        for run in self.runs(spreads) {
            let place = |(time, s): &(f64, &Spread), q: usize| (x.place(*time), y.place(s.quantiles[q]));
            let there = run.iter().map(|point| place(point, high));
            let back = run.iter().rev().map(|point| place(point, low));
            path += &polyline(there.chain(back));
            path.push('Z');
        }
        if !path.is_empty() {
            h.void("path", &[("class", class), ("d", &path)]);
        }
    }

    fn median(&self, h: &mut Html, class: &str, spreads: &[Spread], (x, y): (&Scale, &Scale)) {
        let runs = self.runs(spreads);
        let lines = runs.iter().map(|run| polyline(run.iter().map(|(t, s)| (x.place(*t), y.place(s.quantiles[3])))));
        let path: String = lines.collect();
        if !path.is_empty() {
            h.void("path", &[("class", class), ("d", &path)]);
        }
    }

    fn observed(&self, h: &mut Html, (x, y): (&Scale, &Scale)) {
        let points = self.chart.observed.iter().filter(|o| o.1.is_finite());
        let places: Vec<(f64, f64)> = points.map(|(time, value)| (x.place(*time), y.place(*value))).collect();
        if places.is_empty() {
            return;
        }
        h.void("path", &[("class", "observed"), ("d", &polyline(places.iter().copied()))]);
        if places.len() <= 48 {
            places.into_iter().for_each(|place| dot(h, "seen", place, 1.4));
        }
    }

    /// Stretches of time over which the value is known.
    fn runs<'s>(&self, spreads: &'s [Spread]) -> Vec<Vec<(f64, &'s Spread)>> {
        let mut runs: Vec<Vec<(f64, &Spread)>> = vec![Vec::new()];
        for (time, spread) in self.summary.times.iter().zip(spreads) {
            match (spread.known > 0, runs.last_mut()) {
                (true, Some(run)) => run.push((*time, spread)),
                _ => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }
}

/// A line through places, as the data of a path.
pub(super) fn polyline(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (i, (x, y)) in places.enumerate() {
        path.push(if i == 0 { 'M' } else { 'L' });
        path += &format!("{} {}", at(x), at(y));
    }
    path
}
