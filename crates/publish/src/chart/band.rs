//! A band over futures on a short axis with nothing marked: how far a part's contribution reaches.

use milepost_ensemble::summary::Spread;

use super::scale::Scale;
use super::{dot, drawing, line, rectangle};
use crate::html::Html;

/// The axis that bands share: where eight in ten futures of all of them lie, and nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reach {
    low: f64,
    high: f64,
}

impl Reach {
    /// The axis for these spreads.
    pub(crate) fn of<'a>(spreads: impl Iterator<Item = &'a Spread>) -> Reach {
        let known = spreads.filter(|s| s.known > 0).flat_map(|s| [s.quantiles[1], s.quantiles[5]]);
        let ends = known.filter(|x| x.is_finite()).fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        Reach { low: ends.0, high: ends.1 }
    }
}

/// Draws a band: half of the futures thick, eight in ten thin, the typical one as a dot.
pub(crate) fn draw(h: &mut Html, id: &str, reach: &Reach, spread: &Spread, told: (&str, &str)) {
    let x = Scale { domain: (reach.low, reach.high), range: (5.0, 155.0) };
    drawing(h, "band", (160.0, 16.0), id, told, |h| {
        line(h, "zero", (x.place(0.0), 0.0), (x.place(0.0), 16.0));
        if spread.known > 0 {
            let [_, p10, p25, typical, p75, p90, _] = spread.quantiles.map(|q| x.place(q));
            rectangle(h, "most", (p10, 7.0), (p90 - p10, 2.0));
            rectangle(h, "half", (p25, 5.0), (p75 - p25, 6.0));
            dot(h, "point", (typical, 8.0), 4.0);
        }
    });
}
