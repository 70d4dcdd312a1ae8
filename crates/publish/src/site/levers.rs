//! What can be moved: every lever with its range, its positions in words, and where each pathway puts it at first.

use milepost_strategy::model::{Expr, ExprKind, Lever, Pathway, Setting, Strategy, Type, Variable, VariableKind};
use milepost_syntax::ast::Change;

use crate::language::Language;
use crate::words;

/// A lever as people move it.
#[derive(Clone, Debug, PartialEq)]
pub struct Movable {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// The element it belongs to.
    pub element: Option<String>,
    /// Who moves it.
    pub actor: Option<String>,
    /// Unit as declared; empty where there is none.
    pub unit: String,
    /// Where it can stand, in that unit.
    pub range: Range,
    /// Positions in words, spread evenly from one end to the other; empty for choices.
    pub words: Vec<String>,
    /// Where each pathway puts it from the decision on, before recommendations and later stages: name and position.
    pub values: Vec<(String, Position)>,
}

/// Where a lever can stand.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// From one end to the other.
    Number {
        /// The lower end.
        min: f64,
        /// The upper end.
        max: f64,
        /// Where nobody moves it.
        default: f64,
        /// The smallest move; 0 for any.
        step: f64,
    },
    /// One of some names.
    Choice {
        /// The names.
        options: Vec<String>,
        /// Where nobody moves it.
        default: String,
    },
}

/// Where a lever stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Position {
    /// A number in its unit.
    Number(f64),
    /// One of its names.
    Choice(String),
}

impl Movable {
    /// Where a pathway puts it; where nobody moves it, if the pathway is unknown.
    pub fn position(&self, pathway: &str) -> Position {
        let found = self.values.iter().find(|(name, _)| name == pathway).map(|(_, position)| position.clone());
        found.unwrap_or_else(|| match &self.range {
            Range::Number { default, .. } => Position::Number(*default),
            Range::Choice { default, .. } => Position::Choice(default.clone()),
        })
    }
}

/// All levers that can be moved, in declared order.
pub fn levers(strategy: &Strategy, language: &'static Language) -> Vec<Movable> {
    let lever = |v: &Variable| {
        if let VariableKind::Lever(lever) = &v.kind { Some(movable(strategy, language, v, lever)) } else { None }
    };
    strategy.variables.iter().filter_map(lever).collect()
}

fn movable(strategy: &Strategy, language: &'static Language, variable: &Variable, lever: &Lever) -> Movable {
    let default = mean(&lever.default);
    let position =
        |pathway: &Pathway| (pathway.name.clone(), position(variable, at_first(strategy, pathway, variable, lever)));
    let values: Vec<(String, Position)> = strategy.pathways.iter().map(position).collect();
    let scale = variable.display.scale;
    let range = match (&variable.ty, lever.range) {
        (Type::Number(_), Some((low, high))) => Range::Number {
            min: tidy(low / scale),
            max: tidy(high / scale),
            default: tidy(default / scale),
            step: step((tidy(low / scale), tidy(high / scale)), &values, tidy(default / scale)),
        },
        _ => Range::Choice { options: names(&variable.ty), default: name(&variable.ty, default) },
    };
    let words = match range {
        Range::Number { .. } => position_words(language),
        Range::Choice { .. } => Vec::new(),
    };
    Movable {
        name: variable.name.clone(),
        title: words::title(variable),
        element: words::element(strategy, lever.element).map(String::from),
        actor: words::actor(strategy, lever.actor).map(String::from),
        unit: variable.display.text.clone(),
        range,
        words,
        values,
    }
}

/// Five words, from the lower end to the upper.
fn position_words(language: &'static Language) -> Vec<String> {
    let keys = ["lever.word-1", "lever.word-2", "lever.word-3", "lever.word-4", "lever.word-5"];
    keys.map(|key| language.say(key).to_string()).to_vec()
}

/// The value that the first stage of a pathway brings it to, over all elements; its default where that says nothing.
fn at_first(strategy: &Strategy, pathway: &Pathway, variable: &Variable, lever: &Lever) -> f64 {
    let Some(stage) = pathway.stages.first() else { return mean(&lever.default) };
    let mut values = lever.default.clone();
    let own = |s: &&Setting| strategy.variables.get(s.lever.index()).is_some_and(|v| v.name == variable.name);
    for setting in strategy.regimes[stage.regime.index()].settings.iter().filter(own) {
        let Some(number) = constant(&setting.value) else { continue };
        let all: Vec<usize> = (0..values.len()).collect();
        for &flat in setting.elements.as_ref().unwrap_or(&all) {
            let Some(value) = values.get_mut(flat) else { continue };
            *value = match setting.change {
                Change::Set => number,
                Change::Scale => *value * number,
                Change::Add => *value + number,
            };
        }
    }
    let value = mean(&values);
    lever.range.map_or(value, |(low, high)| value.clamp(low, high))
}

fn constant(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(n) => Some(*n),
        ExprKind::Truth(t) => Some(f64::from(u8::from(*t))),
        ExprKind::Neg(inner) => Some(-constant(inner)?),
        _ => None,
    }
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

fn position(variable: &Variable, value: f64) -> Position {
    match &variable.ty {
        Type::Number(_) => Position::Number(tidy(value / variable.display.scale)),
        other => Position::Choice(name(other, value)),
    }
}

fn names(ty: &Type) -> Vec<String> {
    match ty {
        Type::Category(names) => names.clone(),
        _ => vec!["false".into(), "true".into()],
    }
}

fn name(ty: &Type, value: f64) -> String {
    names(ty).get(value as usize).cloned().unwrap_or_default()
}

/// A value without the dust that a change of unit leaves.
fn tidy(value: f64) -> f64 {
    let text = format!("{value:.12e}");
    text.parse().unwrap_or(value)
}

/// About a hundred moves from end to end, such that every position lies on one; 0 where no step does that.
fn step((min, max): (f64, f64), values: &[(String, Position)], default: f64) -> f64 {
    let raw = (max - min) / 100.0;
    if raw <= 0.0 || !raw.is_finite() {
        return 0.0;
    }
    let power = raw.log10().floor() as i32;
    let round = |m: f64, power: i32| if power < 0 { m / 10f64.powi(-power) } else { m * 10f64.powi(power) };
    let coarse = [5.0, 2.0, 1.0].map(|m| round(m, power)).into_iter().find(|s| *s <= raw * 1.000_001);
    let finer = [1.0, 0.5, 0.1, 0.05, 0.01].map(|m| tidy(round(1.0, power) * m));
    let numbers = values.iter().filter_map(|(_, v)| if let Position::Number(n) = v { Some(*n) } else { None });
    let all: Vec<f64> = numbers.chain([default, max]).collect();
    let fits =
        |step: &f64| all.iter().all(|v| (((v - min) / step).round() * step + min - v).abs() < 1e-9 * (max - min));
    coarse.into_iter().chain(finer).find(fits).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_reaches_every_position() {
        let at = |values: &[f64]| values.iter().map(|v| (String::new(), Position::Number(*v))).collect::<Vec<_>>();
        assert_eq!(step((0.0, 1.0), &at(&[0.35, 0.05]), 0.0), 0.01);
        assert_eq!(step((0.0, 200_000.0), &at(&[172_000.0, 86_000.0]), 0.0), 2000.0);
        assert_eq!(step((0.0, 1.0), &at(&[0.125]), 0.0), 0.005);
        assert_eq!(step((0.0, 1.0), &at(&[1.0 / 3.0]), 0.0), 0.0);
        assert_eq!(step((0.0, 0.0), &[], 0.0), 0.0);
    }
}
