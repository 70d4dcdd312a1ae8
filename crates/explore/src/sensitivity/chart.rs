//! Charts as measures: the value of a series at the ends of reporting periods.

use milepost_strategy::model::{Chart, ExprKind, Measure, OverTime, Strategy};

use crate::ask;

/// Most times of a series.
const MOST: usize = 60;

/// Ends of reporting periods, thinned evenly to at most [`MOST`], the last among them.
pub(super) fn times(strategy: &Strategy) -> Vec<f64> {
    let axis = &strategy.time;
    let every = axis.report_every.max(1);
    let ends: Vec<u32> = (1..=axis.steps / every).map(|k| k * every).collect();
    let thin = ends.len().div_ceil(MOST).max(1);
    let kept = ends.iter().rev().step_by(thin).rev();
    kept.map(|&step| axis.start + f64::from(step) * axis.step).collect()
}

/// What is asked for a chart at these times: a level as it stands, a flow averaged over the reporting period before, as
/// the chart itself has it.
pub(super) fn asked(strategy: &Strategy, chart: &Chart, times: &[f64]) -> Vec<Measure> {
    let axis = &strategy.time;
    let period = f64::from(axis.report_every.max(1)) * axis.step;
    let at = |time: f64| match chart.averages {
        true => ask::over_time(OverTime::Average, chart.value.clone(), time - period, time),
        false => ask::expr(ExprKind::At(Box::new(chart.value.clone()), time), &[]),
    };
    times.iter().map(|&time| ask::measure(at(time))).collect()
}
