//! What a design moves together: single uncertainties, the deliveries of an actor, all others, and luck.

use milepost_ensemble::{Stored, stream};
use milepost_strategy::model::Strategy;
use milepost_syntax::nearest;

use super::Error;
use super::found::{Found, Given, Sensitivity};
use super::parts::{Direction, Driver, Kind};
use crate::asked::unknown;
use crate::inputs::{tied, title};

/// Uncertainties that a design moves together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub driver: Driver,
    /// Streams of its draws; of luck, which has no end of them, none.
    pub streams: Vec<u64>,
    /// Names of the uncertainties in it.
    pub names: Vec<String>,
}

/// Every uncertainty of the run, in its order, the tied ones of an actor together.
pub(super) fn units(strategy: &Strategy, stored: &Stored) -> Vec<Group> {
    let mut units: Vec<Group> = Vec::new();
    for column in &stored.uncertainties {
        let name = &column.name;
        let Some(actor) = tied(strategy, name) else {
            units.push(group(name, title(strategy, name), Kind::Input, vec![stream(name)], vec![name.clone()]));
            continue;
        };
        let called = format!("{DELIVERIES}{actor}");
        match units.iter_mut().find(|unit| unit.driver.name == called) {
            Some(unit) => {
                unit.streams.push(stream(name));
                unit.names.push(name.clone());
                unit.driver.members += 1;
            }
            None => {
                let known = strategy.actors.iter().find(|a| a.name == actor);
                let whose = known.map_or(actor, |a| a.title.as_str());
                let whose = whose.strip_prefix("The ").map_or(whose.to_string(), |rest| format!("the {rest}"));
                let streams = vec![stream(&format!("actor.{actor}")), stream(name)];
                units.push(group(
                    &called,
                    format!("deliveries by {whose}"),
                    Kind::Deliveries,
                    streams,
                    vec![name.clone()],
                ));
            }
        }
    }
    units
}

/// What the name of a group of deliveries begins with.
const DELIVERIES: &str = "deliveries.";

fn group(name: &str, title: String, kind: Kind, streams: Vec<u64>, names: Vec<String>) -> Group {
    let driver = Driver { name: name.into(), title, kind, members: names.len() as u64 };
    Group { driver, streams, names }
}

/// The units named, each once.
///
/// # Errors
/// A name that is not there, that stands twice, or that is one of several tied deliveries.
pub(super) fn named(
    strategy: &Strategy,
    units: &[Group],
    names: &[String],
    method: &'static str,
) -> Result<Vec<Group>, Error> {
    let mut found: Vec<Group> = Vec::new();
    for name in names {
        let whole = units.iter().find(|unit| unit.driver.name == *name);
        let part = || units.iter().find(|unit| unit.names.contains(name));
        let unit = match (whole, part()) {
            (Some(unit), _) => unit,
            // One delivery alone goes along with no other.
            (None, Some(unit)) if unit.names.len() == 1 => unit,
            (None, Some(unit)) => {
                let actor = unit.driver.name.trim_start_matches(DELIVERIES).to_string();
                let correlation = strategy.actors.iter().find(|a| a.name == actor).map_or(0.0, |a| a.correlation);
                return Err(Error::Tied { name: name.clone(), actor, correlation, method });
            }
            (None, None) => {
                let known = units.iter().map(|unit| unit.driver.name.as_str());
                let parts = units.iter().flat_map(|unit| unit.names.iter().map(String::as_str));
                let known: Vec<&str> = known.clone().chain(parts.filter(|p| !known.clone().any(|k| k == *p))).collect();
                return Err(match nearest(name, known.iter().copied()) {
                    Some(_) => unknown("input", name, known).into(),
                    None => unknown("input", name, units.iter().map(|u| u.driver.name.as_str())).into(),
                });
            }
        };
        if found.iter().any(|known| known.driver.name == unit.driver.name) {
            return Err(Error::Twice { name: name.clone() });
        }
        found.push(unit.clone());
    }
    Ok(found)
}

/// The `most` units that the stored run shows strongest, those of each measure in turn.
pub(super) fn strongest(units: &[Group], given: &[&Given], most: usize) -> Vec<Group> {
    let place = |name: &str| units.iter().position(|unit| unit.names.iter().any(|n| n == name));
    let orders: Vec<Vec<usize>> = given
        .iter()
        .map(|given| {
            let mut order: Vec<usize> = Vec::new();
            for at in given.inputs.iter().filter_map(|input| place(&input.name)) {
                if !order.contains(&at) {
                    order.push(at);
                }
            }
            order
        })
        .collect();
    let longest = orders.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..longest).flat_map(|rank| orders.iter().filter_map(move |order| order.get(rank).copied()));
    let mut chosen: Vec<usize> = Vec::new();
    for at in in_turn.chain(0..units.len()) {
        if chosen.len() < most && !chosen.contains(&at) {
            chosen.push(at);
        }
    }
    chosen.into_iter().map(|at| units[at].clone()).collect()
}

/// Some units, all others as one, and luck: what a decomposition of variance swaps.
pub(super) fn with_rest(units: &[Group], chosen: Vec<Group>) -> Vec<Group> {
    let taken = |unit: &Group| chosen.iter().any(|chosen| chosen.driver.name == unit.driver.name);
    let rest: Vec<&Group> = units.iter().filter(|unit| !taken(unit)).collect();
    let mut groups = chosen.clone();
    match &rest[..] {
        [] => {}
        // The last one is looked at by itself.
        [one] => groups.push((*one).clone()),
        rest => {
            let streams = rest.iter().flat_map(|unit| unit.streams.iter().copied()).collect();
            let names: Vec<String> = rest.iter().flat_map(|unit| unit.names.iter().cloned()).collect();
            let title = format!("the other {} uncertainties together", names.len());
            groups.push(group("others", title, Kind::Others, streams, names));
        }
    }
    groups.push(group("luck", "luck".into(), Kind::Luck, Vec::new(), Vec::new()));
    groups
}

/// Which way a measure goes with a single input, as the stored run has it.
pub(super) fn direction(given: &[Sensitivity], measure: &str, group: &Group) -> Option<Direction> {
    let Kind::Input = group.driver.kind else { return None };
    let found = given.iter().find(|s| s.measure == measure)?;
    let Found::Given(found) = &found.found else { return None };
    found.inputs.iter().find(|input| input.name == group.driver.name).map(|input| input.direction.clone())
}
