//! What all parts of the page and the terminal's tables need to know about a run: who is compared with whom, in which
//! numbers.

use milepost_ensemble::summary::{ChartSummary, MeasureSummary, PathwaySummary, Spread, Summary};
use milepost_strategy::model::{Chart, Expr, ExprKind, Indicator, Measure, Strategy, Type, Variable, VariableKind};
use milepost_syntax::SourceMap;

use crate::Studies;
use crate::language::Language;
use crate::numbers::{Digits, is_share, of_futures, of_hundred, per_unit, percent, plain};

/// A run, with what is looked up again and again.
pub(crate) struct View<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) summary: &'a Summary,
    pub(crate) sources: &'a SourceMap,
    /// The language of the words around the numbers.
    pub(crate) words: &'static Language,
    /// What else was found out about the strategy.
    pub(crate) studies: Studies<'a>,
    /// Futures run.
    pub(crate) futures: u64,
    /// The reference, as a position in [`Summary::pathways`].
    pub(crate) reference: Option<usize>,
    /// The measures that were run, in declared order, one for each of [`PathwaySummary::measures`].
    pub(crate) measures: Vec<MeasureView<'a>>,
}

/// A measure and how its numbers are written.
pub(crate) struct MeasureView<'a> {
    /// As declared.
    pub(crate) measure: &'a Measure,
    /// Its position in [`PathwaySummary::measures`].
    pub(crate) index: usize,
    /// Whether it is 1 in a future where something is so and 0 elsewhere; then shares are read, not medians.
    pub(crate) yes_or_no: bool,
    digits: Digits,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        words: &'static Language,
        strategy: &'a Strategy,
        summary: &'a Summary,
        sources: &'a SourceMap,
    ) -> View<'a> {
        let named =
            |p: &PathwaySummary| strategy.reference.is_some_and(|r| strategy.pathways[r.index()].name == p.name);
        let listed = summary.pathways.first().map_or(&[][..], |p| &p.measures);
        let measures = listed.iter().enumerate().filter_map(|(index, listed)| {
            let measure = strategy.measures.iter().find(|m| m.name == listed.name)?;
            let spreads = || summary.pathways.iter().filter_map(|p| p.measures.get(index)).map(|m| &m.values);
            let digits = Digits::of(words, &measure.display, spreads()).alike(spreads());
            Some(MeasureView { measure, index, yes_or_no: is_yes_or_no(&measure.value), digits })
        });
        View {
            strategy,
            summary,
            sources,
            words,
            studies: Studies::default(),
            futures: summary.provenance.last.saturating_sub(summary.provenance.first),
            reference: summary.pathways.iter().position(named),
            measures: measures.collect(),
        }
    }

    /// The result of a measure under a pathway.
    pub(crate) fn result(&self, pathway: usize, measure: &MeasureView) -> &'a MeasureSummary {
        &self.summary.pathways[pathway].measures[measure.index]
    }

    /// A pathway's title.
    pub(crate) fn title(&self, pathway: usize) -> &'a str {
        let pathway = &self.summary.pathways[pathway];
        if pathway.title.is_empty() { &pathway.name } else { &pathway.title }
    }

    /// `81 of 100`
    pub(crate) fn of_hundred(&self, share: f64) -> String {
        of_hundred(self.words, share, self.futures)
    }

    /// `81 of 100 futures`
    pub(crate) fn of_futures(&self, share: f64) -> String {
        of_futures(self.words, share, self.futures)
    }

    /// Whether a pathway is shown for comparison only: it is never the answer.
    pub(crate) fn for_comparison(&self, pathway: usize) -> bool {
        let variant = self.summary.pathways[pathway].variant as usize;
        let of = |v: &milepost_strategy::model::Variant| self.strategy.pathways[v.pathway.index()].comparison;
        self.strategy.variants.get(variant).is_some_and(of)
    }

    /// The pathways that can be chosen.
    pub(crate) fn choices(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.summary.pathways.len()).filter(|&p| !self.for_comparison(p))
    }

    /// The charts that were run: position, declaration, numbers.
    pub(crate) fn charts(&self) -> impl Iterator<Item = (usize, &'a Chart, &'a ChartSummary)> + use<'a> {
        let declared = &self.strategy.charts;
        let charts = self.summary.charts.iter().enumerate();
        charts.filter_map(|(i, summary)| Some((i, declared.iter().find(|c| c.name == summary.name)?, summary)))
    }

    /// The indicator whose evidence a chart draws: the one with the same points, summed over elements, or of one.
    pub(crate) fn observer(&self, chart: &Chart) -> Option<&'a Variable> {
        let evidence = |v: &'a Variable| match &v.kind {
            VariableKind::Indicator(Indicator { evidence: Some(evidence), .. }) => Some((v, &evidence.points)),
            _ => None,
        };
        let all = self.strategy.variables.iter().filter_map(evidence);
        let same = |points: Vec<(f64, f64)>| !points.is_empty() && points == chart.observed;
        let total = |points: &[(f64, Vec<Option<f64>>)]| {
            points.iter().filter_map(|(t, v)| Some((*t, v.iter().copied().sum::<Option<f64>>()?))).collect::<Vec<_>>()
        };
        let one = |points: &[(f64, Vec<Option<f64>>)], i: usize| {
            points.iter().filter_map(|(t, v)| Some((*t, (*v.get(i)?)?))).collect::<Vec<_>>()
        };
        let elements = |points: &[(f64, Vec<Option<f64>>)]| points.first().map_or(0, |p| p.1.len());
        let mut all =
            all.filter(|(_, points)| same(total(points)) || (0..elements(points)).any(|i| same(one(points, i))));
        all.next().map(|(variable, _)| variable)
    }

    /// The choice whose typical value is best; the first of equals.  `None` where nothing is known.
    pub(crate) fn best(&self, measure: &MeasureView) -> Option<usize> {
        let worth = |p: usize| measure.worth(measure.level(&self.result(p, measure).values));
        self.choices()
            .filter(|&p| self.result(p, measure).values.known > 0)
            .reduce(|best, p| if worth(p) > worth(best) { p } else { best })
    }
}

impl MeasureView<'_> {
    /// The number that stands for the measure: the median, or for yes or no the mean (the share of futures).
    pub(crate) fn level(&self, spread: &Spread) -> f64 {
        if spread.known == 0 {
            f64::NAN
        } else if self.yes_or_no {
            spread.mean
        } else {
            spread.quantiles[3]
        }
    }

    /// The value that one future in ten is worse than; nothing of the kind exists for yes or no.
    pub(crate) fn bad(&self, spread: &Spread) -> Option<f64> {
        let at = if self.measure.maximise { 1 } else { 5 };
        (spread.known > 0 && !self.yes_or_no).then_some(spread.quantiles[at])
    }

    /// The typical value as a number for columns.
    pub(crate) fn typical(&self, spread: &Spread) -> String {
        self.number(spread, self.level(spread))
    }

    /// The bad case as a number for columns.
    pub(crate) fn bad_case(&self, spread: &Spread) -> Option<String> {
        Some(self.number(spread, self.bad(spread)?))
    }

    /// The regret of a bad case; regret has one bad direction, whatever the measure's.
    pub(crate) fn bad_regret(&self, regret: &Spread) -> Option<String> {
        (regret.known > 0 && !self.yes_or_no).then(|| self.number(regret, regret.quantiles[5]))
    }

    /// Larger is better.
    pub(crate) fn worth(&self, value: f64) -> f64 {
        if self.measure.maximise { value } else { -value }
    }

    /// A number of this spread without its unit, for columns.
    pub(crate) fn number(&self, spread: &Spread, value: f64) -> String {
        if self.yes_or_no { percent(value) } else { self.digits.finer(spread).number(value) }
    }

    /// A number of this spread with its unit.
    pub(crate) fn full(&self, spread: &Spread, value: f64) -> String {
        if self.yes_or_no { percent(value) } else { self.digits.finer(spread).full(value) }
    }

    /// A number without its unit, for columns; `low` and `high` are where most values lie that it is read beside.
    pub(crate) fn told(&self, value: f64, (low, high): (f64, f64)) -> String {
        let scale = self.measure.display.scale;
        let [low, high] = [low, high].map(|end| end * scale);
        let spread = Spread { known: 1, quantiles: [low, low, low, value, high, high, high], ..Spread::default() };
        self.number(&spread, value)
    }

    /// The power of ten that numbers are in units of.
    pub(crate) fn power(&self) -> i32 {
        if self.yes_or_no { 0 } else { self.digits.power() }
    }

    /// The unit of the numbers in a column, in words.
    pub(crate) fn unit(&self, words: &'static Language) -> String {
        if self.yes_or_no {
            words.say("measure.share").into()
        } else if is_share(&self.measure.display) {
            words.say("measure.percent").into()
        } else {
            self.digits.unit()
        }
    }

    /// Which way is better.
    pub(crate) fn direction(&self, words: &'static Language) -> &'static str {
        words.say(if self.measure.maximise { "measure.higher" } else { "measure.lower" })
    }

    /// The bar that is acceptable, in words.
    pub(crate) fn bar(&self, words: &'static Language) -> Option<String> {
        if self.yes_or_no {
            return None;
        }
        let (bar, display) = (self.measure.acceptable?, &self.measure.display);
        let number = plain(bar * per_unit(display) / 10f64.powi(self.power()));
        let percent = if is_share(display) { "%" } else { "" };
        let key = if self.measure.maximise { "measure.acceptable-from" } else { "measure.acceptable-to" };
        Some(words.fill(key, &[("bar", &format!("{number}{percent}"))]))
    }
}

/// Whether the measure can only be 0 or 1.
pub(crate) fn is_yes_or_no(value: &Expr) -> bool {
    if value.ty == Type::Truth {
        return true;
    }
    match &value.kind {
        ExprKind::If(parts) => [&parts[1], &parts[2]].into_iter().all(|part| match part.kind {
            ExprKind::Number(n) => n == 0.0 || n == 1.0,
            _ => is_yes_or_no(part),
        }),
        ExprKind::At(inner, _) => is_yes_or_no(inner),
        _ => false,
    }
}
