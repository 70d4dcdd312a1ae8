//! Stages of a pathway: when each begins, and the posture that its regime gives a lever.

use milepost_strategy::model::{Begins, PathwayId, RegimeId, Setting, VariableId};
use milepost_syntax::{Span, ast};

use super::Lowering;
use super::environment::{Environment, environment};
use super::lever::moves;
use crate::graph::{Change, Doubt, Id, Range, StepSet, Traits};
use crate::{Code, Fault};

/// The time of what has not happened.
pub(super) const NEVER: f64 = 1e300;

/// When something begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    /// The time; [`NEVER`] as long as it is not known.
    pub at: Id,
    /// The time, if it is a fixed date.
    pub fixed: Option<f64>,
}

impl<'a> Lowering<'a> {
    /// A beginning at a fixed date.
    pub(super) fn dated(&mut self, date: f64) -> Begun {
        Begun { at: self.number(date), fixed: Some(date) }
    }

    /// How far a change has come that begins then and takes so long: 0 before, 1 when it is complete.
    pub(super) fn ramp(&mut self, begun: Begun, over: f64) -> Id {
        if over.is_nan() || over <= 0.0 {
            return self.reached(begun.at);
        }
        match begun.fixed {
            Some(date) if self.grid.step_of(date) > self.grid.steps => return Id::ZERO,
            Some(date) if date + over <= self.grid.start => return Id::ONE,
            _ => {}
        }
        let passed = self.graph.sub(Id::TIME, begun.at);
        let over = self.number(over);
        let share = self.graph.div(passed, over);
        self.graph.clip(share, Id::ZERO, Id::ONE)
    }

    /// When a stage of a pathway begins.
    fn begun(&mut self, pathway: PathwayId, index: usize) -> Begun {
        if let Some(&begun) = self.stages.get(&(pathway, index)) {
            return begun;
        }
        let strategy = self.strategy;
        let path = &strategy.pathways[pathway.index()];
        let mut before = self.dated(strategy.time.start);
        for (i, stage) in path.stages.iter().enumerate().take(index + 1) {
            if let Some(&known) = self.stages.get(&(pathway, i)) {
                before = known;
                continue;
            }
            before = match &stage.begins {
                Begins::At(date) => self.dated(*date),
                Begins::When { test, not_before, at_latest } => {
                    let name = format!("{} in {}", strategy.regimes[stage.regime.index()].name, path.name);
                    self.switch(name, test, *not_before, *at_latest, before)
                }
            };
            self.stages.insert((pathway, i), before);
        }
        before
    }

    /// A switch on a condition: a latch takes the time of the step at which it is met.
    fn switch(
        &mut self,
        name: String,
        test: &'a milepost_strategy::model::Expr,
        not_before: f64,
        at_latest: Option<f64>,
        before: Begun,
    ) -> Begun {
        let earliest = before.fixed.map_or(not_before, |date| date.max(not_before));
        let first = self.grid.step_of(earliest);
        let last = at_latest.map_or(self.grid.steps, |date| self.grid.step_of(date).min(self.grid.steps));
        let at = self.grid.set(first..=last);
        let never = self.number(NEVER);
        let latch = self.state(
            name,
            Doubt::Never,
            Traits::default(),
            Box::new(move |lowering, latch| {
                let test = lowering.root(test, &Environment::default())?;
                let open = lowering.graph.binary(Code::Eq, latch, never);
                let follows = lowering.reached(before.at);
                let allowed = lowering.graph.and(open, follows);
                let met = lowering.graph.and(allowed, test);
                let next = lowering.graph.select(met, Id::TIME, latch);
                lowering.define(latch, Change::Latch { at, next }, never);
                Ok(())
            }),
        );
        let time = match (at_latest, before.fixed) {
            (None, _) => latch,
            (Some(latest), Some(date)) => {
                let latest = self.number(latest.max(date));
                self.graph.binary(Code::Min, latch, latest)
            }
            (Some(latest), None) => {
                let latest = self.number(latest);
                let latest = self.graph.binary(Code::Max, before.at, latest);
                self.graph.binary(Code::Min, latch, latest)
            }
        };
        Begun { at: time, fixed: None }
    }

    /// What the stages of a pathway make of a lever, and the range that it can take.
    pub(super) fn posture(
        &mut self,
        lever: VariableId,
        flat: usize,
        default: f64,
        pathway: PathwayId,
    ) -> Result<(Id, Range), Fault> {
        let strategy = self.strategy;
        let default_range = Range::point(default);
        let default = self.number(default);
        let jumps = super::lever::jumps(&strategy.variables[lever.index()]);
        let mut value = default;
        let mut range = default_range;
        // Whether all that moves the value so far are ramps between values that do not change.
        let mut steady = true;
        let mut before: Option<Span> = None;
        for (index, stage) in strategy.pathways[pathway.index()].stages.iter().enumerate() {
            let setting = self.regime_setting(stage.regime, lever, flat);
            // A setting that is inherited unchanged goes on as it began.
            let line = setting.map(|setting| setting.span).filter(|line| line.start < line.end);
            if line.is_some() && line == std::mem::replace(&mut before, line) {
                continue;
            }
            let (target, over) = match setting {
                Some(setting) => (self.target(setting, lever, flat, default)?, setting.over),
                None => (default, 0.0),
            };
            if target == value {
                continue;
            }
            range = range.hull(self.setting_range(target));
            let begun = self.begun(pathway, index);
            if jumps || over.is_nan() || over <= 0.0 {
                let begins = self.reached(begun.at);
                value = self.graph.select(begins, target, value);
            } else {
                let switch = self.at_switch(value, begun, steady);
                let share = self.ramp(begun, over);
                let gap = self.graph.sub(target, switch);
                let way = self.graph.mul(gap, share);
                let moved = self.graph.add(switch, way);
                let begins = self.reached(begun.at);
                value = if switch == value { moved } else { self.graph.select(begins, moved, value) };
            }
            steady &= !self.graph.is(target, Traits::TIME.with(Traits::STATE));
        }
        Ok((value, range))
    }

    fn regime_setting(&self, regime: RegimeId, lever: VariableId, flat: usize) -> Option<&'a Setting> {
        let regime = &self.strategy.regimes[regime.index()];
        regime.settings.iter().find(|setting| moves(setting, lever, flat))
    }

    fn target(&mut self, setting: &'a Setting, lever: VariableId, flat: usize, default: Id) -> Result<Id, Fault> {
        let bound = environment(self.strategy, lever, flat);
        let value = self.value(&setting.value, &bound)?;
        Ok(match setting.change {
            ast::Change::Set => value,
            ast::Change::Scale => self.graph.mul(default, value),
            ast::Change::Add => self.graph.add(default, value),
        })
    }

    /// The value that a lever had when a stage began.
    fn at_switch(&mut self, value: Id, begun: Begun, steady: bool) -> Id {
        if !self.graph.is(value, Traits::TIME.with(Traits::STATE)) {
            return value;
        }
        if steady {
            return self.at_time(value, begun.at);
        }
        // What moves by itself is followed up to the last step before the switch.
        let begins = self.reached(begun.at);
        let doubt = if self.graph.is(value, Traits::UNKNOWN) { Doubt::Any } else { Doubt::Never };
        let latch = self.latch(format!("{} at the switch", self.subject()), StepSet::EVERY, value, doubt);
        let next = self.graph.select(begins, latch, value);
        self.set_next(latch, next);
        latch
    }
}
