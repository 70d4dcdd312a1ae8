//! Small multiples by place: one tile for each element of a dimension, the reference and the leading pathway in each.

use milepost_ensemble::summary::{ChartSummary, Spread};
use milepost_strategy::model::{Chart, ChartKind};

use super::charts::drawn_from;
use super::{lead_in, scroll, twin};
use crate::answer::{Called, answer};
use crate::calendar::period_end;
use crate::chart::legend;
use crate::chart::tile::Tile;
use crate::docs;
use crate::html::Html;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    tiles(view).next().is_some()
}

/// A tile: its element, its row and column, and its chart.
struct Placed<'a> {
    group: &'a str,
    element: &'a str,
    place: Option<(u32, u32)>,
    index: usize,
    chart: &'a Chart,
    summary: &'a ChartSummary,
}

fn tiles<'a>(view: &View<'a>) -> impl Iterator<Item = Placed<'a>> + use<'a> {
    view.charts().filter_map(|(index, chart, summary)| match &chart.kind {
        ChartKind::Tile { group, element, place } => {
            Some(Placed { group, element, place: *place, index, chart, summary })
        }
        _ => None,
    })
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let pathways = pathways(view);
    let names: Vec<&str> = pathways.iter().map(|p| view.title(*p)).collect();
    let told = match names[..] {
        [main, reference] => view.words.fill("places.both", &[("pathway", main), ("reference", reference)]),
        [only] => view.words.fill("places.one", &[("pathway", only)]),
        _ => String::new(),
    };
    lead_in(h, &view.words.fill("places.lead", &[("told", &told)]));
    let observed = tiles(view).any(|t| !t.chart.observed.is_empty());
    legend::fans(h, pathways.get(1).map(|p| view.title(*p)), observed);
    let mut groups: Vec<&str> = tiles(view).map(|t| t.group).collect();
    groups.dedup();
    for group in groups {
        let all: Vec<Placed> = tiles(view).filter(|t| t.group == group).collect();
        write_group(h, view, &all, &pathways);
    }
}

/// The pathway that leads, then the reference.
fn pathways(view: &View) -> Vec<usize> {
    let lead = answer(view, Called::Names).strength.map(|s| s.pathways.0);
    let main = lead.or_else(|| view.best(view.measures.first()?)).or_else(|| view.choices().next());
    let mut all: Vec<usize> = main.into_iter().chain(view.reference).collect();
    all.dedup();
    all
}

fn write_group(h: &mut Html, view: &View, all: &[Placed], pathways: &[usize]) {
    let Some(first) = all.first() else { return };
    let title = first.chart.title.split(" \u{b7} ").next().unwrap_or(&first.chart.title);
    let title = title.strip_suffix(&format!(": {}", first.element)).unwrap_or(title);
    h.tag("article", &[("class", "tiles-group")], |h| {
        h.leaf("h3", &[], title);
        docs::write(h, "about", &first.chart.docs.text);
        drawn_from(h, view, first.chart);
        let drawn: Vec<(&Placed, Option<Tile>)> =
            all.iter().map(|t| (t, Tile::new(view, t.chart, t.index, t.summary, pathways))).collect();
        h.tag("div", &[("class", "tiles")], |h| {
            for (placed, tile) in &drawn {
                let style = placed.place.map(|(row, column)| format!("--row:{row};--column:{column}"));
                let attributes = [("class", "tile"), ("style", style.as_deref().unwrap_or(""))];
                let attributes = if style.is_some() { &attributes[..] } else { &attributes[..1] };
                h.tag("figure", attributes, |h| {
                    h.leaf("figcaption", &[], placed.element);
                    match tile {
                        Some(tile) => tile.draw(h, placed.element),
                        None => h.leaf("p", &[("class", "quiet")], view.words.say("charts.nothing")),
                    }
                });
            }
        });
        twin(h, |h| table(h, view, &drawn, pathways, title));
    });
}

/// Typical values and bands at the decision and at the end, and the highest typical value.
fn table(h: &mut Html, view: &View, drawn: &[(&Placed, Option<Tile>)], pathways: &[usize], title: &str) {
    let time = &view.strategy.time;
    let known = |spreads: &[Spread]| spreads.iter().rposition(|s| s.known > 0);
    scroll(h, title, |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            h.leaf("caption", &[], &view.words.fill("places.caption", &[("title", title)]));
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col")], view.words.say("places.place"));
                    for pathway in pathways {
                        let named = [("pathway", view.title(*pathway))];
                        h.leaf("th", &[("scope", "col")], &view.words.fill("places.at-end", &named));
                        h.leaf("th", &[("scope", "col")], &view.words.fill("places.highest", &named));
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for (placed, tile) in drawn {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "row")], placed.element);
                        for pathway in pathways {
                            let spreads = placed.summary.pathways.get(*pathway).map_or(&[][..], |s| s.as_slice());
                            let cell = |i: Option<usize>, dated: bool| match (tile, i) {
                                (Some(tile), Some(i)) if dated => {
                                    let when = placed
                                        .summary
                                        .times
                                        .get(i)
                                        .map_or(String::new(), |t| period_end(view.words, time, *t));
                                    let value = tile.written(&spreads[i]);
                                    view.words.fill("places.dated", &[("value", &value), ("when", &when)])
                                }
                                (Some(tile), Some(i)) => tile.written(&spreads[i]),
                                _ => view.words.say("places.unknown").into(),
                            };
                            let highest = (0..spreads.len()).filter(|i| spreads[*i].known > 0);
                            let highest = highest
                                .reduce(|a, b| if spreads[b].quantiles[3] > spreads[a].quantiles[3] { b } else { a });
                            h.leaf("td", &[], &cell(known(spreads), false));
                            h.leaf("td", &[], &cell(highest, true));
                        }
                    });
                }
            });
        });
    });
}
