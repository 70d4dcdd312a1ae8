//! Uncertainties held at their defaults, so that a design may vary a few of them only.

use crate::model::*;

/// Holds everything uncertain at its default, except what `varies` says by the name of its column of `futures.parquet`:
/// `x`, `x[north]`, `delivered.R`, `compliance.T`, `under_reporting.I`, or a lever that is varied.  Where a single delivery
/// of an actor is left, there is nothing that it could go along with.
pub fn hold_others(strategy: &mut Strategy, varies: impl Fn(&str) -> bool) {
    let name = |v: usize, flat: usize, strategy: &Strategy| strategy.element_of(VariableId(v as u32), flat);
    for v in 0..strategy.variables.len() {
        let size = strategy.size(&strategy.variables[v].dims);
        let names: Vec<String> = (0..size).map(|flat| name(v, flat, strategy)).collect();
        let own = strategy.variables[v].name.clone();
        match &mut strategy.variables[v].kind {
            VariableKind::Uncertain(uncertain) => {
                let Uncertain { default, distribution } = uncertain;
                for ((held, default), name) in distribution.iter_mut().zip(default.iter()).zip(&names) {
                    if !varies(name) {
                        *held = Distribution::Fixed(*default);
                    }
                }
            }
            VariableKind::Lever(lever) if !varies(&own) => lever.varied = None,
            VariableKind::Indicator(indicator) if !varies(&format!("under_reporting.{own}")) => {
                indicator.under_reporting = middle(indicator.under_reporting);
            }
            VariableKind::Trigger(trigger) if !varies(&format!("compliance.{own}")) => {
                trigger.compliance = middle(trigger.compliance);
            }
            _ => {}
        }
    }
    let mut left = vec![0; strategy.actors.len()];
    for recommendation in &mut strategy.recommendations {
        let (default, distribution) = &mut recommendation.delivered;
        if !varies(&format!("delivered.{}", recommendation.name)) {
            *distribution = Distribution::Fixed(*default);
        }
        if !matches!(distribution, Distribution::Fixed(_)) {
            recommendation.actor.into_iter().for_each(|actor| left[actor.index()] += 1);
        }
    }
    for (actor, left) in strategy.actors.iter_mut().zip(left) {
        if left == 1 {
            actor.correlation = 0.0;
        }
    }
}

/// As the lowering takes a range of which nothing is drawn.
fn middle((lo, hi): (f64, f64)) -> (f64, f64) {
    let middle = lo + (hi - lo) / 2.0;
    (middle, middle)
}
