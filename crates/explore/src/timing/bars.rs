//! Bars: how a run is asked until when each is kept.

use milepost_analysis::timing::{Crossing, Rule, Tipping, tippings};
use milepost_strategy::model::*;
use milepost_strategy::visit;

use super::Error;
use crate::ask;
use crate::asked::unknown;

/// Rounding must not make a number fail that is its bar.
const ROUNDING: f64 = 1e-12;

/// A measure with a bar, and what its values are asked at.
pub(super) struct Bar<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// The bar.
    pub acceptable: f64,
    kind: Kind<'a>,
    /// When it is first looked at: its value then must keep the bar.
    start: f64,
    /// Ends of reporting periods, from then on.
    times: Vec<f64>,
}

enum Kind<'a> {
    /// Comes together over time: asked for what it is so far.
    Sum { how: OverTime, body: &'a Expr, from: f64 },
    /// An extreme: asked for period by period, and put together here.
    Extreme { how: OverTime, body: &'a Expr, from: f64 },
    /// Judged as it stands.
    Level { body: &'a Expr },
    /// Arithmetic with what comes together over time: asked for what it would be if time ended.
    SoFar { value: &'a Expr },
}

/// How a bar did under one variant.
pub(super) struct Kept {
    /// Per future.
    pub tipping: Vec<Tipping>,
    /// Per future, whether it fails at the start already.
    pub failing: Vec<bool>,
    /// Per future, whether something was unknown.
    pub unknown: Vec<bool>,
}

/// The measures asked for, or all that have a bar; those that cannot be looked at are set aside with the reason.
pub(super) fn bars<'a>(strategy: &'a Strategy, names: &[String]) -> Result<(Vec<Bar<'a>>, Vec<super::Aside>), Error> {
    let asked = asked(strategy, names)?;
    let (mut found, mut aside) = (Vec::new(), Vec::new());
    for measure in asked {
        match Bar::new(&strategy.time, measure) {
            Ok(bar) => found.push(bar),
            Err(why) if names.is_empty() => aside.push(super::Aside { name: measure.name.clone(), why }),
            Err(why) => return Err(Error::CannotTip { name: measure.name.clone(), why }),
        }
    }
    Ok((found, aside))
}

fn asked<'a>(strategy: &'a Strategy, names: &[String]) -> Result<Vec<&'a Measure>, Error> {
    if names.is_empty() {
        let all: Vec<&Measure> = strategy.measures.iter().filter(|m| m.acceptable.is_some()).collect();
        return if all.is_empty() { Err(Error::NoBars) } else { Ok(all) };
    }
    let mut all: Vec<&Measure> = Vec::new();
    for name in names {
        let measure = strategy.measures.iter().find(|m| m.name == *name);
        let known = || strategy.measures.iter().map(|m| m.name.as_str());
        let measure = measure.ok_or_else(|| unknown("measure", name, known()))?;
        if measure.acceptable.is_none() {
            return Err(Error::NoBar(name.clone()));
        }
        if all.iter().all(|m| m.name != *name) {
            all.push(measure);
        }
    }
    Ok(all)
}

/// Ends of reporting periods behind a time, up to another.
pub(super) fn period_ends(axis: &TimeAxis, after: f64, to: f64) -> Vec<f64> {
    let every = axis.report_every.max(1);
    let slack = 1e-6 * axis.step;
    let ends = (1..=axis.steps / every).map(|k| axis.start + f64::from(k * every) * axis.step);
    ends.filter(|t| *t > after + slack && *t <= to + slack).collect()
}

impl<'a> Bar<'a> {
    fn new(axis: &TimeAxis, measure: &'a Measure) -> Result<Bar<'a>, String> {
        let acceptable = measure.acceptable.ok_or("it has no bar")?;
        let (kind, from, to) = match &measure.value.kind {
            ExprKind::OverTime { how: how @ (OverTime::Total | OverTime::Duration), body, from, to } => {
                (Kind::Sum { how: *how, body, from: *from }, *from, *to)
            }
            ExprKind::OverTime { how: how @ (OverTime::Peak | OverTime::Lowest), body, from, to } => {
                (Kind::Extreme { how: *how, body, from: *from }, *from, *to)
            }
            ExprKind::OverTime { how: OverTime::Average, body, from, to } => (Kind::Level { body }, *from, *to),
            ExprKind::OverTime { how: OverTime::First, .. } => {
                return Err("it says when something happens, and not what must be kept".into());
            }
            ExprKind::At(body, date) => (Kind::Level { body }, axis.start, *date),
            _ if over_time(&measure.value) => {
                (Kind::SoFar { value: &measure.value }, latest_from(&measure.value), axis.end)
            }
            _ => (Kind::Level { body: &measure.value }, axis.start, axis.end),
        };
        let start = axis.decide.max(from);
        let times = period_ends(axis, start, to.min(axis.end));
        if times.is_empty() {
            return Err("it looks at no reporting period behind the decision".into());
        }
        Ok(Bar { measure, acceptable, kind, start, times })
    }

    /// Whether it is judged by several periods one after the other.
    pub fn level(&self) -> bool {
        matches!(self.kind, Kind::Level { .. } | Kind::SoFar { .. })
    }

    /// Reporting periods that it looks at.
    pub fn periods(&self) -> usize {
        self.times.len()
    }

    /// What a run is asked: the value at the start, then one for each period.
    pub fn asks(&self) -> Vec<Measure> {
        let over = |how, body: &Expr, from, to| ask::over_time(how, body.clone(), from, to);
        let first = match &self.kind {
            Kind::Sum { how, body, from } => over(*how, body, *from, self.start),
            Kind::Extreme { how, body, from } if *from < self.start => over(*how, body, *from, self.start),
            Kind::Extreme { body, .. } | Kind::Level { body } => at(body, self.start),
            // An average over no time would be unknown.
            Kind::SoFar { value } => so_far(value, self.times[0]),
        };
        let mut asks = vec![first];
        let mut before = self.start;
        for &time in &self.times {
            asks.push(match &self.kind {
                Kind::Sum { how, body, from } => over(*how, body, *from, time),
                Kind::Extreme { how, body, .. } => over(*how, body, before, time),
                Kind::Level { body } => at(body, time),
                Kind::SoFar { value } => so_far(value, time),
            });
            before = time;
        }
        asks.into_iter().map(ask::measure).collect()
    }

    /// When each future fails, from the columns that [`Bar::asks`] was answered with.  What is unknown fails.
    pub fn kept(&self, columns: &[Vec<f64>], window: u32, horizon: f64) -> Result<Kept, Error> {
        let futures = columns.first().map_or(0, Vec::len);
        let sign = if self.measure.maximise { -1.0 } else { 1.0 };
        let slack = ROUNDING * self.acceptable.abs();
        // From here on larger is worse.
        let worse = |value: f64| if value.is_nan() { f64::INFINITY } else { sign * value };
        let series = |future: usize| -> Vec<f64> {
            let values = columns.iter().map(|column| worse(column[future]));
            match (&self.kind, self.measure.maximise) {
                (Kind::Extreme { how: OverTime::Peak, .. }, false)
                | (Kind::Extreme { how: OverTime::Lowest, .. }, true) => running(values, f64::max),
                (Kind::Extreme { .. }, _) => running(values, f64::min),
                _ => values.collect(),
            }
        };
        let all: Vec<Vec<f64>> = (0..futures).map(series).collect();
        let crossing = Crossing::Above(sign * self.acceptable + slack);
        let rule = match self.level() {
            true => Rule::Consecutive((window as usize).clamp(1, self.times.len())),
            false => Rule::First,
        };
        let later: Vec<&[f64]> = all.iter().map(|series| &series[1..]).collect();
        let found = tippings(&self.times, &later, crossing, rule)?;
        // Up to the horizon nothing that it looks at fails any more.
        let beyond = |tipping| if let Tipping::Beyond(_) = tipping { Tipping::Beyond(horizon) } else { tipping };
        Ok(Kept {
            tipping: found.into_iter().map(beyond).collect(),
            failing: all.iter().map(|series| crossing.met(series[0])).collect(),
            unknown: (0..futures).map(|future| columns.iter().any(|column| column[future].is_nan())).collect(),
        })
    }
}

fn running(values: impl Iterator<Item = f64>, worst: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let worst_so_far = |so_far: &mut Option<f64>, value: f64| {
        *so_far = Some(so_far.map_or(value, |before| worst(before, value)));
        *so_far
    };
    values.scan(None, worst_so_far).collect()
}

fn at(body: &Expr, time: f64) -> Expr {
    Expr { kind: ExprKind::At(Box::new(body.clone()), time), ..body.clone() }
}

fn over_time(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::OverTime { .. }) || visit::parts(e).into_iter().any(over_time)
}

/// The latest time at which something that comes together begins to.
fn latest_from(e: &Expr) -> f64 {
    let own = if let ExprKind::OverTime { from, .. } = e.kind { from } else { f64::NEG_INFINITY };
    visit::parts(e).into_iter().map(latest_from).fold(own, f64::max)
}

/// An expression as it would be if time ended then.
fn so_far(e: &Expr, time: f64) -> Expr {
    if !over_time(e) {
        return at(e, time);
    }
    let mut cut = e.clone();
    match &mut cut.kind {
        ExprKind::OverTime { to, .. } => *to = to.min(time),
        _ => visit::parts_mut(&mut cut).into_iter().for_each(|part| *part = so_far(part, time)),
    }
    cut
}
