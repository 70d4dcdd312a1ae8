//! Which choice is robust: the metrics with the ranks they give, where they disagree, and all bars at once.

use milepost_explore::robustness::{Bars, Judged, Robustness};

use super::{dash, fold, lead_in, scroll};
use crate::anchor;
use crate::answer::Called;
use crate::html::Html;
use crate::numbers::percent;
use crate::phrase::{Phrase, counted};
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
        missing(h, "Which choice is robust", true, "milepost robustness .");
        return;
    };
    let reading = Reading::new(view, found, Called::Titles);
    lead_in(
        h,
        "What is best depends on what one fears: the worst future, a regret, a bar that is missed. Each yardstick asks \
         another question of the same futures, and ranks the choices by its answer.",
    );
    let measures: Vec<_> = reading.measures().collect();
    if let Some((judged, measure)) = measures.first() {
        said(h, &reading, judged);
        table(h, &reading, judged, measure);
    }
    bars(h, &reading);
    if measures.len() > 1 {
        let note = counted(measures.len() - 1, "measure", "measures");
        fold(h, "By other measures", &note, |h| {
            for (judged, measure) in &measures[1..] {
                said(h, &reading, judged);
                table(h, &reading, judged, measure);
            }
        });
    }
    if let Some((judged, _)) = measures.first() {
        fold(h, "What each yardstick asks", "", |h| questions(h, judged));
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
    scroll(h, "Yardsticks by pathways", |h| {
        h.tag("table", &[("class", "numbers ranks")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.tag("th", &[("scope", "col"), ("class", "corner")], |h| {
                        h.goto(&anchor::measure(&judged.measure), &measure.measure.title);
                        let unit = [measure.unit(), measure.direction().to_string()];
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
                        h.leaf("th", &[("scope", "row")], &row.metric);
                        for at in 0..reading.found.pathways.len() {
                            let Some(rank) = row.ranks[at] else {
                                h.tag("td", &[("class", "none")], |h| dash(h, "undefined"));
                                continue;
                            };
                            let first = best.contains(&at);
                            h.tag("td", &[("class", if first { "best" } else { "" })], |h| {
                                h.text(&reading.value(measure, row, at));
                                let rank = if first { "best".to_string() } else { ordinal(rank) };
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

/// `2nd`
fn ordinal(rank: usize) -> String {
    let end = match (rank % 10, rank % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    };
    format!("{rank}{end}")
}

/// How often each bar is met, and all of them.
fn bars(h: &mut Html, reading: &Reading) {
    let (Some(bars), Some(said)) = (&reading.found.bars, reading.bars()) else { return };
    h.leaf("h3", &[], "All bars at once");
    h.tag("p", &[], |h| said.write(h));
    if bars.measures.len() < 2 {
        return;
    }
    scroll(h, "Bars by pathways", |h| {
        h.tag("table", &[("class", "numbers ranks")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col"), ("class", "corner")], "Bar met, share of futures");
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
                    h.leaf("th", &[("scope", "row")], "all at once");
                    bars.pathways.iter().for_each(|met| h.leaf("td", &[], &percent(met.all)));
                });
            });
        });
    });
    let text = "A bar whose measure is unknown is not met. Binds: the bar missed most often under that pathway. Alone: it \
                is the only one missed, so that giving it up would win those futures.";
    h.leaf("p", &[("class", "note-text")], text);
}

fn bar(h: &mut Html, bars: &Bars, at: usize) {
    for (pathway, met) in bars.pathways.iter().enumerate() {
        h.tag("td", &[], |h| {
            h.text(&percent(met.each[at]));
            if bars.binding(pathway) == Some(at) {
                h.leaf("span", &[("class", "rank")], "binds");
            }
            if met.alone_missed[at] > 0.0 {
                h.leaf("span", &[("class", "rank")], &format!("alone {}", percent(met.alone_missed[at])));
            }
        });
    }
}

/// What each metric asks, in plain words.
fn questions(h: &mut Html, judged: &Judged) {
    h.tag("dl", &[("class", "measure-notes")], |h| {
        for row in &judged.metrics {
            h.leaf("dt", &[], &row.metric);
            h.leaf("dd", &[], &format!("{}?", capital(&row.asks)));
        }
    });
    let text = "Regrets and deviations are distances, of which less is better; of numbers without a unit and of shares more \
                is. Hurwicz weighs the worst and the best future alike, percentile regret leaves out the worst tenth. \
                Mean-variance is (mean + 1) / (standard deviation + 1), of a measure of which less is better with the sign \
                turned; it is undefined where that mean is \u{2212}1 or less, as more spread would then look better.";
    h.leaf("p", &[("class", "note-text")], text);
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
