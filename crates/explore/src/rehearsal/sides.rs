//! What is simulated beside what happened: the pathways, and the one that is meant with an opponent who plays.

use std::ops::Range;

use milepost_ensemble::Progress;
use milepost_strategy::model::{PathwayId, Strategy, Type, VariableKind, Variant};
use serde::{Deserialize, Serialize};

use super::{Cast, Rehearsal, rehearse};
use crate::ask::plain;
use crate::asked::unknown;

/// What is asked of a rehearsal.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Pathways to simulate; where none is named, those that tell what happened, and the choice that follows most.
    pub pathways: Vec<String>,
    /// How the opponent is switched on, as lever and value; where absent, by a lever `opponent` that can be `active`.
    pub against: Vec<(String, String)>,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
}

/// One simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Title of the pathway.
    pub pathway: String,
    /// What was set against it, such as `opponent = active`; empty where nothing was.
    pub against: String,
    /// What came of it.
    pub rehearsal: Rehearsal,
}

/// Which simulations there are, before they are run.
pub struct Plan {
    /// Title, what is set, and how to run it.
    sides: Vec<(String, String, Cast, Variant)>,
    futures: u64,
    seed: u64,
}

impl Plan {
    /// Finds the pathways, and sets the opponent against the choices among them.
    ///
    /// # Errors
    /// A sentence about a pathway that is not there, or an opponent who cannot be set.
    pub fn new(strategy: &Strategy, question: &Question) -> Result<Plan, String> {
        let against = match question.against.is_empty() {
            true => opponent(strategy).into_iter().collect(),
            false => question.against.clone(),
        };
        let told: Vec<String> = against.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let told = told.join(" and ");
        let mut played = strategy.clone();
        milepost_strategy::with_settings(&mut played, &against)?;
        let mut sides = Vec::new();
        for id in pathways(strategy, &question.pathways)? {
            let title = strategy.pathways[id.index()].title.clone();
            let side = |strategy: &Strategy, told: &str| {
                (title.clone(), told.to_string(), Cast::new(strategy), plain(strategy, id))
            };
            sides.push(side(strategy, ""));
            // Against what is told of the past nobody plays.
            if !against.is_empty() && !strategy.pathways[id.index()].comparison {
                sides.push(side(&played, &told));
            }
        }
        Ok(Plan { sides, futures: question.futures, seed: question.seed })
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        self.sides.len() as u64 * self.futures
    }

    /// Runs everything over some reporting periods, counted from 0.
    ///
    /// # Errors
    /// As [`rehearse`].
    pub fn run(&self, periods: Range<usize>, progress: &dyn Progress) -> Result<Vec<Side>, String> {
        let one = |(pathway, against, cast, variant): &(String, String, Cast, Variant)| {
            let told = |runs: u64| progress.advance(runs);
            let rehearsal = rehearse(cast, variant, periods.clone(), (self.futures, self.seed), &told)?;
            Ok(Side { pathway: pathway.clone(), against: against.clone(), rehearsal })
        };
        progress.start(self.runs(), 0);
        let found = self.sides.iter().map(one).collect();
        progress.finish();
        found
    }
}

/// The lever `opponent`, if it can be `active`.
fn opponent(strategy: &Strategy) -> Option<(String, String)> {
    let variable = strategy.variable(strategy.find("opponent")?);
    let lever = matches!(variable.kind, VariableKind::Lever(_));
    let Type::Category(labels) = &variable.ty else { return None };
    (lever && labels.iter().any(|label| label == "active")).then(|| ("opponent".into(), "active".into()))
}

fn pathways(strategy: &Strategy, named: &[String]) -> Result<Vec<PathwayId>, String> {
    let all = || (0..strategy.pathways.len()).map(|at| PathwayId(at as u32));
    if named.is_empty() {
        let told = all().filter(|id| strategy.pathways[id.index()].comparison);
        let choices = all().filter(|id| !strategy.pathways[id.index()].comparison);
        // Of those that follow as much, the first.
        let meant = choices.rev().max_by_key(|id| strategy.pathways[id.index()].follows.len());
        return Ok(told.chain(meant).collect());
    }
    let find = |name: &String| {
        all().find(|id| strategy.pathways[id.index()].name == *name).ok_or_else(|| {
            let names = strategy.pathways.iter().map(|p| p.name.as_str());
            unknown("pathway", name, names).to_string()
        })
    };
    named.iter().map(find).collect()
}
