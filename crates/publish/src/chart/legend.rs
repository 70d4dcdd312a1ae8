//! What the marks of the charts mean.

use super::metro::diamond;
use super::{dot, line, rectangle};
use crate::html::Html;

/// Writes the key to the fans.
pub(crate) fn fans(h: &mut Html, reference: Option<&str>, observed: bool) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, h.words.say("key.median"), |h| line(h, "median", (1.0, 7.0), (27.0, 7.0)));
        entry(h, h.words.say("key.half"), |h| {
            rectangle(h, "band90", (1.0, 1.0), (26.0, 12.0));
            rectangle(h, "band50", (1.0, 1.0), (26.0, 12.0));
        });
        entry(h, h.words.say("key.nine"), |h| rectangle(h, "band90", (1.0, 1.0), (26.0, 12.0)));
        if let Some(reference) = reference {
            entry(h, &h.words.fill("key.reference", &[("pathway", reference)]), |h| {
                line(h, "reference", (1.0, 7.0), (27.0, 7.0))
            });
        }
        if observed {
            entry(h, h.words.say("key.observed"), |h| {
                line(h, "observed", (1.0, 7.0), (27.0, 7.0));
                [3.0, 14.0, 25.0].into_iter().for_each(|x| dot(h, "seen", (x, 7.0), 1.6));
            });
        }
    });
}

/// Writes the key to the strips.
pub(crate) fn strips(h: &mut Html, bars: bool) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, h.words.say("key.median"), |h| dot(h, "point", (14.0, 7.0), 4.5));
        entry(h, h.words.say("key.half"), |h| rectangle(h, "half", (1.0, 4.0), (26.0, 6.0)));
        entry(h, h.words.say("key.eight"), |h| rectangle(h, "most", (1.0, 6.0), (26.0, 2.0)));
        if bars {
            entry(h, h.words.say("key.bar"), |h| line(h, "limit", (14.0, 0.0), (14.0, 14.0)));
        }
    });
}

/// Writes the key to bars of shares.
pub(crate) fn shares(h: &mut Html, in_all: bool) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, h.words.say("key.alone"), |h| rectangle(h, "alone", (1.0, 3.0), (26.0, 8.0)));
        if in_all {
            entry(h, h.words.say("key.in-all"), |h| {
                rectangle(h, "in-all", (1.0, 0.0), (26.0, 14.0));
            });
        }
        entry(h, h.words.say("key.interval"), |h| line(h, "interval", (1.0, 7.0), (27.0, 7.0)));
    });
}

/// Writes the key to shares over time.
pub(crate) fn shares_over_time(h: &mut Html) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, h.words.say("key.share-alone"), |h| line(h, "median", (1.0, 7.0), (27.0, 7.0)));
        entry(h, h.words.say("key.share-interval"), |h| rectangle(h, "band90", (1.0, 1.0), (26.0, 12.0)));
        entry(h, h.words.say("key.in-all"), |h| line(h, "reference", (1.0, 7.0), (27.0, 7.0)));
    });
}

/// Writes the key to the pathway map.
pub(crate) fn metro(h: &mut Html, late: bool) {
    h.tag("ul", &[("class", "legend")], |h| {
        entry(h, h.words.say("key.use-sure"), |h| {
            rectangle(h, "use sure", (1.0, 2.0), (26.0, 10.0));
        });
        entry(h, h.words.say("key.use-most"), |h| rectangle(h, "use most", (1.0, 2.0), (26.0, 10.0)));
        entry(h, h.words.say("key.use-some"), |h| rectangle(h, "use some", (1.0, 2.0), (26.0, 10.0)));
        entry(h, h.words.say("key.tipped"), |h| line(h, "tipping", (14.0, 0.0), (14.0, 14.0)));
        entry(h, h.words.say("key.station"), |h| {
            line(h, "change", (14.0, 0.0), (14.0, 7.0));
            dot(h, "station", (14.0, 7.0), 4.6);
        });
        entry(h, h.words.say("key.decide"), |h| diamond(h, "decide", (14.0, 7.0)));
        if late {
            entry(h, h.words.say("key.late"), |h| diamond(h, "decide late", (14.0, 7.0)));
        }
    });
}

/// Writes the key to parallel coordinates.
pub(crate) fn parallel(h: &mut Html) {
    h.tag("ul", &[("class", "legend parallel")], |h| {
        entry(h, h.words.say("key.fails"), |h| line(h, "future fails", (1.0, 7.0), (27.0, 7.0)));
        entry(h, h.words.say("key.holds"), |h| line(h, "future holds", (1.0, 7.0), (27.0, 7.0)));
        entry(h, h.words.say("key.fails-middle"), |h| line(h, "typical fails", (1.0, 7.0), (27.0, 7.0)));
        entry(h, h.words.say("key.holds-middle"), |h| line(h, "typical holds", (1.0, 7.0), (27.0, 7.0)));
        entry(h, h.words.say("key.bar"), |h| line(h, "bar", (5.0, 7.0), (23.0, 7.0)));
    });
}

fn entry(h: &mut Html, words: &str, draw: impl FnOnce(&mut Html)) {
    h.tag("li", &[], |h| {
        let size = [("viewBox", "0 0 28 14"), ("width", "28"), ("height", "14"), ("aria-hidden", "true")];
        h.tag("svg", &size, draw);
        h.leaf("span", &[], words);
    });
}
