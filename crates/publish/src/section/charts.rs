//! Fan charts: small multiples, one panel per pathway, with a table of the same numbers.

use milepost_ensemble::summary::ChartSummary;
use milepost_strategy::model::{Chart, ChartKind};

use super::in_charge::InCharge;
use super::{lead_in, scroll};
use crate::anchor;
use crate::calendar::period_end;
use crate::chart::fan::Fans;
use crate::chart::legend;
use crate::code;
use crate::docs;
use crate::html::Html;
use crate::numbers::is_share;
use crate::view::View;
use crate::words;

/// Rows of the table beside a chart, about.
const ROWS: usize = 13;

pub(crate) fn present(view: &View) -> bool {
    plain(view).next().is_some()
}

/// The charts that are pictures of their own, with their positions.
fn plain<'a>(view: &View<'a>) -> impl Iterator<Item = (usize, &'a Chart, &'a ChartSummary)> + use<'a> {
    view.charts().filter(|(_, chart, _)| chart.kind == ChartKind::Plain)
}

/// Which equations a chart shows, and which evidence.
pub(super) fn drawn_from(h: &mut Html, view: &View, chart: &Chart) {
    h.tag("p", &[("class", "drawn-from")], |h| {
        code::reads(h, view, "charts.drawn-from", &chart.value);
        if let Some(indicator) = view.observer(chart) {
            h.fill("charts.observed", |h, _| h.goto(&anchor::value(&indicator.name), &words::title(indicator)));
        }
    });
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    lead_in(h, view.words.say("charts.lead"));
    let observed = plain(view).any(|(_, chart, _)| !chart.observed.is_empty());
    legend::fans(h, view.reference.map(|r| view.title(r)), observed);
    for (index, chart, summary) in plain(view) {
        let fans = Fans::new(view, chart, index, summary);
        h.tag("article", &[("class", "chart"), ("id", &anchor::chart(&chart.name))], |h| {
            h.leaf("h3", &[], &chart.title);
            let Some(fans) = fans else {
                h.leaf("p", &[("class", "quiet")], view.words.say("charts.nothing"));
                return;
            };
            docs::write(h, "about", &chart.docs.text);
            drawn_from(h, view, chart);
            let in_charge = InCharge::of(view, chart);
            let unit = capital(&fans.axis.unit);
            h.leaf("p", &[("class", "axis-unit")], &unit);
            let class = if view.summary.pathways.len() == 6 { "fans six" } else { "fans" };
            h.tag("div", &[("class", class)], |h| {
                for pathway in 0..view.summary.pathways.len() {
                    h.tag("figure", &[], |h| {
                        h.tag("figcaption", &[], |h| {
                            h.leaf("b", &[], view.title(pathway));
                            h.tag("span", &[("class", "quiet")], |h| fans.reading(h, pathway));
                        });
                        fans.draw(h, pathway);
                        in_charge.iter().for_each(|loops| loops.draw(h, view, pathway, index));
                    });
                }
            });
            in_charge.iter().for_each(|loops| loops.write_key(h));
            numbers(h, view, &fans, (chart, summary));
        });
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The same numbers as a table.
fn numbers(h: &mut Html, view: &View, fans: &Fans, (chart, summary): (&Chart, &ChartSummary)) {
    let title = &chart.title;
    let every = summary.times.len().div_ceil(ROWS).max(1);
    let every = [1, 2, 3, 6, 12].into_iter().find(|e| *e >= every).unwrap_or(every);
    let last = summary.times.len().saturating_sub(1);
    let rows = (0..summary.times.len()).filter(|i| (last - i).is_multiple_of(every));
    super::twin(h, |h| {
        scroll(h, title, |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                let unit = &fans.axis.unit;
                let bare = unit.is_empty() || is_share(&chart.display);
                let key = if bare { "charts.caption" } else { "charts.caption-unit" };
                h.leaf("caption", &[], &view.words.fill(key, &[("title", title), ("unit", unit)]));
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col")], view.words.say("charts.end-of"));
                        for pathway in 0..view.summary.pathways.len() {
                            h.leaf("th", &[("scope", "col")], view.title(pathway));
                        }
                    });
                });
                h.tag("tbody", &[], |h| {
                    for i in rows {
                        h.tag("tr", &[], |h| {
                            h.leaf(
                                "th",
                                &[("scope", "row")],
                                &period_end(view.words, &view.strategy.time, summary.times[i]),
                            );
                            for spreads in &summary.pathways {
                                let text = spreads.get(i).map(|s| fans.written(s)).unwrap_or_default();
                                h.leaf("td", &[], &text);
                            }
                        });
                    }
                });
            });
        });
    });
}
