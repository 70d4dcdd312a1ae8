//! What a strategy draws before a future begins: the inputs of a design.

use milepost_ensemble::stream;
use milepost_strategy::model::{Distribution, Lever, Recommendation, Strategy, VariableId, VariableKind};

/// Something that takes another value in every future.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Name, as its column of `futures.parquet`.
    pub name: String,
    /// What its values are.
    pub values: Values,
    /// The actor whose other deliveries it goes along with.
    pub tied: Option<String>,
}

/// The values of an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers between two ends or around a middle.
    Numbers,
    /// Numbers of a lever, of which both ends are choices.
    Lever,
    /// Categories with their probabilities.
    Categories(Vec<f64>),
}

impl Drawn {
    /// The streams of its draws that no other input has.
    pub(super) fn stream(&self) -> u64 {
        stream(&self.name)
    }
}

/// Every input, in the order of the columns of `futures.parquet`.
pub fn drawn(strategy: &Strategy) -> Vec<Drawn> {
    let mut found = Vec::new();
    let mut add = |name: String, values: Values, tied: Option<String>| found.push(Drawn { name, values, tied });
    for (i, variable) in strategy.variables.iter().enumerate() {
        let (id, name) = (VariableId(i as u32), &variable.name);
        match &variable.kind {
            VariableKind::Uncertain(uncertain) => {
                for (flat, distribution) in uncertain.distribution.iter().enumerate() {
                    if let Some(values) = values(distribution, Values::Numbers) {
                        add(strategy.element_of(id, flat), values, None);
                    }
                }
            }
            VariableKind::Lever(Lever { varied: Some(distribution), .. }) => {
                if let Some(values) = values(distribution, Values::Lever) {
                    add(name.clone(), values, None);
                }
            }
            VariableKind::Indicator(indicator) if indicator.under_reporting.0 != indicator.under_reporting.1 => {
                add(format!("under_reporting.{name}"), Values::Numbers, None);
            }
            VariableKind::Trigger(trigger) if trigger.compliance.0 != trigger.compliance.1 => {
                add(format!("compliance.{name}"), Values::Numbers, None);
            }
            _ => {}
        }
    }
    for recommendation in &strategy.recommendations {
        if let Some(values) = values(&recommendation.delivered.1, Values::Numbers) {
            let tied = tied(strategy, recommendation);
            add(format!("delivered.{}", recommendation.name), values, tied);
        }
    }
    found
}

/// `None` where nothing is drawn.
fn values(distribution: &Distribution, numbers: Values) -> Option<Values> {
    match distribution {
        Distribution::Fixed(_) => None,
        Distribution::Categories(weights) => Some(Values::Categories(weights.clone())),
        _ => Some(numbers),
    }
}

fn tied(strategy: &Strategy, recommendation: &Recommendation) -> Option<String> {
    let actor = &strategy.actors[recommendation.actor?.index()];
    (actor.correlation > 0.0).then(|| actor.name.clone())
}
