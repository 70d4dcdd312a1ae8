//! Shares of futures as bars: the strength of the answer, and the share in which a claim is true.

use super::{drawing, line, rectangle};
use crate::answer::Strength;
use crate::html::Html;
use crate::numbers::percent;

/// Draws better, no difference that matters, worse as one bar; the words stand below it in the page.
pub(crate) fn strength(h: &mut Html, strength: &Strength) {
    let (better, worse) = (strength.better.clamp(0.0, 1.0), strength.worse.clamp(0.0, 1.0));
    let same = (1.0 - better - worse).max(0.0);
    let shares = [("better", better), ("same", same), ("worse", worse)];
    let told = shares.map(|(class, share)| (class, percent(share)));
    let told = h.words.fill("bar.strength-told", &told.each_ref().map(|(class, share)| (*class, share.as_str())));
    let width = 1000.0;
    drawing(h, "strength", (width, 22.0), "strength", (h.words.say("bar.strength"), &told), |h| {
        let mut from = 0.0;
        for (class, share) in shares {
            if share > 0.0 {
                rectangle(h, class, (from * width, 0.0), ((share * width - 3.0).max(1.0), 22.0));
            }
            from += share;
        }
        line(h, "middle-mark", (width / 2.0, 0.0), (width / 2.0, 22.0));
    });
}

/// Draws the share of futures in which a claim is true, with its interval and the share asked for.
pub(crate) fn claim(h: &mut Html, id: &str, share: f64, interval: (f64, f64), asked: f64) {
    let [told, low, high, bar] = [share, interval.0, interval.1, asked].map(percent);
    let told = h.words.fill("bar.claim-told", &[("share", &told), ("low", &low), ("high", &high), ("asked", &bar)]);
    let x = |share: f64| 2.0 + share.clamp(0.0, 1.0) * 156.0;
    drawing(h, "claim-bar", (160.0, 20.0), id, (h.words.say("bar.claim"), &told), |h| {
        rectangle(h, "track", (x(0.0), 6.0), (156.0, 8.0));
        rectangle(h, "fill", (x(0.0), 6.0), (x(share) - x(0.0), 8.0));
        line(h, "whisker", (x(interval.0), 10.0), (x(interval.1), 10.0));
        line(h, "limit", (x(asked), 1.0), (x(asked), 19.0));
    });
}
