//! An axis of time that changes during the run: `TIME STEP`, `SAVEPER` or `FINAL TIME` with an equation of their own.
//!
//! A last instant or an interval of saving that changes decides which steps are shown: the run goes on to what the last
//! instant can never be above.  A step that changes with the time alone is worked out before the run; the engine then
//! counts steps of 1, reads the time from a table of the instants, and each flow is as much as flows in its step.

use super::axis::{MOST_STEPS, at};
use super::build::*;
use super::{Resolver, Settings};
use crate::equation::Read;
use milepost_strategy::model::{
    Expr, ExprKind, LookupId, LookupShape, Method, Stock, StockFlow, TimeAxis, Variable, VariableId, VariableKind,
};
use milepost_strategy::visit;
use milepost_syntax::{Diagnostic, Span};

/// Which parts of the axis change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub step: bool,
    pub stop: bool,
    pub save: bool,
}

/// Which steps of a run are shown, and at which times.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// The last instant at each step, where it changes.
    pub stop: Option<VariableId>,
    /// The interval of saving at each step, where it changes.
    pub save: Option<VariableId>,
    /// The interval of saving where it does not change.
    pub every: f64,
    /// The instants of the steps, where they are not those of the run.
    pub instants: Option<Vec<f64>>,
}

impl Clock {
    /// The variables whose values at every step [`Clock::rows`] needs.
    pub fn needs(&self) -> Vec<VariableId> {
        self.stop.into_iter().chain(self.save).collect()
    }

    /// The steps that are shown, with their times; `times` are those of the run, and `value` yields a variable that
    /// [`Clock::needs`] names at a step.
    pub fn rows(&self, times: &[f64], value: impl Fn(VariableId, usize) -> f64) -> Vec<(usize, f64)> {
        let time = |step: usize| self.instants.as_ref().and_then(|all| all.get(step)).unwrap_or(&times[step]);
        let mut rows = Vec::new();
        for step in 0..times.len() {
            let (now, start) = (*time(step), *time(0));
            let every = self.save.map_or(self.every, |id| value(id, step));
            let passed = (now - start) / every;
            if every <= 0.0 || (passed - passed.round()).abs() < 1e-6 {
                rows.push((step, now));
            }
            let next = times.get(step + 1).map_or(now, |_| *time(step + 1));
            if self.stop.is_some_and(|id| now + 0.5 * (next - now) > value(id, step)) {
                break;
            }
        }
        rows
    }
}

impl Resolver<'_> {
    /// The axis where something of it changes.
    pub(super) fn changing_axis(
        &mut self,
        settings: &Settings,
        changes: Changes,
        start: f64,
    ) -> Read<(TimeAxis, u32, Option<Clock>)> {
        let unknown = |id: VariableId, resolver: &Self, message: &str| {
            at(resolver.place_of(id), message.to_string()).help("make it a constant, or an equation of the time alone")
        };
        let stop = variable(self.control.stop, &[], Span::default());
        let end = match settings.until {
            Some(until) => until,
            None => self.never_above(&stop, 0).ok_or_else(|| {
                unknown(self.control.stop, self, "the last instant changes during the run and has no known upper end")
            })?,
        };
        let every = match settings.save_every {
            Some(every) => every,
            None if changes.save => 0.0,
            None => self.told(self.control.save, "the interval of saving")?,
        };
        let mut clock = Clock {
            stop: changes.stop.then_some(self.control.stop),
            save: changes.save.then_some(self.control.save),
            every,
            instants: None,
        };
        let first = self.told(self.control.step, "the step of time")?;
        if !(end >= start && end.is_finite() && first > 0.0 && (end - start) / first <= MOST_STEPS) {
            return Err(unknown(self.control.stop, self, "the steps of this model cannot be told before the run"));
        }
        self.step = Some(first);
        if !changes.step {
            let steps = (((end - start) / first + 0.5).floor() as u32).max(1);
            return Ok((self.axis_of(settings, start, first, steps, 1)?, 1, Some(clock)));
        }
        let step = variable(self.control.step, &[], Span::default());
        let mut instants = vec![start];
        let mut now = start;
        while instants.len() < 2 || now < end {
            let next = self.at_time(&step, now).filter(|dt| *dt > 0.0 && dt.is_finite()).ok_or_else(|| {
                unknown(
                    self.control.step,
                    self,
                    "the step of time depends on more than the time, which is not supported",
                )
            })?;
            if now + 0.5 * next > end && instants.len() > 1 {
                break;
            }
            now += next;
            instants.push(now);
            if instants.len() > LONGEST {
                let message = "a step of time that changes is supported up to a million steps";
                return Err(unknown(self.control.step, self, message));
            }
        }
        let axis = self.axis_of(settings, 0.0, 1.0, (instants.len() - 1) as u32, 1)?;
        if axis.method != Method::Euler {
            return Err(unknown(
                self.control.step,
                self,
                "a step of time that changes is supported with Euler's method only",
            ));
        }
        clock.instants = Some(instants.clone());
        self.instants = Some(instants);
        Ok((axis, 1, Some(clock)))
    }

    /// Lets all variables read the time from a table, and flows be what flows in a step.
    pub(super) fn keep_time(&mut self, variables: &mut [Variable], instants: &[f64]) -> Read<()> {
        let count = |i: usize| i as f64;
        let times = instants.iter().enumerate().map(|(i, t)| (count(i), *t)).collect();
        let lengths = instants.windows(2).enumerate().map(|(i, w)| (count(i), w[1] - w[0])).collect();
        let times = self.lookup("Time", times, LookupShape::Line, Span::default());
        let lengths = self.lookup("TIME STEP", lengths, LookupShape::Step, Span::default());
        for variable in variables {
            let name = variable.name.clone();
            match &mut variable.kind {
                VariableKind::Let { value, .. } => from_table(value, times, &name)?,
                VariableKind::Stock(Stock { initial, flows, .. }) => {
                    from_table(initial, times, &name)?;
                    for flow in flows {
                        let (StockFlow::In(rate) | StockFlow::Out(rate)) = flow else { continue };
                        from_table(rate, times, &name)?;
                        let span = rate.span;
                        let length = of(ExprKind::Lookup(lengths, Box::new(time(span))), span);
                        let dims = rate.dims.clone();
                        let whole = std::mem::replace(rate, number(0.0, span));
                        *rate = Expr { dims, ..mul(whole, length) };
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// So many steps of different lengths are worked out.
const LONGEST: usize = 1_000_000;

/// Reads the time from a table, wherever an expression reads it.
fn from_table(e: &mut Expr, times: LookupId, name: &str) -> Read<()> {
    match &e.kind {
        ExprKind::Time => {
            *e = of(ExprKind::Lookup(times, Box::new(time(e.span))), e.span);
            return Ok(());
        }
        ExprKind::Smooth { .. } | ExprKind::Delay { .. } | ExprKind::DelayFixed { .. } | ExprKind::Lag { .. } => {
            let message = format!("`{name}` has a delay or a smooth, and the step of time changes");
            return Err(Diagnostic::error(e.span, message).help("write it as stocks and flows, or keep the step"));
        }
        _ => {}
    }
    visit::parts_mut(e).into_iter().try_for_each(|part| from_table(part, times, name))
}
