//! The value of a lever: default, regimes, recommendations, triggers; held at its range.

use milepost_strategy::model::{
    Distribution, Lever, Part, PathwayId, Recommendation, Setting, Type, Variable, VariableId, VariableKind,
};
use milepost_syntax::ast;

use super::environment::{environment, size};
use super::{Lowering, Watch};
use crate::graph::{Id, Range, Traits};
use crate::{Code, Draws, Fault, NoticeKind};

/// Whether a setting moves this element of a lever.
pub(super) fn moves(setting: &Setting, lever: VariableId, flat: usize) -> bool {
    setting.lever == lever && setting.elements.as_ref().is_none_or(|elements| elements.contains(&flat))
}

/// Whether a lever has no values in between: one of categories jumps.
pub(super) fn jumps(variable: &Variable) -> bool {
    matches!(variable.ty, Type::Category(_) | Type::Truth)
}

/// A change of a lever, and the share of it that is in force.
struct Move<'a> {
    setting: &'a Setting,
    /// Time-invariant part of the share (what is delivered, compliance).
    weight: Id,
    /// The ramp or the response.
    share: Id,
}

impl<'a> Lowering<'a> {
    pub(super) fn lever(&mut self, id: VariableId, flat: usize, lever: &'a Lever) -> Result<Id, Fault> {
        let default = lever.default.get(flat).copied().unwrap_or(f64::NAN);
        let set = self.variant.with.iter().rev().find(|(set, _)| *set == id).map(|(_, value)| *value);
        let varied = lever.varied.as_ref().filter(|_| set.is_none() && self.want.draws == Draws::Sampled);
        let (mut value, mut range) = match (set, varied) {
            (Some(set), _) => {
                let value = self.number(set);
                (self.set_at_decision(id, value, default), Range::point(default).hull(Range::point(set)))
            }
            (None, Some(distribution)) => {
                let value = self.varied(id, distribution);
                let range = Range::point(default).hull(self.setting_range(value));
                (self.set_at_decision(id, value, default), range)
            }
            (None, None) => {
                let own = self.variant.pathway;
                let pathway = if self.is_held(lever) { self.strategy.reference } else { Some(own) };
                self.guided(id, flat, default, pathway, self.is_held(lever))?
            }
        };
        let responses = self.response_moves(id, flat)?;
        (value, range) = self.moved(id, flat, value, range, responses)?;
        let value = self.held_at_range(id, value, range, lever.range);
        Ok(self.graph.hold(value))
    }

    /// The value that a design varies a lever to: one for all its elements.
    pub(super) fn varied(&mut self, id: VariableId, distribution: &Distribution) -> Id {
        let strategy = self.strategy;
        self.drawn(distribution, &strategy.variables[id.index()].name)
    }

    /// A value from the decision on, or from the start where initial values read the lever.
    fn set_at_decision(&mut self, id: VariableId, value: Id, default: f64) -> Id {
        let old = self.number(default);
        let begins = if self.initial_levers[id.index()] { Id::ONE } else { self.since(self.strategy.time.decide) };
        self.graph.select(begins, value, old)
    }

    /// The range of a setting's value: it lies between that and the old value while it is reached.
    pub(super) fn setting_range(&self, id: Id) -> Range {
        let wild = self.graph.is(id, Traits::WILD.with(Traits::UNKNOWN));
        if wild { Range::ANY } else { self.graph.range(id) }
    }

    /// Whether the variant holds a lever at the reference pathway's values.
    fn is_held(&self, lever: &Lever) -> bool {
        self.variant.without.iter().any(|part| match part {
            Part::Element(element) => lever.element == Some(*element),
            Part::Actor(actor) => lever.actor == Some(*actor),
            Part::Recommendation(_) => false,
        })
    }

    fn is_dropped(&self, recommendation: &Recommendation, index: usize) -> bool {
        self.variant.without.iter().any(|part| match part {
            Part::Element(element) => recommendation.element == Some(*element),
            Part::Actor(actor) => recommendation.actor == Some(*actor),
            Part::Recommendation(id) => id.index() == index,
        })
    }

    /// The value under a pathway's regimes and recommendations; the default without one.
    fn guided(
        &mut self,
        id: VariableId,
        flat: usize,
        default: f64,
        pathway: Option<PathwayId>,
        whole: bool,
    ) -> Result<(Id, Range), Fault> {
        let Some(pathway) = pathway else {
            return Ok((self.number(default), Range::point(default)));
        };
        let strategy = self.strategy;
        let (value, range) = self.posture(id, flat, default, pathway)?;
        let mut followed: Vec<&Recommendation> = strategy.pathways[pathway.index()]
            .follows
            .iter()
            .map(|r| (r.index(), &strategy.recommendations[r.index()]))
            .filter(|(index, r)| whole || !self.is_dropped(r, *index))
            .map(|(_, r)| r)
            .collect();
        followed.sort_by(|a, b| a.name.cmp(&b.name));
        let mut changes = Vec::new();
        for recommendation in followed {
            for setting in recommendation.settings.iter().filter(|s| moves(s, id, flat)) {
                let weight = self.delivered(recommendation);
                let begun = self.dated(recommendation.starts);
                let share = self.ramp(begun, setting.over);
                changes.push(Move { setting, weight, share });
            }
        }
        self.moved(id, flat, value, range, changes)
    }

    /// What triggers do to a lever, in order of their names.
    fn response_moves(&mut self, id: VariableId, flat: usize) -> Result<Vec<Move<'a>>, Fault> {
        let strategy = self.strategy;
        let mut changes = Vec::new();
        for at in 0..self.triggers.len() {
            let trigger_id = self.triggers[at];
            let variable = &strategy.variables[trigger_id.index()];
            let VariableKind::Trigger(trigger) = &variable.kind else { continue };
            for setting in trigger.then.iter().filter(|s| moves(s, id, flat)) {
                let weight = self.between(trigger.compliance, &format!("compliance.{}", variable.name));
                let mut share = Id::ZERO;
                for element in self.matching(trigger_id, id, flat) {
                    let level = self.response(trigger_id, element, setting.over)?;
                    share = if share == Id::ZERO { level } else { self.graph.extreme(Code::Max, share, level) };
                }
                changes.push(Move { setting, weight, share });
            }
        }
        Ok(changes)
    }

    /// Elements of a trigger that speak for an element of a lever: of shared dimensions the same, of others all.
    fn matching(&self, trigger: VariableId, lever: VariableId, flat: usize) -> Vec<usize> {
        let bound = environment(self.strategy, lever, flat);
        let mut elements = vec![0];
        for &dimension in &self.strategy.variables[trigger.index()].dims {
            let n = size(self.strategy, dimension);
            let choices = match bound.get(dimension) {
                Some(element) => element..element + 1,
                None => 0..n,
            };
            elements = elements.iter().flat_map(|&at| choices.clone().map(move |e| at * n + e)).collect();
        }
        elements
    }

    /// Applies changes: first every `=`, then every `*=`, then every `+=`.
    fn moved(
        &mut self,
        id: VariableId,
        flat: usize,
        value: Id,
        range: Range,
        changes: Vec<Move<'a>>,
    ) -> Result<(Id, Range), Fault> {
        let bound = environment(self.strategy, id, flat);
        let jumps = jumps(&self.strategy.variables[id.index()]);
        let (mut value, mut range) = (value, range);
        let unit = Range::UNIT;
        for kind in [ast::Change::Set, ast::Change::Scale, ast::Change::Add] {
            let mut sum = Id::ZERO;
            for change in changes.iter().filter(|change| change.setting.change == kind) {
                let to = self.value(&change.setting.value, &bound)?;
                let interval = self.setting_range(to);
                match kind {
                    ast::Change::Set if jumps => {
                        let force = self.graph.mul(change.weight, change.share);
                        let half = self.number(0.5);
                        let enough = self.graph.at_most(half, force);
                        value = self.graph.select(enough, to, value);
                        range = range.hull(interval);
                    }
                    ast::Change::Set => {
                        let gap = self.graph.sub(to, value);
                        let way = self.graph.mul(change.weight, gap);
                        let way = self.graph.mul(way, change.share);
                        value = self.graph.add(value, way);
                        range = range.hull(interval);
                    }
                    ast::Change::Scale => {
                        let excess = self.graph.sub(to, Id::ONE);
                        let effect = self.graph.mul(change.weight, excess);
                        let effect = self.graph.mul(effect, change.share);
                        let factor = self.graph.add(effect, Id::ONE);
                        value = self.graph.mul(value, factor);
                        range = range.times(interval.hull(Range::point(1.0)));
                    }
                    ast::Change::Add => {
                        let effect = self.graph.mul(change.weight, to);
                        let effect = self.graph.mul(effect, change.share);
                        sum = self.graph.add(sum, effect);
                        range = range.plus(interval.times(unit));
                    }
                }
            }
            value = self.graph.add(value, sum);
        }
        Ok((value, range))
    }

    /// Holds a value at a lever's range, if it could leave it.
    fn held_at_range(&mut self, id: VariableId, value: Id, surely: Range, range: Option<(f64, f64)>) -> Id {
        let Some((lo, hi)) = range.filter(|range| !surely.inside(range.0, range.1)) else { return value };
        let (low, high) = (self.number(lo), self.number(hi));
        let held = self.graph.clip(value, low, high);
        if self.want.diagnostics && held != value {
            // Rounding does not count as leaving the range.
            let slack = if hi - lo < f64::MAX { 1e-9 * (hi - lo) } else { 0.0 };
            let (below, above) = (self.number(lo - slack), self.number(hi + slack));
            let under = self.graph.binary(Code::Lt, value, below);
            let over = self.graph.binary(Code::Lt, above, value);
            let flag = self.graph.or(under, over);
            let text = format!("`{}` was held at its range", self.strategy.variables[id.index()].name);
            self.watches.push(Watch { kind: NoticeKind::LeverHeld, text, subject: held, flag });
        }
        held
    }
}
