//! Held against history: which futures agree with what was counted, and how well those do where they were not asked to.

use milepost_ensemble::summary::Spread;
use milepost_explore::fit::{Coverage, FitSummary, KeptMeasure, Narrowed, Period};
use milepost_strategy::model::{Fit, Variable};

use super::{fold, lead_in, scroll, twin};
use crate::anchor;
use crate::calendar::period_end;
use crate::chart::periods;
use crate::docs;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::{Digits, count, percent, plain};
use crate::phrase::titled;
use crate::studies::missing;
use crate::view::{MeasureView, View};
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.fits.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    lead_in(h, h.words.say("history.lead"));
    for fit in &view.strategy.fits {
        let title = fit.title.clone().unwrap_or_else(|| titled(&fit.name));
        h.leaf("h3", &[], &title);
        docs::write(h, "about", &fit.docs.text);
        match view.fits().find(|f| f.name == fit.name) {
            Some(summary) => write_fit(h, view, fit, summary),
            None => {
                let stale = view.studies.fits.iter().any(|f| f.name == fit.name);
                missing(h, h.words.say("history.missing"), stale, "milepost fit .");
            }
        }
    }
}

fn write_fit(h: &mut Html, view: &View, fit: &Fit, summary: &FitSummary) {
    h.tag("p", &[], |h| {
        let kept = summary.kept.len() as u64;
        let share = kept as f64 / summary.futures.max(1) as f64;
        let told = h.words.fill("history.kept-count", &[("kept", &count(kept)), ("all", &count(summary.futures))]);
        let pathway = view.strategy.pathways.get(fit.pathway.index());
        h.fill(if pathway.is_some() { "history.kept-under" } else { "history.kept" }, |h, name| match name {
            "count" => h.leaf("strong", &[], &told),
            "share" => h.text(&percent(share)),
            _ => h.text(pathway.map_or("", |p| &p.title)),
        });
        h.text(" ");
        h.text(&asked(h.words, view, fit));
    });
    for indicator in indicators(summary) {
        series(h, view, fit, summary, indicator);
    }
    coverage(h, view, &summary.coverage);
    narrowed(h, view, &summary.parameters);
    measures(h, view, &summary.measures);
}

/// What a future must do to be kept.
fn asked(words: &'static Language, view: &View, fit: &Fit) -> String {
    let line = |line: &milepost_strategy::model::FitLine| {
        let name = words::title(view.strategy.variable(line.indicator));
        words.fill("history.asked-line", &[("name", &name), ("factor", &plain(1.0 + line.within))])
    };
    let lines: Vec<String> = fit.keep.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { words.fill("history.asked", &[("lines", &words.list(&lines))]) }
}

/// Indicators in the order in which they first stand.
fn indicators(summary: &FitSummary) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for period in summary.keep.iter().chain(&summary.judge) {
        if !all.contains(&period.indicator.as_str()) {
            all.push(&period.indicator);
        }
    }
    all
}

fn find<'a>(view: &View<'a>, name: &str) -> Option<&'a Variable> {
    view.strategy.variables.iter().find(|v| v.name == name)
}

/// The key of a word on how sure the counts are, where the indicator's comment has one.
fn status(variable: &Variable) -> Option<&'static str> {
    let text = variable.docs.text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.find_map(|word| match word {
        "recalled" => Some("history.recalled"),
        "derived" => Some("history.derived"),
        "verified" => Some("history.verified"),
        _ => None,
    })
}

fn series(h: &mut Html, view: &View, fit: &Fit, summary: &FitSummary, indicator: &str) {
    let of = |all: &'_ [Period]| all.iter().filter(|p| p.indicator == indicator).cloned().collect::<Vec<_>>();
    let (keep, judge) = (of(&summary.keep), of(&summary.judge));
    let Some(variable) = find(view, indicator) else { return };
    h.tag("figure", &[("class", "periods-box")], |h| {
        h.tag("figcaption", &[], |h| {
            h.tag("b", &[], |h| h.goto(&anchor::value(indicator), &words::title(variable)));
            if let Some(status) = status(variable) {
                h.leaf("span", &[("class", "tag")], h.words.say(status));
            }
        });
        let id = format!("fit-{}-{}", fit.span.start, variable.name.len() + variable.span.start as usize);
        periods::draw(h, view, &id, variable, &keep, &judge);
    });
    twin(h, |h| table(h, view, variable, &keep, &judge));
}

fn table(h: &mut Html, view: &View, variable: &Variable, keep: &[Period], judge: &[Period]) {
    let spreads = || keep.iter().chain(judge).flat_map(|p| [&p.before, &p.after]);
    let digits = Digits::of(view.words, &variable.display, spreads());
    let (words, number) = (h.words, |x| digits.number(x));
    let band = |spread: &Spread| match spread.known {
        0 => words.say("history.unknown").to_string(),
        _ => {
            let [low, .., middle, _, _, high] = spread.quantiles;
            range(words, [number(middle), number(low), number(high)])
        }
    };
    scroll(h, &words::title(variable), |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            let unit = digits.unit();
            let key = if unit.is_empty() { "history.caption" } else { "history.caption-unit" };
            h.leaf("caption", &[], &words.fill(key, &[("name", &words::title(variable)), ("unit", &unit)]));
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    let counted = ["history.period", "", "history.counted"];
                    for column in counted.into_iter().chain(["history.all-futures", "history.kept-futures"]) {
                        h.leaf("th", &[("scope", "col")], words.say(column));
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                let rows =
                    keep.iter().map(|p| (p, "history.chosen-by")).chain(judge.iter().map(|p| (p, "history.judged-by")));
                for (period, use_) in rows {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &period_end(view.words, &view.strategy.time, period.to));
                        h.leaf("td", &[], words.say(use_));
                        h.leaf("td", &[], &digits.number(period.counted));
                        h.leaf("td", &[], &band(&period.before));
                        h.leaf("td", &[], &band(&period.after));
                    });
                }
            });
        });
    });
}

/// A number between two others: `3 (1 to 5)`.
fn range(words: &'static Language, [middle, low, high]: [String; 3]) -> String {
    words.fill("history.band", &[("middle", &middle), ("low", &low), ("high", &high)])
}

fn coverage(h: &mut Html, view: &View, all: &[Coverage]) {
    if all.is_empty() {
        return;
    }
    h.leaf("h4", &[], h.words.say("history.coverage"));
    lead_in(h, h.words.say("history.coverage-lead"));
    h.tag("ul", &[("class", "notices")], |h| all.iter().for_each(|c| h.tag("li", &[], |h| covered(h, view, c))));
}

fn covered(h: &mut Html, view: &View, of: &Coverage) {
    let words = h.words;
    let (name, whose) = of.of.split_once(", ").unwrap_or((&of.of, ""));
    let dimensions: Vec<String> = whose.trim_start_matches("by ").split(" and ").map(str::to_string).collect();
    let (key, name) = match whose {
        "national" => ("history.covered-national", name),
        whose if whose.starts_with("by ") => ("history.covered-by", name),
        _ => ("history.covered", of.of.as_str()),
    };
    let within = |h: &mut Html, key: &'static str, n: u64| {
        let share = percent(n as f64 / of.periods.max(1) as f64);
        h.leaf("b", &[], &words.fill(key, &[("share", &share)]));
    };
    h.fill(key, |h, part| match (part, find(view, name)) {
        ("name", Some(variable)) => h.goto(&anchor::value(name), &words::title(variable)),
        ("name", None) => h.text(name),
        ("dimensions", _) => h.text(&words.list(&dimensions)),
        ("half", _) => within(h, "history.covered-half", of.within_50),
        ("most", _) => within(h, "history.covered-most", of.within_90),
        _ => h.text(&count(of.periods)),
    });
}

/// The uncertainties about which the counts say something, and a sentence on the rest.
fn narrowed(h: &mut Html, view: &View, all: &[Narrowed]) {
    if all.is_empty() {
        return;
    }
    let (told, open): (Vec<&Narrowed>, Vec<&Narrowed>) = all.iter().partition(|n| n.identified);
    h.leaf("h4", &[], h.words.say("history.narrowed"));
    if !told.is_empty() {
        h.tag("table", &[("class", "ranges narrowed")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for column in ["history.quantity", "history.before", "history.after", "history.distance"] {
                        h.leaf("th", &[("scope", "col")], h.words.say(column));
                    }
                });
            });
            h.tag("tbody", &[], |h| told.iter().for_each(|n| parameter(h, view, n)));
        });
    }
    let text = match (told.len(), open.len()) {
        (_, 0) => return,
        (0, n) if n > 1 => h.words.fill("history.open-all", &[("n", &n.to_string())]),
        (_, n) => h.words.counted(n, ("history.open-one", "history.open-many")),
    };
    h.leaf("p", &[("class", "note-text")], &text);
    fold(h, h.words.say("history.open-names"), &count(open.len() as u64), |h| {
        h.tag("p", &[], |h| {
            for (i, n) in open.iter().enumerate() {
                if i > 0 {
                    h.text(", ");
                }
                match of_parameter(view, &n.name) {
                    Some(v) => h.goto(&anchor::value(&v.name), &n.name),
                    None => h.text(&n.name),
                }
            }
        });
    });
}

/// The variable of a parameter's name: `first_story` or `fear[Anbar]`.
fn of_parameter<'a>(view: &View<'a>, name: &str) -> Option<&'a Variable> {
    find(view, name.split('[').next().unwrap_or(name))
}

fn parameter(h: &mut Html, view: &View, narrowed: &Narrowed) {
    let variable = of_parameter(view, &narrowed.name);
    let display = variable.map(|v| v.display.clone());
    let display = display.unwrap_or(milepost_strategy::model::Display { text: String::new(), scale: 1.0 });
    let words = h.words;
    let band = |spread: &Spread| match spread.known {
        0 => words.say("history.unknown").to_string(),
        _ => {
            let digits = Digits::of(view.words, &display, [spread].into_iter());
            let [_, low, _, middle, _, high, _] = spread.quantiles;
            range(words, [digits.full(middle), digits.number(low), digits.number(high)])
        }
    };
    h.tag("tr", &[], |h| {
        h.tag("th", &[("scope", "row")], |h| {
            match variable {
                Some(v) => h.goto(&anchor::value(&v.name), &words::title(v)),
                None => h.text(&narrowed.name),
            }
            h.text(" ");
            h.leaf("code", &[], &narrowed.name);
        });
        h.leaf("td", &[("data-label", words.say("history.before"))], &band(&narrowed.before));
        h.leaf("td", &[("data-label", words.say("history.after"))], &band(&narrowed.after));
        h.tag("td", &[("data-label", words.say("history.distance"))], |h| {
            h.text(&format!("{:.2}", narrowed.distance));
            let chance = words.fill("history.by-chance", &[("distance", &format!("{:.2}", narrowed.chance))]);
            h.leaf("span", &[("class", "quiet line")], &chance);
        });
    });
}

/// What keeping only those futures does to the comparison of the pathways.
fn measures(h: &mut Html, view: &View, all: &[KeptMeasure]) {
    if all.is_empty() {
        return;
    }
    h.leaf("h4", &[], h.words.say("history.measures"));
    lead_in(h, h.words.say("history.measures-lead"));
    let studied = |m: &&MeasureView| all.iter().any(|k| k.measure == m.measure.name);
    let studied: Vec<&MeasureView> = view.measures.iter().filter(studied).collect();
    let Some((first, others)) = studied.split_first() else { return };
    kept(h, view, all, &[first]);
    if !others.is_empty() {
        let count = h.words.counted(others.len(), ("history.measures-one", "history.measures-many"));
        fold(h, h.words.say("history.other-measures"), &count, |h| kept(h, view, all, others));
    }
}

/// Measures before and after, a group of rows each.
fn kept(h: &mut Html, view: &View, all: &[KeptMeasure], measures: &[&MeasureView]) {
    scroll(h, h.words.say("history.measures-table"), |h| {
        h.tag("table", &[("class", "numbers kept")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    let values = ["history.pathway", "history.all-futures", "history.kept-values"];
                    for column in values.into_iter().chain(["history.better-all", "history.better-kept"]) {
                        h.leaf("th", &[("scope", "col")], h.words.say(column));
                    }
                });
            });
            measures.iter().for_each(|m| kept_rows(h, view, m, all.iter().filter(|k| k.measure == m.measure.name)));
        });
    });
}

fn kept_rows<'a>(h: &mut Html, view: &View, m: &MeasureView, rows: impl Iterator<Item = &'a KeptMeasure>) {
    h.tag("tbody", &[], |h| {
        h.tag("tr", &[("class", "group")], |h| {
            h.tag("th", &[("colspan", "5"), ("scope", "rowgroup")], |h| {
                h.tag("span", &[("class", "stay")], |h| {
                    h.text(&m.measure.title);
                    h.leaf("span", &[("class", "aside")], &m.unit(view.words));
                });
            });
        });
        for row in rows {
            let title = view.strategy.pathways.iter().find(|p| p.name == row.pathway);
            h.tag("tr", &[], |h| {
                h.leaf("th", &[("scope", "row")], title.map_or(&row.pathway, |p| &p.title));
                h.leaf("td", &[], &m.typical(&row.before));
                h.leaf("td", &[], &m.typical(&row.after));
                let share = |s: Option<f64>| s.map_or("\u{2013}".into(), percent);
                h.leaf("td", &[], &share(row.better.map(|b| b.0)));
                h.leaf("td", &[], &share(row.better.map(|b| b.1)));
            });
        }
    });
}
