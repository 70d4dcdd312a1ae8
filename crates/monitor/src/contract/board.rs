//! Every obligation as it stands at a date.

use std::collections::BTreeMap;

use jiff::civil::Date;
use milepost_strategy::model::{Strategy, VariableKind};
use serde::{Deserialize, Serialize};

use super::act::Said;
use super::fold::Fold;
use super::standing::{Standing, State};
use super::terms::{Term, Terms, Version, last_day};

/// The contract as it stands at a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// The date.
    pub as_of: Date,
    /// Versions, each with the number of its event and who has signed it.
    pub versions: Vec<(u64, Version, Vec<String>)>,
    /// Obligations in declared order, then those that the files declare no more.
    pub obligations: Vec<Standing>,
    /// Milestones whose date was moved or is asked to be.
    pub milestones: Vec<Standing>,
    /// What the authorities of triggers answered.
    pub decisions: Vec<Decision>,
    /// Events that could not be applied, and why.
    pub unapplied: Vec<Unapplied>,
}

/// An answer to a trigger that fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Number of the event.
    pub seq: u64,
    /// The trigger.
    pub trigger: String,
    /// On which day.
    pub on: Date,
    /// Who answered.
    pub by: String,
    /// `act` or `decline`.
    pub answer: String,
    /// Why.
    pub reason: String,
}

/// An event of the contract that could not be applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unapplied {
    /// Number of the event.
    pub seq: u64,
    /// Why not.
    pub why: String,
}

/// The milestones of a strategy as terms: who must reach them, and by when.
pub(super) fn milestones(strategy: &Strategy) -> Vec<Term> {
    let mut terms = Vec::new();
    for variable in &strategy.variables {
        let VariableKind::Milestone(milestone) = &variable.kind else { continue };
        let actor = |id: milepost_strategy::model::ActorId| strategy.actors[id.index()].name.clone();
        terms.push(Term {
            name: variable.name.clone(),
            title: variable.title.clone().unwrap_or_else(|| variable.name.clone()),
            debtor: milestone.actor.map(actor),
            creditor: None,
            overseer: None,
            due: milestone.due_date.and_then(last_day),
            evidence: None,
        });
    }
    terms
}

impl Board {
    /// Folds the acts that were known into the standing of everything at a date.  Acts count from the day they were said,
    /// claims and verdicts from the day on which the thing was done; `said` is in the order of the record.
    pub fn of(strategy: &Strategy, said: &[Said], as_of: Date, known_at: Date) -> Board {
        let declared = Terms::of(strategy);
        let milestones = milestones(strategy);
        let mut fold = Fold::new(&declared, &milestones);
        for said in said.iter().filter(|said| said.on <= known_at && said.since() <= as_of) {
            fold.apply(said);
        }
        let obligations = fold.names().iter().filter_map(|name| fold.standing(name, as_of)).collect();
        let moved = fold.spoken_milestones();
        Board {
            as_of,
            obligations,
            milestones: moved.iter().filter_map(|name| fold.standing(name, as_of)).collect(),
            versions: fold
                .versions
                .iter()
                .map(|(seq, version)| {
                    let signed = fold.signed.get(&version.version).into_iter().flatten().cloned().collect();
                    (*seq, version.clone(), signed)
                })
                .collect(),
            decisions: fold.decisions,
            unapplied: fold.unapplied,
        }
    }

    /// How an obligation or a milestone of a strategy stands, for what is to be said of it next; `None` where there is none.
    pub fn standing(strategy: &Strategy, said: &[Said], name: &str, as_of: Date) -> Option<Standing> {
        let declared = Terms::of(strategy);
        let milestones = milestones(strategy);
        let mut fold = Fold::new(&declared, &milestones);
        said.iter().filter(|said| said.on <= as_of).for_each(|said| fold.apply(said));
        fold.standing(name, as_of)
    }

    /// The terms of a next version: those of the files, with dates that were moved where the files keep the old ones.
    pub fn next(&self, files: &Terms) -> Terms {
        let mut next = files.clone();
        for term in &mut next.obligations {
            let standing = self.obligations.iter().find(|s| s.term.name == term.name);
            let Some(standing) = standing.filter(|s| s.state != State::Proposed) else { continue };
            if term.due == standing.term.due {
                term.due = standing.due;
            }
        }
        next
    }

    /// How many obligations are in each state, those in trouble first.
    pub fn counts(&self) -> BTreeMap<State, usize> {
        let mut counts = BTreeMap::new();
        for standing in &self.obligations {
            *counts.entry(standing.state).or_default() += 1;
        }
        counts
    }
}
