//! What a box rests on: the trade along the search, its limits with how far to trust them, the tree.

use milepost_explore::discover::{FoundBox, InputRange, Limit};

use crate::chart::span::{self, Left};
use crate::chart::tradeoff::{self, Trade};
use crate::discover::{Reading, again, quasi_p, tested};
use crate::html::Html;
use crate::numbers::{count, percent, written};
use crate::section::{fold, scroll, twin};

/// Writes the chart, the limits and the tree.
pub(super) fn write(h: &mut Html, reading: &Reading) {
    let Some(first) = reading.found.boxes.first() else { return };
    let words = h.words;
    h.leaf("h3", &[], words.say("boxes.trade"));
    h.tag("figure", &[("class", "tradeoff-box")], |h| {
        trade(h, reading, first);
        twin(h, |h| steps(h, reading, first));
    });
    if !first.limits.is_empty() {
        h.leaf("h3", &[], words.say("boxes.limits"));
        boxes(h, reading);
    }
    if !reading.found.tree.is_empty() {
        fold(h, words.say("boxes.tree"), words.say("boxes.tree-note"), |h| {
            h.tag("ul", &[("class", "leaves")], |h| {
                for leaf in &reading.found.tree {
                    h.tag("li", &[], |h| reading.leaf(leaf).write(h));
                }
            });
        });
    }
}

fn id(reading: &Reading, what: &str) -> String {
    format!("fail-{what}-{}-{}", reading.found.measure, reading.found.pathway).replace(' ', "_")
}

fn trade(h: &mut Html, reading: &Reading, found: &FoundBox) {
    let all = reading.found.failures.max(1) as f64;
    // The box as the sentence says it, in round numbers.
    let shown = (found.said.held.failures as f64 / all, found.said.held.density());
    let values = [
        ("share", percent(found.before.density())),
        ("steps", (found.trajectory.len() - 1).to_string()),
        ("coverage", percent(shown.0)),
        ("density", percent(shown.1)),
    ];
    let told = h.words.fill("boxes.trade-told", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    let steps: Vec<(f64, f64)> = found.trajectory.iter().map(|step| (step.coverage, step.density)).collect();
    let title = h.words.fill("boxes.trade-title", &[("pathway", reading.pathway())]);
    let trade = Trade { steps: &steps, base: found.before.density(), shown };
    tradeoff::draw(h, &id(reading, "trade"), (&title, &told), &trade);
}

/// The trajectory as a table.
fn steps(h: &mut Html, reading: &Reading, found: &FoundBox) {
    const COLUMNS: [&str; 5] =
        ["boxes.step", "boxes.coverage", "boxes.density", "boxes.futures", "boxes.inputs-limited"];
    let words = h.words;
    scroll(h, words.say("boxes.steps"), |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            head(h, &COLUMNS.map(|column| words.say(column)));
            h.tag("tbody", &[], |h| {
                for (at, step) in found.trajectory.iter().enumerate() {
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| {
                            h.text(&at.to_string());
                            if at == found.chosen {
                                h.leaf("span", &[("class", "tag")], words.say("boxes.the-boxes-step"));
                            }
                        });
                        let inputs: Vec<String> = step.inputs.iter().map(|name| reading.title(name)).collect();
                        for cell in [percent(step.coverage), percent(step.density), count(step.held.futures)] {
                            h.leaf("td", &[], &cell);
                        }
                        h.tag("td", &[("class", "inputs")], |h| {
                            h.leaf("span", &[("title", &inputs.join(", "))], &inputs.len().to_string());
                        });
                    });
                }
            });
        });
    });
}

fn head(h: &mut Html, columns: &[&str]) {
    h.tag("thead", &[], |h| {
        h.tag("tr", &[], |h| columns.iter().for_each(|column| h.leaf("th", &[("scope", "col")], column)));
    });
}

/// The limits of every box as a table.
pub(super) fn boxes(h: &mut Html, reading: &Reading) {
    let words = h.words;
    for (at, found) in reading.found.boxes.iter().enumerate().filter(|(_, found)| !found.limits.is_empty()) {
        if at > 0 {
            h.leaf("p", &[("class", "quiet")], words.say("boxes.further"));
        }
        scroll(h, words.say("boxes.limits-label"), |h| {
            h.tag("table", &[("class", "limits")], |h| {
                let halves = tested(found);
                let again = halves.map(|halves| words.fill("boxes.comes-again", &[("halves", &halves.to_string())]));
                let heads = ["boxes.input", "boxes.its-limit", "boxes.of-range", "boxes.quasi-p"];
                let mut columns = heads.map(|column| words.say(column)).to_vec();
                columns.extend(again.as_deref());
                head(h, &columns);
                h.tag("tbody", &[], |h| {
                    for (row, (limit, said)) in found.limits.iter().zip(&found.said.limits).enumerate() {
                        let id = id(reading, &format!("{at}-{row}"));
                        h.tag("tr", &[], |h| cells(h, reading, &id, (limit, said), halves));
                    }
                });
            });
        });
    }
}

fn cells(h: &mut Html, reading: &Reading, id: &str, (limit, said): (&Limit, &Limit), halves: Option<u64>) {
    let Some(input) = reading.input(&limit.input) else { return };
    let says = reading.says(said);
    h.tag("th", &[("scope", "row")], |h| match reading.declared(&input.name) {
        Some(anchor) => h.goto(&anchor, &input.title),
        None => h.text(&input.title),
    });
    h.leaf("td", &[("class", "says-limit")], &says);
    h.tag("td", &[], |h| kept(h, id, input, limit, &says));
    h.tag("td", &[], |h| {
        let all: Vec<String> = limit.quasi_ps().map(quasi_p).collect();
        h.text(&all.join(", "));
        if limit.by_chance() {
            h.leaf("span", &[("class", "tag")], h.words.say("boxes.may-be-chance"));
        }
    });
    if let Some(halves) = halves {
        let shares = [limit.again_by_coverage, limit.again_by_density];
        let told: Vec<String> = shares.into_iter().flatten().map(|share| again(h.words, share, halves)).collect();
        let told = match &told[..] {
            [a, b] if a == b => a.clone(),
            [a, b] => h.words.fill("boxes.again-at", &[("coverage", a), ("density", b)]),
            _ => h.words.say("boxes.not-tested").into(),
        };
        h.leaf("td", &[], &told);
    }
}

/// The part of an input's range that a limit leaves.
fn kept(h: &mut Html, id: &str, input: &InputRange, limit: &Limit, says: &str) {
    let (low, high) = input.range;
    let inside: Vec<bool> = input.categories.iter().map(|name| limit.among.contains(name)).collect();
    let (left, whole) = match inside.is_empty() {
        true => {
            let from = limit.lower.map_or(low, |bound| bound.at);
            let to = limit.upper.map_or(high, |bound| bound.at);
            // The unit stands in the column before.
            let unit = if input.unit == "share" { "share" } else { "" };
            let round = |value: f64| written(h.words, rounded(value, high - low), unit);
            (Left::Part((from, to), (low, high)), [round(low), round(high)])
        }
        false => {
            let name = |at: usize| input.categories[at].replace('_', " ");
            (Left::Some(&inside), [name(0), name(inside.len() - 1)])
        }
    };
    let told = h.words.fill("boxes.kept", &[("says", says), ("low", &whole[0]), ("high", &whole[1])]);
    span::draw(h, id, (&input.title, &told), &left);
    h.tag("span", &[("class", "ends quiet")], |h| {
        whole.iter().for_each(|end| h.leaf("span", &[], end));
    });
}

/// No finer than a hundredth of a range.
fn rounded(value: f64, range: f64) -> f64 {
    if !(range > 0.0 && range.is_finite()) {
        return value;
    }
    let decimals = (2.0 - range.log10().floor()).clamp(0.0, 12.0) as usize;
    format!("{value:.decimals$}").parse().unwrap_or(value)
}
