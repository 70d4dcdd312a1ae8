//! How much of the change the leading loops make, and how far futures differ in it.

use milepost_explore::loops::Share;

use super::{fold, lead_in, scroll, twin};
use crate::calendar::period_end;
use crate::chart::loop_band;
use crate::html::Html;
use crate::language::Language;
use crate::loops::Reading;
use crate::numbers::percent;
use crate::view::View;

/// Loops that are shown: those that are in charge most.
const SHOWN: usize = 3;

/// Upper ends that an axis of shares may have.
const TOPS: [f64; 4] = [0.1, 0.2, 0.5, 1.0];

/// Rows of a table, about.
const ROWS: usize = 13;

/// Writes the bands of the leading loops of a partition; nothing where there is but one run.
pub(super) fn write(h: &mut Html, view: &View, reading: &Reading, partition: usize, ranked: &[usize]) {
    let loops = reading.loops;
    // What an earlier version kept has no quartiles.
    let spread = |k: &usize| loops.pathways.iter().any(|p| p.shares[*k].iter().any(|s| s.quartiles[2] > 0.0));
    let shown: Vec<usize> = ranked.iter().copied().filter(spread).take(SHOWN).collect();
    if loops.futures < 2 || shown.is_empty() {
        return;
    }
    let note = h.words.counted(shown.len(), ("circles.loops-one", "circles.loops-many"));
    fold(h, h.words.say("circles.bands"), &note, |h| {
        lead_in(h, h.words.say("circles.bands-lead"));
        let highest = shown.iter().flat_map(|&k| loops.pathways.iter().flat_map(move |p| &p.shares[k]));
        let highest = highest.map(|share| share.quartiles[2]).fold(0.0, f64::max);
        let top = TOPS.into_iter().find(|top| *top >= highest).unwrap_or(1.0);
        for (n, &k) in shown.iter().enumerate() {
            one(h, view, reading, (partition, n, top), k);
        }
    });
}

fn one(h: &mut Html, view: &View, reading: &Reading, (partition, n, top): (usize, usize, f64), k: usize) {
    let loops = reading.loops;
    let called = reading.called(k);
    h.leaf("h4", &[], &called);
    let class = if loops.pathways.len() == 6 { "fans six" } else { "fans" };
    h.tag("div", &[("class", class)], |h| {
        for (p, pathway) in loops.pathways.iter().enumerate() {
            let title = super::loops::title(reading, &pathway.name);
            h.tag("figure", &[], |h| {
                h.tag("figcaption", &[], |h| h.leaf("b", &[], &title));
                let id = format!("loops{partition}b{n}p{p}");
                let told = told(view, &loops.times, &pathway.shares[k]);
                let heading = h.words.fill("circles.band-title", &[("loop", &called), ("pathway", &title)]);
                let shown = (&loops.times[..], &pathway.shares[k][..]);
                loop_band::draw(h, &view.strategy.time, top, &id, (&heading, &told), shown);
            });
        }
    });
    numbers(h, view, reading, k);
}

/// The last period in words, and the one in which it makes most.
fn told(view: &View, times: &[f64], shares: &[Share]) -> String {
    let words = view.words;
    let (Some(end), Some(last)) = (times.last(), shares.last()) else {
        return words.say("circles.band-unknown").into();
    };
    let told = |key: &'static str, time: f64, share: &Share| {
        let when = period_end(view.words, &view.strategy.time, time);
        words.fill(key, &[("when", &when), ("share", &written(words, share))])
    };
    let text = told("circles.band-end", *end, last);
    let most =
        times.iter().zip(shares).reduce(|top, next| if next.1.quartiles[1] > top.1.quartiles[1] { next } else { top });
    match most.filter(|(when, _)| **when < *end) {
        Some((when, share)) => format!("{text} {}", told("circles.band-most", *when, share)),
        None => text,
    }
}

/// `34% (20% to 51%)`
fn written(words: &'static Language, share: &Share) -> String {
    let [low, middle, high] = share.quartiles.map(percent);
    match low == high {
        true => middle,
        false => words.fill("circles.band", &[("middle", &middle), ("low", &low), ("high", &high)]),
    }
}

/// The same numbers as a table.
fn numbers(h: &mut Html, view: &View, reading: &Reading, k: usize) {
    let (loops, words) = (reading.loops, h.words);
    let every = loops.times.len().div_ceil(ROWS).max(1);
    let every = [1, 2, 3, 6, 12].into_iter().find(|e| *e >= every).unwrap_or(every);
    let last = loops.times.len().saturating_sub(1);
    twin(h, |h| {
        scroll(h, words.say("circles.share-of-change"), |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                let caption = words.fill("circles.band-caption", &[("loop", &reading.called(k))]);
                h.leaf("caption", &[], &caption);
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col")], words.say("circles.end-of"));
                        loops.pathways.iter().for_each(|p| {
                            h.leaf("th", &[("scope", "col")], &super::loops::title(reading, &p.name));
                        });
                    });
                });
                h.tag("tbody", &[], |h| {
                    for t in (0..loops.times.len()).filter(|t| (last - t).is_multiple_of(every)) {
                        h.tag("tr", &[], |h| {
                            h.leaf(
                                "th",
                                &[("scope", "row")],
                                &period_end(view.words, &view.strategy.time, loops.times[t]),
                            );
                            loops.pathways.iter().for_each(|p| h.leaf("td", &[], &written(words, &p.shares[k][t])));
                        });
                    }
                });
            });
        });
    });
}
