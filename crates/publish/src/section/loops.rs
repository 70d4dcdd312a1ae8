//! Which loop is in charge: a ribbon for each pathway on the axis of time of the fans, the sentences, the loops.

use milepost_explore::loops::{Kind, LoopFound, Loops};

use super::{fold, lead_in, loop_bands, scroll, twin};
use crate::anchor;
use crate::calendar::period_end;
use crate::chart::ribbon::{self, Layer};
use crate::docs;
use crate::html::Html;
use crate::loops::Reading;
use crate::numbers::percent;
use crate::studies::missing;
use crate::view::View;
use crate::words;

/// Loops with a fill of their own.
pub(super) const FILLS: usize = 7;

/// Rows of the table beside the ribbons, about.
const ROWS: usize = 13;

pub(crate) fn present(view: &View) -> bool {
    view.loops().is_some() || !view.strategy.loops.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let Some(loops) = view.loops() else {
        missing(h, h.words.say("circles.missing"), view.studies.loops.is_some(), "milepost loops .");
        return declared(h, view);
    };
    let reading = Reading { strategy: view.strategy, loops, words: view.words };
    let place = h.words.counted(loops.futures as usize, ("circles.in-one-run", "circles.in-futures"));
    lead_in(h, &h.words.fill("circles.lead", &[("where", &place), ("search", &reading.search())]));
    if let Some(own) = reading.own() {
        lead_in(h, &own);
    }
    for partition in reading.partitions() {
        ribbons(h, view, &reading, partition);
    }
    all_loops(h, view, &reading);
    for told in [reading.alone(), reading.unscored()].into_iter().flatten() {
        h.leaf("p", &[("class", "note-text")], &told);
    }
}

/// What a ribbon shows of a loop in a period.
pub(super) fn shown(loops: &Loops, pathway: usize, index: usize) -> Vec<f64> {
    let shares = loops.pathways[pathway].shares.get(index).map_or(&[][..], Vec::as_slice);
    let one = loops.futures == 1;
    shares.iter().map(|s| if one { s.change() } else { s.charge }).collect()
}

/// Loops of a partition that can be in charge, those that are most first.
pub(super) fn ranked(reading: &Reading, partition: usize) -> Vec<usize> {
    let loops = reading.loops;
    let weight = |k: usize| -> f64 { (0..loops.pathways.len()).flat_map(|p| shown(loops, p, k)).sum() };
    let charged = |k: &usize| {
        let found = &loops.loops[*k];
        found.partition == Some(partition) && matches!(found.kind, Kind::Named | Kind::Found)
    };
    let mut all: Vec<(usize, f64)> =
        (0..loops.loops.len()).filter(charged).map(|k| (k, weight(k))).filter(|(_, w)| *w > 0.0).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.into_iter().map(|(k, _)| k).collect()
}

fn ribbons(h: &mut Html, view: &View, reading: &Reading, partition: usize) {
    let loops = reading.loops;
    let ranked = ranked(reading, partition);
    let (own, rest) = ranked.split_at(ranked.len().min(FILLS));
    let words = h.words;
    let what = words.say(if loops.futures == 1 { "circles.share-of-change" } else { "circles.share-of-futures" });
    h.leaf("p", &[("class", "axis-unit")], &words.fill("circles.over-time", &[("what", what)]));
    let mut entries: Vec<(String, String, String)> =
        own.iter().enumerate().map(|(n, &k)| (format!("loop{n}"), (n + 1).to_string(), reading.called(k))).collect();
    if !rest.is_empty() || loops.futures == 1 {
        entries.push(("loop-rest".into(), String::new(), words.say("circles.others").into()));
    }
    if loops.futures > 1 {
        entries.push(("loop-still".into(), String::new(), words.say("circles.still").into()));
    }
    ribbon::key(h, &entries);
    let class = if loops.pathways.len() == 6 { "fans six" } else { "fans" };
    h.tag("div", &[("class", class)], |h| {
        for (p, pathway) in loops.pathways.iter().enumerate() {
            let title = title(reading, &pathway.name);
            let layers = layers(loops, p, partition, own, rest);
            let told: Vec<String> = layers
                .iter()
                .zip(&entries)
                .map(|(layer, (.., called))| {
                    let mean = layer.shares.iter().sum::<f64>() / layer.shares.len().max(1) as f64;
                    words.fill("circles.average", &[("loop", called), ("share", &percent(mean))])
                })
                .collect();
            h.tag("figure", &[], |h| {
                h.tag("figcaption", &[], |h| h.leaf("b", &[], &title));
                let id = format!("loops{partition}p{p}");
                let heading = words.fill("circles.under", &[("what", what), ("pathway", &title)]);
                let told = format!("{}.", told.join("; "));
                let time = &view.strategy.time;
                ribbon::draw(h, time, ribbon::ALONE, &id, (&heading, &told), (&loops.times, &layers));
            });
        }
    });
    h.tag("dl", &[("class", "pathway-list loops-told")], |h| {
        for (p, pathway) in loops.pathways.iter().enumerate() {
            h.tag("div", &[], |h| {
                h.leaf("dt", &[], &title(reading, &pathway.name));
                h.tag("dd", &[], |h| h.tag("p", &[], |h| reading.told(p, partition).write(h)));
            });
        }
    });
    numbers(h, view, reading, partition);
    loop_bands::write(h, view, reading, partition, &ranked);
}

/// A pathway's title, or its name.
pub(super) fn title(reading: &Reading, name: &str) -> String {
    let title = reading.pathway(name);
    if title.is_empty() { name.to_string() } else { title.to_string() }
}

fn layers(loops: &Loops, pathway: usize, partition: usize, own: &[usize], rest: &[usize]) -> Vec<Layer> {
    let mut all: Vec<Layer> = own
        .iter()
        .enumerate()
        .map(|(n, &k)| Layer { class: format!("loop{n}"), mark: (n + 1).to_string(), shares: shown(loops, pathway, k) })
        .collect();
    let periods = loops.times.len();
    let one = loops.futures == 1;
    if !rest.is_empty() || one {
        let unshown = |k: &usize| {
            let found = &loops.loops[*k];
            found.partition == Some(partition) && matches!(found.kind, Kind::Own | Kind::Rest)
        };
        let others: Vec<usize> =
            rest.iter().copied().chain((0..loops.loops.len()).filter(unshown).filter(|_| one)).collect();
        let sum = |t: usize| others.iter().map(|&k| shown(loops, pathway, k).get(t).copied().unwrap_or(0.0)).sum();
        all.push(Layer { class: "loop-rest".into(), mark: String::new(), shares: (0..periods).map(sum).collect() });
    }
    if !one {
        let still = loops.pathways[pathway].still[partition].clone();
        all.push(Layer { class: "loop-still".into(), mark: String::new(), shares: still });
    }
    all
}

/// The same numbers as a table: who is in charge in most futures, and what of the change it makes.
fn numbers(h: &mut Html, view: &View, reading: &Reading, partition: usize) {
    let (loops, words) = (reading.loops, h.words);
    let ranked = ranked(reading, partition);
    let every = loops.times.len().div_ceil(ROWS).max(1);
    let every = [1, 2, 3, 6, 12].into_iter().find(|e| *e >= every).unwrap_or(every);
    let last = loops.times.len().saturating_sub(1);
    let cell = |pathway: usize, t: usize| {
        let most = ranked.iter().map(|&k| (k, shown(loops, pathway, k)[t])).filter(|(_, s)| *s > 0.0);
        let (k, share) = most.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let change = loops.pathways[pathway].shares[k][t].change();
        let found = &loops.loops[k];
        let name = if found.kind == Kind::Named { &found.title } else { &found.name };
        let key = if loops.futures == 1 { "circles.cell-one-run" } else { "circles.cell" };
        let values = [("loop", name.as_str()), ("futures", &percent(share)), ("change", &percent(change))];
        Some(words.fill(key, &values))
    };
    twin(h, |h| {
        scroll(h, words.say("circles.who"), |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                let caption = if loops.futures == 1 { "circles.who-one-run" } else { "circles.who-futures" };
                h.leaf("caption", &[], words.say(caption));
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col")], words.say("circles.end-of"));
                        loops.pathways.iter().for_each(|p| {
                            h.leaf("th", &[("scope", "col")], &title(reading, &p.name));
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
                            for p in 0..loops.pathways.len() {
                                h.leaf("td", &[], &cell(p, t).unwrap_or_else(|| words.say("circles.still").into()));
                            }
                        });
                    }
                });
            });
        });
    });
}

/// Every loop as a path, with how it works and what of the change it makes.
fn all_loops(h: &mut Html, view: &View, reading: &Reading) {
    let (loops, words) = (reading.loops, h.words);
    let charged = |l: &LoopFound| matches!(l.kind, Kind::Named | Kind::Found);
    h.leaf("h3", &[], words.say("circles.loops"));
    h.tag("ul", &[("class", "loop-list")], |h| {
        for (k, found) in loops.loops.iter().enumerate().filter(|(_, l)| charged(l) && reading.listed(l)) {
            h.tag("li", &[], |h| {
                let title = if found.kind == Kind::Named { found.title.clone() } else { found.name.clone() };
                h.leaf("b", &[], &title);
                let works = match found.unscored.is_empty() {
                    true => format!(" {}", reading.works(found)),
                    false => format!(" {}", reading.why_not(found)),
                };
                h.leaf("span", &[("class", "quiet")], &works);
                if let Some(declared) = view.strategy.loops.iter().find(|l| l.name == found.name) {
                    docs::write(h, "about", &declared.docs.text);
                }
                path(h, view, &found.path);
                if found.unscored.is_empty() {
                    h.leaf("p", &[("class", "quiet")], &makes(reading, k));
                }
            });
        }
    });
    let others: Vec<String> = loops
        .loops
        .iter()
        .enumerate()
        .filter(|(_, l)| matches!(l.kind, Kind::Own | Kind::Rest))
        .map(|(k, l)| {
            let circles = words.counted(l.circles as usize, ("circles.circles-one", "circles.circles-many"));
            let values = [("group", reading.title(l)), ("circles", &circles), ("makes", &makes(reading, k))];
            words.fill("circles.group", &values)
        })
        .collect();
    if !others.is_empty() {
        let groups = words.counted(others.len(), ("circles.groups-one", "circles.groups-many"));
        fold(h, words.say("circles.left"), &groups, |h| {
            others.iter().for_each(|text| h.leaf("p", &[], text));
        });
    }
}

/// The variables of a loop, each leading to its equation.
fn path(h: &mut Html, view: &View, names: &[String]) {
    h.tag("p", &[("class", "loop-path")], |h| {
        for (k, name) in names.iter().chain(names.first()).enumerate() {
            if k > 0 {
                h.text(" \u{2192} ");
            }
            match view.strategy.variables.iter().find(|v| v.name == *name) {
                Some(variable) => h.goto(&anchor::value(name), &words::title(variable)),
                None => h.text(name),
            }
        }
    });
}

/// What of the change a loop makes under each pathway, from the decision on.
fn makes(reading: &Reading, index: usize) -> String {
    let (loops, words) = (reading.loops, reading.words);
    let charged = matches!(loops.loops[index].kind, Kind::Named | Kind::Found) && loops.futures > 1;
    let each: Vec<String> = loops
        .pathways
        .iter()
        .enumerate()
        .filter_map(|(p, pathway)| {
            let (change, charge) = reading.overall(p, index).filter(|(_, charge)| !charged || *charge >= 0.005)?;
            let key = if charged { "circles.makes-in-charge" } else { "circles.makes" };
            let told = words.fill(key, &[("change", &percent(change)), ("futures", &percent(charge))]);
            Some(match loops.pathways.len() {
                1 => told,
                _ => {
                    let pathway = title(reading, &pathway.name);
                    words.fill("circles.makes-under", &[("pathway", &pathway), ("makes", &told)])
                }
            })
        })
        .collect();
    match each.is_empty() {
        true => words.say("circles.hardly").into(),
        false => format!("{}.", each.join("; ")),
    }
}

/// The loops that the strategy names, before anything was worked out of them.
fn declared(h: &mut Html, view: &View) {
    h.tag("ul", &[("class", "loop-list")], |h| {
        for l in &view.strategy.loops {
            h.tag("li", &[], |h| {
                h.leaf("b", &[], &l.called());
                docs::write(h, "about", &l.docs.text);
                let names: Vec<String> =
                    l.steps.iter().map(|(id, _)| view.strategy.variable(*id).name.clone()).collect();
                path(h, view, &names);
            });
        }
    });
}
