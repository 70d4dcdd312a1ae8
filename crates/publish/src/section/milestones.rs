//! Milestones: in how many futures each has been met by when, per pathway.

use milepost_ensemble::summary::{ChartSummary, Spread};
use milepost_strategy::model::{ChartKind, Milestone, Variable, VariableKind};

use super::{lead_in, scroll, twin};
use crate::anchor;
use crate::calendar::{date, end, period_end};
use crate::chart::steps;
use crate::code;
use crate::docs;
use crate::html::Html;
use crate::numbers::percent;
use crate::view::View;
use crate::words;

/// Rows of the table, about.
const ROWS: usize = 12;

pub(crate) fn present(view: &View) -> bool {
    all(view).next().is_some()
}

pub(crate) fn all<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (usize, &'a Variable, &'a Milestone, &'a ChartSummary)> + use<'a> {
    let strategy = view.strategy;
    view.charts().filter_map(|(index, chart, summary)| {
        let ChartKind::Milestone(id) = chart.kind else { return None };
        let variable = strategy.variables.get(id.index())?;
        match &variable.kind {
            VariableKind::Milestone(milestone) => Some((index, variable, milestone, summary)),
            _ => None,
        }
    })
}

/// The share of all futures in which it is known to be met.
fn met(spread: &Spread) -> f64 {
    match spread.known + spread.unknown {
        0 => 0.0,
        all => spread.mean * spread.known as f64 / all as f64,
    }
}

/// By when it has been met in what share of futures: `(time, share)`.
///
/// A milestone is judged at the end of a period and seen from the next step on, so a saved value tells of the saved time
/// before it.  What is judged at the very last instant is not saved; the last value stands for it.
pub(crate) fn met_by(times: &[f64], spreads: &[Spread]) -> Vec<(f64, f64)> {
    let next = |i: usize| spreads.get(i + 1).or(spreads.last());
    times.iter().take(spreads.len()).enumerate().filter_map(|(i, time)| Some((*time, met(next(i)?)))).collect()
}

/// The share at a time: that of the last point not behind it.
pub(crate) fn share_at(points: &[(f64, f64)], time: f64) -> f64 {
    points.iter().rev().find(|(t, _)| *t <= time + 1e-6).map_or(0.0, |p| p.1)
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    lead_in(h, h.words.say("reached.lead"));
    for (index, variable, milestone, summary) in all(view) {
        h.tag("article", &[("class", "chart")], |h| {
            h.tag("h3", &[], |h| h.goto(&anchor::value(&variable.name), &words::title(variable)));
            docs::write(h, "about", &variable.docs.text);
            h.tag("p", &[("class", "says")], |h| {
                let due = milestone
                    .due_date
                    .map(|day| date(view.words, day))
                    .or(milestone.due.map(|d| end(view.words, &view.strategy.time, d)));
                let what = match due {
                    Some(due) => h.words.fill("reached.due-when", &[("due", &due)]),
                    None => h.words.say("reached.when").into(),
                };
                h.leaf("span", &[("class", "says-what")], &format!("{what} "));
                let (text, persistence) = words::when(view.words, &view.strategy.time, view.sources, &milestone.met);
                h.tag("code", &[], |h| code::write(h, view, &text, ""));
                if !persistence.is_empty() {
                    h.text(&format!(" {persistence}"));
                }
            });
            let class = if view.summary.pathways.len() == 6 { "fans six" } else { "fans" };
            h.tag("div", &[("class", class)], |h| {
                for pathway in 0..view.summary.pathways.len() {
                    panel(h, view, (index, &words::title(variable)), milestone, summary, pathway);
                }
            });
            twin(h, |h| table(h, view, summary, &words::title(variable)));
        });
    }
}

fn panel(
    h: &mut Html,
    view: &View,
    (index, title): (usize, &str),
    milestone: &Milestone,
    summary: &ChartSummary,
    pathway: usize,
) {
    let Some(spreads) = summary.pathways.get(pathway) else { return };
    let points: Vec<(f64, f64)> = met_by(&summary.times, spreads);
    let told = told(view, milestone, &points);
    h.tag("figure", &[], |h| {
        h.tag("figcaption", &[], |h| {
            h.leaf("b", &[], view.title(pathway));
            h.leaf("span", &[("class", "quiet")], &told);
        });
        let title = h.words.fill("reached.panel", &[("milestone", title), ("pathway", view.title(pathway))]);
        steps::draw(h, &view.strategy.time, &format!("s{index}p{pathway}"), (&title, &told), &points, milestone.due);
    });
}

/// `Met in 81 of 100 futures when due, in 90 of 100 at the end`
fn told(view: &View, milestone: &Milestone, points: &[(f64, f64)]) -> String {
    let last = points.last().map_or(0.0, |p| p.1);
    match milestone.due {
        // A due date is the last instant of its month; points stand at the ends of periods.
        Some(due) => {
            let when_due = view.of_futures(share_at(points, due));
            view.words.fill("reached.told-due", &[("due", &when_due), ("end", &view.of_hundred(last))])
        }
        None => view.words.fill("reached.told", &[("end", &view.of_futures(last))]),
    }
}

fn table(h: &mut Html, view: &View, summary: &ChartSummary, title: &str) {
    let every = summary.times.len().div_ceil(ROWS).max(1);
    let every = [1, 2, 3, 6, 12].into_iter().find(|e| *e >= every).unwrap_or(every);
    let last = summary.times.len().saturating_sub(1);
    let met: Vec<Vec<(f64, f64)>> = summary.pathways.iter().map(|spreads| met_by(&summary.times, spreads)).collect();
    scroll(h, title, |h| {
        h.tag("table", &[("class", "numbers twin-table")], |h| {
            h.leaf("caption", &[], &h.words.fill("reached.caption", &[("milestone", title)]));
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col")], h.words.say("reached.end-of"));
                    for pathway in 0..view.summary.pathways.len() {
                        h.leaf("th", &[("scope", "col")], view.title(pathway));
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for i in (0..summary.times.len()).filter(|i| (last - i).is_multiple_of(every)) {
                    h.tag("tr", &[], |h| {
                        h.leaf(
                            "th",
                            &[("scope", "row")],
                            &period_end(view.words, &view.strategy.time, summary.times[i]),
                        );
                        for points in &met {
                            h.leaf("td", &[], &points.get(i).map(|p| percent(p.1)).unwrap_or_default());
                        }
                    });
                }
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met_at_the_end_of_a_period_is_met_when_due_then() {
        // Judged at the end of month 2, seen from month 3 on; judged at the end of month 4, and never seen.
        let spread = |mean| Spread { known: 10, mean, ..Spread::default() };
        let spreads = [0.0, 0.0, 0.0, 0.3, 0.3].map(spread);
        let points = met_by(&[0.0, 1.0, 2.0, 3.0, 4.0], &spreads);
        assert_eq!(points, [(0.0, 0.0), (1.0, 0.0), (2.0, 0.3), (3.0, 0.3), (4.0, 0.3)]);
        assert_eq!([1.0, 1.9, 2.0, 2.5, 4.0].map(|due| share_at(&points, due)), [0.0, 0.0, 0.3, 0.3, 0.3]);
        assert_eq!(share_at(&points, -1.0), 0.0);
        assert!(met_by(&[0.0], &[]).is_empty());
    }
}
