//! What the model reports of what was counted.

use milepost_ensemble::Outcomes;
use milepost_strategy::model::{FitLine, Strategy, VariableId};

use super::counted::{Asked, Counted, indicator};

/// What the model reports in a period of a line.
pub(super) struct Reported {
    /// Its start.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// All elements together.
    pub whole: Pair,
    /// Each element.
    pub cells: Vec<Pair>,
}

/// What was counted, and what the model reports in each future.
pub(super) struct Pair {
    /// Counted.
    pub counted: f64,
    /// `[future]`
    pub reported: Vec<f64>,
}

/// What the model reports, period by period of each line, given the measures asked for by [`super::counted::periods`].
pub(super) fn reported(
    strategy: &Strategy,
    lines: &[(&FitLine, Vec<Counted>)],
    tried: &Outcomes,
) -> Vec<Vec<Reported>> {
    let mut columns = tried.measures.first().into_iter().flatten();
    let mut out = Vec::new();
    for (line, periods) in lines {
        let missed = missed(strategy, line.indicator, tried);
        let mut done = Vec::new();
        for period in periods {
            let mut cells = Vec::new();
            for cell in &period.cells {
                let asked: Vec<&Vec<f64>> = columns.by_ref().take(cell.asked.expressions().len()).collect();
                let futures = asked.first().map_or(0, |column| column.len());
                let seen = |k: usize, hidden: f64| 1.0 - (missed(k) + hidden).clamp(0.0, 1.0);
                let report = |k: usize| match &cell.asked {
                    Asked::Average(_) => asked[0][k] * seen(k, 0.0),
                    Asked::Months(months) => {
                        let total: f64 = asked.chunks_exact(2).map(|month| month[0][k] * seen(k, month[1][k])).sum();
                        total / months.len() as f64
                    }
                };
                cells.push(Pair { counted: cell.counted, reported: (0..futures).map(report).collect() });
            }
            let futures = cells.first().map_or(0, |cell| cell.reported.len());
            let sum = |k: usize| cells.iter().map(|cell| cell.reported[k]).sum();
            let counted = cells.iter().map(|cell| cell.counted).sum();
            let whole = Pair { counted, reported: (0..futures).map(sum).collect() };
            done.push(Reported { from: period.from, to: period.to, whole, cells });
        }
        out.push(done);
    }
    out
}

/// The share of what happens that an indicator misses as drawn, in each future.
fn missed<'a>(strategy: &Strategy, id: VariableId, tried: &'a Outcomes) -> impl Fn(usize) -> f64 + use<'a> {
    let name = format!("under_reporting.{}", strategy.variables[id.index()].name);
    let drawn = tried.parameters.iter().position(|p| *p == name).and_then(|at| tried.drawn.get(at));
    let always = indicator(strategy, id).map_or(0.0, |indicator| indicator.under_reporting.0);
    move |k| drawn.map_or(always, |drawn| drawn[k])
}

impl Pair {
    /// Whether what a future reports lies within this relative distance of what was counted.
    pub fn agrees(&self, k: usize, within: f64) -> bool {
        let (a, b) = (self.counted / (1.0 + within), self.counted * (1.0 + within));
        (a.min(b)..=a.max(b)).contains(&self.reported[k])
    }

    /// What the futures kept report, ascending.
    fn of(&self, kept: &[usize]) -> Vec<f64> {
        let mut values: Vec<f64> = kept.iter().map(|&k| self.reported[k]).filter(|v| v.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// Whether what was counted lies within the middle so much of the futures kept.
    pub fn within(&self, kept: &[usize], middle: f64) -> bool {
        let values = self.of(kept);
        let ends = [0.5 - middle / 2.0, 0.5 + middle / 2.0].map(|level| quantile(&values, level));
        (ends[0]..=ends[1]).contains(&self.counted)
    }
}

/// A quantile of ascending values, interpolated between neighbouring ranks; unknown without any.
fn quantile(values: &[f64], level: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let rank = level * last as f64;
    let (below, above) = (values[rank.floor() as usize], values[rank.ceil() as usize]);
    below + (above - below) * (rank - rank.floor())
}
