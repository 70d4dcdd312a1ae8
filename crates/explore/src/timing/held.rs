//! Regimes held alone: one pathway for each, in a copy of the strategy.

use milepost_strategy::model::*;

use super::Lead;
use super::error::Error;
use crate::asked::unknown;

/// A regime that some choice has.
pub(super) struct Regime {
    pub id: RegimeId,
    /// The pathway whose recommendations it comes with.
    pub following: PathwayId,
    /// The pathway of the copy that holds it alone.
    pub held: PathwayId,
    pub lead: Lead,
}

/// The pathways that are choices, in declared order.
pub(super) fn choices(strategy: &Strategy) -> Vec<PathwayId> {
    let all = strategy.pathways.iter().enumerate();
    all.filter(|(_, p)| !p.comparison && !p.stages.is_empty()).map(|(k, _)| PathwayId(k as u32)).collect()
}

/// Every regime of a choice in declared order; the pathways that hold them are added to the strategy.
pub(super) fn regimes(strategy: &mut Strategy, leads: &[(String, f64)]) -> Result<Vec<Regime>, Error> {
    let choices = choices(strategy);
    let has = |path: &PathwayId, id| strategy.pathways[path.index()].stages.iter().any(|stage| stage.regime == id);
    let alone = |path: &PathwayId| strategy.pathways[path.index()].stages.len() == 1;
    let mut found = Vec::new();
    for k in 0..strategy.regimes.len() {
        let id = RegimeId(k as u32);
        let mut having = choices.iter().filter(|path| has(path, id));
        let Some(&first) = having.clone().next() else { continue };
        let following = having.find(|path| alone(path)).copied().unwrap_or(first);
        found.push((id, following));
    }
    if found.is_empty() {
        return Err(Error::NoRegime);
    }
    let names = || found.iter().map(|(id, _)| strategy.regimes[id.index()].name.as_str()).collect::<Vec<_>>();
    if let Some((name, _)) = leads.iter().find(|(name, _)| !names().contains(&name.as_str())) {
        return Err(unknown("regime of a choice", name, names()).into());
    }
    let decide = strategy.time.decide;
    let mut out = Vec::new();
    for (id, following) in found {
        let regime = &strategy.regimes[id.index()];
        let pathway = Pathway {
            name: format!("{} alone", regime.name),
            title: regime.title.clone(),
            comparison: false,
            stages: vec![Stage { regime: id, begins: Begins::At(decide) }],
            ..strategy.pathways[following.index()].clone()
        };
        let lead = lead(strategy, regime, leads);
        let held = PathwayId(strategy.pathways.len() as u32);
        strategy.pathways.push(pathway);
        out.push(Regime { id, following, held, lead });
    }
    Ok(out)
}

/// What was given, or the longest ramp.
fn lead(strategy: &Strategy, regime: &milepost_strategy::model::Regime, given: &[(String, f64)]) -> Lead {
    if let Some((_, time)) = given.iter().rev().find(|(name, _)| *name == regime.name) {
        return Lead { time: *time, lever: None, given: true };
    }
    let ramps = regime.settings.iter().filter(|setting| setting.over > 0.0);
    // The first of equals.
    let longest = ramps.reduce(|longest, setting| if setting.over > longest.over { setting } else { longest });
    let name = |setting: &Setting| strategy.variables[setting.lever.index()].name.clone();
    Lead { time: longest.map_or(0.0, |setting| setting.over), lever: longest.map(name), given: false }
}
