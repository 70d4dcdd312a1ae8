//! Which choice is robust: the metrics with the ranks they give, where they disagree, and all bars at once.

use milepost_explore::robustness::{Bars, Judged, Robustness};

use super::{dash, fold, lead_in, scroll};
use crate::anchor;
use crate::answer::Called;
use crate::html::Html;
use crate::numbers::percent;
use crate::phrase::Phrase;
use crate::robustness::Reading;
use crate::studies::missing;
use crate::view::{MeasureView, View};

pub(crate) fn present(view: &View) -> bool {
    view.robustness().is_some()
}

/// What was found in the futures that were run.
fn found<'a>(view: &View<'a>) -> Option<&'a Robustness> {
    let made = &view.summary.provenance;
    view.robustness().filter(|r| (r.run.first, r.run.futures, r.run.seed) == (made.first, view.futures, made.seed))
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let Some(found) = found(view) else {
        missing(h, h.words.say("section.robustness"), true, "milepost robustness .");
        return;
    };
    let reading = Reading::new(view, found, Called::Titles);
    lead_in(h, h.words.say("robust.lead"));
    let measures: Vec<_> = reading.measures().collect();
    if let Some((judged, measure)) = measures.first() {
        said(h, &reading, judged);
        table(h, &reading, judged, measure);
    }
    bars(h, &reading);
    if measures.len() > 1 {
        let note = h.words.counted(measures.len() - 1, ("robust.measures-one", "robust.measures-many"));
        fold(h, h.words.say("robust.other-measures"), &note, |h| {
            for (judged, measure) in &measures[1..] {
                said(h, &reading, judged);
                table(h, &reading, judged, measure);
            }
        });
    }
    if let Some((judged, _)) = measures.first() {
        fold(h, h.words.say("robust.asks"), "", |h| questions(h, &reading, judged));
    }
}

/// The one sentence: which pathway is best by how many yardsticks on the leading measure, and all bars at once.
pub(crate) fn headline(view: &View) -> Option<Phrase> {
    let reading = Reading::new(view, found(view)?, Called::Titles);
    let (judged, _) = reading.measures().next()?;
    let mut phrase = reading.best(judged);
    if let Some(bars) = reading.bars() {
        phrase = phrase.say(" ");
        phrase.0.extend(bars.0);
    }
    Some(phrase)
}

fn said(h: &mut Html, reading: &Reading, judged: &Judged) {
    h.tag("p", &[], |h| {
        reading.best(judged).write(h);
        if let Some(doubts) = reading.doubts(judged) {
            h.text(" ");
            h.text(&doubts);
        }
    });
}

/// Metrics by pathways: the value, and its rank in words.
fn table(h: &mut Html, reading: &Reading, judged: &Judged, measure: &MeasureView) {
    scroll(h, h.words.say("robust.yardsticks-by-pathways"), |h| {
        h.tag("table", &[("class", "numbers ranks")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.tag("th", &[("scope", "col"), ("class", "corner")], |h| {
                        h.goto(&anchor::measure(&judged.measure), &measure.measure.title);
                        let unit = [measure.unit(h.words), measure.direction(h.words).to_string()];
                        let unit: Vec<String> = unit.into_iter().filter(|part| !part.is_empty()).collect();
                        h.leaf("span", &[("class", "unit")], &unit.join("; "));
                    });
                    pathways(h, reading);
                });
            });
            h.tag("tbody", &[], |h| {
                for row in &judged.metrics {
                    let best = row.best();
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], reading.yardstick(row));
                        for at in 0..reading.found.pathways.len() {
                            let Some(rank) = row.ranks[at] else {
                                h.tag("td", &[("class", "none")], |h| dash(h, h.words.say("robust.undefined")));
                                continue;
                            };
                            let first = best.contains(&at);
                            h.tag("td", &[("class", if first { "best" } else { "" })], |h| {
                                h.text(&reading.value(measure, row, at));
                                let key = if first { "robust.best" } else { ordinal(rank) };
                                let rank = h.words.fill(key, &[("n", &rank.to_string())]);
                                h.leaf("span", &[("class", "rank")], &rank);
                            });
                        }
                    });
                }
            });
        });
    });
}

fn pathways(h: &mut Html, reading: &Reading) {
    for at in 0..reading.found.pathways.len() {
        h.tag("th", &[("scope", "col")], |h| h.leaf("span", &[("class", "measure")], reading.pathway(at)));
    }
}

/// The text for `2nd`.
fn ordinal(rank: usize) -> &'static str {
    match (rank % 10, rank % 100) {
        (1, n) if n != 11 => "robust.rank-first",
        (2, n) if n != 12 => "robust.rank-second",
        (3, n) if n != 13 => "robust.rank-third",
        _ => "robust.rank-other",
    }
}

/// How often each bar is met, and all of them.
fn bars(h: &mut Html, reading: &Reading) {
    let (Some(bars), Some(said)) = (&reading.found.bars, reading.bars()) else { return };
    h.leaf("h3", &[], h.words.say("robust.all-bars"));
    h.tag("p", &[], |h| said.write(h));
    if bars.measures.len() < 2 {
        return;
    }
    scroll(h, h.words.say("robust.bars-by-pathways"), |h| {
        h.tag("table", &[("class", "numbers ranks")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col"), ("class", "corner")], h.words.say("robust.bar-met"));
                    pathways(h, reading);
                });
            });
            h.tag("tbody", &[], |h| {
                for (at, measure) in bars.measures.iter().enumerate() {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &reading.title_of(measure));
                        bar(h, bars, at);
                    });
                }
                h.tag("tr", &[("class", "typical")], |h| {
                    h.leaf("th", &[("scope", "row")], h.words.say("robust.all-at-once"));
                    bars.pathways.iter().for_each(|met| h.leaf("td", &[], &percent(met.all)));
                });
            });
        });
    });
    h.leaf("p", &[("class", "note-text")], h.words.say("robust.bars-note"));
}

fn bar(h: &mut Html, bars: &Bars, at: usize) {
    for (pathway, met) in bars.pathways.iter().enumerate() {
        h.tag("td", &[], |h| {
            h.text(&percent(met.each[at]));
            if bars.binding(pathway) == Some(at) {
                h.leaf("span", &[("class", "rank")], h.words.say("robust.binds"));
            }
            if met.alone_missed[at] > 0.0 {
                let share = percent(met.alone_missed[at]);
                h.leaf("span", &[("class", "rank")], &h.words.fill("robust.alone", &[("share", &share)]));
            }
        });
    }
}

/// What each metric asks, in plain words.
fn questions(h: &mut Html, reading: &Reading, judged: &Judged) {
    h.tag("dl", &[("class", "measure-notes")], |h| {
        for row in &judged.metrics {
            h.leaf("dt", &[], reading.yardstick(row));
            h.leaf("dd", &[], &reading.asks(row));
        }
    });
    h.leaf("p", &[("class", "note-text")], h.words.say("robust.asks-note"));
}
