//! How long each regime can be used, when its successor must be decided, and how well the triggers warn.

mod triggers;

use milepost_explore::timing::{Aside, Timing, Tips};

use super::{fold, lead_in, scroll, twin};
use crate::answer::Called;
use crate::chart::{legend, metro};
use crate::html::Html;
use crate::numbers::{count, of_hundred, percent};
use crate::phrase::{Phrase, Piece};
use crate::timing::Reading;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    view.timing().is_some()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let Some(timing) = view.timing() else { return };
    let reading = Reading::new(view.strategy, timing, Called::Titles, h.words);
    lead_in(h, &format!("{} {}", reading.rule(), reading.following()));
    let kept = Phrase::filled(h.words.say("timing.kept"), &[("bars", Piece::Strong(reading.bars()))]);
    h.tag("p", &[], |h| kept.write(h));
    said(h, &reading);
    map(h, &reading);
    h.leaf("p", &[("class", "note-text")], &reading.leads());
    by_bar(h, &reading);
    following(h, &reading);
    triggers::triggers(h, &reading);
    aside(h, h.words.say("timing.aside-measures"), &timing.aside);
}

/// Until when each can be used, and by when what follows the one in force must be decided.
fn said(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    h.tag("ul", &[("class", "beside timing-said")], |h| {
        let in_force = timing.regimes.iter().filter(|held| held.name == timing.in_force);
        for held in in_force {
            h.tag("li", &[], |h| reading.usable(held).write(h));
            for transfer in reading.successors() {
                h.tag("li", &[], |h| reading.decision(transfer).write(h));
            }
        }
        for held in timing.regimes.iter().filter(|held| held.name != timing.in_force) {
            h.tag("li", &[], |h| reading.usable(held).write(h));
        }
        for doubt in reading.doubts() {
            h.leaf("li", &[], &doubt);
        }
    });
}

fn map(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    let words = h.words;
    let note =
        |tips: &Tips| words.fill("timing.never-in", &[("share", &of_hundred(words, tips.never, timing.futures))]);
    let regimes = timing.regimes.iter().map(|held| metro::Row {
        title: reading.regime(&held.name),
        note: note(&held.tips),
        tips: &held.tips,
    });
    let choices = timing.pathways.iter().map(|own| metro::Row {
        title: reading.pathway(&own.name),
        note: note(&own.tips),
        tips: &own.tips,
    });
    let map = metro::Map {
        axis: &reading.strategy.time,
        decide: timing.decide,
        horizon: timing.horizon,
        regimes: regimes.collect(),
        choices: choices.collect(),
        stations: stations(timing),
    };
    let late = map.stations.iter().any(|station| station.decide < timing.decide);
    legend::metro(h, late);
    let told: Vec<String> = timing.regimes.iter().map(|held| sentence(reading.usable(held))).collect();
    let told = [told, reading.successors().map(|t| sentence(reading.decision(t))).collect()].concat().join(" ");
    scroll(h, words.say("timing.map"), |h| {
        metro::draw(h, "timing-map", (words.say("section.timing"), &told), &map);
    });
    twin(h, |h| usable(h, reading));
}

fn sentence(phrase: Phrase) -> String {
    let text = |piece: Piece| match piece {
        Piece::Plain(text) | Piece::Name(text) | Piece::Strong(text) => text,
    };
    phrase.0.into_iter().map(text).collect()
}

/// The changes of the sequences worth keeping, each once.
fn stations(timing: &Timing) -> Vec<metro::Station> {
    let row = |name: &String| timing.regimes.iter().position(|held| held.name == *name);
    let mut pairs: Vec<(usize, usize)> = timing
        .sequences
        .iter()
        .flat_map(|sequence| sequence.regimes.windows(2))
        .filter_map(|pair| Some((row(&pair[0])?, row(&pair[1])?)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let station = |(from, to): (usize, usize)| {
        let time = timing.regimes[from].tips.half?;
        let decide = time - timing.regimes[to].lead.time - timing.margin;
        Some(metro::Station { from, to, time, decide })
    };
    pairs.into_iter().filter_map(station).collect()
}

fn head(h: &mut Html, columns: &[&'static str]) {
    let words = h.words;
    h.tag("thead", &[], |h| {
        h.tag("tr", &[], |h| columns.iter().for_each(|key| h.leaf("th", &[("scope", "col")], words.say(key))));
    });
}

fn row(h: &mut Html, name: &str, cells: &[String]) {
    h.tag("tr", &[], |h| {
        h.leaf("th", &[("scope", "row")], name);
        cells.iter().for_each(|cell| h.leaf("td", &[], cell));
    });
}

fn dates(reading: &Reading, tips: &Tips) -> [String; 3] {
    [tips.first, tips.half, tips.last].map(|time| reading.short(time))
}

fn usable(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    scroll(h, h.words.say("section.timing"), |h| {
        h.tag("table", &[("class", "numbers timing twin-table")], |h| {
            let caption = h.words.fill("timing.usable-caption", &[("futures", &count(timing.futures))]);
            h.leaf("caption", &[], &caption);
            head(
                h,
                &[
                    "timing.regime-or-choice",
                    "timing.one-in-ten",
                    "timing.half",
                    "timing.nine-in-ten",
                    "timing.never",
                    "timing.first-to-fail",
                    "timing.lead",
                ],
            );
            let cells = |tips: &Tips, first: &[f64], lead: String| {
                let rest = [percent(tips.never), reading.fails_first(first), lead];
                dates(reading, tips).into_iter().chain(rest).collect::<Vec<_>>()
            };
            h.tag("tbody", &[], |h| {
                for held in &timing.regimes {
                    let lead = reading.lead(&held.lead);
                    row(h, &reading.regime(&held.name), &cells(&held.tips, &held.fails_first, lead));
                }
            });
            h.tag("tbody", &[], |h| {
                for own in &timing.pathways {
                    row(h, &reading.pathway(&own.name), &cells(&own.tips, &own.fails_first, "\u{2013}".into()));
                }
            });
        });
    });
}

/// Each bar for itself.
fn by_bar(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    if timing.bars.len() < 2 {
        return;
    }
    let note = h.words.counted(timing.bars.len(), ("timing.measures-one", "timing.measures-many"));
    fold(h, h.words.say("timing.by-bar"), &note, |h| {
        scroll(h, h.words.say("timing.bars-fail"), |h| {
            h.tag("table", &[("class", "numbers timing twin-table")], |h| {
                h.leaf("caption", &[], h.words.say("timing.bars-caption"));
                let columns =
                    ["timing.measure", "timing.one-in-ten", "timing.half", "timing.nine-in-ten", "timing.never"];
                head(h, &columns);
                for held in &timing.regimes {
                    h.tag("tbody", &[], |h| {
                        h.tag("tr", &[("class", "group")], |h| {
                            h.tag("th", &[("colspan", "5"), ("scope", "rowgroup")], |h| {
                                h.leaf("span", &[("class", "stay")], &reading.regime(&held.name));
                            });
                        });
                        for (bar, tips) in timing.bars.iter().zip(&held.bars) {
                            let cells = dates(reading, tips).into_iter().chain([percent(tips.never)]);
                            row(h, &reading.measure(&bar.measure), &cells.collect::<Vec<_>>());
                        }
                    });
                }
            });
        });
    });
}

/// What can follow what, and the sequences worth keeping.
fn following(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    h.leaf("h3", &[], h.words.say("timing.follow"));
    if let Some(options) = reading.options() {
        h.leaf("p", &[], &options);
    }
    scroll(h, h.words.say("timing.follow"), |h| {
        h.tag("table", &[("class", "numbers timing twin-table")], |h| {
            head(
                h,
                &[
                    "timing.change",
                    "timing.first-tips",
                    "timing.second-lasts",
                    "timing.in-time",
                    "timing.decide-by-half",
                    "timing.late-already",
                ],
            );
            h.tag("tbody", &[], |h| {
                for t in timing.transfers.iter().filter(|t| t.in_time >= timing.often) {
                    let name = then(reading, &[t.from.clone(), t.to.clone()]);
                    let shares = [t.needed, t.lasting, t.in_time].map(percent);
                    let rest = [reading.decide_by(t.half), percent(t.too_late)];
                    row(h, &name, &shares.into_iter().chain(rest).collect::<Vec<_>>());
                }
            });
        });
    });
    h.leaf("p", &[("class", "note-text")], h.words.say("timing.transfers-read"));
    h.leaf("h3", &[], h.words.say("timing.sequences-best"));
    scroll(h, h.words.say("timing.sequences"), |h| {
        h.tag("table", &[("class", "numbers timing twin-table")], |h| {
            head(
                h,
                &[
                    "timing.sequence",
                    "timing.ends-one-in-ten",
                    "timing.half",
                    "timing.nine-in-ten",
                    "timing.never",
                    "timing.cost",
                ],
            );
            h.tag("tbody", &[], |h| {
                for sequence in &timing.sequences {
                    let rest = [percent(sequence.tips.never), reading.cost(sequence.cost)];
                    let cells = dates(reading, &sequence.tips).into_iter().chain(rest).collect::<Vec<_>>();
                    row(h, &then(reading, &sequence.regimes), &cells);
                }
            });
        });
    });
    h.leaf("p", &[("class", "note-text")], &reading.sequenced());
}

/// `Present, then Coalition`
fn then(reading: &Reading, regimes: &[String]) -> String {
    let names = regimes.iter().map(|name| reading.regime(name));
    let joined =
        names.reduce(|before, next| reading.words.fill("timing.then", &[("before", &before), ("next", &next)]));
    joined.unwrap_or_default()
}

fn aside(h: &mut Html, title: &str, all: &[Aside]) {
    if all.is_empty() {
        return;
    }
    fold(h, title, &count(all.len() as u64), |h| {
        h.tag("ul", &[("class", "notices")], |h| {
            for aside in all {
                let text = h.words.fill("timing.aside", &[("why", &aside.why)]);
                h.tag("li", &[], |h| h.around(&text, "{name}", |h| h.leaf("code", &[], &aside.name)));
            }
        });
    });
}
