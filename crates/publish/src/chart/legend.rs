//! What the marks of the charts mean.

use super::{dot, line, rectangle};
use crate::html::Html;

/// Writes the key to the fans.
pub(crate) fn fans(h: &mut Html, reference: Option<&str>, observed: bool) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, "typical (median)", |h| line(h, "median", (1.0, 7.0), (27.0, 7.0)));
        entry(h, "half of the futures", |h| {
            rectangle(h, "band90", (1.0, 1.0), (26.0, 12.0));
            rectangle(h, "band50", (1.0, 1.0), (26.0, 12.0));
        });
        entry(h, "nine in ten futures", |h| rectangle(h, "band90", (1.0, 1.0), (26.0, 12.0)));
        if let Some(reference) = reference {
            entry(h, &format!("typical under {reference}"), |h| line(h, "reference", (1.0, 7.0), (27.0, 7.0)));
        }
        if observed {
            entry(h, "observed", |h| {
                line(h, "observed", (1.0, 7.0), (27.0, 7.0));
                [3.0, 14.0, 25.0].into_iter().for_each(|x| dot(h, "seen", (x, 7.0), 1.6));
            });
        }
    });
}

/// Writes the key to the strips.
pub(crate) fn strips(h: &mut Html, bars: bool) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, "typical (median)", |h| dot(h, "point", (14.0, 7.0), 4.5));
        entry(h, "half of the futures", |h| rectangle(h, "half", (1.0, 4.0), (26.0, 6.0)));
        entry(h, "eight in ten futures", |h| rectangle(h, "most", (1.0, 6.0), (26.0, 2.0)));
        if bars {
            entry(h, "limit of the acceptable", |h| line(h, "limit", (14.0, 0.0), (14.0, 14.0)));
        }
    });
}

/// Writes the key to parallel coordinates.
pub(crate) fn parallel(h: &mut Html) {
    h.tag("ul", &[("class", "legend parallel")], |h| {
        entry(h, "futures that fail", |h| line(h, "future fails", (1.0, 7.0), (27.0, 7.0)));
        entry(h, "futures that do not", |h| line(h, "future holds", (1.0, 7.0), (27.0, 7.0)));
        entry(h, "middle of those that fail", |h| line(h, "typical fails", (1.0, 7.0), (27.0, 7.0)));
        entry(h, "middle of the others", |h| line(h, "typical holds", (1.0, 7.0), (27.0, 7.0)));
        entry(h, "limit of the acceptable", |h| line(h, "bar", (5.0, 7.0), (23.0, 7.0)));
    });
}

fn entry(h: &mut Html, words: &str, draw: impl FnOnce(&mut Html)) {
    h.tag("li", &[], |h| {
        let size = [("viewBox", "0 0 28 14"), ("width", "28"), ("height", "14"), ("aria-hidden", "true")];
        h.tag("svg", &size, draw);
        h.leaf("span", &[], words);
    });
}
