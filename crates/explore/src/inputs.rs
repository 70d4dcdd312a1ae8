//! The uncertain inputs of a run, as studies look at them.

use milepost_analysis::table::{Column, Kind};
use milepost_ensemble::{Stored, StoredColumn};
use milepost_strategy::model::{Strategy, Variable, VariableKind};

/// An uncertainty that varies over the futures of a run.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// Its column in `futures.parquet`, the same in commands and in files.
    pub name: &'a str,
    /// What people call it.
    pub title: String,
    /// Unit as people read it; empty where there is none.
    pub unit: &'a str,
    /// Names of the categories, which the values count from 0; in the order of the alphabet.
    pub categories: Option<&'a [String]>,
    /// One for each future.
    pub values: &'a [f64],
    /// The actor whose deliveries go together with this one, for the delivery of a recommendation.
    pub tied: Option<&'a str>,
    /// Whether it is a lever that the run varied, rather than an uncertainty.
    pub lever: bool,
}

impl<'a> Input<'a> {
    /// As decision analysis takes it; its name is the title.
    pub fn column(&'a self) -> Column<'a> {
        let kind = self.categories.map_or(Kind::Real, Kind::Categorical);
        Column { name: &self.title, unit: self.unit, kind, values: self.values }
    }
}

/// Every uncertainty of a run that varies, in the order of the strategy.
pub fn inputs<'a>(strategy: &'a Strategy, stored: &'a Stored) -> Vec<Input<'a>> {
    let varies = |column: &&StoredColumn| column.values.iter().any(|v| *v != column.values[0]);
    stored.uncertainties.iter().filter(varies).map(|column| input(strategy, column)).collect()
}

fn input<'a>(strategy: &'a Strategy, column: &'a StoredColumn) -> Input<'a> {
    Input {
        name: &column.name,
        title: title(strategy, &column.name),
        unit: &column.unit,
        categories: column.categories.as_deref(),
        values: &column.values,
        tied: tied(strategy, &column.name),
        lever: is_lever(strategy, &column.name),
    }
}

/// Whether an input of this name is a lever.
pub(crate) fn is_lever(strategy: &Strategy, name: &str) -> bool {
    strategy.variables.iter().any(|v| v.name == name && matches!(v.kind, VariableKind::Lever(_)))
}

/// What people call an uncertainty of this name.
pub fn title(strategy: &Strategy, name: &str) -> String {
    let called = |v: &Variable| v.title.clone().unwrap_or_else(|| v.name.replace('_', " "));
    let variable = |name: &str| strategy.variables.iter().find(|v| v.name == name).map(called);
    let part = |rest: &str| variable(rest).unwrap_or_else(|| rest.replace('_', " "));
    if let Some(rest) = name.strip_prefix("delivered.") {
        let recommendation = strategy.recommendations.iter().find(|r| r.name == rest);
        let called = recommendation.and_then(|r| r.title.clone()).unwrap_or_else(|| rest.replace('_', "-"));
        return format!("delivery of {called}");
    }
    if let Some(rest) = name.strip_prefix("compliance.") {
        return format!("compliance with {}", part(rest));
    }
    if let Some(rest) = name.strip_prefix("under_reporting.") {
        return format!("under-reporting of {}", part(rest));
    }
    match name.split_once('[') {
        Some((base, elements)) => format!("{} [{elements}", part(base)),
        None if is_lever(strategy, name) => format!("{} (lever)", part(name)),
        None => part(name),
    }
}

/// The actor that a delivery shares its luck with.
pub(crate) fn tied<'a>(strategy: &'a Strategy, name: &str) -> Option<&'a str> {
    let rest = name.strip_prefix("delivered.")?;
    let actor = strategy.recommendations.iter().find(|r| r.name == rest)?.actor?;
    let actor = &strategy.actors[actor.index()];
    (actor.correlation > 0.0).then_some(actor.name.as_str())
}
