//! Which pathway is robust by which yardstick, in sentences and numbers: for the page and for the terminal.

use milepost_ensemble::summary::Spread;
use milepost_explore::robustness::{Bars, Judged, Kind, Robustness, Row};

use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::numbers::{Digits, count, of_futures, of_hundred, percent};
use crate::phrase::{Phrase, Piece};
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
        let words = self.view.words;
        let measure = ("measure", Piece::Plain(mid_sentence(self.view.strategy, self.measure_title(judged))));
        let winners = judged.winners();
        let all = judged.metrics.len();
        let Some(((first, metrics), others)) = winners.split_first() else {
            let why = if all == 0 { "robust.nothing-known" } else { "robust.undecided" };
            return Phrase::filled(words.say(why), &[measure]);
        };
        let most = match metrics.len() {
            n if n == all && others.is_empty() => "robust.best-by-all",
            _ if others.is_empty() => "robust.best-by-each",
            _ => "robust.best-by-some",
        };
        let most = words.fill(most, &[("n", &metrics.len().to_string()), ("all", &all.to_string())]);
        let other = |(pathways, metrics): &(Vec<usize>, Vec<usize>)| {
            let (pathways, metrics) = (self.places(pathways), self.named(judged, metrics));
            words.fill("robust.best-others", &[("pathways", &pathways), ("yardsticks", &metrics)])
        };
        let others: String = others.iter().map(other).collect();
        let is = if first.len() == 1 { "robust.best-one" } else { "robust.best-many" };
        let text = words.fill(is, &[("pathways", &self.places(first)), ("others", &others)]);
        let places: Vec<String> = (0..self.found.pathways.len()).map(|at| at.to_string()).collect();
        let names = places.iter().enumerate().map(|(at, place)| (&**place, Piece::Name(self.pathway(at).into())));
        Phrase::filled(&text, &names.chain([measure, ("most", Piece::Strong(most))]).collect::<Vec<_>>())
    }

    /// A list of pathways with their positions as `{names}`, to be filled in with emphasis.
    fn places(&self, pathways: &[usize]) -> String {
        self.view.words.list(&pathways.iter().map(|at| format!("{{{at}}}")).collect::<Vec<_>>())
    }

    /// What the metrics leave out or do not say.
    pub(crate) fn doubts(&self, judged: &Judged) -> Option<String> {
        let words = self.view.words;
        let undefined = judged.metrics.iter().filter(|row| row.values.iter().any(Option::is_none));
        let (nowhere, some): (Vec<&Row>, Vec<&Row>) = undefined.partition(|row| row.values.iter().all(Option::is_none));
        let mut told = vec![];
        let keys = [
            ("robust.undefined-one", "robust.undefined-many"),
            ("robust.undefined-for-some-one", "robust.undefined-for-some-many"),
        ];
        for (rows, (one, many)) in [nowhere, some].into_iter().zip(keys) {
            let names: Vec<String> = rows.iter().map(|row| self.yardstick(row).into()).collect();
            if !names.is_empty() {
                let key = if names.len() == 1 { one } else { many };
                told.push(words.fill(key, &[("yardsticks", &capital(&words.list(&names)))]));
            }
        }
        if judged.left_out > 0 {
            let key = if judged.left_out == 1 { "robust.left-out-one" } else { "robust.left-out-many" };
            let (n, all) = (count(judged.left_out), count(self.found.run.futures));
            told.push(words.fill(key, &[("n", &n), ("all", &all)]));
        }
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// In how many futures all bars are met at once, best first, and which bar binds there.
    pub(crate) fn bars(&self) -> Option<Phrase> {
        let (words, bars) = (self.view.words, self.found.bars.as_ref()?);
        let futures = self.found.run.futures;
        let mut order: Vec<usize> = (0..bars.pathways.len()).collect();
        // Stable: equals stay in the order they were run.
        order.sort_by(|&a, &b| bars.pathways[b].all.total_cmp(&bars.pathways[a].all));
        let first = *order.first()?;
        let all = match bars.measures.len() {
            1 => "robust.bars-one",
            2 => "robust.bars-both",
            _ => "robust.bars-many",
        };
        let all = ("bars", Piece::Plain(words.fill(all, &[("n", &bars.measures.len().to_string())])));
        if bars.pathways[first].all == 0.0 {
            let nowhere = ("nowhere", Piece::Strong(words.say("robust.met-nowhere").into()));
            return Some(Phrase::filled(words.say("robust.met-never"), &[all, nowhere]));
        }
        let (binds, next) = (self.binding(bars, first), order.get(1));
        let key = match (&binds, next) {
            (None, None) => "robust.met",
            (None, Some(_)) => "robust.met-next",
            (Some(_), None) => "robust.met-binds",
            (Some(_), Some(_)) => "robust.met-binds-next",
        };
        let name = |at: usize| Piece::Name(self.pathway(at).into());
        let share = Piece::Strong(of_futures(words, bars.pathways[first].all, futures));
        let mut values = vec![all, ("share", share), ("pathway", name(first))];
        if let Some((measure, missed)) = binds {
            values.extend([("measure", Piece::Plain(measure)), ("missed", Piece::Plain(missed))]);
        }
        if let Some(&next) = next {
            let share = of_hundred(self.view.words, bars.pathways[next].all, futures);
            values.extend([("next-share", Piece::Plain(share)), ("next", name(next))]);
        }
        Some(Phrase::filled(words.say(key), &values))
    }

    /// The measure whose bar is missed most under a pathway, and in how many futures.
    fn binding(&self, bars: &Bars, pathway: usize) -> Option<(String, String)> {
        let at = bars.binding(pathway).filter(|_| bars.measures.len() > 1)?;
        let missed = of_hundred(self.view.words, 1.0 - bars.pathways[pathway].each[at], self.found.run.futures);
        Some((self.title_of(&bars.measures[at]), missed))
    }

    /// What a metric is called; one that is not known here, as the study has it.
    pub(crate) fn yardstick<'b>(&self, row: &'b Row) -> &'b str {
        known(row).map_or(&row.metric, |(_, name, _)| self.view.words.say(name))
    }

    /// What a metric asks, as a question of its own.
    pub(crate) fn asks(&self, row: &Row) -> String {
        known(row).map_or_else(|| format!("{}?", capital(&row.asks)), |(_, _, asks)| self.view.words.say(asks).into())
    }

    /// Metrics by name, or how many they are.
    fn named(&self, judged: &Judged, metrics: &[usize]) -> String {
        match metrics.len() {
            n if n > NAMED => format!("{n}"),
            _ => {
                let names = metrics.iter().map(|&at| self.yardstick(&judged.metrics[at]).to_string());
                self.view.words.list(&names.collect::<Vec<_>>())
            }
        }
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
        let Some(value) = row.values[at] else { return self.view.words.say("robust.undefined").into() };
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
                let digits = Digits::in_units_of(self.view.words, display, measure.power(), &spread, largest);
                digits.number(value * display.scale)
            }
        }
    }
}

/// What the literature calls a metric, with the keys of its name and of what it asks.
type Yardstick = (&'static str, &'static str, &'static str);

const YARDSTICKS: [Yardstick; 11] = [
    ("maximin", "yardstick.maximin", "yardstick.maximin-asks"),
    ("maximax", "yardstick.maximax", "yardstick.maximax-asks"),
    ("Hurwicz", "yardstick.hurwicz", "yardstick.hurwicz-asks"),
    ("Laplace", "yardstick.laplace", "yardstick.laplace-asks"),
    ("minimax regret", "yardstick.minimax-regret", "yardstick.minimax-regret-asks"),
    ("percentile regret", "yardstick.percentile-regret", "yardstick.percentile-regret-asks"),
    ("mean-variance", "yardstick.mean-variance", "yardstick.mean-variance-asks"),
    ("undesirable deviations", "yardstick.deviations", "yardstick.deviations-asks"),
    ("percentile skew", "yardstick.skew", "yardstick.skew-asks"),
    ("percentile kurtosis", "yardstick.kurtosis", "yardstick.kurtosis-asks"),
    ("Starr's domain", "yardstick.starr", "yardstick.starr-asks"),
];

fn known(row: &Row) -> Option<&'static Yardstick> {
    YARDSTICKS.iter().find(|(metric, ..)| *metric == row.metric)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
