//! Which pathway is robust by which yardstick, in sentences and numbers: for the page and for the terminal.

use milepost_ensemble::summary::Spread;
use milepost_explore::robustness::{Bars, Judged, Kind, Robustness, Row};

use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::numbers::{Digits, count, of_futures, of_hundred, percent};
use crate::phrase::{Phrase, list};
use crate::view::{MeasureView, View};

/// Metrics named in a sentence; more are counted.
const NAMED: usize = 4;

/// What was found, with what its numbers are written by.
pub(crate) struct Reading<'a> {
    view: &'a View<'a>,
    pub(crate) found: &'a Robustness,
    called: Called,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(view: &'a View<'a>, found: &'a Robustness, called: Called) -> Reading<'a> {
        Reading { view, found, called }
    }

    /// The measures that the run still has.
    pub(crate) fn measures(&self) -> impl Iterator<Item = (&'a Judged, &'a MeasureView<'a>)> + use<'a> {
        let view = self.view;
        self.found
            .measures
            .iter()
            .filter_map(move |judged| Some((judged, view.measures.iter().find(|m| m.measure.name == judged.measure)?)))
    }

    /// A pathway compared, as readers know it.
    pub(crate) fn pathway(&self, at: usize) -> &'a str {
        let name = &self.found.pathways[at];
        let run = self.view.summary.pathways.iter().find(|p| p.name == *name);
        match (self.called, run) {
            (Called::Titles, Some(run)) if !run.title.is_empty() => &run.title,
            _ => name,
        }
    }

    /// Which pathway is best by how many metrics on a measure, and which others by which.
    pub(crate) fn best(&self, judged: &Judged) -> Phrase {
        let title = mid_sentence(self.view.strategy, self.measure_title(judged));
        let winners = judged.winners();
        let all = judged.metrics.len();
        let Some(((first, metrics), others)) = winners.split_first() else {
            let why = if all == 0 { "nothing is known" } else { "no yardstick tells the choices apart" };
            return Phrase::plain(format!("On {title}, {why}."));
        };
        let phrase = self.names(Phrase::plain(format!("On {title}, ")), first);
        let verb = if first.len() == 1 { " is " } else { " are together " };
        let most = match metrics.len() {
            n if n == all && others.is_empty() => format!("best by all {all} yardsticks"),
            n if others.is_empty() => format!("best by each of the {n} yardsticks that tell the choices apart"),
            n => format!("best by {n} of {all} yardsticks"),
        };
        let mut phrase = phrase.say(verb).strong(most);
        for (pathways, metrics) in others {
            phrase = self.names(phrase.say("; "), pathways).say(format!(" by {}", named(judged, metrics)));
        }
        phrase.say(".")
    }

    /// What the metrics leave out or do not say.
    pub(crate) fn doubts(&self, judged: &Judged) -> Option<String> {
        let undefined = judged.metrics.iter().filter(|row| row.values.iter().any(Option::is_none));
        let (nowhere, some): (Vec<&Row>, Vec<&Row>) = undefined.partition(|row| row.values.iter().all(Option::is_none));
        let mut told = vec![];
        for (rows, end) in [(nowhere, ""), (some, " for some pathway, which then has no rank by it")] {
            let names: Vec<String> = rows.iter().map(|row| row.metric.clone()).collect();
            if !names.is_empty() {
                let is = if names.len() == 1 { "is" } else { "are" };
                told.push(format!("{} {is} undefined here{end}", capital(&list(&names))));
            }
        }
        if judged.left_out > 0 {
            let are = if judged.left_out == 1 { "is" } else { "are" };
            told.push(format!(
                "{} of {} futures {are} left out of all yardsticks but Starr\u{2019}s domain, as some pathway has no known \
                 value there",
                count(judged.left_out),
                count(self.found.run.futures),
            ));
        }
        (!told.is_empty()).then(|| told.join(". ") + ".")
    }

    /// In how many futures all bars are met at once, best first, and which bar binds there.
    pub(crate) fn bars(&self) -> Option<Phrase> {
        let bars = self.found.bars.as_ref()?;
        let futures = self.found.run.futures;
        let of = |share: f64| of_futures(share, futures);
        let mut order: Vec<usize> = (0..bars.pathways.len()).collect();
        // Stable: equals stay in the order they were run.
        order.sort_by(|&a, &b| bars.pathways[b].all.total_cmp(&bars.pathways[a].all));
        let first = *order.first()?;
        let all = match bars.measures.len() {
            1 => "The one bar is met".to_string(),
            2 => "Both bars are met together".into(),
            n => format!("All {n} bars are met together"),
        };
        if bars.pathways[first].all == 0.0 {
            let none = Phrase::plain(all).say(" in ").strong("no future under any choice");
            return Some(none.say("."));
        }
        let mut phrase = Phrase::plain(all)
            .say(" in ")
            .strong(of(bars.pathways[first].all))
            .say(" under ")
            .name(self.pathway(first));
        if let Some(binds) = self.binds(bars, first) {
            phrase = phrase.say(format!(" (where {binds})"));
        }
        if let Some(next) = order.get(1) {
            let share = of_hundred(bars.pathways[*next].all, futures);
            phrase = phrase.say(format!(", next in {share} under ")).name(self.pathway(*next));
        }
        Some(phrase.say("."))
    }

    /// `the bar on cost from 2006 is missed most, in 44 of 100`
    fn binds(&self, bars: &Bars, pathway: usize) -> Option<String> {
        let at = bars.binding(pathway).filter(|_| bars.measures.len() > 1)?;
        let missed = of_hundred(1.0 - bars.pathways[pathway].each[at], self.found.run.futures);
        Some(format!("the bar on {} is missed most, in {missed}", self.title_of(&bars.measures[at])))
    }

    /// The title of a measure in a sentence.
    pub(crate) fn title_of(&self, measure: &str) -> String {
        let declared = self.view.strategy.measures.iter().find(|m| m.name == measure);
        declared.map_or_else(|| measure.to_string(), |m| mid_sentence(self.view.strategy, &m.title))
    }

    fn measure_title<'b>(&'b self, judged: &'b Judged) -> &'b str {
        let declared = self.view.strategy.measures.iter().find(|m| m.name == judged.measure);
        declared.map_or(&judged.measure, |m| &m.title)
    }

    /// A value of a metric under a pathway, as readers know it.
    pub(crate) fn value(&self, measure: &MeasureView, row: &Row, at: usize) -> String {
        let Some(value) = row.values[at] else { return "undefined".into() };
        let name = &self.found.pathways[at];
        let spread = self.view.summary.pathways.iter().find(|p| p.name == *name);
        let spread = spread.and_then(|p| p.measures.get(measure.index)).map(|m| &m.values);
        match (row.kind, spread) {
            (Kind::Share, _) => percent(value),
            (Kind::Number, _) | (_, None) => format!("{value:.2}").replace('-', "\u{2212}"),
            _ if measure.yes_or_no => percent(value),
            (_, Some(_)) => {
                // As fine as the pathways differ by this metric, in the unit that the measure has everywhere.
                let display = &measure.measure.display;
                let mut known: Vec<f64> = row.values.iter().flatten().map(|value| value * display.scale).collect();
                known.sort_by(f64::total_cmp);
                let largest = known.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
                let gaps = known.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 1e-9 * largest);
                let gap = gaps.fold(f64::INFINITY, f64::min);
                let whole = known.last().zip(known.first()).map_or(0.0, |(high, low)| high - low);
                let width = whole.min(10.0 * gap);
                let quantiles = [largest - width, largest - width, largest, largest, largest, largest, largest];
                let spread = Spread { known: 1, quantiles, ..Spread::default() };
                let digits = Digits::in_units_of(display, measure.power(), &spread, largest);
                digits.number(value * display.scale)
            }
        }
    }

    fn names(&self, mut phrase: Phrase, pathways: &[usize]) -> Phrase {
        for (i, &at) in pathways.iter().enumerate() {
            let between = match i {
                0 => "",
                _ if i + 1 == pathways.len() => " and ",
                _ => ", ",
            };
            phrase = phrase.say(between).name(self.pathway(at));
        }
        phrase
    }
}

/// Metrics by name, or how many they are.
fn named(judged: &Judged, metrics: &[usize]) -> String {
    match metrics.len() {
        n if n > NAMED => format!("{n}"),
        _ => list(&metrics.iter().map(|&at| judged.metrics[at].metric.clone()).collect::<Vec<_>>()),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
