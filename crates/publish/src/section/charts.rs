//! Fan charts: small multiples, one panel per pathway, with a table of the same numbers.

use milepost_strategy::model::ChartKind;

use super::{lead_in, scroll};
use crate::calendar::period_end;
use crate::chart::fan::Fans;
use crate::chart::legend;
use crate::docs;
use crate::html::Html;
use crate::view::View;

/// Rows of the table beside a chart, about.
const ROWS: usize = 13;

pub(crate) fn present(view: &View) -> bool {
    let plain = |name: &str| view.strategy.charts.iter().any(|c| c.kind == ChartKind::Plain && c.name == name);
    view.summary.charts.iter().any(|c| plain(&c.name))
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    lead_in(
        h,
        "Each panel shows one pathway over all futures; the panels of a row share their axes. The bands say where the \
         futures lie, not how likely they are: the ranges behind them are judgements.",
    );
    let observed = view.strategy.charts.iter().any(|c| !c.observed.is_empty());
    legend::fans(h, view.reference.map(|r| view.title(r)), observed);
    for (index, summary) in view.summary.charts.iter().enumerate() {
        let drawn = |c: &&milepost_strategy::model::Chart| c.kind == ChartKind::Plain && c.name == summary.name;
        let Some(chart) = view.strategy.charts.iter().find(drawn) else { continue };
        let fans = Fans::new(view, chart, index, summary);
        h.tag("article", &[("class", "chart"), ("id", &format!("chart-{index}"))], |h| {
            h.leaf("h3", &[], &chart.title);
            let Some(fans) = fans else {
                h.leaf("p", &[("class", "quiet")], "Nothing is known.");
                return;
            };
            docs::write(h, "about", &chart.docs.text);
            let unit = capital(&fans.axis.unit);
            h.leaf("p", &[("class", "axis-unit")], &unit);
            let class = if view.summary.pathways.len() == 6 { "fans six" } else { "fans" };
            h.tag("div", &[("class", class)], |h| {
                for pathway in 0..view.summary.pathways.len() {
                    h.tag("figure", &[], |h| {
                        h.tag("figcaption", &[], |h| {
                            h.leaf("b", &[], view.title(pathway));
                            h.leaf("span", &[("class", "quiet")], &fans.ending(pathway).unwrap_or_default());
                        });
                        fans.draw(h, pathway);
                    });
                }
            });
            twin(h, view, &fans, summary, &chart.title);
        });
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The same numbers as a table.
fn twin(h: &mut Html, view: &View, fans: &Fans, summary: &milepost_ensemble::summary::ChartSummary, title: &str) {
    let every = summary.times.len().div_ceil(ROWS).max(1);
    let every = [1, 2, 3, 6, 12].into_iter().find(|e| *e >= every).unwrap_or(every);
    let last = summary.times.len().saturating_sub(1);
    let rows = (0..summary.times.len()).filter(|i| (last - i).is_multiple_of(every));
    h.tag("details", &[("class", "twin")], |h| {
        h.leaf("summary", &[], "The same as a table");
        scroll(h, title, |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                let unit = &fans.axis.unit;
                let unit = if unit.is_empty() || unit == "percent" { String::new() } else { format!(", in {unit}") };
                h.leaf("caption", &[], &format!("{title}: typical (nine in ten futures){unit}"));
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col")], "End of");
                        for pathway in 0..view.summary.pathways.len() {
                            h.leaf("th", &[("scope", "col")], view.title(pathway));
                        }
                    });
                });
                h.tag("tbody", &[], |h| {
                    for i in rows {
                        h.tag("tr", &[], |h| {
                            h.leaf("th", &[("scope", "row")], &period_end(&view.strategy.time, summary.times[i]));
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
