//! The axis of time: from constants, or from what is known before the run.

use super::build::{number, variable};
use super::clock::{Changes, Clock};
use super::scope::Scope;
use super::{Resolver, Settings};
use crate::equation::Read;
use crate::foreign::{Dialect, Expr as Foreign};
use milepost_strategy::Settled;
use milepost_strategy::model::{Expr, Method, TimeAxis, VariableId};
use milepost_syntax::{Diagnostic, Span};

/// A run longer than this is a typing error.
pub(super) const MOST_STEPS: f64 = 50_000_000.0;

/// The variables that hold the axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Control {
    pub start: VariableId,
    pub stop: VariableId,
    pub step: VariableId,
    pub save: VariableId,
    /// Whether they can be named without being declared (XMILE).
    builtin: bool,
}

impl Default for Control {
    fn default() -> Control {
        // No variable has this number: nothing is named before the axis is set up.
        let none = VariableId(u32::MAX);
        Control { start: none, stop: none, step: none, save: none, builtin: false }
    }
}

impl Control {
    /// The variable of a name that needs no declaration.
    pub fn by_name(&self, key: &str) -> Option<VariableId> {
        if self.step.0 == u32::MAX {
            return None;
        }
        match key {
            "initial time" => Some(self.start),
            "final time" => Some(self.stop),
            "time step" => Some(self.step),
            "saveper" => Some(self.save),
            "starttime" if self.builtin => Some(self.start),
            "stoptime" if self.builtin => Some(self.stop),
            "dt" if self.builtin => Some(self.step),
            _ => None,
        }
    }
}

impl Resolver<'_> {
    /// Finds or makes the variables of the axis.
    pub(crate) fn control(&mut self, settings: &Settings) -> Read<()> {
        let mut time = self.model.time.clone();
        self.given("initial time", &mut time.start, settings.start);
        self.given("time step", &mut time.step, settings.step);
        self.given("final time", &mut time.stop, settings.until);
        let xmile = self.model.dialect == Dialect::Xmile;
        self.control.builtin = xmile;
        let span = |e: &Option<Foreign>| e.as_ref().map_or(Span::default(), |e| e.span);
        self.control.start = self.control_of("initial time", &time.start, 0.0, span(&time.start))?;
        self.control.step = self.control_of("time step", &time.step, 1.0, span(&time.step))?;
        if time.stop.is_none() {
            let mut fault = Diagnostic::error(Span::default(), "the model does not say when it ends");
            fault.span = None;
            return Err(fault.help("give it a `FINAL TIME`"));
        }
        self.control.stop = self.control_of("final time", &time.stop, 0.0, span(&time.stop))?;
        self.control.save = match &time.save {
            Some(_) => self.control_of("saveper", &time.save, 1.0, span(&time.save))?,
            None => self.control.step,
        };
        Ok(())
    }

    /// Puts a number that was asked for in the place of what the model says of its axis.
    fn given(&mut self, key: &str, value: &mut Option<Foreign>, asked: Option<f64>) {
        let Some(asked) = asked else { return };
        match self.index.get(key) {
            Some(&slot) => {
                self.overrides.insert((slot, 0), asked);
            }
            None => {
                let span = value.as_ref().map_or(Span::default(), |e| e.span);
                *value = Some(Foreign { kind: crate::foreign::ExprKind::Number(asked), span });
            }
        }
    }

    /// The variables of the axis cannot be drawn: it is the same in every future.
    pub(crate) fn settle_axis(&mut self) {
        self.settled.retain(|s| s.variable.0 != u32::MAX);
        for id in [self.control.start, self.control.stop, self.control.step, self.control.save] {
            self.settled.push(Settled { variable: id, flat: 0, why: "the axis of time".into(), least: None });
        }
    }

    fn control_of(&mut self, key: &str, value: &Option<Foreign>, default: f64, span: Span) -> Read<VariableId> {
        if let Some(&slot) = self.index.get(key)
            && self.slots[slot].axes.is_empty()
        {
            return Ok(self.slots[slot].id);
        }
        let value = match value {
            Some(e) => self.number(e, &Scope::default())?,
            None => number(default, span),
        };
        Ok(self.extra(key, value))
    }

    /// The axis, how many steps lie between saved values, and which steps are shown where that changes.
    pub(crate) fn axis(&mut self, settings: &Settings) -> Read<(TimeAxis, u32, Option<Clock>)> {
        self.asking = "the axis of time".into();
        // Before the first instant is known the time is 0.
        self.start = Some(0.0);
        let start = self.told(self.control.start, "the first instant")?;
        self.start = Some(start);
        self.known.clear();
        let changes = self.changes(settings);
        if changes != Changes::default() {
            if !settings.clock {
                return Err(self.changing(changes));
            }
            return self.changing_axis(settings, changes, start);
        }
        let step = self.told(self.control.step, "the step of time")?;
        self.step = Some(step);
        let end = match settings.until {
            Some(until) => until,
            None => self.told(self.control.stop, "the last instant")?,
        };
        let save = match settings.save_every {
            Some(every) => every,
            None => self.told(self.control.save, "the interval of saving")?,
        };
        let place = self.place_of(self.control.step);
        if !(step > 0.0 && step.is_finite()) {
            return Err(at(place, format!("the step of time is {step}, it must be above zero")));
        }
        if !(end >= start && end.is_finite()) {
            return Err(at(
                self.place_of(self.control.stop),
                format!("the model ends at {end}, before it begins at {start}"),
            ));
        }
        let steps = ((end - start) / step + 0.5).floor();
        if steps > MOST_STEPS {
            return Err(at(place, "this is more than 50 million steps".to_string()).help("use a longer step"));
        }
        // A run of no step has one, of which only the first instant counts.
        let steps = (steps as u32).max(1);
        let every = if save > 0.0 { (save / step).round().clamp(1.0, f64::from(u32::MAX)) as u32 } else { 1 };
        let axis = self.axis_of(settings, start, step, steps, every)?;
        Ok((axis, every, None))
    }

    /// The axis with its method.
    pub(super) fn axis_of(&self, settings: &Settings, start: f64, step: f64, steps: u32, every: u32) -> Read<TimeAxis> {
        let method = match settings.method {
            Some(method) => method,
            None => self.method()?,
        };
        Ok(TimeAxis {
            unit: self.model.time.unit.clone().unwrap_or_else(|| "time".into()),
            start,
            end: start + f64::from(steps) * step,
            step,
            steps,
            method,
            origin: None,
            until: None,
            decide: start,
            decide_date: None,
            report_every: every,
        })
    }

    fn method(&self) -> Read<Method> {
        let Some((name, span)) = &self.model.time.method else { return Ok(Method::Euler) };
        match name.to_lowercase().as_str() {
            "euler" => Ok(Method::Euler),
            "rk2" => Ok(Method::Rk2),
            "rk4" => Ok(Method::Rk4),
            other => Err(Diagnostic::error(*span, format!("the method of integration `{other}` is not supported"))
                .help("run it with --method rk4")),
        }
    }

    /// Which parts of the axis may change during a run.
    fn changes(&mut self, settings: &Settings) -> Changes {
        let Control { step, stop, save, .. } = self.control;
        let mut may = |id: VariableId| {
            let place = self.place_of(id).unwrap_or_default();
            self.throughout(&variable(id, &[], place)).is_none()
        };
        Changes {
            step: may(step),
            stop: settings.until.is_none() && may(stop),
            save: settings.save_every.is_none() && may(save),
        }
    }

    /// The finding for the first part of the axis that changes.
    fn changing(&self, changes: Changes) -> Diagnostic {
        let (id, what) = match changes {
            Changes { step: true, .. } => (self.control.step, "the step of time"),
            Changes { stop: true, .. } => (self.control.stop, "the last instant"),
            _ => (self.control.save, "the interval of saving"),
        };
        at(self.place_of(id), format!("{what} may change during the run, which is not supported here"))
            .help("make it a constant, or run it once with `milepost simulate`")
    }

    pub(super) fn told(&mut self, id: VariableId, what: &str) -> Read<f64> {
        let place = self.place_of(id);
        let value: Expr = variable(id, &[], place.unwrap_or_default());
        match self.before_run(&value).filter(|v| v.is_finite()) {
            Some(value) => Ok(value),
            None => Err(at(place, format!("{what} is not known before the run"))
                .help("compute it from constants and initial values only")),
        }
    }

    pub(super) fn place_of(&self, id: VariableId) -> Option<Span> {
        match self.slots.get(id.index()) {
            Some(slot) => Some(slot.span()),
            None => self.extras.get(id.index().checked_sub(self.slots.len())?)?.as_ref().map(|v| v.span),
        }
    }
}

pub(super) fn at(place: Option<Span>, message: String) -> Diagnostic {
    let mut finding = Diagnostic::error(place.unwrap_or_default(), message);
    finding.span = place;
    finding
}
