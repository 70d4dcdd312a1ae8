//! From the outcomes of a stored run to ranks.

use milepost_analysis::robustness::{Comparison, Criterion, Direction, Metric, Performance, Unusable, satisfice};
use milepost_ensemble::Stored;
use milepost_strategy::model::{Measure, Strategy};

use super::{Bars, Error, Judged, Kind, Met, Robustness, Row};
use crate::asked;
use crate::discover::Run;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Pathways by name; those that can be chosen where there is none.
    pub pathways: Vec<String>,
    /// Measures by name; those with a bar where there is none, or all where none has one.
    pub measures: Vec<String>,
    /// Hash of the strategy's files.
    pub strategy: String,
}

/// Judges the pathways of a stored run by every metric.
///
/// # Errors
/// Names that are not there, fewer than two choices, no measure: see [`Error`].
pub fn robustness(strategy: &Strategy, stored: &Stored, question: &Question) -> Result<Robustness, Error> {
    if let Some(name) = question.pathways.iter().find(|name| asked::for_comparison(strategy, name)) {
        return Err(Error::Comparison(name.clone()));
    }
    let pathways = asked::pathways(strategy, stored, &question.pathways)?;
    let names: Vec<String> = pathways.iter().map(|&p| stored.pathways[p].clone()).collect();
    if pathways.len() < 2 {
        return Err(Error::TooFew(names));
    }
    let measures = measures(strategy, stored, question)?;
    let columns: Vec<Columns> = measures
        .iter()
        .map(|&(measure, at)| Columns {
            measure,
            values: pathways.iter().map(|&p| &stored.outcomes[p][at][..]).collect(),
        })
        .collect();
    let judged = columns.iter().map(Columns::judged).collect::<Result<_, _>>()?;
    let made = &stored.record.summary.provenance;
    let futures = columns.first().and_then(|c| c.values.first()).map_or(0, |values| values.len()) as u64;
    Ok(Robustness {
        strategy: question.strategy.clone(),
        run: Run { first: made.first, futures, seed: made.seed },
        pathways: names,
        measures: judged,
        bars: bars(&columns)?,
    })
}

/// The measures to judge by, none twice, in declared order.
fn measures<'a>(
    strategy: &'a Strategy,
    stored: &Stored,
    question: &Question,
) -> Result<Vec<(&'a Measure, usize)>, Error> {
    for name in &question.measures {
        asked::measure(strategy, stored, name)?;
    }
    let all = asked::measures(strategy, stored);
    let named = |m: &Measure| question.measures.contains(&m.name);
    let wanted = |m: &Measure| if question.measures.is_empty() { m.acceptable.is_some() } else { named(m) };
    let some: Vec<_> = all.iter().copied().filter(|(m, _)| wanted(m)).collect();
    match (some.is_empty(), all.is_empty()) {
        (_, true) => Err(Error::NoMeasure),
        (true, _) => Ok(all),
        _ => Ok(some),
    }
}

/// A measure under the pathways compared.
struct Columns<'a> {
    measure: &'a Measure,
    /// Per pathway one value for each future; NaN is unknown.
    values: Vec<&'a [f64]>,
}

impl Columns<'_> {
    fn direction(&self) -> Direction {
        if self.measure.maximise { Direction::Maximise } else { Direction::Minimise }
    }

    /// What is good enough, in the unit that values are in.
    fn threshold(&self) -> Option<f64> {
        Some(self.measure.acceptable? / self.measure.display.scale)
    }

    fn unusable(&self) -> impl Fn(Unusable) -> Error + '_ {
        |why| Error::Unusable { measure: self.measure.name.clone(), why }
    }

    fn judged(&self) -> Result<Judged, Error> {
        let futures = self.values[0].len();
        let known: Vec<usize> = (0..futures).filter(|&at| self.values.iter().all(|v| v[at].is_finite())).collect();
        let mut metrics = vec![];
        if !known.is_empty() {
            let some: Vec<Vec<f64>> =
                self.values.iter().map(|values| known.iter().map(|&at| values[at]).collect()).collect();
            metrics = self.rows(&some, &Metric::all(None))?;
        }
        if let Some(threshold) = self.threshold() {
            metrics.extend(self.rows(&self.unmet(), &[Metric::Starr(threshold)])?);
        }
        Ok(Judged {
            measure: self.measure.name.clone(),
            maximise: self.measure.maximise,
            unit: self.measure.display.text.clone(),
            threshold: self.threshold(),
            unknown: self.values.iter().map(|v| v.iter().filter(|v| !v.is_finite()).count() as u64).collect(),
            left_out: (futures - known.len()) as u64,
            metrics,
        })
    }

    /// The values with a number in place of what is unknown that no bar is met by.
    fn unmet(&self) -> Vec<Vec<f64>> {
        let worst = if self.measure.maximise { f64::MIN } else { f64::MAX };
        let known = |value: &f64| if value.is_finite() { *value } else { worst };
        self.values.iter().map(|values| values.iter().map(known).collect()).collect()
    }

    fn rows(&self, values: &[Vec<f64>], metrics: &[Metric]) -> Result<Vec<Row>, Error> {
        let values: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
        let performance = Performance::new(self.direction(), &values).map_err(self.unusable())?;
        let comparison = Comparison::new(&performance, metrics).map_err(self.unusable())?;
        let row = |judged: milepost_analysis::robustness::Judged| {
            let kind = kind(judged.metric);
            let shown = |value: f64| match kind {
                Kind::Value if !self.measure.maximise => 0.0 - value,
                Kind::Distance => 0.0 - value,
                _ => value,
            };
            Row {
                metric: judged.metric.name().into(),
                asks: judged.metric.question().into(),
                kind,
                values: judged.values.into_iter().map(|value| value.map(shown)).collect(),
                ranks: judged.ranks,
            }
        };
        Ok(comparison.judged.into_iter().map(row).collect())
    }
}

/// What the values of a metric are, once they are in the measure's own direction.
fn kind(metric: Metric) -> Kind {
    match metric {
        Metric::Maximin | Metric::Maximax | Metric::Hurwicz(_) | Metric::Laplace => Kind::Value,
        Metric::MinimaxRegret | Metric::PercentileRegret(_) | Metric::UndesirableDeviations => Kind::Distance,
        Metric::MeanVariance | Metric::PercentileSkew | Metric::PercentileKurtosis => Kind::Number,
        Metric::Starr(_) => Kind::Share,
    }
}

/// All bars at once.
fn bars(columns: &[Columns]) -> Result<Option<Bars>, Error> {
    let with_bar: Vec<(&Columns, f64)> = columns.iter().filter_map(|c| Some((c, c.threshold()?))).collect();
    if with_bar.is_empty() {
        return Ok(None);
    }
    let values: Vec<Vec<Vec<f64>>> = with_bar.iter().map(|(c, _)| c.unmet()).collect();
    let values: Vec<Vec<&[f64]>> = values.iter().map(|v| v.iter().map(Vec::as_slice).collect()).collect();
    let performances = with_bar.iter().zip(&values);
    let performances: Vec<Performance> = performances
        .map(|((c, _), values)| Performance::new(c.direction(), values).map_err(c.unusable()))
        .collect::<Result<_, _>>()?;
    let criteria: Vec<Criterion> = performances
        .iter()
        .zip(&with_bar)
        .map(|(performance, (_, threshold))| Criterion { performance, threshold: *threshold })
        .collect();
    let met = satisfice(&criteria).map_err(with_bar[0].0.unusable())?;
    Ok(Some(Bars {
        measures: with_bar.iter().map(|(c, _)| c.measure.name.clone()).collect(),
        pathways: met
            .into_iter()
            .map(|met| Met { all: met.all, each: met.each, alone_missed: met.alone_missed })
            .collect(),
    }))
}
