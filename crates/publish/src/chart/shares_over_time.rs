//! What drives a series over time: one panel for each group, all with the same axes.

use milepost_explore::sensitivity::{Share, Timed, TimedGroup};
use milepost_strategy::model::TimeAxis;

use super::axis::{dates, decision, shares};
use super::drawing;
use super::fan::polyline;
use super::scale::Scale;
use crate::calendar::period_end;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::percent;
use crate::sensitivity::titled;

const SIZE: (f64, f64) = (240.0, 150.0);
const LEFT: f64 = 45.0;
const RIGHT: f64 = 235.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 125.0;

/// Draws a group's shares: alone as a line in its interval, in all as a broken line; at 0 where nothing can be told
/// from it.
pub(crate) fn draw(h: &mut Html, axis: &TimeAxis, id: &str, timed: &Timed, group: &TimedGroup) {
    let x = Scale { domain: (axis.start, axis.end), range: (LEFT, RIGHT) };
    let y = Scale { domain: (0.0, 1.0), range: (BOTTOM, TOP) };
    drawing(
        h,
        "fan",
        SIZE,
        id,
        (&titled(h.words, &group.driver.title), &description(h.words, axis, timed, group)),
        |h| {
            shares(h, &y, (LEFT, RIGHT));
            dates(h, axis, &x, BOTTOM);
            decision(h, axis, &x, (TOP, BOTTOM));
            for run in runs(timed, &group.first) {
                let there = run.iter().map(|(t, share)| (x.place(*t), y.place(share.high())));
                let back = run.iter().rev().map(|(t, share)| (x.place(*t), y.place(share.low())));
                h.void("path", &[("class", "band90"), ("d", &format!("{}Z", polyline(there.chain(back))))]);
            }
            for (class, shares) in [("reference", &group.total), ("median", &group.first)] {
                let level = |share: &Share| share.told().unwrap_or(0.0).clamp(0.0, 1.0);
                let lines = runs(timed, shares);
                let lines = lines.iter().map(|run| polyline(run.iter().map(|(t, s)| (x.place(*t), y.place(level(s))))));
                let path: String = lines.collect();
                if !path.is_empty() {
                    h.void("path", &[("class", class), ("d", &path)]);
                }
            }
        },
    );
}

/// Stretches of time over which shares are known.
fn runs(timed: &Timed, shares: &[Option<Share>]) -> Vec<Vec<(f64, Share)>> {
    let mut runs: Vec<Vec<(f64, Share)>> = vec![Vec::new()];
    for (time, share) in timed.times.iter().zip(shares) {
        match (share, runs.last_mut()) {
            (Some(share), Some(run)) => run.push((*time, *share)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn description(words: &'static Language, axis: &TimeAxis, timed: &Timed, group: &TimedGroup) -> String {
    let known = || timed.times.iter().zip(&group.first).filter_map(|(t, share)| Some((*t, share.as_ref()?)));
    let Some((last, share)) = known().next_back() else { return words.say("driver.none").into() };
    let at =
        |share: &Share| share.told().map_or_else(|| words.say("driver.untold").into(), |share| percent(share.min(1.0)));
    let mut told = vec![words.fill("driver.alone", &[("share", &at(share)), ("when", &period_end(words, axis, last))])];
    let peak = known().filter(|(_, share)| share.distinct);
    let peak = peak.reduce(|top, next| if next.1.value > top.1.value { next } else { top });
    if let Some((when, share)) = peak.filter(|(when, _)| *when < last) {
        told.push(words.fill("driver.peak", &[("share", &at(share)), ("when", &period_end(words, axis, when))]));
    }
    if let Some(total) = group.total.iter().rev().flatten().next() {
        told.push(words.fill("driver.total", &[("share", &at(total))]));
    }
    told.join(" ")
}
