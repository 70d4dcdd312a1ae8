//! What failing on one measure goes with on the others: parallel coordinates, and the same as quantiles.

use milepost_explore::discover::{Sample, Split};

use super::Frame;
use crate::anchor;
use crate::chart::legend;
use crate::chart::parallel::{self, Line, Upright};
use crate::discover::Reading;
use crate::html::Html;
use crate::numbers::{count, per_unit, plain};
use crate::section::{fold, lead_in, scroll};
use crate::view::{MeasureView, View};

/// Axes that have room beside each other.
const ABREAST: usize = 12;

/// Shares of the futures beyond either end of an axis, so that a few do not squeeze the others.
const BEYOND: f64 = 0.02;

/// Writes the leading pathway's picture in its frame, and those of the others behind a fold; whether there is one.
pub(super) fn write(h: &mut Html, view: &View, lead: &Reading, all: &[Reading], frame: Frame) -> bool {
    let Some(first) = Picture::new(view, lead, all) else { return false };
    let words = h.words;
    h.leaf("h3", &[], words.say("outcomes.title"));
    let (lines, futures) = (count(first.lines.len() as u64), count(lead.found.run.futures));
    lead_in(h, &words.fill("outcomes.lead", &[("pathway", lead.pathway()), ("lines", &lines), ("futures", &futures)]));
    legend::parallel(h);
    frame(h, &lead.found.pathway, &|h| first.draw(h));
    first.table(h);
    let same = |r: &&Reading| r.found.measure == lead.found.measure && r.found.pathway != lead.found.pathway;
    let others: Vec<Picture> = all.iter().filter(same).filter_map(|r| Picture::new(view, r, all)).collect();
    if !others.is_empty() {
        fold(h, words.say("outcomes.other-pathways"), "", |h| {
            for picture in &others {
                h.leaf("h4", &[], picture.reading.pathway());
                picture.write(h);
            }
        });
    }
    true
}

struct Picture<'a, 'b> {
    reading: &'b Reading<'a>,
    /// Measure, its quantiles where the future fails and where it does not.
    measures: Vec<(&'a MeasureView<'a>, &'a Split)>,
    axes: Vec<Upright>,
    lines: Vec<Line>,
}

impl<'a, 'b> Picture<'a, 'b> {
    /// `None` where there is nothing to see beside each other.
    fn new(view: &'a View<'a>, reading: &'b Reading<'a>, all: &[Reading<'a>]) -> Option<Picture<'a, 'b>> {
        // One discovery of each pathway keeps the sample of all.
        let of_pathway = all.iter().filter(|r| r.found.pathway == reading.found.pathway);
        let sample = of_pathway.filter_map(|r| r.found.sample.as_ref()).next()?;
        let values = |name: &str| sample.measures.iter().find(|(n, _)| n == name).map(|(_, values)| values);
        let fails = values(&reading.found.measure)?;
        let measures: Vec<(&MeasureView, &Split)> = reading
            .found
            .outcomes
            .iter()
            .filter(|split| values(&split.measure).is_some())
            .filter_map(|split| Some((view.measures.iter().find(|m| m.measure.name == split.measure)?, split)))
            .take(ABREAST)
            .collect();
        if measures.len() < 2 {
            return None;
        }
        // Of all pathways, so that their pictures compare.
        let samples: Vec<&Sample> = all.iter().filter_map(|r| r.found.sample.as_ref()).collect();
        let axes = measures.iter().map(|(m, _)| axis(m, &samples)).collect::<Option<Vec<_>>>()?;
        let columns: Vec<&Vec<Option<f64>>> =
            measures.iter().map(|(m, _)| values(&m.measure.name)).collect::<Option<_>>()?;
        let line = |at: usize| Line {
            values: columns.iter().map(|column| column[at]).collect(),
            fails: reading.found.fails.fails(fails[at].unwrap_or(f64::NAN)),
        };
        let lines = (0..fails.len()).map(line).collect();
        Some(Picture { reading, measures, axes, lines })
    }

    fn write(&self, h: &mut Html) {
        self.draw(h);
        self.table(h);
    }

    fn draw(&self, h: &mut Html) {
        let failing = self.lines.iter().filter(|line| line.fails).count();
        let words = h.words;
        let title = words.fill("outcomes.picture", &[("pathway", self.reading.pathway())]);
        let (futures, failing, failure) = (self.lines.len().to_string(), failing.to_string(), self.reading.failure());
        let told = [("futures", futures.as_str()), ("failing", &failing), ("failure", &failure)];
        let told = words.fill("outcomes.picture-told", &told);
        let id = format!("fail-lines-{}", self.reading.found.pathway).replace(' ', "_");
        scroll(h, words.say("outcomes.picture-label"), |h| {
            parallel::draw(h, &id, (&title, &told), &self.axes, &self.lines);
        });
    }

    fn table(&self, h: &mut Html) {
        const COLUMNS: [&str; 4] = ["outcomes.measure", "outcomes.failing", "outcomes.holding", "outcomes.bar"];
        let words = h.words;
        scroll(h, words.say("outcomes.table-label"), |h| {
            h.tag("table", &[("class", "limits")], |h| {
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        COLUMNS.iter().for_each(|column| h.leaf("th", &[("scope", "col")], words.say(column)));
                    });
                });
                h.tag("tbody", &[], |h| {
                    for (at, (measure, split)) in self.measures.iter().enumerate() {
                        h.tag("tr", &[], |h| row(h, at + 1, measure, split));
                    }
                });
            });
        });
        h.leaf("p", &[("class", "note-text")], words.say("outcomes.note"));
    }
}

fn row(h: &mut Html, number: usize, measure: &MeasureView, split: &Split) {
    let words = h.words;
    h.tag("th", &[("scope", "row")], |h| {
        h.text(&format!("{number}. "));
        h.goto(&anchor::measure(&measure.measure.name), &measure.measure.title);
        h.leaf("span", &[("class", "quiet line")], &measure.unit(words));
    });
    for (values, unknown) in [(split.failing, split.unknown[0]), (split.holding, split.unknown[1])] {
        h.tag("td", &[], |h| {
            let Some([low, middle, high]) = values else {
                h.text(words.say("outcomes.unknown"));
                return;
            };
            let told = |value: f64| measure.told(value * measure.measure.display.scale, (low, high));
            h.leaf("span", &[("class", "big")], &told(middle));
            let range = words.fill("outcomes.range", &[("low", &told(low)), ("high", &told(high))]);
            h.leaf("span", &[("class", "quiet")], &format!(" {range}"));
            if unknown > 0 {
                h.leaf(
                    "span",
                    &[("class", "quiet line")],
                    &words.fill("outcomes.unknown-in", &[("n", &count(unknown))]),
                );
            }
        });
    }
    h.leaf("td", &[("class", "quiet")], &measure.bar(words).unwrap_or_else(|| words.say("outcomes.no-bar").into()));
}

/// An axis for the values of a measure, with room for its bar.
fn axis(measure: &MeasureView, samples: &[&Sample]) -> Option<Upright> {
    let columns = samples.iter().flat_map(|sample| &sample.measures).filter(|(name, _)| *name == measure.measure.name);
    let mut known: Vec<f64> = columns.flat_map(|(_, values)| values.iter().flatten().copied()).collect();
    known.sort_by(f64::total_cmp);
    let last = known.len().checked_sub(1)?;
    let at = |share: f64| known[(share * last as f64).round() as usize];
    let scale = measure.measure.display.scale;
    let bar = measure.measure.acceptable.map(|bar| bar / scale);
    let (low, high) = bar.into_iter().fold((at(BEYOND), at(1.0 - BEYOND)), |(a, b), bar| (a.min(bar), b.max(bar)));
    let (low, high) = if low < high { (low, high) } else { (low - 0.5, high + 0.5) };
    let per = per_unit(&measure.measure.display) * scale / 10f64.powi(measure.power());
    let word = |value: f64| short(value * per, (high - low) * per);
    let ends = if measure.measure.maximise { (low, high) } else { (high, low) };
    Some(Upright { ends, words: (word(ends.0), word(ends.1)), bar })
}

/// A number for the end of an axis: about two digits of its range.
fn short(value: f64, range: f64) -> String {
    let step = 10f64.powf(range.abs().max(1e-300).log10().floor() - 1.0);
    plain((value / step).round() * step)
}
