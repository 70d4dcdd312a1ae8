//! What can be moved.

use std::collections::BTreeMap;

use milepost_engine::NonFinite;
use milepost_strategy::model::{Lever, Strategy, Type, Variable, VariableId, VariableKind};

use crate::types::{Kind, LeverSheet, LeverShown, Position, Range};

/// Every lever of a strategy, and where each pathway has it.
pub(crate) fn sheet(strategy: &Strategy) -> LeverSheet {
    let levers: Vec<(VariableId, &Variable, &Lever)> = strategy
        .variables
        .iter()
        .enumerate()
        .filter_map(|(at, variable)| match &variable.kind {
            VariableKind::Lever(lever) => Some((VariableId(at as u32), variable, lever)),
            _ => None,
        })
        .collect();
    let ids: Vec<VariableId> = levers.iter().map(|(id, ..)| *id).collect();
    let ends: Vec<(String, Vec<Option<f64>>)> =
        (0..strategy.pathways.len()).map(|p| (strategy.pathways[p].name.clone(), ends(strategy, p, &ids))).collect();
    let shown = |(at, (_, variable, lever)): (usize, &(VariableId, &Variable, &Lever))| {
        let default = lever.default.first().copied().unwrap_or(f64::NAN);
        let value = |(name, ends): &(String, Vec<Option<f64>>)| {
            (name.clone(), position(variable, ends.get(at).copied().flatten().unwrap_or(default)))
        };
        LeverShown {
            name: variable.name.clone(),
            title: variable.title.clone().unwrap_or_else(|| variable.name.replace('_', " ")),
            element: lever.element.map(|element| strategy.elements[element.index()].title.clone()),
            actor: lever.actor.map(|actor| strategy.actors[actor.index()].title.clone()),
            unit: variable.display.text.clone(),
            kind: kind(variable, lever, default),
            words: words(variable),
            values: ends.iter().map(value).collect::<BTreeMap<_, _>>(),
        }
    };
    let mut sheet: Vec<(Option<u32>, Option<u32>, LeverShown)> = levers
        .iter()
        .enumerate()
        .map(|(at, of)| (of.2.element.map(|e| e.0), of.2.actor.map(|a| a.0), shown((at, of))))
        .collect();
    // Those without an element or an actor come last.
    sheet.sort_by_key(|(element, actor, _)| (element.unwrap_or(u32::MAX), actor.unwrap_or(u32::MAX)));
    LeverSheet { levers: sheet.into_iter().map(|(_, _, lever)| lever).collect() }
}

/// Where a pathway has levers at the end of its time, everything uncertain at its default; the mean over a lever's elements.
fn ends(strategy: &Strategy, pathway: usize, levers: &[VariableId]) -> Vec<Option<f64>> {
    let one = Strategy { variants: strategy.variants.get(pathway).cloned().into_iter().collect(), ..strategy.clone() };
    let Ok(run) = milepost_ensemble::single(&one, levers, strategy.time.steps.max(1), 1, NonFinite::Allow) else {
        return vec![None; levers.len()];
    };
    let end = |elements: &Vec<Vec<f64>>| {
        let known: Vec<f64> = elements.iter().filter_map(|series| series.last()).copied().collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        mean.is_finite().then_some(mean)
    };
    run.values.iter().map(end).collect()
}

fn kind(variable: &Variable, lever: &Lever, default: f64) -> Kind {
    match (&variable.ty, lever.range) {
        (Type::Category(labels), _) => Kind::Choice { options: labels.clone() },
        (Type::Truth, _) => Kind::Choice { options: vec!["false".into(), "true".into()] },
        (Type::Number(_), range) => {
            let (min, max) = range.unwrap_or((default.min(0.0), default.max(1.0)));
            let scale = variable.display.scale;
            let [min, max, default] = [min, max, default].map(|value| clean(value / scale));
            Kind::Number(Range { min, max, default, step: step(max - min) })
        }
    }
}

/// The round number nearest below a hundredth of a range: 1, 2 or 5 times a power of ten.
fn step(width: f64) -> f64 {
    if !(width.is_finite() && width > 0.0) {
        return 1.0;
    }
    let power = 10f64.powi((width / 100.0).log10().floor() as i32);
    let times = width / 100.0 / power;
    let step = if times >= 5.0 - 1e-9 {
        5.0
    } else if times >= 2.0 - 1e-9 {
        2.0
    } else {
        1.0
    };
    clean(step * power)
}

fn position(variable: &Variable, value: f64) -> Position {
    match &variable.ty {
        Type::Category(labels) => {
            Position::Word(labels.get(value.round().max(0.0) as usize).cloned().unwrap_or_default())
        }
        Type::Truth => Position::Word(if value >= 0.5 { "true" } else { "false" }.into()),
        Type::Number(_) => Position::Number(clean(value / variable.display.scale)),
    }
}

/// Without the last digits, which units and sums blur.
fn clean(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

/// Words for positions of a number, from the least to the most.
fn words(variable: &Variable) -> Vec<String> {
    match variable.ty {
        Type::Number(_) => ["least", "low", "middle", "high", "most"].map(String::from).to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_has_round_steps() {
        let steps = [1.0, 1.2, 60_000.0, 12_000.0, 200_000.0, 0.5, 100.0].map(step);
        assert_eq!(steps, [0.01, 0.01, 500.0, 100.0, 2000.0, 0.005, 1.0]);
        assert_eq!([step(0.0), step(f64::NAN), step(f64::INFINITY)], [1.0; 3]);
    }

    #[test]
    fn what_units_blur_is_cleaned() {
        assert_eq!(clean(0.1 + 0.2), 0.3);
        assert_eq!(clean(0.0), 0.0);
    }
}
