//! A band over futures on an axis that all bands of a table share: how far a part's contribution reaches.

use milepost_ensemble::summary::{LEVELS, Spread};
use milepost_strategy::model::Display;

use super::axis::Axis;
use super::scale::Scale;
use super::{at, dot, drawing, label, line, rectangle};
use crate::html::Html;
use crate::language::Language;

const WIDTH: f64 = 320.0;
const ENDS: (f64, f64) = (14.0, 306.0);

/// The axis that bands share: where nine in ten futures of all of them together lie, every typical one, and nothing.
/// Bands with long tails reach beyond it and are cut there, so that the others can be read.
pub(crate) struct Reach {
    axis: Axis,
}

impl Reach {
    /// The axis for these spreads, in units of 10 to the power of `power`.
    pub(crate) fn of<'a>(
        words: &'static Language,
        display: &Display,
        power: i32,
        spreads: impl Iterator<Item = &'a Spread>,
    ) -> Reach {
        let known: Vec<&Spread> = spreads.filter(|s| s.known > 0).collect();
        let medians = known.iter().map(|s| s.quantiles[3]);
        let (low, high) = pooled(&known);
        let ends = medians.chain([low, high]).filter(|x| x.is_finite());
        let ends = ends.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        Reach { axis: Axis::new(words, display, ends, 4, power) }
    }

    fn scale(&self) -> Scale {
        Scale { domain: self.axis.domain(), range: ENDS }
    }
}

/// Where nine in ten of the futures of all spreads together lie.  Every quantile stands for the futures around it.
fn pooled(spreads: &[&Spread]) -> (f64, f64) {
    let weight = |i: usize| {
        let below = if i == 0 { 0.0 } else { (LEVELS[i] + LEVELS[i - 1]) / 2.0 };
        LEVELS.get(i + 1).map_or(1.0, |next| (LEVELS[i] + next) / 2.0) - below
    };
    let mut points: Vec<(f64, f64)> =
        spreads.iter().flat_map(|s| s.quantiles.iter().enumerate().map(|(i, q)| (*q, weight(i)))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = points.iter().map(|p| p.1).sum();
    let at = |share: f64| {
        let mut passed = 0.0;
        let found = points.iter().find(|(_, weight)| {
            passed += weight;
            passed >= share * all
        });
        found.or(points.last()).map_or(0.0, |p| p.0)
    };
    (at(0.05), at(0.95))
}

/// Draws the numbers of the axis, for the head of the column.
pub(crate) fn axis(h: &mut Html, id: &str, reach: &Reach, title: &str) {
    let x = reach.scale();
    let told: Vec<String> = reach.axis.ticks.iter().map(|t| reach.axis.text(*t)).collect();
    drawing(h, "band axis", (WIDTH, 16.0), id, (title, &told.join(", ")), |h| {
        for (tick, text) in reach.axis.ticks.iter().zip(&told) {
            label(h, "tick middle", (x.place(*tick), 12.0), text);
        }
    });
}

/// Draws a band: half of the futures thick, nine in ten thin, the typical one as a dot; a point where the band goes on.
pub(crate) fn draw(h: &mut Html, id: &str, reach: &Reach, spread: &Spread, told: (&str, &str)) {
    let x = reach.scale();
    let (first, last) = reach.axis.domain();
    drawing(h, "band", (WIDTH, 22.0), id, told, |h| {
        for tick in &reach.axis.ticks {
            line(h, if *tick == 0.0 { "zero" } else { "grid" }, (x.place(*tick), 0.0), (x.place(*tick), 22.0));
        }
        if spread.known == 0 {
            return;
        }
        let [p5, _, p25, typical, p75, _, p95] = spread.quantiles.map(|q| x.place(q));
        rectangle(h, "most", (p5, 10.0), (p95 - p5, 2.0));
        rectangle(h, "half", (p25, 7.5), (p75 - p25, 7.0));
        dot(h, "point", (typical, 11.0), 5.0);
        if spread.quantiles[0] < first {
            beyond(h, ENDS.0, -1.0);
        }
        if spread.quantiles[6] > last {
            beyond(h, ENDS.1, 1.0);
        }
    });
}

/// A point at an end of the axis, away from it.
fn beyond(h: &mut Html, end: f64, way: f64) {
    let path = format!("M{} 6.5L{} 11L{} 15.5Z", at(end), at(end + way * 9.0), at(end));
    h.void("path", &[("class", "beyond"), ("d", &path)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(quantiles: [f64; 7]) -> Spread {
        Spread { known: 10, quantiles, ..Spread::default() }
    }

    #[test]
    fn one_long_tail_does_not_squeeze_the_others() {
        let short = spread([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let long = spread([-900.0, -90.0, -9.0, -2.0, -1.0, 0.0, 0.0]);
        let mut all = vec![&short; 9];
        all.push(&long);
        let (low, high) = pooled(&all);
        assert_eq!((low, high), (-2.0, 6.0));
        let reach = Reach::of(Language::english(), &Display { text: "person".into(), scale: 1.0 }, 0, all.into_iter());
        assert_eq!(reach.axis.domain(), (-2.0, 6.0));
        let mut h = Html::default();
        draw(&mut h, "b", &reach, &long, ("Long", "A tail."));
        assert_eq!(h.finish().matches("beyond").count(), 1, "cut at the left, whole at the right");
        assert_eq!(pooled(&[]), (0.0, 0.0));
    }
}
