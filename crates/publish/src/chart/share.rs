//! Shares of a spread as bars on one axis: alone dark, in all light, intervals as whiskers.

use milepost_explore::sensitivity::Share;
use milepost_strategy::model::Display;

use super::axis::Axis;
use super::scale::Scale;
use super::{drawing, label, line, rectangle};
use crate::html::Html;
use crate::language::Language;

const WIDTH: f64 = 320.0;
const ENDS: (f64, f64) = (14.0, 306.0);
const HEIGHT: f64 = 24.0;

/// The axis that all bars of a table share, from 0 to the upper end of the longest.
pub(crate) struct Shares {
    axis: Axis,
}

impl Shares {
    /// The axis for bars that reach as far as these.
    pub(crate) fn of(words: &'static Language, shares: impl Iterator<Item = Share>) -> Shares {
        let highest = shares.map(|share| share.high()).fold(0.05, f64::max);
        let display = Display { text: "share".into(), scale: 1.0 };
        Shares { axis: Axis::new(words, &display, (0.0, highest), 4, 0) }
    }

    fn scale(&self) -> Scale {
        Scale { domain: self.axis.domain(), range: ENDS }
    }

    /// Draws the numbers of the axis, for the head of the column.
    pub(crate) fn axis(&self, h: &mut Html, id: &str, title: &str) {
        let x = self.scale();
        let told: Vec<String> = self.axis.ticks.iter().map(|t| self.axis.text(*t)).collect();
        drawing(h, "band axis", (WIDTH, 16.0), id, (title, &told.join(", ")), |h| {
            for (tick, text) in self.axis.ticks.iter().zip(&told) {
                label(h, "tick middle", (x.place(*tick), 12.0), text);
            }
        });
    }

    /// Draws what is told from 0: a bar for the share alone, a paler one behind it for the share in all.
    pub(crate) fn draw(&self, h: &mut Html, id: &str, first: &Share, total: Option<&Share>, told: (&str, &str)) {
        let x = self.scale();
        drawing(h, "band shares", (WIDTH, HEIGHT), id, told, |h| {
            for tick in &self.axis.ticks {
                let class = if *tick == 0.0 { "zero" } else { "grid" };
                line(h, class, (x.place(*tick), 0.0), (x.place(*tick), HEIGHT));
            }
            let mut bar = |share: Option<&Share>, class: &str, (top, height): (f64, f64), whisker: f64| {
                let Some(share) = share.filter(|share| share.distinct) else { return };
                rectangle(h, class, (x.place(0.0), top), (x.place(share.value) - x.place(0.0), height));
                line(h, "interval", (x.place(share.low()), whisker), (x.place(share.high()), whisker));
            };
            bar(total, "in-all", (3.0, 18.0), 5.5);
            bar(Some(first), "alone", (8.0, 8.0), 12.0);
        });
    }
}
