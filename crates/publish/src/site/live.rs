//! What a move of the levers comes to, as parts of the page of levers: a table and a chart each, the unchanged pathway always
//! beside.

use milepost_ensemble::summary::{ChartSummary, Spread, Summary};
use milepost_strategy::model::{Chart, ChartKind, Strategy};
use milepost_syntax::SourceMap;

use super::Language;
use crate::calendar::period_end;
use crate::chart::fan::Fans;
use crate::html::Html;
use crate::numbers::percent;
use crate::section::{dash, scroll, twin};
use crate::view::{MeasureView, View};

/// Which of a summary's pathways was moved, and which is the same one unchanged.
const MOVED: usize = 0;
const BEFORE: usize = 1;

/// Rows of the table beside a chart, about.
const ROWS: usize = 13;

/// Whether a chart is shown while levers move: those that are pictures of their own.
pub fn is_shown(chart: &Chart) -> bool {
    chart.kind == ChartKind::Plain
}

/// A move of the levers: `summary` holds the moved pathway and then the same one unchanged, over the same futures.
pub struct Live<'a> {
    strategy: &'a Strategy,
    summary: &'a Summary,
    words: &'static Language,
}

/// Numbers of a measure, in the unit of [`Told::unit`].
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// The median; for what is so or not, the share of futures in which it is so.
    pub typical: Option<f64>,
    /// One future in ten is worse.
    pub bad: Option<f64>,
    /// One future in ten is better.
    pub good: Option<f64>,
    /// Share of futures that are acceptable, where a bar says what is.
    pub share_acceptable: Option<f64>,
}

/// A measure as it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit of the numbers, as people read it.
    pub unit: String,
    /// As moved.
    pub after: Numbers,
    /// Unchanged.
    pub before: Numbers,
}

impl<'a> Live<'a> {
    /// A move of the levers.
    pub fn new(strategy: &'a Strategy, summary: &'a Summary, words: &'static Language) -> Live<'a> {
        Live { strategy, summary, words }
    }

    /// Every measure in numbers.
    pub fn measures(&self) -> Vec<Told> {
        let sources = SourceMap::default();
        let view = self.view(&sources);
        view.measures.iter().map(|measure| told(&view, measure)).collect()
    }

    /// The measures as a table.
    pub fn table(&self) -> String {
        let sources = SourceMap::default();
        let view = self.view(&sources);
        let mut h = Html::default().with_sheet().in_words(self.words);
        scroll(&mut h, self.words.say("live.measures"), |h| {
            h.tag("table", &[("class", "numbers moved")], |h| {
                h.leaf("caption", &[], self.words.say("live.caption"));
                self.heads(h);
                h.tag("tbody", &[], |h| view.measures.iter().for_each(|measure| self.row(h, &view, measure)));
            });
        });
        h.finish()
    }

    /// Every chart as a figure with a table beside it.
    pub fn charts(&self) -> Vec<String> {
        let sources = SourceMap::default();
        let view = self.view(&sources);
        let shown = view.charts().filter(|(_, chart, _)| is_shown(chart));
        shown.map(|(index, chart, summary)| self.chart(&view, (index, chart, summary))).collect()
    }

    fn view<'b>(&'b self, sources: &'b SourceMap) -> View<'b> {
        View { reference: Some(BEFORE), ..View::new(self.words, self.strategy, self.summary, sources) }
    }

    fn heads(&self, h: &mut Html) {
        let words = self.words;
        let sides = ["live.moved", "live.unchanged"].map(|key| words.say(key));
        let groups = ["live.typical", "live.bad", "live.acceptable"].map(|key| words.say(key));
        h.tag("thead", &[], |h| {
            h.tag("tr", &[], |h| {
                h.tag("td", &[("class", "corner"), ("rowspan", "2")], |_| {});
                for group in groups {
                    h.leaf("th", &[("scope", "colgroup"), ("colspan", "2")], group);
                }
            });
            h.tag("tr", &[], |h| {
                for side in groups.iter().flat_map(|_| sides) {
                    h.leaf("th", &[("scope", "col")], side);
                }
            });
        });
    }

    fn row(&self, h: &mut Html, view: &View, measure: &MeasureView) {
        let [after, before] = [MOVED, BEFORE].map(|pathway| view.result(pathway, measure));
        let moved = |a: &Option<String>, b: &Option<String>| if a == b { "" } else { "changed" };
        let none = self.words.say("live.none");
        let pairs = [
            [after, before].map(|result| Some(measure.typical(&result.values))),
            [after, before].map(|result| measure.bad_case(&result.values)),
            [after, before].map(|result| result.acceptable.map(percent)),
        ];
        h.tag("tr", &[], |h| {
            h.tag("th", &[("scope", "row")], |h| {
                h.leaf("span", &[("class", "measure")], &measure.measure.title);
                h.leaf("span", &[("class", "unit")], &unit_and_way(measure, self.words));
            });
            for [a, b] in &pairs {
                for (cell, class) in [(a, moved(a, b)), (b, "quiet")] {
                    match cell {
                        Some(text) => h.leaf("td", &[("class", class)], text),
                        None => h.tag("td", &[("class", "none")], |h| dash(h, none)),
                    }
                }
            }
        });
    }

    fn chart(&self, view: &View, (index, chart, summary): (usize, &Chart, &ChartSummary)) -> String {
        let mut h = Html::default().with_sheet().in_words(self.words);
        h.tag("figure", &[("class", "moved-chart"), ("data-chart", &chart.name)], |h| {
            let Some(fans) = Fans::new(view, chart, index, summary) else {
                h.leaf("figcaption", &[], &chart.title);
                h.leaf("p", &[("class", "quiet")], self.words.say("live.unknown"));
                return;
            };
            h.tag("figcaption", &[], |h| {
                h.leaf("b", &[], &chart.title);
                h.tag("span", &[("class", "quiet")], |h| {
                    if !fans.axis.unit.is_empty() {
                        h.text(&format!("{}; ", fans.axis.unit));
                    }
                    fans.reading(h, MOVED);
                });
            });
            fans.draw(h, MOVED);
            twin(h, |h| self.numbers(h, view, &fans, (chart, summary)));
        });
        h.finish()
    }

    /// The same numbers as a table.
    fn numbers(&self, h: &mut Html, view: &View, fans: &Fans, (chart, summary): (&Chart, &ChartSummary)) {
        let every = summary.times.len().div_ceil(ROWS).max(1);
        let every = [1, 2, 3, 6, 12].into_iter().find(|e| *e >= every).unwrap_or(every);
        let last = summary.times.len().saturating_sub(1);
        scroll(h, &chart.title, |h| {
            h.tag("table", &[("class", "numbers twin-table")], |h| {
                h.leaf("caption", &[], &self.words.fill("live.chart-caption", &[("chart", &chart.title)]));
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        for head in ["live.end-of", "live.moved", "live.unchanged"] {
                            h.leaf("th", &[("scope", "col")], self.words.say(head));
                        }
                    });
                });
                h.tag("tbody", &[], |h| {
                    for i in (0..summary.times.len()).filter(|i| (last - i).is_multiple_of(every)) {
                        h.tag("tr", &[], |h| {
                            h.leaf(
                                "th",
                                &[("scope", "row")],
                                &period_end(self.words, &view.strategy.time, summary.times[i]),
                            );
                            for spreads in &summary.pathways {
                                h.leaf("td", &[], &spreads.get(i).map(|s| fans.written(s)).unwrap_or_default());
                            }
                        });
                    }
                });
            });
        });
    }
}

fn unit_and_way(measure: &MeasureView, words: &'static Language) -> String {
    let parts = [measure.unit(words), measure.direction(words).to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn told(view: &View, measure: &MeasureView) -> Told {
    let numbers = |pathway: usize| {
        let result = view.result(pathway, measure);
        let spread: &Spread = &result.values;
        let known = |value: f64| value.is_finite().then_some(value / measure.measure.display.scale);
        let at =
            |better: bool| if measure.measure.maximise == better { spread.quantiles[5] } else { spread.quantiles[1] };
        let tail = |better: bool| (spread.known > 0 && !measure.yes_or_no).then(|| at(better)).and_then(known);
        Numbers {
            typical: known(measure.level(spread)),
            bad: tail(false),
            good: tail(true),
            share_acceptable: result.acceptable,
        }
    };
    Told {
        name: measure.measure.name.clone(),
        title: measure.measure.title.clone(),
        unit: measure.measure.display.text.clone(),
        after: numbers(MOVED),
        before: numbers(BEFORE),
    }
}
