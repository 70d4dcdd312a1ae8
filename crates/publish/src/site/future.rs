//! A single future in full: how it went, over time, and everything that was drawn in it.

use milepost_ensemble::summary::Summary;
use milepost_strategy::model::{Distribution, Strategy, Type, Variable, VariableKind};
use milepost_syntax::SourceMap;

use super::Language;
use super::live::is_shown;
use crate::chart::fan::Fans;
use crate::html::Html;
use crate::numbers::{count, percent};
use crate::section::{scroll, twin};
use crate::view::View;
use crate::words::{category, distribution};

/// A future: `summary` holds one pathway over this future alone, `drawn` every uncertainty by its name.
pub fn future(
    strategy: &Strategy,
    summary: &Summary,
    drawn: &[(String, f64)],
    member: u64,
    words: &'static Language,
) -> String {
    let sources = SourceMap::default();
    let view = View { reference: None, ..View::new(words, strategy, summary, &sources) };
    let title = if summary.pathways.is_empty() { "" } else { view.title(0) };
    let mut h = Html::default().with_sheet().in_words(words);
    h.tag("article", &[("class", "future"), ("aria-labelledby", "future-title")], |h| {
        let named = words.fill("future.title", &[("future", &count(member)), ("pathway", title)]);
        h.leaf("h3", &[("id", "future-title")], &named);
        measures(h, &view, words);
        charts(h, &view);
        h.tag("details", &[], |h| {
            h.leaf("summary", &[], &words.fill("future.drawn", &[("count", &count(drawn.len() as u64))]));
            table(h, strategy, drawn, words);
        });
    });
    h.finish()
}

/// How it went.
fn measures(h: &mut Html, view: &View, words: &'static Language) {
    scroll(h, words.say("future.measures"), |h| {
        h.tag("table", &[("class", "numbers")], |h| {
            h.leaf("caption", &[], words.say("future.measures"));
            h.tag("tbody", &[], |h| {
                for measure in &view.measures {
                    let spread = &view.result(0, measure).values;
                    let value = match (spread.known, measure.yes_or_no) {
                        (0, _) => words.say("future.unknown").to_string(),
                        (_, true) => words.say(if spread.mean > 0.5 { "future.yes" } else { "future.no" }).to_string(),
                        _ => measure.full(spread, spread.quantiles[3]),
                    };
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &measure.measure.title);
                        h.leaf("td", &[], &value);
                    });
                }
            });
        });
    });
}

fn charts(h: &mut Html, view: &View) {
    h.tag("div", &[("class", "fans")], |h| {
        for (index, chart, summary) in view.charts().filter(|(_, chart, _)| is_shown(chart)) {
            let Some(fans) = Fans::new(view, chart, index, summary) else { continue };
            h.tag("figure", &[], |h| {
                h.tag("figcaption", &[], |h| {
                    h.leaf("b", &[], &chart.title);
                    h.tag("span", &[("class", "quiet")], |h| fans.reading(h, 0));
                });
                fans.draw(h, 0);
                twin(h, |h| series(h, view, &fans, (&chart.title, summary)));
            });
        }
    });
}

/// A chart's values.
fn series(h: &mut Html, view: &View, fans: &Fans, (title, summary): (&str, &milepost_ensemble::summary::ChartSummary)) {
    scroll(h, title, |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            h.leaf("caption", &[], title);
            h.tag("tbody", &[], |h| {
                for (time, spread) in summary.times.iter().zip(summary.pathways.first().into_iter().flatten()) {
                    h.tag("tr", &[], |h| {
                        let end = crate::calendar::period_end(h.words, &view.strategy.time, *time);
                        h.leaf("th", &[("scope", "row")], &end);
                        h.leaf("td", &[], &fans.written(spread));
                    });
                }
            });
        });
    });
}

/// Everything that was drawn, beside where it is drawn from.
fn table(h: &mut Html, strategy: &Strategy, drawn: &[(String, f64)], words: &'static Language) {
    scroll(h, words.say("future.uncertainties"), |h| {
        h.tag("table", &[("class", "numbers")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for head in ["future.uncertainty", "future.value", "future.range"] {
                        h.leaf("th", &[("scope", "col")], words.say(head));
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for (name, value) in drawn {
                    let (value, range) = told(words, strategy, name, *value);
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], &milepost_explore::inputs::title(strategy, name));
                        h.leaf("td", &[], &value);
                        h.leaf("td", &[("class", "quiet")], &range);
                    });
                }
            });
        });
    });
}

/// A value that was drawn, and its range.
fn told(words: &'static Language, strategy: &Strategy, name: &str, value: f64) -> (String, String) {
    let base = name.split('[').next().unwrap_or_default();
    let Some(variable) = strategy.variables.iter().find(|v| v.name == base) else {
        // Delivery, compliance, under-reporting.
        return (percent(value), String::new());
    };
    let shown = match &variable.ty {
        Type::Category(_) => category(words, variable, value),
        _ => crate::numbers::exact(words, &variable.display, value),
    };
    (shown, range(words, variable))
}

fn range(words: &'static Language, variable: &Variable) -> String {
    let of = match &variable.kind {
        VariableKind::Uncertain(uncertain) => uncertain.distribution.first(),
        VariableKind::Lever(lever) => lever.varied.as_ref(),
        _ => None,
    };
    match of {
        Some(Distribution::Fixed(_)) | None => String::new(),
        Some(of) => distribution(words, &variable.display, &variable.ty, of).0,
    }
}
