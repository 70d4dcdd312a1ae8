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
use crate::numbers::{Digits, count, percent};
use crate::phrase::{counted, list, titled};
use crate::studies::missing;
use crate::view::{MeasureView, View};
use crate::words;

pub(crate) fn present(view: &View) -> bool {
    !view.strategy.fits.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    lead_in(
        h,
        "Futures whose past agrees with what was counted are kept, period by period; the kept ones are then judged by \
         periods that they were not chosen for.",
    );
    for fit in &view.strategy.fits {
        let title = fit.title.clone().unwrap_or_else(|| titled(&fit.name));
        h.leaf("h3", &[], &title);
        docs::write(h, "about", &fit.docs.text);
        match view.fits().find(|f| f.name == fit.name) {
            Some(summary) => write_fit(h, view, fit, summary),
            None => {
                let stale = view.studies.fits.iter().any(|f| f.name == fit.name);
                missing(h, "Which futures agree", stale, "milepost fit .");
            }
        }
    }
}

fn write_fit(h: &mut Html, view: &View, fit: &Fit, summary: &FitSummary) {
    h.tag("p", &[], |h| {
        let kept = summary.kept.len() as u64;
        let share = kept as f64 / summary.futures.max(1) as f64;
        h.leaf("strong", &[], &format!("{} of {} futures are kept", count(kept), count(summary.futures)));
        h.text(&format!(", {}", percent(share)));
        if let Some(pathway) = view.strategy.pathways.get(fit.pathway.index()) {
            h.text(&format!(", under {}", pathway.title));
        }
        h.text(". ");
        h.text(&asked(view, fit));
    });
    for indicator in indicators(summary) {
        series(h, view, fit, summary, indicator);
    }
    coverage(h, view, &summary.coverage);
    narrowed(h, view, &summary.parameters);
    measures(h, view, &summary.measures);
}

/// What a future must do to be kept.
fn asked(view: &View, fit: &Fit) -> String {
    let line = |line: &milepost_strategy::model::FitLine| {
        let name = words::title(view.strategy.variable(line.indicator));
        format!("{name} within a factor of {} of what was counted", crate::numbers::plain(1.0 + line.within))
    };
    let lines: Vec<String> = fit.keep.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("Asked of them in every period: {}.", list(&lines)) }
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

/// A word on how sure the counts are, where the indicator's comment has one.
fn status(variable: &Variable) -> Option<&'static str> {
    let text = variable.docs.text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphabetic());
    let known = ["recalled", "derived", "verified"];
    words.find_map(|word| known.into_iter().find(|k| *k == word))
}

fn series(h: &mut Html, view: &View, fit: &Fit, summary: &FitSummary, indicator: &str) {
    let of = |all: &'_ [Period]| all.iter().filter(|p| p.indicator == indicator).cloned().collect::<Vec<_>>();
    let (keep, judge) = (of(&summary.keep), of(&summary.judge));
    let Some(variable) = find(view, indicator) else { return };
    h.tag("figure", &[("class", "periods-box")], |h| {
        h.tag("figcaption", &[], |h| {
            h.tag("b", &[], |h| h.goto(&anchor::value(indicator), &words::title(variable)));
            if let Some(status) = status(variable) {
                h.leaf("span", &[("class", "tag")], status);
            }
        });
        let id = format!("fit-{}-{}", fit.span.start, variable.name.len() + variable.span.start as usize);
        periods::draw(h, view, &id, variable, &keep, &judge);
    });
    twin(h, |h| table(h, view, variable, &keep, &judge));
}

fn table(h: &mut Html, view: &View, variable: &Variable, keep: &[Period], judge: &[Period]) {
    let spreads = || keep.iter().chain(judge).flat_map(|p| [&p.before, &p.after]);
    let digits = Digits::of(&variable.display, spreads());
    let band = |spread: &Spread| match spread.known {
        0 => "unknown".to_string(),
        _ => {
            let [low, .., high] = spread.quantiles;
            let number = |x| digits.number(x);
            format!("{} ({} to {})", number(spread.quantiles[3]), number(low), number(high))
        }
    };
    scroll(h, &words::title(variable), |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            let unit = digits.unit();
            let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
            h.leaf("caption", &[], &format!("{}: typical (nine in ten futures){unit}", words::title(variable)));
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for column in ["Period to", "", "Counted", "All futures", "Kept futures"] {
                        h.leaf("th", &[("scope", "col")], column);
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                let rows = keep.iter().map(|p| (p, "chosen by")).chain(judge.iter().map(|p| (p, "judged by")));
                for (period, use_) in rows {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &period_end(&view.strategy.time, period.to));
                        h.leaf("td", &[], use_);
                        h.leaf("td", &[], &digits.number(period.counted));
                        h.leaf("td", &[], &band(&period.before));
                        h.leaf("td", &[], &band(&period.after));
                    });
                }
            });
        });
    });
}

fn coverage(h: &mut Html, view: &View, all: &[Coverage]) {
    if all.is_empty() {
        return;
    }
    h.leaf("h4", &[], "Out of sample");
    h.leaf(
        "p",
        &[("class", "lead-in")],
        "How many of the counts that the futures were not chosen by lie within the bands of those kept. Bands that are as \
         wide as they should be hold about 50 and 90 of 100.",
    );
    h.tag("ul", &[("class", "notices")], |h| {
        for c in all {
            let (name, rest) = c.of.split_once(',').unwrap_or((&c.of, ""));
            let share = |n: u64| percent(n as f64 / c.periods.max(1) as f64);
            h.tag("li", &[], |h| {
                match find(view, name) {
                    Some(variable) => h.goto(&anchor::value(name), &words::title(variable)),
                    None => h.text(name),
                }
                let rest = if rest.is_empty() { String::new() } else { format!(",{rest}") };
                h.text(&format!("{rest}: of {} counts, ", count(c.periods)));
                h.leaf("b", &[], &format!("{} within the middle 50%", share(c.within_50)));
                h.text(", ");
                h.leaf("b", &[], &format!("{} within the middle 90%", share(c.within_90)));
            });
        }
    });
}

/// The uncertainties about which the counts say something, and a sentence on the rest.
fn narrowed(h: &mut Html, view: &View, all: &[Narrowed]) {
    if all.is_empty() {
        return;
    }
    let (told, open): (Vec<&Narrowed>, Vec<&Narrowed>) = all.iter().partition(|n| n.identified);
    h.leaf("h4", &[], "What the counts say about the assumptions");
    if !told.is_empty() {
        h.tag("table", &[("class", "ranges narrowed")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for column in ["Quantity", "Before", "Among those kept", "Distance"] {
                        h.leaf("th", &[("scope", "col")], column);
                    }
                });
            });
            h.tag("tbody", &[], |h| told.iter().for_each(|n| parameter(h, view, n)));
        });
    }
    let text = match (told.len(), open.len()) {
        (_, 0) => return,
        (0, n) if n > 1 => format!(
            "The counts say nothing about any of the {n} uncertain quantities: among the futures kept each is as open as \
             before."
        ),
        (_, n) => format!(
            "About {} the counts say nothing: among the futures kept, no more is known of them than before, up to what \
             chance alone would do.",
            counted(n, "uncertain quantity", "other uncertain quantities")
        ),
    };
    h.leaf("p", &[("class", "note-text")], &text);
    fold(h, "Those the counts say nothing about", &count(open.len() as u64), |h| {
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
    let band = |spread: &Spread| match spread.known {
        0 => "unknown".to_string(),
        _ => {
            let digits = Digits::of(&display, [spread].into_iter());
            let [_, low, .., high, _] = spread.quantiles;
            format!("{} ({} to {})", digits.full(spread.quantiles[3]), digits.number(low), digits.number(high))
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
        h.leaf("td", &[("data-label", "Before")], &band(&narrowed.before));
        h.leaf("td", &[("data-label", "Among those kept")], &band(&narrowed.after));
        h.tag("td", &[("data-label", "Distance")], |h| {
            h.text(&format!("{:.2}", narrowed.distance));
            h.leaf("span", &[("class", "quiet line")], &format!("by chance up to {:.2}", narrowed.chance));
        });
    });
}

/// What keeping only those futures does to the comparison of the pathways.
fn measures(h: &mut Html, view: &View, all: &[KeptMeasure]) {
    if all.is_empty() {
        return;
    }
    h.leaf("h4", &[], "What that does to the comparison");
    h.tag("p", &[("class", "lead-in")], |h| {
        h.text("Typical values, and the share of futures better than the reference by more than matters.");
    });
    let studied = |m: &&MeasureView| all.iter().any(|k| k.measure == m.measure.name);
    let studied: Vec<&MeasureView> = view.measures.iter().filter(studied).collect();
    let Some((first, others)) = studied.split_first() else { return };
    kept(h, view, all, &[first]);
    if !others.is_empty() {
        let count = counted(others.len(), "measure", "measures");
        fold(h, "On the other measures", &count, |h| kept(h, view, all, others));
    }
}

/// Measures before and after, a group of rows each.
fn kept(h: &mut Html, view: &View, all: &[KeptMeasure], measures: &[&MeasureView]) {
    scroll(h, "Measures before and after", |h| {
        h.tag("table", &[("class", "numbers kept")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for column in ["Pathway", "All futures", "Kept", "Better, all", "Better, kept"] {
                        h.leaf("th", &[("scope", "col")], column);
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
                    h.leaf("span", &[("class", "aside")], &m.unit());
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
